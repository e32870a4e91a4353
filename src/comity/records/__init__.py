"""What a party can say: records, the circles they belong to, and their exact bytes.

Everything here is values: no disk, no network, no clock, no keys. What signs a record is in
`comity.seal`, what keeps it in `comity.journal`, what records add up to in `comity.agreement`.
"""
