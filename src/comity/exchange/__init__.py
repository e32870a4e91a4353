"""Exchange: how a record gets from one capital to another.

Between nodes nothing is trusted but signatures: not the network, not the carrier, not the other
party's clock. The wire format is in docs/reference/protocol.md, with vectors in
tests/conformance, so that a ministry can write a node of its own.

`parcel` and `messages` are the bytes; `intake` decides what becomes of what arrives; `outbox` what
is still to be sent to whom; `conversation` what people see of it. Input and output happen in
`wire` (HTTP), `courier` (a file that is carried) and `attachments`.
"""
