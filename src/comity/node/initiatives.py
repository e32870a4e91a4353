"""Initiatives: the desk of needs, offers and what is done together.

Everything that is said goes through the letters of the node. What is known of partners from the
lists stays in the internal store.
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from comity.agreement.statements import Draft
from comity.consultation.open_items import Joint
from comity.exchange.drafts import Letter, need_marking
from comity.initiatives.amounts import amount_of
from comity.initiatives.initiative import Initiative, Partner, initiatives
from comity.initiatives.matching import Wish, matches, wishes
from comity.initiatives.said import DONE_TOGETHER, WISH, Statement, newest, statements
from comity.initiatives.stages import Gate, reached
from comity.initiatives.statements import INITIATIVE, NEED, OFFER, WISH_CLOSED
from comity.node.acts import NoWordsError
from comity.node.counting import shaken, void_among
from comity.node.gates import gates_of
from comity.node.initiative_acts import Acting, need_day, need_unit
from comity.node.initiative_dues import dues_of
from comity.node.initiative_refusals import (
    NoInitiativeError,
    NoPartnerError,
    NotAuthorError,
    NoWishError,
    OutsideBeneficiaryError,
    PastDayError,
    WishClosedError,
)
from comity.node.lists import Lists
from comity.node.partners import Partners
from comity.node.party import PartyNode
from comity.node.traffic import AT_ONCE, Traffic
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.digest import Due
from comity.web.initiativedesk import (
    PATH,
    Act,
    Asked,
    BoardSeen,
    Card,
    InitiativeSeen,
    Judged,
    Opening,
    Wished,
    WishesSeen,
)
from comity.web.stale import need_fresh
from comity.web.textdesk import By
from comity.web.words import in_words

if TYPE_CHECKING:
    from comity.initiatives.screening import Screened

Parts = dict[str, object]


class Initiatives:
    """The desk of one party's initiatives.

    Attributes:
        party: its node.
        traffic: its desk of messages, with the letters.
        partners: looks partners up in the lists.
    """

    def __init__(self, party: PartyNode, traffic: Traffic, lists: Lists | None = None) -> None:
        self.party = party
        self.traffic = traffic
        self.partners = Partners(
            party.folder.internal, lists, self._all_partners, party.station.now
        )
        self._held: tuple[tuple[int, ...], tuple[Initiative, ...]] = ((), ())
        self._gates: dict[str, tuple[int, tuple[Gate, ...]]] = {}
        self._acting = threading.Lock()
        party.station.changed.append(self.partners.heard)

    def close_store(self) -> None:
        """Stop looking partners up, and close the store of what was found."""
        self.party.station.changed.remove(self.partners.heard)
        self.partners.close()

    # --- what is there

    @property
    def _members(self) -> dict[str, tuple[Party, ...]]:
        return {one.id: one.members for one in self.traffic.circles()}

    def all_initiatives(self) -> tuple[Initiative, ...]:
        """Return every initiative of this party's circles, the newest first."""
        self.party.projections.catch_up(AT_ONCE)
        members, journal = self._members, self.party.journal
        key = newest(journal), *(self._shaken(circle) for circle in members)
        if self._held[0] != key:
            said = self._counted(statements(journal, members, DONE_TOGETHER))
            self._held = key, initiatives(said, members)
        return self._held[1]

    def _shaken(self, circle: str) -> int:
        """Return a number that changes whenever other records of a circle may be void."""
        with self.party.agreeing.reading(circle) as agreement:
            return shaken(agreement)

    def _counted(self, said: Sequence[Statement]) -> list[Statement]:
        """Return what of it no proof voids."""
        void: set[str] = set()
        for circle in {one.circle for one in said}:
            with self.party.agreeing.reading(circle) as agreement:
                void |= void_among(agreement, (one.hash for one in said if one.circle == circle))
        return [one for one in said if one.hash not in void]

    def _all_partners(self) -> tuple[Partner, ...]:
        return tuple(it for one in self.all_initiatives() for it in one.partners)

    def gates(self, circle: str) -> tuple[Gate, ...]:
        """Return the decisions of a circle about stages, the newest first."""
        with self.party.agreeing.reading(circle) as agreement:
            size = len(agreement.history.links)
            held = self._gates.get(circle)
            if held is None or held[0] != size:
                held = self._gates[circle] = size, gates_of(agreement)
            return held[1]

    def _wishes(self) -> tuple[Wish, ...]:
        self.party.projections.catch_up(AT_ONCE)
        return wishes(self._counted(statements(self.party.journal, self._members, WISH)))

    def today(self) -> str:
        """Return the day that this node's clock says, in UTC."""
        return self.clock().date().isoformat()

    def clock(self) -> dt.datetime:
        """Return what this node's clock says."""
        return self.party.station.clock()

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return self.traffic.four_eyes

    # --- what pages ask

    def cards(self, every: Sequence[Initiative]) -> Iterator[Card]:
        """Yield initiatives with their stages and with what is known of their partners."""
        partners = [partner for one in every for partner in one.partners]
        known: dict[str, list[Screened]] = {}
        for partner in self.partners.screened(partners) if partners else ():
            known.setdefault(partner.initiative, []).append(partner)
        gates: dict[str, list[Gate]] = {}
        for circle in sorted({one.circle for one in every}):
            for gate in self.gates(circle):
                gates.setdefault(f"{circle} {gate.initiative}", []).append(gate)
        for one in every:
            mine = gates.get(f"{one.circle} {one.hash}", ())
            yield Card(
                initiative=one,
                stage=reached({gate.stage for gate in mine if gate.adopted}),
                gates=tuple(mine),
                screened=tuple(known.get(one.hash, ())),
                today=self.today(),
            )

    def board(self, asked: Asked) -> BoardSeen:
        """Return the initiatives that somebody asks for."""
        every = self.all_initiatives()
        return BoardSeen(
            cards=tuple(one for one in self.cards(every) if wanted(one, asked)),
            total=len(every),
            matches=len(matches(self._wishes(), self.today())),
            circles=self.traffic.circles(),
            me=self.party.me,
            now=self.party.station.now(),
        )

    def wishes(self) -> WishesSeen:
        """Return the needs and offers with their matches."""
        found = self._wishes()
        used: dict[str, tuple[Initiative, ...]] = {}
        for one in self.all_initiatives():
            for hashed in (*one.needs, *one.offers):
                used[hashed] = (*used.get(hashed, ()), one)
        return WishesSeen(
            wishes=found,
            matches=matches(found, self.today()),
            used=used,
            circles=self.traffic.circles(),
            drafts=self._drafts(lambda letter: letter.kind in {NEED.name, OFFER.name}),
            four_eyes=self.four_eyes(),
            me=self.party.me,
            today=self.today(),
        )

    def initiative(self, hashed: str) -> InitiativeSeen | None:
        """Return one initiative, None where there is none of this hash."""
        one = next((one for one in self.all_initiatives() if one.hash == hashed), None)
        if one is None:
            return None
        answered = {*one.needs, *one.offers}
        (card,) = self.cards([one])
        return InitiativeSeen(
            card=card,
            circle=self.party.station.roster.circle(one.circle),
            wishes=tuple(
                wish
                for wish in (self._wishes() if answered else ())
                if wish.hash in answered and wish.circle == one.circle
            ),
            drafts=self._drafts(lambda letter: hashed in str(letter.body)),
            four_eyes=self.four_eyes(),
            lists=self.partners.lists is not None and self.partners.lists.stored() is not None,
            me=self.party.me,
            now=self.party.station.now(),
        )

    def _drafts(self, about: Callable[[Letter], bool]) -> tuple[str, ...]:
        """Return the names of letters that wait for a second role."""
        return tuple(one.id for one in self.traffic.internal.drafts() if about(one.letter))

    # --- what people do

    def _say(self, circle: str, drafts: Iterable[Draft], marking: Marking, by: By) -> Outcome:
        letters = [
            Letter(kind=one.kind, circle=circle, body=one.body, marking=marking) for one in drafts
        ]
        return self.traffic.letters.send_all(letters, by.role, by.token)

    def write(self, wished: Wished, by: By) -> Outcome:
        """Write a need or an offer.

        Raises:
            ComityError: an amount, a unit or a day is none, or the day has passed.
        """
        until = need_day(wished.until) if wished.until else ""
        if until and until < self.today():
            raise PastDayError(day=until, today=self.today())
        body: Parts = {
            "category": wished.category,
            "title": dict(wished.title),
            "words": dict(wished.words),
            "unit": need_unit(wished.unit) if wished.unit else "",
            "amount": amount_of(wished.amount) if wished.amount else "",
            "until": until,
            "place": dict(wished.place),
            "conditions": dict(wished.conditions),
        }
        draft = Draft((OFFER if wished.offer else NEED).name, _filled(body))
        return self._say(wished.circle, [draft], wished.marking, by)

    def close(self, hashed: str, why: str, words: Mapping[str, str], by: By) -> Outcome:
        """Close a need or an offer of this party.

        Raises:
            NoWishError: there is none of this hash.
            NotAuthorError: another party has it.
            WishClosedError: it stands no longer.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            one = next((one for one in self._wishes() if one.hash == hashed), None)
            if one is None:
                raise NoWishError(name=hashed[:12])
            if one.party != self.party.me:
                raise NotAuthorError(party=one.party.upper())
            if one.closed:
                raise WishClosedError(party=one.party.upper())
            body: Parts = {"wish": hashed, "why": why, "words": dict(words)}
            draft = Draft(WISH_CLOSED.name, _filled(body))
            return self._say(one.circle, [draft], one.marking, by)

    def open(self, opening: Opening, by: By) -> Outcome:
        """Open an initiative.

        Raises:
            OutsideBeneficiaryError: the beneficiary does not belong to the circle.
            NoWishError: a need or an offer that it answers is not in the circle.
            LoweredMarkingError: it is marked lower than what it answers.
        """
        members = self._members.get(opening.circle, ())
        if opening.beneficiary not in members:
            parties = ", ".join(members).upper()
            raise OutsideBeneficiaryError(given=opening.beneficiary[:20].upper(), parties=parties)
        if not opening.title:
            raise NoWordsError(what="title")
        known = {one.hash: one for one in self._wishes() if one.circle == opening.circle}
        for offers, named in ((False, opening.needs), (True, opening.offers)):
            for hashed in named:
                if hashed not in known or known[hashed].offer != offers:
                    raise NoWishError(name=hashed[:12])
        answered = (*opening.needs, *opening.offers)
        need_marking(opening.marking, [known[hashed].marking for hashed in answered])
        body: Parts = {
            "title": dict(opening.title),
            "words": dict(opening.words),
            "category": opening.category,
            "beneficiary": opening.beneficiary,
            "needs": list(opening.needs),
            "offers": list(opening.offers),
        }
        return self._say(
            opening.circle, [Draft(INITIATIVE.name, _filled(body))], opening.marking, by
        )

    def act(self, hashed: str, act: Act, by: By) -> Outcome:
        """Do what a person wants done to an initiative.

        Raises:
            NoInitiativeError: there is no such initiative.
            StalePageError: somebody said something of it since the page was made.
            ComityError: it cannot be done; nothing was said.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            one = next((one for one in self.all_initiatives() if one.hash == hashed), None)
            if one is None:
                raise NoInitiativeError(name=hashed[:12])
            title, _ = in_words(one.title, "en")
            need_fresh(by.seen, one.seen, what=f"“{title}”", who=one.last.upper())
            gates = [gate for gate in self.gates(one.circle) if gate.initiative == hashed]
            drafts = Acting(one, gates, self.party.me, self.today()).drafts(act)
            return self._say(one.circle, drafts, one.marking, by)

    def judge(self, hashed: str, judged: Judged, role: str) -> None:
        """Remember what a person says of entries that came near a partner; it stays here.

        Raises:
            NoPartnerError: there is no such partner, or other entries are open by now.
            NoReasonError: there is no reason.
        """
        seen = self.initiative(hashed)
        for one in seen.card.screened if seen is not None else ():
            if (one.party, one.partner.name) == (judged.party, judged.partner):
                known = {(it.list, it.key, it.listing) for it in one.found if not it.gone}
                if judged.entries and known.issuperset(judged.entries):
                    self.partners.judge(
                        one.partner.key, judged.entries, role, judged.reason, same=judged.same
                    )
                    return
        raise NoPartnerError

    # --- what agendas and "Today" ask

    def joint(self, circle: str) -> tuple[Joint, ...]:
        """Return the initiatives of a circle on which a commitment is late or a gate waits."""
        every = [one for one in self.all_initiatives() if one.circle == circle]
        return tuple(
            Joint(
                initiative=one.initiative.hash,
                title=one.initiative.title,
                late=tuple((it.giver, it.due) for it in one.late),
                gates=tuple((gate.stage, gate.at) for gate in one.pending),
                marking=highest([one.initiative.marking, *(gate.marking for gate in one.pending)]),
                path=f"{PATH}/initiative/{one.initiative.hash}",
            )
            for one in self.cards(every)
            if one.late or (one.pending and not one.over)
        )

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return what is late, what waits to be confirmed, and partners who may be listed."""
        cards = self.cards(self.all_initiatives())
        return tuple(line for one in cards for line in dues_of(one, self.party.me, now))


def wanted(card: Card, asked: Asked) -> bool:
    """Say whether the board shows an initiative to somebody who asks."""
    one = card.initiative
    givers = {it.giver for it in one.ledger.commitments}
    return (
        (asked.closed or not card.over)
        and asked.category in {"", one.category}
        and (not asked.party or asked.party in {one.beneficiary, *givers})
        and {
            "": True,
            "late": bool(card.late),
            "listed": bool(card.hit),
            "unsigned": bool(card.pending),
            "unconfirmed": bool(card.unconfirmed),
        }[asked.only]
    )


def _filled(body: Parts) -> Parts:
    """Return a body without the parts that are empty."""
    return {name: value for name, value in body.items() if value}
