"""Labels of messages, records and what nodes refuse; see `comity.web.labels`."""

from collections.abc import Mapping

PRECEDENCES = {
    "flash": "Flash",
    "immediate": "Immediate",
    "priority": "Priority",
    "routine": "Routine",
}

REACHES = {
    "queued": "Queued",
    "delivered": "Delivered",
    "read": "Read",
    "answered": "Answered",
}
"""How far a message has come with a recipient."""

CONTACTS = {
    "answering": "Answers",
    "silent": "Does not answer",
    "waiting": "Has not answered yet",
    "stopped": "Not connected",
}
"""How the node of another party is to be reached."""

RECORDS = {
    "circle/1": "Opens a circle",
    "card/1": "New card",
    "revoke/1": "Revocation",
    "epoch/1": "New epoch",
    "fork/1": "Proof of double-speaking",
    "report/1": "Report",
    "read/1": "Reading acknowledged",
    "recall/1": "Recall",
    "recalled/1": "Answer to a recall",
    "open/1": "Opens a text",
    "revision/1": "Wording",
    "sign/1": "Signature",
    "complete/1": "Adoption",
    "withdraw/1": "Signature withdrawn",
    "silence/1": "Silence procedure",
    "break/1": "Silence broken",
    "ack/1": "Received",
    "annex/1": "Annex",
    "align/1": "Aligns with a text",
    "alternative/1": "Alternative",
    "stance/1": "Stance",
    "order/1": "Order of clauses",
    "delegation/1": "Delegation",
    "item/1": "Item asked for",
    "item-withdrawn/1": "Item withdrawn",
    "question/1": "Question asked",
    "question-closed/1": "Question closed",
    "position/1": "Position stated",
    "accept/1": "Action undertaken",
    "answer/1": "Action answered",
    "progress/1": "Progress of an action",
    "done/1": "Action reported done",
    "checked/1": "Report on an action checked",
    "shown/1": "What a list shows",
    "match/1": "Entry of a list judged",
    "proposal/1": "Proposal of listings",
    "proposal-withdrawn/1": "Proposal of listings withdrawn",
    "need/1": "Need",
    "offer/1": "Offer",
    "wish-closed/1": "Need or offer closed",
    "initiative/1": "Initiative opened",
    "commitment/1": "Commitment",
    "commitment-withdrawn/1": "Commitment withdrawn",
    "delivery/1": "Delivery reported",
    "received/1": "Receipt of a delivery confirmed",
    "taken-back/1": "Taken back",
    "milestone/1": "Milestone",
    "risk/1": "Risk",
    "partner/1": "Partner",
    "together/1": "Several records that belong together",
}
"""Kinds of records that people of a node meet often; others are shown by their name."""

DONE = {
    "sent": "Signed and on its way. The seals fill as receipts come back.",
    "held": "Held until another role releases it. Nothing has left this node.",
    "read": "Reading acknowledged; the sender is told.",
    "noted": "Noted here as read; the sender is not told.",
    "recalled": "The recall is signed and on its way. It asks for an answer; it cannot make "
    "anybody forget.",
    "answered": "Your answer to the recall is signed and on its way.",
}
"""What a person has just done."""

EVIDENCE = {
    "two-stories": "Two different signed records stand at one place of a chain: the party, or "
    "somebody with its key, told two stories. Both are kept. Speak to the party in person.",
    "broken-link": "A signed record follows another one than the record that is here before it. "
    "Both are kept. Speak to the party in person.",
    "cut-not-closed": "A record leaves out something that its author had received. The chain "
    "counts no further; a new circle is needed.",
    "false-place": "A record in the middle of a chain says that it opens a circle. The chain "
    "counts no further; a new circle is needed.",
    "cut-mismatch": "A record says that its author had received something other than what is here. "
    "Somebody was told another story; it is fetched, and this resolves itself once it is here.",
    "given-up": "A party lost, with its disk, what stood before a record that had come ahead of "
    "its chain. It gave that record up, and its chain goes on without it. It is kept here; "
    "nobody is accused.",
    "forged": "A signature does not fit. Something was changed on the way, or was never signed.",
    "unpaired-sender": "Somebody spoke here whose card was never accepted.",
    "wrong-audience": "Something came here that was meant for another party.",
    "not-a-member": "A party that does not belong to a circle sent or asked for something of it.",
    "revoked-key": "Something was signed with keys that had been replaced or revoked.",
    "back-dated": "A record claims to be older than the record before it.",
    "foreign-record": "A parcel held records of another chain than it said.",
    "cut-goes-back": "A record says that its author knew less than it had known before.",
    "damaged-parcel": "A parcel could not be opened: it was changed on the way, or sealed for "
    "somebody else.",
    "unknown-version": "Somebody speaks a version of the protocol that is not known here.",
    "truncated": "A parcel ended elsewhere than its signature says.",
    "stale-answer": "An old answer was given to a new question: a replay, or a frozen feed.",
    "slow-sender": "Somebody sent so slowly that others would have had to wait.",
    "compressed": "Somebody sent compressed data, which is never unpacked here.",
    "oversize": "Something was larger than anything of its sort may be.",
    "other": "It was refused, and nothing of it was taken. The words of the refusal are beside.",
}
"""What a piece of evidence means, by the code of the refusal."""

NEWS = {
    "message": "New message from %(party)s: %(precedence)s. %(subject)s",
    "receipt": "%(party)s has receipted what was sent.",
    "link-well": "The node of %(party)s answers.",
    "link-ill": "The node of %(party)s does not answer.",
    "many": "%(count)s new messages.",
}
"""What is announced on a page that is open."""

TRAFFIC_TABLES: Mapping[str, Mapping[str, str]] = {
    "precedence": PRECEDENCES,
    "reach": REACHES,
    "contact": CONTACTS,
    "record": RECORDS,
    "done": DONE,
    "evidence": EVIDENCE,
    "news": NEWS,
}
"""Every table by the context of its messages."""
