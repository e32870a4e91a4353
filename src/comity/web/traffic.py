"""Traffic: the messages that come and go, one message, and the page on which one is written.

Each function takes the values of a desk and gives a page as HTML. What is decided here is only how
a value is shown. The marking of a page is the highest of everything on it; an overdue line, an
urgent one and a mark of delivery are always said in words, never by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from comity.errors import ComityError
from comity.exchange.conversation import Condition, Message
from comity.exchange.correspondence import Asked
from comity.exchange.drafts import ROLES, Held
from comity.exchange.progress import Reach, Reached, Waiting, reading_due
from comity.records.kinds import LANGUAGES
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.records.precedence import WORDS, Precedence
from comity.web.compose import Fault, Faults, Typed
from comity.web.desk import MessageSeen, News, Standing, TrafficDesk, TrafficSeen
from comity.web.holding import parts_of
from comity.web.pages import Shell, address, render
from comity.web.trafficlabels import RECORDS
from comity.web.words import Language, Words, words

FEW, MANY = 10, 25
"""Rows of a box beside the other one, and of a box alone."""

PATH = "/traffic"

BLANK: Mapping[str, object] = {
    "subject": "",
    "text": "",
    "language": "",
    "reason": "",
    "note": "",
    "answer_by": "",
    "read_receipt": False,
    "done": False,
}
"""What a page shows of a draft, where its body has nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address of the list says.

    Attributes:
        box: "inbox" or "outbox" alone, "" for both.
        circle, party, precedence, q: what to show of it, "" for everything.
        page: from 1; of a box alone.
    """

    box: str = ""
    circle: str = ""
    party: str = ""
    precedence: str = ""
    q: str = ""
    page: int = 1

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return what stands after the question mark."""
        return (
            ("box", self.box),
            ("circle", self.circle),
            ("party", self.party),
            ("precedence", self.precedence),
            ("q", self.q),
            ("page", str(self.page) if self.page > 1 else ""),
        )

    @property
    def filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.circle or self.party or self.precedence or self.q)

    def but(self, **changes: object) -> "Wanted":
        """Return the same with some changes; a change of anything else leads to the first page."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    @property
    def asked(self) -> tuple[Asked, Asked]:
        """Return what to ask of the inbox and of the outbox."""
        most = MANY if self.box else FEW
        asked = Asked(
            circle=self.circle,
            party=self.party,
            precedence=WORDS.get(self.precedence),
            words=self.q,
            first=(self.page - 1) * most if self.box else 0,
            most=most,
        )
        nothing = replace(asked, most=0, first=0)
        return (
            asked if self.box != "outbox" else nothing,
            asked if self.box != "inbox" else nothing,
        )


@dataclass(frozen=True, slots=True)
class Due:
    """Until when something is to be done for a message.

    Attributes:
        what: "read" or "answer".
        at: the moment.
        late: whether it has passed.
    """

    what: str
    at: str
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A message of a box.

    Attributes:
        message: itself.
        seals: each party of it, the author first, and whether that party signed for it.
        reached: how far it has come with each recipient.
        opened: whether somebody here has opened it.
        due: what is to be done for it here, None for nothing.
    """

    message: Message
    seals: tuple[tuple[Party, bool], ...]
    reached: tuple[Reached, ...] = ()
    opened: bool = True
    due: Due | None = None


def traffic_page(language: Language, seen: TrafficSeen, wanted: Wanted, role: str) -> str:
    """Return the lists of messages."""
    inbox = [inbox_row(one, seen) for one in (*reversed(seen.ahead), *seen.inbox.messages)]
    outbox = [outbox_row(one, seen.reached[one.hash]) for one in seen.outbox.messages]
    to_answer = sorted(seen.to_answer, key=late_first)
    to_be_answered = sorted(seen.to_be_answered, key=late_first)
    shown = [
        *(row.message for row in (*inbox, *outbox)),
        *(one.message for one in (*to_answer, *to_be_answered, *seen.overdue)),
    ]
    held = (level for one in seen.drafts for level in (one.letter.marking, one.letter.quoted))
    shell = Shell(
        language=language,
        path=PATH,
        query=wanted.query,
        marking=highest([*(one.marking for one in shown), *held]),
    )
    total = seen.outbox.total if wanted.box == "outbox" else seen.inbox.total
    values = {
        **base(shell, role),
        "seen": seen,
        "wanted": wanted,
        "inbox": inbox,
        "outbox": outbox,
        "to_answer": to_answer,
        "to_be_answered": to_be_answered,
        "overdue": seen.overdue,
        "pages": max(1, -(-total // MANY)),
        "link": lambda **changes: address(f"/{language}{PATH}", wanted.but(**changes).query),
        "precedences": tuple(Precedence),
    }
    return render("traffic/boxes.html", shell, values)


def late_first(waiting: Waiting) -> tuple[bool, str, Precedence]:
    """Return the place of something that is still to come: what is overdue stands on top."""
    return not waiting.overdue, waiting.due, waiting.message.precedence


def inbox_row(message: Message, seen: TrafficSeen) -> Row:
    """Return how a message of another party is shown."""
    opened = message.hash in seen.opened
    answers = {one.message.hash for one in seen.to_answer}
    due: Due | None = None
    if message.hash in answers:
        due = Due("answer", message.answer_by, message.answer_by < seen.now)
    elif not opened and (until := reading_due(message)):
        due = Due("read", until, until < seen.now)
    reached = seen.reached.get(message.hash, ())
    # Another party's message is here: this party has signed for it.
    return Row(message, seals_of(message, reached), reached, opened, due)


def outbox_row(message: Message, reached: Sequence[Reached]) -> Row:
    """Return how a message of this party is shown."""
    return Row(message, seals_of(message, reached), tuple(reached))


def seals_of(message: Message, reached: Iterable[Reached]) -> tuple[tuple[Party, bool], ...]:
    """Return each party of a message and whether it signed: the author it, the others for it."""
    others = ((one.party, one.reach is not Reach.QUEUED) for one in reached)
    return ((message.party, True), *others)


def message_page(
    language: Language,
    seen: MessageSeen,
    role: str,
    *,
    done: str = "",
    reason: str = "",
    note: str = "",
    refused: str = "",
) -> str:
    """Return the page of one message.

    Args:
        language: of the page.
        seen: the message with everything beside it.
        role: in which the person acts.
        done: a code of `trafficlabels.DONE`: what was done just now.
        reason: of a recall, as it was typed.
        note: of the answer to a recall, as it was typed.
        refused: the field that has a fault, "" for none.
    """
    message = seen.message
    others = (one for _, one in seen.quotes if one is not None)
    shown = [message, *others, *(one for _, one in seen.thread)]
    shell = Shell(
        language=language,
        path=f"{PATH}/message/{message.hash}",
        marking=highest(one.marking for one in shown),
    )
    values = {
        **base(shell, role),
        "seen": seen,
        "message": message,
        "sealed": seals_of(message, seen.reached),
        "due": reading_due(message) if seen.opened is None else "",
        "done": done if done in {"sent", "read", "noted", "recalled", "answered"} else "",
        "reason": reason,
        "note": note,
        "refused": refused,
        "delivered": {one.party: one for one in seen.deliveries},
    }
    return render("traffic/message.html", shell, values)


def compose_page(
    language: Language,
    desk: TrafficDesk,
    typed: Typed,
    role: str,
    *,
    answered: MessageSeen | None = None,
    faults: Faults | None = None,
    error: ComityError | None = None,
) -> str:
    """Return the page on which a message is written.

    Args:
        language: of the page.
        desk: knows the circles and who must release what.
        typed: what stands in the fields.
        role: in which the person acts.
        answered: the message that is answered, None for a new one.
        faults: what is wrong with fields.
        error: why it could not be said although the fields are right.
    """
    above = [answered.message.marking] if answered is not None else []
    shell = Shell(
        language=language,
        path=f"{PATH}/compose",
        query=(("reply_to", typed.reply_to),),
        marking=highest([typed.shown, *above]),
    )
    spoken = shell.words
    values = {
        **base(shell, role),
        "typed": typed,
        "circles": desk.circles(),
        "answered": answered,
        "faults": {name: fault_text(spoken, one) for name, one in (faults or {}).items()},
        "error": error,
        "precedences": tuple(Precedence),
        "markings": tuple(Marking),
        "tongues": sorted(LANGUAGES, key=lambda one: spoken.label("language", one)),
        "limit": desk.four_eyes,
    }
    return render("traffic/compose.html", shell, values)


def draft_page(
    language: Language, desk: TrafficDesk, held: Held, role: str, *, done: str = ""
) -> str:
    """Return the page of a draft that waits for a second role."""
    letter = held.letter
    about = letter.body.get("record") or letter.body.get("reply_to", "")
    answered = desk.message(about) if about else None
    above = [answered.message.marking] if answered is not None else []
    shell = Shell(
        language=language,
        path=f"{PATH}/draft/{held.id}",
        marking=highest([letter.marking, letter.quoted, *above]),
    )
    circle = next((one for one in desk.circles() if one.id == letter.circle), None)
    values = {
        **base(shell, role),
        "held": held,
        "letter": letter,
        "body": {**BLANK, **letter.body},
        "parts": parts_of(letter),
        "circle": circle,
        "answered": answered,
        "limit": desk.four_eyes,
        "done": "held" if done == "held" else "",
    }
    return render("traffic/draft.html", shell, values)


def base(shell: Shell, role: str) -> dict[str, object]:
    """Return the values that every page of traffic needs."""
    return {
        "role": role,
        "roles": ROLES,
        "back": address(shell.path, shell.query),
        "kind_name": lambda kind: kind_name(shell.words, kind),
        "unknown": Condition.UNKNOWN,
        "malformed": Condition.MALFORMED,
    }


def kind_name(spoken: Words, kind: str) -> str:
    """Return what a kind of record is called; one without a name is shown by its code."""
    return spoken.label("record", kind) if kind in RECORDS else kind


def fault_text(spoken: Words, fault: Fault) -> str:
    """Return what is wrong with a field."""
    facts = {
        name: spoken.number(value) if isinstance(value, int) else value
        for name, value in fault.facts.items()
    }
    return spoken.label("fault", fault.code) % facts


def told(language: Language, standing: Standing, news: Sequence[News]) -> list[str]:
    """Return what to announce of news; what changes only the page is not announced."""
    spoken = words(language)

    def name(party: str) -> str:
        known = standing.names.get(Party(party), {})
        return known.get(language, party.upper())

    came = [one for one in news if one.message is not None and one.party != standing.me]
    said: list[str] = []
    if len(came) > 3:
        count = spoken.number(len(came))
        said.append(spoken.label("news", "many") % {"count": count})
        came = [one for one in came if one.message and one.message.precedence is Precedence.FLASH]
    for one in came[:3]:
        if one.message is not None:
            facts = {
                "party": name(one.party),
                "precedence": spoken.label("precedence", one.message.precedence.word),
                "subject": one.message.subject or kind_name(spoken, one.message.kind),
            }
            said.append(spoken.label("news", "message") % facts)
    last: dict[tuple[str, str], News] = {(one.what, one.party): one for one in news}
    for (what, party), one in last.items():
        if what == "link":
            code = "link-well" if one.well else "link-ill"
            said.append(spoken.label("news", code) % {"party": name(party)})
        elif what == "receipt":
            said.append(spoken.label("news", "receipt") % {"party": name(party)})
    return said
