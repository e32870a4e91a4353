"""How parties that trust nobody's server come to the same result: records in, standing out.

Pure functions of the records that a node holds: no disk, no network, no clock, no keys. Whether a
record is signed is for `comity.seal`; who wrote what is settled before a record comes here.
"""
