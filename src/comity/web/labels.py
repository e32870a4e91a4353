"""Labels: what each code of the rules is called on a page, in English; catalogues have the rest.

A table's name is the context of its messages, so that one English word can be two in another
language. Every code that the rules know stands here; a test compares the two.
"""

from collections.abc import Mapping

from comity.entities.notes import NOTES
from comity.web.consultlabels import CONSULTATION_TABLES
from comity.web.paperlabels import PAPER_TABLES
from comity.web.positionlabels import POSITION_TABLES
from comity.web.textlabels import TEXT_TABLES

JURISDICTIONS = {
    "us": "United States",
    "eu": "European Union",
    "uk": "United Kingdom",
    "un": "United Nations",
    "jp": "Japan",
    "ua": "Ukraine",
    "ch": "Switzerland",
    "ca": "Canada",
    "au": "Australia",
}

LISTS = {
    "us-ofac": "OFAC sanctions lists",
    "us-ofac-sdn": "OFAC, SDN List",
    "us-ofac-consolidated": "OFAC, Consolidated (non-SDN) List",
    "eu-fsf": "Financial Sanctions Files",
    "eu-oj": "Official Journal, annexes",
    "uk": "UK Sanctions List",
    "uk-ofsi": "OFSI Consolidated List (closed)",
    "un": "Security Council Consolidated List",
    "jp-mof": "Asset freezes (Ministry of Finance)",
    "jp-meti-eul": "End User List (METI)",
    "jp-export-ban": "Export-ban notices",
    "ua-nsdc": "NSDC sanctions register",
    "ua-gur": "War & Sanctions (GUR)",
    "ch-seco": "SECO sanctions list",
    "ca-sema": "Special Economic Measures (SEMA)",
    "au-dfat": "DFAT Consolidated List",
}
"""Lists, and those of their series that are named apart."""

FAMILIES = {
    "russia": "Russia: aggression",
    "russia-trade": "Russia: trade",
    "shadow-fleet": "Shadow fleet",
    "belarus": "Belarus",
    "dprk": "DPRK",
    "iran": "Iran",
    "syria": "Syria",
    "terrorism": "Terrorism",
    "proliferation": "Proliferation",
    "human-rights": "Human rights and corruption",
    "cyber": "Cyber and hybrid threats",
    "crime": "Organised crime",
    "myanmar": "Myanmar",
    "africa": "African regimes",
    "americas": "American regimes",
    "other": "Other programmes",
}

KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "vessel": "Vessel",
    "aircraft": "Aircraft",
}

MEASURES = {
    "asset-freeze": "asset freeze",
    "travel-ban": "travel ban",
    "export-ban": "export ban",
    "transaction-ban": "transaction ban",
    "investment-ban": "investment ban",
    "services-ban": "services ban",
    "vessel-measures": "vessel measures",
    "end-user-warning": "end-user warning",
    "other": "other measure",
}

ROLES = {
    "full": "whole edition",
    "part": "part of an edition",
    "delta": "amending act",
    "companion": "companion file",
}

DATED_BY = {
    "content": "dated by its content",
    "given": "date given at import",
    "folder": "dated by its folder",
}

IDENTIFIERS = {
    "imo": "IMO number",
    "imo-company": "IMO company number",
    "mmsi": "MMSI",
    "call-sign": "Call sign",
    "hull": "Construction number",
    "tail": "Registration mark",
    "inn": "INN",
    "ogrn": "OGRN",
    "kpp": "KPP",
    "okpo": "OKPO",
    "edrpou": "EDRPOU",
    "rnokpp": "RNOKPP",
    "unp": "UNP",
    "tax": "Tax number",
    "registration": "Registration number",
    "lei": "LEI",
    "swift": "BIC",
    "passport": "Passport",
    "national-id": "National identity number",
    "un": "UN reference",
    "ofsi": "OFSI group",
    "eu": "EU reference",
    "uk": "UK reference",
    "jp-mof": "MOF reference",
    "crypto": "Crypto-asset address",
    "other": "Other number",
}

PARTS = {
    "partners": "Partners that list it",
    "recency": "Recency",
    "programme": "Programme",
    "identifiers": "Identifiers",
    "picture": "Shared picture",
}

FIELDS = {
    "start": "Start",
    "name": "Name",
    "native-script": "Native script",
    "birth-date": "Birth, founding",
    "identifier": "Number",
    "country": "Country",
    "gender": "Gender",
    "kind": "Kind",
    "legal-form": "Legal form",
}
"""What a reason of a match is about."""

GENDERS = {"male": "male", "female": "female"}

VERDICTS = {
    "same": "one target",
    "undecided": "undecided",
    "different": "kept apart",
}

JOBS = {
    "import": "Reading the lists",
    "fetch": "Downloading the lists",
    "demo": "Preparing the demonstration",
}
"""What a job is for."""

STEPS = {
    "fetch": "Downloading the lists",
    "import": "Reading the files",
    "read": "Gathering the newest editions",
    "resolve": "Finding the same targets across lists",
    "compare": "Comparing who lists what",
    "store": "Keeping the result",
}
"""What a job is doing."""

ERRORS = {
    "400": "This request cannot be read",
    "403": "This is not allowed here",
    "404": "There is no such page",
    "405": "This address only shows a page",
    "421": "This server does not answer to that name",
    "422": "This address asks for something that cannot be",
    "500": "A fault in the program",
    "503": "Something that the program needs is missing",
}
"""What went wrong, by the status of the answer."""

ADVICE = {
    "400": "Go back and try again.",
    "403": "Ask the person who runs this node.",
    "404": "The address may be mistyped, or what it showed has gone: jobs end with the program, "
    "and a target gets another number when lists change. Start from the board.",
    "405": "Open it without a form, or start from the board.",
    "421": "It answers only to the names and addresses of this machine, such as localhost, so that "
    "no other site can read it. Open it by the address that the program printed.",
    "422": "Correct the address, or start from the board and choose again.",
    "500": "Nothing was changed. Try again; if it stays so, report it with the program's log.",
    "503": "Put it right, then try again.",
}
"""What to do then."""

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

ACTING = {
    "desk-officer": "Desk officer",
    "head-of-delegation": "Head of delegation",
    "secretariat": "Secretariat",
    "security-officer": "Security officer",
}
"""In which role a person acts, until there are accounts."""

CONTACTS = {
    "answering": "Answers",
    "silent": "Does not answer",
    "waiting": "Has not answered yet",
    "stopped": "Not connected",
}
"""How the node of another party is to be reached."""

LANGUAGES = {
    "uk": "Ukrainian",
    "ja": "Japanese",
    "en": "English",
    "ko": "Korean",
}

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
    "together/1": "Several records that belong together",
}
"""Kinds of records that people of a node meet often; others are shown by their name."""

FAULTS = {
    "circle-missing": "Choose the circle that it goes to.",
    "circle-other": "An answer stays in the circle of the message that it answers.",
    "precedence-missing": "Choose how urgent it is.",
    "marking-missing": "Choose how far it may be passed on.",
    "marking-lowered": "It quotes something marked %(quoted)s: choose that or a higher marking.",
    "language-missing": "Choose the language of the text.",
    "subject-missing": "Give it a subject.",
    "subject-long": "A subject has at most %(most)s letters; this one has %(count)s.",
    "text-missing": "Write a text, or attach a file.",
    "text-long": "A text has at most %(most)s letters; this one has %(count)s. Attach the rest.",
    "answer-by": "Give a day and a time that exist.",
    "files-many": "Attach at most %(most)s files.",
    "files-large": "A file may have at most 2 GB.",
    "files-again": "Choose the files again: a browser does not keep them.",
    "reason": "Give a reason, of at most 1,000 letters.",
    "agenda-empty": "Put at least one item on the agenda.",
    "agenda-long": "The agenda is longer than the meeting, by %(over)s minutes: shorten it.",
    "item-title": "Give item %(n)s a title in at least one language.",
    "item-title-long": "The title of item %(n)s has more than %(most)s letters.",
    "item-mode": "Say what item %(n)s is for.",
    "item-minutes": "Give item %(n)s a whole number of minutes.",
    "item-twice": "An item stands on the agenda twice; leave one of them out.",
    "stance-missing": "Choose a stance.",
    "words-missing": "Write it in at least one language.",
    "words-long": "At most %(most)s letters; this has %(count)s.",
    "levels-missing": "Choose a level.",
    "languages-missing": "Choose at least one working language.",
    "host-missing": "Choose whose clock sets the meetings.",
    "silence-hours": "Give whole hours, from 1 to 8,784; empty where silence is not allowed.",
    "minutes": "Give a whole number of minutes, up to %(most)s.",
    "begins": "Give a day and a time that exist there.",
    "zone": "Choose a time zone.",
    "cadence": "This rule cannot be followed: %(reason)s.",
    "place-missing": "Name a place, or say that it is held by video.",
    "delegate-role": "Choose what the person is in the delegation.",
    "one-head": "A delegation has one head.",
    "mode-missing": "Say what the item is for.",
    "answer": "Say whether it was done, with a note of at most 1,000 letters.",
}
"""What is wrong with a field of a form."""

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

STATES = {
    "agreed": "Agreed",
    "adopted": "Adopted",
    "signed": "Signed",
    "confirmed": "Confirmed",
    "close": "Close",
    "proposed": "Proposed",
    "running": "Silence is running",
    "broken": "Silence broken",
    "passed": "Deadline passed",
    "open": "Open",
    "bracketed": "Bracketed",
    "reserved": "Reserved",
    "disputed": "Disputed",
    "overdue": "Overdue",
    "draft": "Draft",
    "closed": "Closed",
    "cancelled": "Cancelled",
    "moved": "Moved",
    "withdrawn": "Withdrawn",
    "void": "Void",
}
"""How something stands, on a badge."""

POSITION_STANCES = {
    "support": "Supports",
    "can-accept": "Can accept",
    "studying": "Studying",
    "reserve": "Reserves",
    "oppose": "Opposes",
    "none": "No position",
}
"""What a party says of a question."""

DUE = {
    "read-flash": "Read the flash message",
    "read": "Read the message",
    "answer": "Answer the request",
    "answer-recall": "Answer the recall",
    "awaits-answer": "They owe an answer",
    "awaits-receipt": "No receipt: ask whether it arrived",
    "release": "Release or discard the draft",
    "silence": "Sign, break silence, or let it pass",
    "silence-theirs": "Silence runs; the others may still break it",
    "sign-paper": "Read and sign the paper",
    "contribution": "Write the part of the brief that is asked for",
    "notes-open": "Read the notes back and make minutes of them",
    "sign-terms": "Sign the terms of reference, or propose others",
    "confirm-meeting": "Confirm the meeting, or propose another time",
    "confirm-move": "Agree to the new time of the meeting, or not",
    "confirm-cancel": "Agree that the meeting is cancelled, or not",
    "sign-agenda": "Sign the agenda, or propose another one",
    "name-delegation": "Name our delegation",
    "awaits-signature": "Their signature is awaited",
    "import-lists": "Import the official lists",
    "new-gaps": "Look at the new gaps: %(n)s",
    "node-silent": "Their node does not answer: find out why",
    "clocks-apart": "The clocks are apart: set them",
    "card-ends": "The keys of the card end soon: renew the card",
    "evidence": "Something grave was refused: look at it",
    "behind": "Nothing can be written yet: see whom the node waits for",
    "state-position": "State our position on the question",
    "position-moved": "They moved: look at the question",
    "text-stance": "State a stance on the joint text: %(n)s",
    "text-sign": "Read and sign the joint text",
    "text-acknowledge": "Awaiting the acknowledgement of our withdrawal",
    "text-stuck": "Not agreed for two weeks: %(n)s",
}
"""What a line of "Today" tells somebody to do, by the sort of a digest; %(n)s is its number."""

CAPITALS = {
    "ua": "Kyiv",
    "jp": "Tokyo",
    "kr": "Seoul",
    "us": "Washington",
    "ca": "Ottawa",
    "au": "Canberra",
    "de": "Berlin",
    "fr": "Paris",
    "it": "Rome",
    "pl": "Warsaw",
    "lt": "Vilnius",
    "lv": "Riga",
    "ee": "Tallinn",
    "eu": "Brussels",
    "gb": "London",
}
"""Where a party sits, for the clocks; its zone is in `comity.web.capitals`."""

SYSTEMS = {
    "today": "Today",
    "consultations": "Consultations",
    "traffic": "Traffic",
    "positions": "Positions",
    "sanctions": "Sanctions",
    "node": "This node",
}
"""The systems, as the rail and the palette name them."""

DEEDS = {
    "write": "Write a message",
    "inbox": "Inbox",
    "outbox": "Outbox",
    "find-target": "Find a target among the gaps",
    "call-meeting": "Call a meeting",
    "ask-item": "Ask for an item on the agenda",
    "raise-question": "Raise a question",
    "terms": "Propose terms of reference",
    "texts": "Joint texts",
    "open-text": "Open a joint text",
    "theme": "Light or dark",
    "keys": "List of keys",
}
"""What the palette can do or open, beside the systems."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "jurisdiction": JURISDICTIONS,
    "list": LISTS,
    "family": FAMILIES,
    "kind": KINDS,
    "measure": MEASURES,
    "role": ROLES,
    "dated": DATED_BY,
    "identifier": IDENTIFIERS,
    "part": PARTS,
    "field": FIELDS,
    "gender": GENDERS,
    "verdict": VERDICTS,
    "note": NOTES,
    "job": JOBS,
    "step": STEPS,
    "error": ERRORS,
    "advice": ADVICE,
    "precedence": PRECEDENCES,
    "reach": REACHES,
    "acting": ACTING,
    "contact": CONTACTS,
    "language": LANGUAGES,
    "record": RECORDS,
    "fault": FAULTS,
    "done": DONE,
    "evidence": EVIDENCE,
    "news": NEWS,
    "state": STATES,
    "stance": POSITION_STANCES,
    "due": DUE,
    "capital": CAPITALS,
    "system": SYSTEMS,
    "deed": DEEDS,
    **TEXT_TABLES,
    **PAPER_TABLES,
    **POSITION_TABLES,
    **CONSULTATION_TABLES,
}
"""Every table by the context of its messages."""
