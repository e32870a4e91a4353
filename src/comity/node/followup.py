"""Follow-up: the desk of the actions that adopted objects assign: how they stand, what is said.

The owner of an action alone undertakes it, answers and reports; the pages of others do not offer
that, and what comes nevertheless is refused here. Everything is heard through the letters of the
node, marked as the object that assigns the action, so that what is marked high takes two roles.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from comity.agreement.followup import Outcome as Became
from comity.agreement.followup import State
from comity.agreement.statements import OPEN
from comity.consultation.actions import Name, course, last_words, reports_of, why_ignored
from comity.consultation.statements import ACCEPT, ANSWER, CHECKED, DONE, PROGRESS
from comity.exchange.drafts import Held, Letter
from comity.node.followupdigest import lines_of
from comity.node.followupletters import (
    Body,
    DuePastError,
    UnknownActionError,
    about_action,
    accepted,
    last_of,
    letter,
    need_own,
    need_report,
    need_unchanged,
    title_of,
    token_of,
)
from comity.node.traffic import AT_ONCE, Traffic
from comity.node.undertakings import Undertaken, Undertakings
from comity.records.circle import Circle
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.digest import Due
from comity.web.followupdesk import ActionSeen, BoardSeen, Row, Step
from comity.web.followupdesk import Undertaken as Undertaking
from comity.web.stale import need_fresh
from comity.web.textdesk import By
from comity.web.words import time_of

SHOWN = 200
"""Things said of an action that its page shows, from the newest."""

URGENT = (
    State.OVERDUE,
    State.REGRESSED,
    State.CONTESTED,
    State.DISPUTED,
    State.OTHER_MEASURE,
    State.NOT_FOUND,
    State.ONE_ANALYST,
    State.REPORTED,
    State.ASSIGNED,
    State.ACCEPTED,
    State.NEEDS_LAW,
    State.UNDER_STUDY,
    State.VERIFIED,
    State.DECLINED,
)
"""States in the order of the board."""

Words = Mapping[str, str]


class FollowUp:
    """The desk of one party's actions.

    Attributes:
        traffic: its desk of messages, with the letters.
        undertakings: what is assigned, and what became of it.
        listed: gives what a page shows of the list that proves an action; None without lists.
    """

    def __init__(
        self,
        traffic: Traffic,
        undertakings: Undertakings | None = None,
        listed: Callable[[Undertaken], object] | None = None,
    ) -> None:
        self.traffic = traffic
        self.party = traffic.party
        self.undertakings = undertakings or Undertakings(traffic.party)
        self.listed = listed
        self._acting = threading.Lock()

    def outcomes(self, circle: str) -> Mapping[Name, Became]:
        """Return how far every action of a circle has come, by decision and action."""
        self.party.projections.catch_up(AT_ONCE)
        return self.undertakings.outcomes(circle)

    # --- what pages ask

    def board(self, *, words: bool = False) -> BoardSeen:
        """Return every action, the most pressing first.

        Args:
            words: whether the last words of owners are wanted too.
        """
        now = self.party.station.clock()
        found = self.undertakings.every(now)
        said = self._last_words(found) if words else {}
        rows = [self._row(one, now, said.get(one.assignment.name, {})) for one in found]
        return BoardSeen(
            rows=tuple(sorted(rows, key=pressing)),
            circles=self.traffic.circles(),
            held=tuple(one.id for one in self._held()),
            me=self.party.me,
            today=self.undertakings.today(now),
            now=self.party.station.now(),
        )

    def _last_words(self, found: Sequence[Undertaken]) -> Mapping[Name, Words]:
        """Return the last words of the owner of each action."""
        words: dict[Name, Words] = {}
        for circle in {one.assignment.circle for one in found}:
            own = [one.assignment for one in found if one.assignment.circle == circle]
            owners = {one.name: one.owner for one in own}
            said = last_words(self.party.journal, circle, owners)
            words |= {name: one.words for name, one in said.items()}
        return words

    def _row(self, one: Undertaken, now: dt.datetime, words: Words | None = None) -> Row:
        today = dt.date.fromisoformat(self.undertakings.today(now))
        since, due, last = time_of(one.assignment.since), one.outcome.due, one.last
        return Row(
            assignment=one.assignment,
            outcome=one.outcome,
            signed=self._circle(one).members,
            age=max(0, (today - since.date()).days) if since is not None else 0,
            days=(dt.date.fromisoformat(due) - today).days if due else None,
            words=words or (last.words if last is not None else {}),
            confirmed=one.verdicts("confirmed"),
            denied=one.verdicts("disputed"),
        )

    def _gone(self, one: Undertaken) -> tuple[Party, ...]:
        """Return the parties that may have left: the card of each has run out."""
        station, now = self.party.station, self.party.station.now()
        return tuple(
            party
            for party in self._circle(one).others(station.me)
            if station.roster.card(party).valid_until <= now
        )

    def _circle(self, one: Undertaken) -> Circle:
        return self.party.station.roster.circle(one.assignment.circle)

    def _held(self, name: Name | None = None) -> tuple[Held, ...]:
        """Return what waits for a second role and is about an action, or about any."""
        return tuple(
            one for one in self.traffic.internal.drafts() if about_action(one.letter, name)
        )

    def action(self, decision: str, action: str) -> ActionSeen | None:
        """Return one action, None where no adopted object assigns it."""
        one = self._find((decision, action))
        if one is None:
            return None
        now, owner = self.party.station.clock(), one.assignment.owner
        name, circle = one.assignment.name, one.assignment.circle
        said = course(self.party.journal, circle, name, SHOWN + 1)
        reports = reports_of(one.said, owner)
        steps = tuple(
            Step(
                said=word,
                ignored="void"
                if word.record in one.void
                else why_ignored(word, owner, reports, listed=one.assignment.listed),
            )
            for word in said[:SHOWN]
        )
        listed = self.listed(one) if self.listed is not None and one.assignment.listed else None
        return ActionSeen(
            row=replace(self._row(one, now), gone=self._gone(one)),
            circle=self._circle(one),
            steps=steps,
            earlier=len(said) > SHOWN,
            held=tuple(held.id for held in self._held(name)),
            listed=listed,
            state=one.state,
            last=said[0].party if said else owner,
            four_eyes=self.traffic.four_eyes,
            me=self.party.me,
            today=self.undertakings.today(now),
            now=self.party.station.now(),
        )

    def _find(self, name: Name) -> Undertaken | None:
        """Return an action by its name, None where no adopted object assigns it."""
        self.party.projections.catch_up(AT_ONCE)
        record = self.party.journal.by_hash(name[0])
        circles = self.party.station.roster.circles
        if record is None or record.kind != OPEN.name or record.circle not in circles:
            return None
        return self.undertakings.of_circle(record.circle).get(name)

    def _need(self, name: Name) -> Undertaken:
        found = self._find(name)
        if found is None:
            raise UnknownActionError(action=name[1][:40], decision=name[0][:12])
        return found

    def _need_own(self, name: Name) -> Undertaken:
        found = self._need(name)
        need_own(found, self.party.me)
        return found

    # --- what people do

    def accept(self, names: Sequence[Name], what: Undertaking, by: By) -> Sequence[str]:
        """Undertake actions until a day.

        Of one action the page says what it was made from; of several each must await an answer
        still, as it did when they were chosen.

        Raises:
            UnknownActionError: no adopted object assigns one of them.
            NotOwnerError: one of them is another party's.
            DuePastError: the day has passed.
            ActionVerifiedError: one of them is verified.
            StalePageError: something was said of one of them since the page was made.
        """
        today = self.undertakings.today()
        if what.due < today:
            raise DuePastError(due=what.due, today=today)
        with self._acting:
            letters: dict[str, list[Letter]] = {}
            for name in dict.fromkeys(names):
                found = self._need_own(name)
                circle = letters.setdefault(found.assignment.circle, [])
                if self._said(by, found) is None:
                    need_unchanged(found, by, alone=len(names) == 1)
                    circle.append(letter(ACCEPT.name, found, accepted(found, what), what.words))
            drafts = [self._say_all(circle, said, by) for circle, said in letters.items()]
        return tuple(one for one in drafts if one)

    def _said(self, by: By, found: Undertaken) -> Outcome | None:
        """Return what became of what was sent with a token about actions of a circle."""
        return self.traffic.letters.sent(token_of(by, found.assignment.circle))

    def _say_all(self, circle: str, letters: Sequence[Letter], by: By) -> str:
        """Say what is new in a circle; return the draft that waits, or ""."""
        token = token_of(by, circle)
        done = self.traffic.letters.sent(token)
        if done is None:
            done = self.traffic.letters.send_all(letters, by.role, token)
        return done.draft

    def answer(self, name: Name, answer: str, words: Words, by: By) -> str:
        """Answer what cannot be undertaken now, or at all: needs law, under study, no.

        Raises:
            UnknownActionError: no adopted object assigns it.
            NotOwnerError: it is another party's.
            ActionVerifiedError: it is verified.
            StalePageError: something was said of it since the page was made.
        """
        return self._own(ANSWER.name, name, {"answer": answer}, words, by)

    def progress(self, name: Name, words: Words, by: By) -> str:
        """Say how far an action has come; as `answer`."""
        return self._own(PROGRESS.name, name, {}, words, by)

    def done(self, name: Name, words: Words, by: By) -> str:
        """Report that an action is done; as `answer`."""
        return self._own(DONE.name, name, {}, words, by)

    def _own(self, kind: str, name: Name, body: Body, words: Words, by: By) -> str:
        """Say something of an own action."""
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done.draft
            found = self._need_own(name)
            need_fresh(by.seen, found.state, what=title_of(found), who=last_of(found))
            made = letter(kind, found, body, words)
            return self.traffic.letters.send(made, by.role, by.token).draft

    def check(self, name: Name, verdict: str, words: Words, by: By) -> str:
        """Say of another party's report whether it is done.

        Raises:
            UnknownActionError: no adopted object assigns it.
            OwnReportError: it is this party's own.
            ListProvesError: a list proves it.
            NoReportError: its owner has not reported it done.
            StalePageError: something was said of it since the page was made.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done.draft
            found = self._need(name)
            need_report(found, self.party.me)
            need_fresh(by.seen, found.state, what=title_of(found), who=last_of(found))
            body: Body = {"done": found.outcome.done, "verdict": verdict}
            made = letter(CHECKED.name, found, body, words)
            return self.traffic.letters.send(made, by.role, by.token).draft

    # --- what Today asks

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return what is to be done about actions, here and by others."""
        me = self.party.me
        return tuple(
            line for one in self.undertakings.every(now) for line in lines_of(one, me, now)
        )


def pressing(row: Row) -> tuple[bool, int, int, int, str]:
    """Return the place of a row: what is late first, then by state, day and age."""
    days = row.days if row.days is not None else 10**6
    order = URGENT.index(row.outcome.state)
    return not row.outcome.late, order, days, -row.age, row.key
