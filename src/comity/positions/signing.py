"""Signing: the text that is made from agreed clauses, and who has signed which revision of it.

A revision is the exact text in all its languages; what is signed is its hash. It takes one wording
of every clause that is agreed, in the order of the clauses (R17). Where two wordings are acceptable
to all, whoever makes the revision chooses, and signing it decides (R16). A language counts only if
every clause has it: the others are named and left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.agreement.adoption import (
    Adoption,
    Agreement,
    adopted,
    awaiting,
    locked_by,
    signed,
    why_void,
)
from comity.agreement.packages import unmet
from comity.agreement.standing import Hold
from comity.agreement.statements import revision_hash, sign
from comity.errors import RefusedError
from comity.positions.views import TONGUES, State, Views
from comity.records.party import Party
from comity.records.record import Record

LONGEST = 60_000
"""Letters of a revision in one language."""


class NothingAgreedError(RefusedError):
    """A text to sign is made, and no clause is agreed."""

    code = "nothing-agreed"
    template = "no clause of this text is agreed yet; agree on one before a text to sign is made"


class NotAgreedError(RefusedError):
    """A text to sign would leave out clauses, and nobody said that it may."""

    code = "clauses-not-agreed"
    template = (
        "clauses {clauses} are not agreed; agree on them, or say that the text is to be made "
        "without them"
    )


class UndecidedError(RefusedError):
    """Of two wordings that all accept none was chosen."""

    code = "wording-undecided"
    template = "all accept more than one wording of clause {clause}; choose the one to be signed"


class UnmetConditionError(RefusedError):
    """A text to sign breaks a package."""

    code = "package-broken"
    template = (
        "{party} accepted clause {clause} only together with a wording of clause {needed} that "
        "this text does not take; take it too, or ask {party} to drop the condition"
    )


class NoWholeLanguageError(RefusedError):
    """No language has all the clauses."""

    code = "no-whole-language"
    template = (
        "no language has every clause that is agreed; write the missing ones first: {missing}"
    )


class LongTextError(RefusedError):
    """A text is longer than one record may carry."""

    code = "text-too-long"
    template = "the text has {count} letters in {language}; a text to sign has at most {most}"


@dataclass(frozen=True, slots=True)
class Made:
    """What agreed clauses make.

    Attributes:
        words: the whole text in each language that has every clause.
        left: numbers of clauses that it leaves out.
        gaps: of each language that is left out, the numbers of clauses that lack it.
    """

    words: Mapping[str, str]
    left: tuple[int, ...]
    gaps: Mapping[str, tuple[int, ...]]

    @property
    def hash(self) -> str:
        """Return what would be signed."""
        return revision_hash(self.words)


def make(shown: Views, chosen: Mapping[str, str], *, leave_out: bool = False) -> Made:
    """Return the text that agreed clauses make.

    Args:
        shown: the joint text.
        chosen: a wording for each clause where all accept several.
        leave_out: whether clauses that are not agreed may be left out.

    Raises:
        NothingAgreedError: no clause is agreed.
        NotAgreedError: some are not, and may not be left out.
        UndecidedError: a choice is missing.
        UnmetConditionError: a package is broken.
        NoWholeLanguageError: no language has all of them.
        LongTextError: it is too long.
    """
    taken = _taken(shown, chosen)
    left = tuple(clause.number for clause in shown.left)
    if not taken:
        raise NothingAgreedError
    if left and not leave_out:
        raise NotAgreedError(clauses=", ".join(map(str, left)))
    for party, one, needs in unmet(shown.text, taken):
        raise UnmetConditionError(
            party=party.upper(), clause=shown.number(one), needed=shown.number(needs)
        )
    words, gaps = _written(shown, taken)
    for tongue, text in words.items():
        if len(text) > LONGEST:
            raise LongTextError(count=len(text), language=tongue, most=LONGEST)
    return Made(words, left, gaps)


def _taken(shown: Views, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the wording of each clause that is agreed."""
    taken: dict[str, str] = {}
    for clause in shown.clauses:
        if clause.state is State.EITHER:
            if chosen.get(clause.id) not in clause.status.wordings:
                raise UndecidedError(clause=clause.number)
            taken[clause.id] = chosen[clause.id]
        elif clause.good:
            taken[clause.id] = clause.status.wordings[0]
    return taken


def _written(
    shown: Views, taken: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Return the text in each whole language, and what the others lack."""
    there = {
        shown.number(one): shown.text.alternatives[one].words
        for one in taken.values()
        if shown.text.alternatives[one].words
    }
    if not there:
        raise NothingAgreedError
    gaps = {
        tongue: tuple(number for number, words in there.items() if tongue not in words)
        for tongue in TONGUES
        if any(tongue in words for words in there.values())
    }
    whole = [tongue for tongue, missing in gaps.items() if not missing]
    if not whole:
        missing = "; ".join(f"{t}: {', '.join(map(str, n))}" for t, n in gaps.items())
        raise NoWholeLanguageError(missing=missing)
    words = {tongue: "\n\n".join(one[tongue] for one in there.values()) for tongue in whole}
    return words, {tongue: missing for tongue, missing in gaps.items() if missing}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text that can be signed, and who has signed it.

    Attributes:
        hash: what is signed.
        record: that gave it.
        signed: each party and its signature that counts now, None for none.
        awaiting: parties without one.
        current: whether the agreed clauses still make this text.
        adoption: None while it is not adopted.
    """

    hash: str
    record: Record
    signed: tuple[tuple[Party, Hold | None], ...]
    awaiting: tuple[Party, ...]
    current: bool
    adoption: Adoption | None

    @property
    def words(self) -> Mapping[str, str]:
        """Return the text in each of its languages, in the order of the pages."""
        text: Mapping[str, str] = self.record.body["text"]
        return {tongue: text[tongue] for tongue in TONGUES if tongue in text}

    @property
    def seals(self) -> tuple[tuple[Party, bool], ...]:
        """Return each party, and whether its signature counts."""
        return tuple(
            (party, hold is not None and not hold.ad_referendum) for party, hold in self.signed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How it stands with the signatures on an object, seen from one party.

    Attributes:
        revisions: the newest first.
        adopted: those that are adopted: none, one, or two that are disputed.
        own: this party's standing signature, None for none.
        locks: by revision: None where nothing keeps this party from signing it, else whose
            acknowledgement is awaited; () where it must withdraw first.
        void: by revision, why a signature written now would be void, "" where it would count.
        withdrawn: parties that have not acknowledged this party's withdrawal (R9).
        seen: name of the state.
        last: who acted last, as far as clocks tell; None where nobody has.
    """

    revisions: tuple[Revision, ...]
    adopted: tuple[Adoption, ...]
    own: Hold | None
    locks: Mapping[str, tuple[Party, ...] | None]
    void: Mapping[str, str]
    withdrawn: tuple[Party, ...]
    seen: str
    last: Party | None

    def revision(self, name: str) -> Revision | None:
        """Return a revision by its hash, None where there is none."""
        return next((one for one in self.revisions if one.hash == name), None)

    @property
    def closed(self) -> bool:
        """Say whether what is adopted closes the object instead of adopting its text."""
        return any("closed" in one.effect for one in self.adopted)


def signing(agreement: Agreement, about: str, me: Party, now: str, current: str = "") -> Signing:
    """Return how it stands with the signatures on an object.

    Args:
        agreement: of its circle.
        about: the object.
        me: whose page it is.
        now: what the node's clock says.
        current: hash of the text that the agreed clauses make now, "" for none.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    done = adopted(agreement, about)
    on = signed(agreement, about)
    heights = {
        name: max(link.height for link in matter.revised[name].links.values())
        for name in matter.revisions
    }
    order = sorted(matter.revisions, key=lambda name: (heights[name], name), reverse=True)
    records = [matter.revisions[name] for name in order]
    revisions = tuple(_revision(agreement, about, one, on, done, current) for one in records)
    locks: dict[str, tuple[Party, ...] | None] = {}
    for one in revisions:
        found = locked_by(agreement, me, about, one.hash)
        locks[one.hash] = None if found is None else tuple(Party(party) for party in found)
    void = {one.hash: why_void(agreement, me, sign(about, one.hash), now) for one in revisions}
    acts = [act.record for branch in matter.acts.values() for act in branch]
    newest = max((*acts, *records), key=lambda one: (one.at, one.hash), default=None)
    # A withdrawal that somebody has not acknowledged locks every revision but the withdrawn one.
    moment = agreement.moment(matter, me, now)
    withdrawn = any(hold.withdrawn is not None for hold in moment.holds)
    awaited = {p for found in locks.values() for p in found or ()} if withdrawn else set()
    return Signing(
        revisions=revisions,
        adopted=done,
        own=_own(agreement, about, me, on),
        locks=locks,
        void=void,
        withdrawn=tuple(sorted(awaited)),
        seen=f"{len(acts)}.{len(records)}.{max((one.hash for one in acts), default='')[:16]}",
        last=newest.party if newest is not None else None,
    )


def _own(agreement: Agreement, about: str, me: Party, on: Mapping[Party, Hold]) -> Hold | None:
    """Return the party's own signature that is not withdrawn, whether or not it counts."""
    if me in on:
        return on[me]
    matter = agreement.matter(about)
    holds = agreement.moment(matter, me, "").holds
    standing = [hold for hold in holds if hold.withdrawn is None]
    return standing[-1] if standing else None


def _revision(  # noqa: PLR0917 - all of one object
    agreement: Agreement,
    about: str,
    record: Record,
    on: Mapping[Party, Hold],
    done: tuple[Adoption, ...],
    current: str,
) -> Revision:
    name = record.body["revision"]
    matter = agreement.matter(about)
    standing = dict(on)
    for party in agreement.circle.members:
        if party in standing:
            continue
        holds = agreement.moment(matter, party, "").holds
        provisional = [h for h in holds if h.withdrawn is None and h.ad_referendum]
        if provisional:
            standing[party] = provisional[-1]
    return Revision(
        hash=name,
        record=record,
        signed=tuple(
            (
                party,
                standing[party] if party in standing and standing[party].revision == name else None,
            )
            for party in agreement.circle.members
        ),
        awaiting=tuple(awaiting(agreement, about, name)),
        current=name == current,
        adoption=next((one for one in done if one.revision == name), None),
    )
