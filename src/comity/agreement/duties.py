"""Duties: what a party's node must write by itself, and what it must not, and why not.

It signs tacitly when a deadline has passed (R8), acknowledges withdrawals (R9), completes what all
have signed (R7), and withdraws a signature whose time is over or whose procedure was broken (R8,
R11). Nothing here reads a clock: `now` is the node's own.

A node that is cut off must not bind its party. So it signs tacitly only if every other party
answered a heartbeat after the deadline, within ten minutes, with a clock less than a minute away;
if it has admitted every record that these answers speak of, for one of them may be a break; and if
its own people had the procedure before them for as long as anybody was promised.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.agreement import silence
from comity.agreement.adoption import Agreement, completable, why_void
from comity.agreement.standing import Hold, Matter, Procedure
from comity.agreement.statements import STANCE, Draft, acknowledge, complete, sign, withdraw
from comity.records.party import Party

LONGEST_SILENCE = dt.timedelta(minutes=10)
"""Since the last answer of a peer; after it a node counts as cut off from this peer."""

FARTHEST_CLOCK = dt.timedelta(seconds=60)
"""Between two clocks, for tacit signatures."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of a peer to a heartbeat.

    Attributes:
        at: when it came, on this node's clock.
        clock: how far the peer's clock is ahead of this node's.
        heads: how many records of each chain the peer holds.
    """

    at: dt.datetime
    clock: dt.timedelta
    heads: Mapping[Party, int]


@dataclass(frozen=True, slots=True)
class Duty:
    """What the node must write now.

    Attributes:
        code: "silence", "acknowledge", "complete", "valid-until" or "silence-broken".
        draft: of the record.
    """

    code: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Withheld:
    """A tacit signature that the node must not write, though the deadline has passed.

    Attributes:
        procedure: id.
        code: what `why_void` says, or "own-ad-referendum", "own-stance", "rival-procedure",
            "never-shown", "short-notice", "not-heard", "clock-off", "behind".
        party: because of whom, "" where nobody is to name.
    """

    procedure: str
    code: str
    party: str = ""


def written(moment: dt.datetime) -> str:
    """Return a moment as records write it.

    >>> written(dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC))
    '2026-03-05T09:30:00.000Z'
    """
    utc = moment.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"


@dataclass(frozen=True, slots=True)
class Watch:
    """What a node knows beside the records; the arguments of `due`, which explains them."""

    party: Party
    now: dt.datetime
    answers: Mapping[Party, Answer]
    shown: Mapping[str, dt.datetime]


def due(
    agreement: Agreement,
    party: Party,
    now: dt.datetime,
    answers: Mapping[Party, Answer],
    shown: Mapping[str, dt.datetime],
) -> tuple[list[Duty], list[Withheld]]:
    """Return what the node of a party must write now, and which silence it must not sign.

    After each record that it writes it asks again.

    Args:
        agreement: all that the node has admitted.
        party: whose node it is.
        now: on its own clock.
        answers: the last answer of each peer.
        shown: when each silence procedure was first before its own people.
    """
    watch = Watch(party, now, answers, shown)
    duties = [Duty("acknowledge", acknowledge())] if _must_acknowledge(agreement, party) else []
    withheld: list[Withheld] = []
    for matter in agreement.matters.values():
        if matter.completions:
            continue
        over = _over(agreement, matter, watch)
        if over:
            duties.append(Duty(over, withdraw(matter.id)))
            continue
        revision = completable(agreement, matter.id)
        if revision is not None:
            duties.append(Duty("complete", complete(matter.id, revision)))
            continue
        for procedure in _passed(agreement, matter, watch):
            no = _why_not(agreement, matter, procedure, watch)
            if no is None:
                tacit = sign(matter.id, procedure.revision, procedure=procedure.link.hash)
                duties.append(Duty("silence", tacit))
                break
            withheld.append(no)
    return duties, withheld


def _must_acknowledge(agreement: Agreement, party: Party) -> bool:
    """Say whether a withdrawal of another party is not in this party's chain yet (R9)."""
    own = agreement.history.links.get(agreement.history.head(party).hash)
    return any(
        link.party != party and (own is None or not own.knows(link))
        for link in agreement.withdrawals.values()
    )


def _standing(agreement: Agreement, matter: Matter, party: Party) -> list[Hold]:
    """Return the party's own signatures that it has not withdrawn, whether or not they count."""
    own = agreement.history.links.get(agreement.history.head(party).hash)
    return [hold for hold in matter.holds(own) if hold.withdrawn is None]


def _over(agreement: Agreement, matter: Matter, watch: Watch) -> str:
    """Return why the party's own signature must be withdrawn now, "" if it must not (R8, R11)."""
    holds = _standing(agreement, matter, watch.party)
    if not holds:
        return ""
    if holds[-1].valid_until and holds[-1].valid_until <= written(watch.now):
        return "valid-until"
    present = agreement.history.present
    broken = all(
        hold.procedure and matter.procedures[hold.procedure].breaks.known(present) for hold in holds
    )
    return "silence-broken" if broken else ""


def _passed(agreement: Agreement, matter: Matter, watch: Watch) -> Iterator[Procedure]:
    """Give the procedures whose deadline has passed and to which the party has said nothing."""
    if any(not hold.ad_referendum for hold in _standing(agreement, matter, watch.party)):
        return
    said = {
        act.record.body.get("procedure")
        for branch in agreement.history.branches[watch.party]
        for act in matter.acts.get(branch, ())
        if not act.void
    }
    for procedure in sorted(matter.procedures.values(), key=lambda one: (one.deadline, one.id)):
        passed = procedure.deadline <= written(watch.now) and procedure.id not in said
        if passed and not procedure.void:
            yield procedure


def _why_not(
    agreement: Agreement, matter: Matter, procedure: Procedure, watch: Watch
) -> Withheld | None:
    """Return why a tacit signature must not be written, None when it must (R8)."""
    draft = sign(matter.id, procedure.revision, procedure=procedure.id)
    void = why_void(agreement, watch.party, draft, written(watch.now))
    if void:
        by = _breaker(agreement, procedure) if void == "silence-broken" else ""
        return Withheld(procedure.id, void, by)
    own = _own_words(agreement, matter, watch.party)
    if own:
        return Withheld(procedure.id, own, watch.party)
    rival = _rival(agreement, matter, procedure)
    if rival is not None:
        return Withheld(procedure.id, "rival-procedure", rival.link.party)
    late = _late(procedure, watch)
    if late:
        return Withheld(procedure.id, late)
    for peer in agreement.circle.others(watch.party):
        no = _unheard(agreement, procedure, watch.answers.get(peer), watch.now)
        if no:
            return Withheld(procedure.id, no, peer)
    return None


def _rival(agreement: Agreement, matter: Matter, procedure: Procedure) -> Procedure | None:
    """Return a procedure that would sign another revision by silence, None if there is none."""
    present = agreement.history.present
    for other in matter.procedures.values():
        alive = not other.void and not other.breaks.known(present)
        if alive and other.revision != procedure.revision:
            return other
    return None


def _late(procedure: Procedure, watch: Watch) -> str:
    """Return why the party's people had too little time to object, "" if they had enough."""
    since = watch.shown.get(procedure.id)
    if procedure.link.party == watch.party:
        return ""
    if since is None:
        return "never-shown"
    length = silence.period(procedure.record) or dt.timedelta()
    return "short-notice" if watch.now - since < length else ""


def _unheard(
    agreement: Agreement, procedure: Procedure, answer: Answer | None, now: dt.datetime
) -> str:
    """Return why a peer's last answer does not show that it broke nothing, "" if it does."""
    if answer is None or now - answer.at > LONGEST_SILENCE:
        return "not-heard"
    if written(answer.at) < procedure.deadline:
        return "not-heard"
    if abs(answer.clock) > FARTHEST_CLOCK:
        return "clock-off"
    heads = ((agreement.history.head(party).size, size) for party, size in answer.heads.items())
    return "behind" if any(have < size for have, size in heads) else ""


def _own_words(agreement: Agreement, matter: Matter, party: Party) -> str:
    """Return which standing word of a party's own people silence must not override, "" for none.

    They have signed ad referendum, or the last stance on some clause is no acceptance.
    """
    if _standing(agreement, matter, party):
        return "own-ad-referendum"
    last: dict[str, dict[str, dict[str, str]]] = {}
    for link, record in matter.others:
        if link.party == party and record.kind == STANCE.name:
            last[record.body["clause"]] = record.body["stances"]
    letters = {said["stance"] for stances in last.values() for said in stances.values()}
    return "own-stance" if letters & {"O", "Q", "R"} else ""


def _breaker(agreement: Agreement, procedure: Procedure) -> str:
    """Return who broke a procedure first, as far as it can be told."""
    known = procedure.breaks.known(agreement.history.present)
    return min(known, key=lambda link: (link.height, link.hash)).party if known else ""
