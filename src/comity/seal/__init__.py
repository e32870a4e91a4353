"""Keys and what they make: signatures, sealed parts, checkpoints, receipts and cards.

The only place that touches PyNaCl and `cryptography`, and the only one that draws random numbers.
Values in, values out: no disk, no network, no clock. Nothing here is home-made: every primitive
and every combination of two is a library's. Whatever a key decides is raised, never returned.
"""
