"""Initiative: one thing that parties do together, put together from what each says of it.

Milestones, risks and partners are registers: each belongs to its author, and the last word under a
name counts (R5). An initiative for a beneficiary outside its circle is none, for nobody there could
ever confirm what was received.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from comity.entities.subject import Kind as Sort
from comity.initiatives.ledger import Ledger, ledger
from comity.initiatives.said import Statement
from comity.initiatives.statements import INITIATIVE, MILESTONE, PARTNER, RISK
from comity.records.marking import Marking, highest
from comity.records.party import Party

Words = Mapping[str, str]

LEVELS = ((15, "severe"), (9, "high"), (4, "medium"), (0, "low"))
"""Words for likelihood times impact, each from so much on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something that is to be reached by a day.

    Attributes:
        party: whose it is.
        name: of it, for that party.
        record: hash of the last word about it.
        title: in each language.
        on: day until which.
        reached: day on which it was, "" before.
        dropped: whether it is no longer pursued.
    """

    party: Party
    name: str
    record: str
    title: Words
    on: str
    reached: str
    dropped: bool

    def state(self, today: str) -> str:
        """Return how it stands on a day: "dropped", "reached", "late" or "ahead"."""
        if self.dropped:
            return "dropped"
        if self.reached:
            return "reached"
        return "late" if self.on < today else "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What may go wrong.

    Attributes:
        party: who sees it.
        name: of it, for that party.
        record: hash of the last word about it.
        title: in each language.
        likelihood, impact: 1 to 5.
        response: what is done about it, in each language; {} for nothing yet.
        owner: party that looks after it, None for nobody.
        closed: whether it is over.
    """

    party: Party
    name: str
    record: str
    title: Words
    likelihood: int
    impact: int
    response: Words
    owner: Party | None
    closed: bool

    @property
    def level(self) -> str:
        """Return likelihood times impact as a word."""
        return level_of(self.likelihood, self.impact)


def level_of(likelihood: int, impact: int) -> str:
    """Return the word for likelihood times impact.

    >>> level_of(5, 3), level_of(1, 3)
    ('severe', 'low')
    """
    return next(word for least, word in LEVELS if likelihood * impact >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody outside the governments who takes part.

    Attributes:
        initiative: hash of it.
        party: whose partner it is.
        name: of it, for that party.
        record: hash of the last word about it.
        kind: person, organisation, vessel or aircraft.
        names: every name, the usual one first.
        country: code, "" for unknown.
        born: day of birth or of foundation, "" for unknown.
        identifiers: kind and value of each.
        role: in the initiative, in each language.
        left: day on which it left, "" while it takes part.
        marking: of the last word.
    """

    initiative: str
    party: Party
    name: str
    record: str
    kind: Sort
    names: tuple[str, ...]
    country: str
    born: str
    identifiers: tuple[tuple[str, str], ...]
    role: Words
    left: str
    marking: Marking

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what names it here: the initiative, its party and its name there."""
        return self.initiative, self.party, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """One initiative, with everything that was said of it.

    Attributes:
        hash: of the record that opened it.
        circle: in which it is done.
        parties: of that circle.
        by: who opened it.
        title, words: in each language; words {} for none.
        category: one of `statements.CATEGORIES`.
        beneficiary: who receives.
        needs, offers: hashes of those that it answers.
        at: when it was opened.
        marking: the highest of everything that was said of it.
        ledger: what is given.
        milestones: in the order of their days.
        risks: the greatest first, those that are over last.
        partners: those who take part first.
        seen: name of the state: it changes whenever anybody says anything of it.
        last: who said something last, as this node heard it.
    """

    hash: str
    circle: str
    parties: tuple[Party, ...]
    by: Party
    title: Words
    words: Words
    category: str
    beneficiary: Party
    needs: tuple[str, ...]
    offers: tuple[str, ...]
    at: str
    marking: Marking
    ledger: Ledger
    milestones: tuple[Milestone, ...]
    risks: tuple[Risk, ...]
    partners: tuple[Partner, ...]
    seen: str
    last: Party

    def following(self, today: str) -> Milestone | None:
        """Return the milestone that comes next, a late one first; None where none is ahead."""
        return next((one for one in self.milestones if one.state(today) in {"late", "ahead"}), None)


def initiatives(
    said: Iterable[Statement], members: Mapping[str, tuple[Party, ...]]
) -> tuple[Initiative, ...]:
    """Return the initiatives, the newest first.

    Args:
        said: statements about initiatives, in any order.
        members: parties of each circle.
    """
    about: dict[tuple[str, str], dict[str, Statement]] = {}
    for one in said:
        if one.party in members.get(one.circle, ()):
            about.setdefault((one.circle, one.about), {})[one.hash] = one
    found = []
    for (circle, hashed), each in about.items():
        opened = each.get(hashed)
        if opened is None or opened.kind != INITIATIVE.name:
            continue
        if opened.body["beneficiary"] in members[circle]:
            found.append(_initiative(opened, each.values(), members[circle]))
    return tuple(sorted(found, key=lambda one: (one.at, one.hash), reverse=True))


def _initiative(
    opened: Statement, each: Iterable[Statement], parties: tuple[Party, ...]
) -> Initiative:
    said = sorted(each, key=lambda one: (one.party, one.seq, one.hash))
    body = opened.body
    beneficiary = Party(body["beneficiary"])
    milestones = [_milestone(one) for one in _last(said, MILESTONE.name, "milestone")]
    risks = [_risk(one) for one in _last(said, RISK.name, "risk")]
    partners = [_partner(opened.hash, one) for one in _last(said, PARTNER.name, "partner")]
    names = " ".join(sorted(one.hash for one in said))
    return Initiative(
        hash=opened.hash,
        circle=opened.circle,
        parties=parties,
        by=opened.party,
        title=body["title"],
        words=body.get("words", {}),
        category=body["category"],
        beneficiary=beneficiary,
        needs=tuple(body.get("needs", ())),
        offers=tuple(body.get("offers", ())),
        at=opened.at,
        marking=highest(one.marking for one in said),
        ledger=ledger(said, beneficiary),
        milestones=tuple(sorted(milestones, key=lambda one: (one.on, one.party, one.name))),
        risks=tuple(
            sorted(
                risks,
                key=lambda one: (one.closed, -one.likelihood * one.impact, one.party, one.name),
            )
        ),
        partners=tuple(sorted(partners, key=lambda one: (bool(one.left), one.party, one.name))),
        seen=sha256(names.encode()).hexdigest()[:32],
        last=max(said, key=lambda one: (one.number, one.hash)).party,
    )


def _last(said: Iterable[Statement], kind: str, name: str) -> Iterator[Statement]:
    """Yield the last word of each party under each name; `said` is in the order of the chains."""
    found: dict[tuple[Party, str], Statement] = {}
    for one in said:
        if one.kind == kind:
            found[one.party, one.body[name]] = one
    yield from found.values()


def _milestone(one: Statement) -> Milestone:
    return Milestone(
        party=one.party,
        name=one.body["milestone"],
        record=one.hash,
        title=one.body["title"],
        on=one.body["on"],
        reached=one.body.get("reached", ""),
        dropped=one.body.get("dropped", False),
    )


def _risk(one: Statement) -> Risk:
    owner = one.body.get("owner")
    return Risk(
        party=one.party,
        name=one.body["risk"],
        record=one.hash,
        title=one.body["title"],
        likelihood=one.body["likelihood"],
        impact=one.body["impact"],
        response=one.body.get("response", {}),
        owner=Party(owner) if owner else None,
        closed=one.body.get("closed", False),
    )


def _partner(initiative: str, one: Statement) -> Partner:
    body = one.body
    return Partner(
        initiative=initiative,
        party=one.party,
        name=body["partner"],
        record=one.hash,
        kind=Sort(body["kind"]),
        names=tuple(body["names"]),
        country=body.get("country", ""),
        born=body.get("born", ""),
        identifiers=tuple((it["kind"], it["value"]) for it in body.get("identifiers", ())),
        role=body["role"],
        left=body.get("left", ""),
        marking=one.marking,
    )
