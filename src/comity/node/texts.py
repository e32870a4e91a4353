"""Texts: the desk on which a party negotiates joint texts, and what its people do there.

Everything that is done becomes records, through the letters of the node: above the set marking it
waits for a second role. An act names the state of the page that it was done on; two people of one
party who act at once are let through one after the other, and the second is told what changed.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

from comity.agreement.effects import Type
from comity.agreement.statements import (
    ANNEXES,
    STANCES,
    Draft,
    align,
    alternative,
    annex,
    arrange,
    close,
    open_object,
    revise,
    sign,
    take_stance,
    withdraw,
)
from comity.consultation.meetings import at_hand, meetings
from comity.errors import RefusedError
from comity.exchange.drafts import Letter
from comity.node.party import PartyNode
from comity.node.textviews import TextViews
from comity.node.together import said
from comity.node.traffic import Traffic
from comity.positions.pasting import EmptyDraftError, need_short
from comity.positions.signing import make
from comity.positions.succession import CLOSED, RETAINED
from comity.positions.views import Clause
from comity.records.marking import Marking
from comity.web.desk import Outcome
from comity.web.stale import need_fresh
from comity.web.textdesk import Beginning, By, Tabled, Taken, TextSeen, Words


class NoTextError(RefusedError):
    """There is no such joint text, or nothing of it."""

    code = "no-such-text"
    template = "nothing named {name} is here; it may not have arrived yet, or is of no circle here"


class SettledError(RefusedError):
    """A text that is adopted or closed is negotiated on."""

    code = "text-settled"
    template = (
        "this text is adopted or closed, and nothing can change it any more; open a new text, or "
        "let it go on in another circle"
    )


class NotOpenerError(RefusedError):
    """Somebody else than who opened a text orders its clauses."""

    code = "order-by-opener"
    template = "{party} opened this text and orders its clauses; ask {party} to move the clause"


class NothingLeftError(RefusedError):
    """Open clauses are to be kept, and all are agreed."""

    code = "nothing-to-retain"
    template = "every clause of this text is agreed; there is nothing to keep for the next meeting"


class Texts(TextViews):
    """The desk of one party's joint texts.

    Attributes:
        acting: held by whoever acts on a text: a register is said whole, so that what one person
            takes from it and says anew would undo what another said meanwhile.
    """

    def __init__(self, party: PartyNode, traffic: Traffic) -> None:
        super().__init__(party, traffic)
        self.acting = threading.Lock()

    # --- how things are said

    def _send(self, drafts: Sequence[Draft], circle: str, marking: Marking, by: By) -> Outcome:
        letters = [
            Letter(kind=one.kind, circle=circle, body=one.body, marking=marking) for one in drafts
        ]
        outcome = self.traffic.letters.send_all(letters, by.role, by.token)
        self.spoken.add(circle)
        return outcome

    def _act(self, hashed: str, by: By, drafts: Callable[[TextSeen], Sequence[Draft]]) -> Outcome:
        """Say something about a text, once, as its state is now."""
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            seen = self._need(hashed)
            return self._send(drafts(seen), seen.circle.id, seen.marking, by)

    def _need(self, hashed: str) -> TextSeen:
        seen = self.text(hashed)
        if seen is None:
            raise NoTextError(name=hashed[:12])
        return seen

    # --- the first draft, wordings and stances

    def begin(self, beginning: Beginning, by: By) -> Outcome:
        """Open a text with its first wordings, which this party supports."""
        if not beginning.clauses:
            raise EmptyDraftError
        drafts = first_draft(beginning.type, beginning.title, [[one] for one in beginning.clauses])
        return self._send(list(drafts), beginning.circle, beginning.marking, by)

    def table(self, hashed: str, tabled: Tabled, by: By) -> Outcome:
        """Table a wording, and support it."""

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            number = 0
            if tabled.clause:
                clause = _clause(seen, tabled.clause)
                number = clause.number
                need_fresh(by.seen, clause.seen, what=str(number), who="")
            if tabled.words is not None and not any(tabled.words.values()):
                raise EmptyDraftError
            need_short(tabled.words or {}, number or len(seen.shown.clauses) + 1)
            first = alternative(hashed, tabled.words, tabled.clause or None)
            return [first, self._support(seen, tabled)]

        return self._act(hashed, by, drafts)

    def _support(self, seen: TextSeen, tabled: Tabled) -> Draft:
        """Return the register of this party with support for a wording that is tabled just now."""
        letters, ties = self._register(seen, tabled.clause)
        if tabled.instead:
            letters = {one: letter for one, letter in letters.items() if letter != "S"}
            ties = {one: needs for one, needs in ties.items() if one in letters}
        letters[said(0)] = "S"
        body = take_stance(seen.hash, "0" * 64, {}, None).body
        stances = {
            one: {"stance": letter, **({"only_if": list(ties[one])} if one in ties else {})}
            for one, letter in letters.items()
        }
        return Draft("stance/1", {**body, "clause": tabled.clause or said(0), "stances": stances})

    def _register(
        self, seen: TextSeen, clause: str
    ) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Return the letters of this party on a clause, and their conditions."""
        held = seen.shown.text.registers.get(clause, {}).get(self.party.me, {})
        letters = {one: stance.letter for one, stance in held.items()}
        return letters, {one: stance.only_if for one, stance in held.items() if stance.only_if}

    def take(self, hashed: str, taken: Taken, by: By) -> Outcome:
        """Take stances on a clause."""

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            clause = _clause(seen, taken.clause)
            need_fresh(by.seen, clause.seen, what=str(clause.number), who="")
            letters, ties = self._register(seen, taken.clause)
            for one, letter in taken.letters.items():
                if one not in seen.shown.text.wordings.get(taken.clause, ()):
                    raise NoTextError(name=one[:12])
                letters[one] = letter
            letters = {one: letter for one, letter in letters.items() if letter in STANCES}
            for one, needs in taken.only_if.items():
                unknown = [need for need in needs if not seen.shown.number(need)]
                if unknown:
                    raise NoTextError(name=unknown[0][:12])
                ties[one] = needs
            bound = {one: list(ties[one]) for one in letters if ties.get(one)}
            return [take_stance(hashed, taken.clause, letters, bound)]

        return self._act(hashed, by, drafts)

    def move(self, hashed: str, clause: str, places: int, by: By) -> Outcome:
        """Move a clause up (negative) or down in the order."""

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            if not seen.may_order:
                raise NotOpenerError(party=seen.opened[0].upper())
            moved = _clause(seen, clause)
            need_fresh(by.seen, seen.seen, what=str(moved.number), who="")
            order = [one for one in seen.shown.text.clauses if one != clause]
            order.insert(max(0, moved.number - 1 + places), clause)
            return [arrange(hashed, order)]

        return self._act(hashed, by, drafts)

    # --- texts to sign

    def give(self, hashed: str, chosen: Words, by: By, *, leave_out: bool) -> Outcome:
        """Make the text to sign from the clauses that are agreed."""

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            need_fresh(by.seen, seen.seen, what="", who="")
            made = make(seen.shown, chosen, leave_out=leave_out)
            return [revise(hashed, made.words)]

        return self._act(hashed, by, drafts)

    def sign(
        self, hashed: str, revision: str, by: By, *, ad_referendum: bool, valid_until: str
    ) -> Outcome:
        """Sign a revision."""

        def drafts(seen: TextSeen) -> list[Draft]:
            need_fresh(by.seen, seen.signing.seen, what="", who="")
            draft = sign(
                hashed, revision, ad_referendum=ad_referendum, valid_until=valid_until or None
            )
            self.party.agreeing.check_signature(seen.circle.id, draft)
            return [draft]

        return self._act(hashed, by, drafts)

    def withdraw(self, hashed: str, reason: Words, by: By) -> Outcome:
        """Withdraw the own signature."""

        def drafts(seen: TextSeen) -> list[Draft]:
            need_fresh(by.seen, seen.signing.seen, what="", who="")
            if seen.signing.own is None:
                raise NoTextError(name=hashed[:12])
            return [withdraw(hashed, reason or None)]

        return self._act(hashed, by, drafts)

    def annex(self, hashed: str, sort: str, words: Words, by: By) -> Outcome:
        """Annex a reservation or a statement."""

        def drafts(seen: TextSeen) -> list[Draft]:
            del seen
            if sort not in ANNEXES or not words:
                raise EmptyDraftError
            return [annex(hashed, sort, words)]

        return self._act(hashed, by, drafts)

    # --- the next meeting, and other circles

    def retain(self, hashed: str, by: By) -> Outcome:
        """Propose that the clauses that are not agreed are kept for the next meeting.

        The decision belongs to the meeting that is running or next, where the circle has one.
        """

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            need_fresh(by.seen, seen.seen, what="", who="")
            left = seen.shown.left
            if not left:
                raise NothingLeftError
            numbers = ", ".join(str(one.number) for one in left)
            words = {
                tongue: text.format(numbers=numbers, title=_title(seen, tongue))
                for tongue, text in RETAINED.items()
            }
            title = {tongue: text[:300] for tongue, text in words.items()}
            does: dict[str, object] = {
                "retained": [{"object": hashed, "clauses": [one.id for one in left]}]
            }
            meeting = self._at_hand(seen.circle.id)
            if meeting:
                does["of"] = meeting
            body = {**revise("0" * 64, words, does).body, "object": said(0)}
            return [open_object(Type.DECISION, title), Draft("revision/1", body)]

        return self._act(hashed, by, drafts)

    def _at_hand(self, circle: str) -> str:
        """Return the meeting of a circle that is running or next, "" where there is none."""
        with self.party.agreeing.reading(circle) as agreement:
            found = at_hand(meetings(agreement), self.party.station.clock())
        return found.id if found is not None else ""

    def widen(self, hashed: str, circle: str, by: By) -> Outcome:
        """Let a text go on in a wider circle; what was adopted is offered there for alignment."""
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            seen = self._need(hashed)
            if circle not in {one.id for one in seen.wider}:
                raise NoTextError(name=circle[:12])
            succeeds = (seen.circle.id, hashed)
            if seen.signing.adopted:
                text = seen.signing.adopted[0].text
                body = {**revise("0" * 64, text).body, "object": said(0)}
                opened = open_object(seen.type, seen.title, succeeds)
                return self._send([opened, Draft("revision/1", body)], circle, seen.marking, by)
            alternatives = seen.shown.text.alternatives
            wordings = [
                [alternatives[one].words for one in clause.live]
                for clause in seen.shown.clauses
                if clause.live
            ]
            drafts = list(first_draft(seen.type, seen.title, wordings, succeeds))
            outcome = self._send(drafts, circle, seen.marking, by)
        if outcome.record:
            self.again(outcome.record, By(by.role))
            self.close(hashed, By(by.role))
        return outcome

    def close(self, hashed: str, by: By) -> Outcome:
        """Give the text that closes this one, succeeded by the one that goes on from it."""

        def drafts(seen: TextSeen) -> list[Draft]:
            _need_live(seen)
            if not seen.heirs:
                raise NoTextError(name=hashed[:12])
            heir = seen.heirs[0]
            words = {t: text.format(heir=heir[1][:12]) for t, text in CLOSED.items()}
            return [close(hashed, words, heir)]

        return self._act(hashed, by, drafts)

    def again(self, hashed: str, by: By) -> Outcome:
        """State the own old stances again; nothing is said where there are none."""
        seen = self._need(hashed)
        if not seen.offered:
            return Outcome(record=hashed)
        return self._act(
            hashed,
            by,
            lambda seen: [
                take_stance(hashed, one.clause, one.letters, one.only_if) for one in seen.offered
            ],
        )

    def align(self, hashed: str, revision: str, by: By) -> Outcome:
        """Align with what others adopted."""

        def drafts(seen: TextSeen) -> list[Draft]:
            known = seen.signing.revision(revision) is not None
            if seen.succeeds is None or not seen.for_alignment or not known:
                raise NoTextError(name=revision[:12])
            return [align(*seen.succeeds, revision)]

        return self._act(hashed, by, drafts)


def first_draft(
    sort: Type,
    title: Words,
    clauses: Sequence[Sequence[Words]],
    succeeds: tuple[str, str] | None = None,
) -> Iterator[Draft]:
    """Yield a text that is opened with wordings of its clauses.

    A new text is supported by who opens it; in one that goes on from another, each party states
    its own stances again.
    """
    yield open_object(sort, title, succeeds)
    place, firsts = 1, []
    for wordings in clauses:
        first = place
        firsts.append(first)
        for words in wordings:
            body: dict[str, object] = {**alternative("0" * 64, words or None).body}
            body["object"] = said(0)
            if place != first:
                body["clause"] = said(first)
            yield Draft("alternative/1", body)
            place += 1
    if succeeds is None:
        for first in firsts:
            stances: Mapping[str, object] = {said(first): {"stance": "S"}}
            yield Draft("stance/1", {"object": said(0), "clause": said(first), "stances": stances})


def _need_live(seen: TextSeen) -> None:
    if not seen.live:
        raise SettledError


def _clause(seen: TextSeen, name: str) -> Clause:
    found = seen.shown.clause(name)
    if found is None:
        raise NoTextError(name=name[:12])
    return found


def _title(seen: TextSeen, tongue: str) -> str:
    """Return the title in a language, or in one that it has."""
    return seen.title.get(tongue) or next(iter(seen.title.values()))
