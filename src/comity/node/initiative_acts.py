"""Initiative acts: what a person does to an initiative, as the drafts that say it.

Whether something would count is asked before it is written: nobody reports for another, confirms
what another receives, or pledges in vain.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from comity.agreement.effects import STAGES, Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.entities.subject import IDENTIFIER_KINDS, Kind
from comity.initiatives.amounts import amount_of
from comity.initiatives.initiative import Initiative, Milestone, Partner, Risk
from comity.initiatives.ledger import Commitment
from comity.initiatives.stages import Gate
from comity.initiatives.statements import (
    COMMITMENT,
    COMMITMENT_WITHDRAWN,
    DELIVERY,
    MILESTONE,
    PARTNER,
    RECEIVED,
    RISK,
    TAKEN_BACK,
    UNITS,
)
from comity.node.acts import NoWordsError
from comity.node.initiative_refusals import (
    AheadDayError,
    BeneficiaryGivesError,
    CommitmentWithdrawnError,
    DayError,
    GateAdoptedError,
    GateWaitsError,
    NoCommitmentError,
    NotAuthorError,
    NotThereError,
    NoUnitError,
    OnlyBeneficiaryError,
    OnlyGiverError,
    PartnerCountryError,
    PartnerKindError,
    PartnerNamesError,
    PartnerNumberError,
    PartnerRoleError,
    PastDayError,
    ScaleError,
    StageError,
    TakenBackError,
    UnitError,
    UnitFixedError,
)
from comity.node.together import said
from comity.records.party import Party
from comity.web.initiativedesk import Act

NOBODY = "0" * 64
"""Stands for an object that is not open yet."""

Part = TypeVar("Part", Milestone, Risk, Partner)

SCALE = ("1", "2", "3", "4", "5")
"""Likelihood and impact of a risk."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Turns acts on one initiative into drafts.

    Attributes:
        initiative: with everything that was said of it.
        gates: about its stages.
        me: who acts.
        today: on the node's clock.
    """

    initiative: Initiative
    gates: Sequence[Gate]
    me: Party
    today: str

    def drafts(self, act: Act) -> list[Draft]:
        """Return what is to be said.

        Raises:
            ComityError: it cannot be said, or would not count.
        """
        make = {
            "gate": self.gate,
            "commit": self.commit,
            "revise": self.revise,
            "withdraw": self.withdraw,
            "deliver": self.deliver,
            "receive": self.receive,
            "take-back": self.take_back,
            "milestone": self.milestone,
            "risk": self.risk,
            "partner": self.partner,
            "leave": self.leave,
        }[act.what]
        return make(act)

    def _draft(self, kind: str, /, **parts: object) -> list[Draft]:
        """Return a draft about the initiative without the parts that are empty."""
        body = {name: value for name, value in parts.items() if value}
        return [Draft(kind, {"initiative": self.initiative.hash, **body})]

    # --- stages

    def gate(self, act: Act) -> list[Draft]:
        """Propose that a stage is reached: a decision that all sign."""
        stage = act.text("stage")
        if stage not in STAGES:
            raise StageError(given=stage[:40], stages=", ".join(STAGES))
        for one in self.gates:
            if one.stage == stage and one.adopted:
                raise GateAdoptedError(stage=stage)
            if one.stage == stage:
                raise GateWaitsError(stage=stage)
        title, text = act.words("title"), act.words("text")
        if not title or not text:
            raise NoWordsError(what="title" if not title else "text")
        effect = {"gate": {"initiative": self.initiative.hash, "stage": stage}}
        revision = revise(NOBODY, text, effect)
        first = sign(NOBODY, revision.body["revision"])
        return [
            open_object(Type.DECISION, title),
            *(Draft(one.kind, {**one.body, "object": said(0)}) for one in (revision, first)),
        ]

    # --- what is given

    def commit(self, act: Act) -> list[Draft]:
        """Pledge something."""
        if self.me == self.initiative.beneficiary:
            raise BeneficiaryGivesError(party=self.me.upper())
        return self._pledge(act, uuid.uuid4().hex[:12])

    def _pledge(self, act: Act, name: str) -> list[Draft]:
        what, unit = act.words("what"), need_unit(act.text("unit"))
        if not what:
            raise NoWordsError(what="commitment")
        return self._draft(
            COMMITMENT.name,
            commitment=name,
            what=what,
            unit=unit,
            amount=amount_of(act.text("amount")),
            due=self._ahead(act.text("due")),
            conditions=act.words("conditions"),
        )

    def revise(self, act: Act) -> list[Draft]:
        """Pledge otherwise; the unit stays once something was reported in it."""
        one = self._own(act)
        unit = need_unit(act.text("unit"))
        if unit != one.unit and (one.deliveries or one.received):
            raise UnitFixedError(unit=one.unit, given=unit)
        return self._pledge(act, one.name)

    def withdraw(self, act: Act) -> list[Draft]:
        """Withdraw a commitment, with a reason."""
        one = self._own(act)
        if one.withdrawn is not None:
            raise CommitmentWithdrawnError(giver=one.giver.upper())
        return self._draft(
            COMMITMENT_WITHDRAWN.name, commitment=one.name, reason=need_words(act, "reason")
        )

    def deliver(self, act: Act) -> list[Draft]:
        """Report what was delivered."""
        one = self._own(act)
        return self._draft(DELIVERY.name, commitment=one.name, **self._came(act, one))

    def receive(self, act: Act) -> list[Draft]:
        """Confirm what was received."""
        if self.me != self.initiative.beneficiary:
            beneficiary = self.initiative.beneficiary.upper()
            raise OnlyBeneficiaryError(party=self.me.upper(), beneficiary=beneficiary)
        one = self._commitment(act)
        delivery = act.text("delivery")
        if delivery and all(it.record != delivery for it in one.deliveries):
            raise NotThereError(what="delivery")
        return self._draft(
            RECEIVED.name,
            giver=one.giver,
            commitment=one.name,
            delivery=delivery,
            **self._came(act, one),
        )

    def _came(self, act: Act, one: Commitment) -> dict[str, object]:
        """Return what was delivered or received, in the unit of the commitment."""
        if one.withdrawn is not None and not one.deliveries:
            raise CommitmentWithdrawnError(giver=one.giver.upper())
        unit = act.text("unit") or one.unit
        if unit != one.unit:
            raise UnitError(unit=one.unit, given=unit[:20])
        return {
            "unit": unit,
            "amount": amount_of(act.text("amount")),
            "on": self._happened(act.text("on")),
            "words": act.words("words"),
        }

    def take_back(self, act: Act) -> list[Draft]:
        """Say that an own delivery or confirmation was wrong."""
        one = self.initiative.ledger.entry(act.text("record"))
        if one is None:
            raise NotThereError(what="delivery or confirmation")
        if one.party != self.me:
            raise NotAuthorError(party=one.party.upper())
        if one.reason is not None:
            raise TakenBackError
        body = {"record": one.record, "reason": need_words(act, "reason")}
        return [Draft(TAKEN_BACK.name, body)]

    def _commitment(self, act: Act) -> Commitment:
        giver = act.text("giver") or self.me
        one = self.initiative.ledger.commitment(giver, act.text("commitment"))
        if one is None:
            raise NoCommitmentError(giver=giver[:10].upper())
        return one

    def _own(self, act: Act) -> Commitment:
        one = self._commitment(act)
        if one.giver != self.me:
            raise OnlyGiverError(giver=one.giver.upper())
        return one

    # --- milestones, risks, partners

    def milestone(self, act: Act) -> list[Draft]:
        """Set a milestone, change it, reach it or drop it."""
        known = self._known(act, "milestone", self.initiative.milestones)
        title = act.words("title") or (dict(known.title) if known is not None else {})
        if not title:
            raise NoWordsError(what="title")
        on = act.text("on")
        moved = known is None or on != known.on
        reached = act.text("reached")
        return self._draft(
            MILESTONE.name,
            milestone=known.name if known is not None else uuid.uuid4().hex[:12],
            title=title,
            on=self._ahead(on) if moved and not reached else need_day(on),
            reached=self._happened(reached) if reached else "",
            dropped=True if act.text("dropped") else None,
        )

    def risk(self, act: Act) -> list[Draft]:
        """Name a risk, change it or close it."""
        known = self._known(act, "risk", self.initiative.risks)
        title = act.words("title") or (dict(known.title) if known is not None else {})
        if not title:
            raise NoWordsError(what="title")
        likelihood, impact = act.text("likelihood"), act.text("impact")
        if likelihood not in SCALE or impact not in SCALE:
            raise ScaleError
        owner = act.text("owner")
        if owner and owner not in self.initiative.parties:
            raise NotThereError(what="party")
        return self._draft(
            RISK.name,
            risk=known.name if known is not None else uuid.uuid4().hex[:12],
            title=title,
            likelihood=int(likelihood),
            impact=int(impact),
            response=act.words("response"),
            owner=owner,
            closed=True if act.text("closed") else None,
        )

    def partner(self, act: Act) -> list[Draft]:
        """Enter a partner, or describe one otherwise."""
        known = self._known(act, "partner", self.initiative.partners)
        names = [line.strip() for line in act.text("names").splitlines() if line.strip()]
        kind, role = act.text("kind"), act.words("role")
        country, born = act.text("country").lower(), act.text("born")
        if not names:
            raise PartnerNamesError
        if kind not in set(Kind):
            raise PartnerKindError
        if country and not (country.isascii() and country.isalpha() and len(country) == 2):
            raise PartnerCountryError(given=country[:20])
        if not role:
            raise PartnerRoleError
        return self._draft(
            PARTNER.name,
            partner=known.name if known is not None else uuid.uuid4().hex[:12],
            kind=kind,
            names=names,
            country=country,
            born=need_day(born) if born else "",
            identifiers=identifiers_in(act.text("identifiers")),
            role=role,
            left=known.left if known is not None else "",
        )

    def leave(self, act: Act) -> list[Draft]:
        """Say that a partner no longer takes part."""
        known = self._known(act, "partner", self.initiative.partners)
        if known is None:
            raise NotThereError(what="partner")
        on = self._happened(act.text("left"))
        named = [{"kind": kind, "value": value} for kind, value in known.identifiers]
        return self._draft(
            PARTNER.name,
            partner=known.name,
            kind=known.kind.value,
            names=list(known.names),
            country=known.country,
            born=known.born,
            identifiers=named,
            role=dict(known.role),
            left=on,
        )

    def _known(self, act: Act, what: str, parts: Sequence[Part]) -> Part | None:
        """Return the own part that a form names, None where it names none.

        Raises:
            NotThereError: there is none of this name.
        """
        name = act.text(what)
        if not name:
            return None
        for one in parts:
            if (one.party, one.name) == (self.me, name):
                return one
        for one in parts:
            if one.name == name:
                raise NotAuthorError(party=one.party.upper())
        raise NotThereError(what=what)

    # --- days

    def _ahead(self, typed: str) -> str:
        day = need_day(typed)
        if day < self.today:
            raise PastDayError(day=day, today=self.today)
        return day

    def _happened(self, typed: str) -> str:
        day = need_day(typed or self.today)
        if day > self.today:
            raise AheadDayError(day=day, today=self.today)
        return day


def need_day(typed: str) -> str:
    """Return a day as records carry one.

    Raises:
        DayError: it is none.
    """
    try:
        return dt.date.fromisoformat(typed).isoformat()
    except ValueError:
        raise DayError(given=typed[:40]) from None


def need_unit(typed: str) -> str:
    """Return a unit that everybody knows.

    Raises:
        NoUnitError: it is none.
    """
    if typed not in UNITS:
        raise NoUnitError(given=typed[:40])
    return typed


def need_words(act: Act, name: str) -> Mapping[str, str]:
    """Return words that must not be missing.

    Raises:
        NoWordsError: they are.
    """
    found = act.words(name)
    if not found:
        raise NoWordsError(what=name)
    return found


def identifiers_in(typed: str) -> list[dict[str, str]]:
    """Return numbers that were typed one on a line, each after its kind: "imo 9812345".

    Raises:
        PartnerNumberError: a line is none.
    """
    found: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        kind, _, value = line.replace(":", " ", 1).partition(" ")
        if kind.lower() not in IDENTIFIER_KINDS or not value.strip():
            raise PartnerNumberError(given=line[:40])
        found.append({"kind": kind.lower(), "value": value.strip()})
    return found
