"""The durable book of one node: what every party said, in the order in which it came here.

`book.Journal` is the book, `writer.Writer` what a job may do to it, `reading.Reading` what may be
asked of it. It lies in an SQLite file, in PostgreSQL, or in memory; attachments lie beside it.
"""
