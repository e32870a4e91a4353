"""Node: one party's Comity put together.

The only place that joins systems, reads the clock, and opens files, folders and ports that a user
names. `party` is the exchange of one party, `serving` and `running` let it run, `lists` answers
about official lists.
"""
