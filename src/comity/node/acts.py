"""Acts: what a person does to a paper, as the letters that say it.

Whether a letter would count is asked before it is written: nobody signs in vain, and no silence is
started that the terms of reference do not allow.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from comity.agreement import silence as rules
from comity.agreement.adoption import Agreement, why_void
from comity.agreement.duties import written
from comity.agreement.progress import Course, silences
from comity.agreement.standing import Matter
from comity.agreement.statements import (
    Draft,
    annex,
    break_silence,
    revise,
    sign,
    silence,
    withdraw,
)
from comity.consultation.cadence import moment_of
from comity.errors import RefusedError
from comity.node.agreeing import VoidSignatureError
from comity.records.party import Party
from comity.web.capitals import ZONES
from comity.web.papers import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

SLACK = dt.timedelta(minutes=5)
"""Silence lasts so much longer than was asked for: it counts from when the record is written."""
LONGEST_SILENCE = 366 * 24
"""Hours."""


class NoWordsError(RefusedError):
    """Something was to be said without words."""

    code = "paper-words"
    template = "write the {what} in at least one language; nothing was said"


class SilenceNotAllowedError(RefusedError):
    """The terms of reference allow no silence on a type of object."""

    code = "silence-not-allowed"
    template = (
        "the terms of reference in force allow no silence on an object of type {type}; sign it by "
        "hand, or adopt terms that allow it"
    )


class SilenceLengthError(RefusedError):
    """Silence would be shorter than the terms of reference say, or no number was given."""

    code = "silence-length"
    template = (
        "silence on an object of type {type} lasts {least} to {most} hours, and {given!r} was "
        "asked for; give another number"
    )


class SilenceOverError(RefusedError):
    """A silence procedure is over."""

    code = "silence-over"
    template = (
        "this silence cannot be broken any more ({course}); nothing was said. Look at how the "
        "paper stands now: what silence signed can still be withdrawn until it is adopted"
    )


class NotSignedError(RefusedError):
    """There is no signature to withdraw."""

    code = "not-signed"
    template = "{party} has no standing signature on this paper; there is nothing to withdraw"


class SettledError(RefusedError):
    """A paper is adopted."""

    code = "paper-adopted"
    template = "this paper is adopted and no text of it can be proposed any more; open another one"


class Acting:
    """Turns acts on one paper into drafts.

    Attributes:
        agreement: of its circle.
        matter: the paper.
        me: who acts.
        now: on the node's clock.
    """

    def __init__(self, agreement: Agreement, matter: Matter, me: Party, now: dt.datetime) -> None:
        self.agreement = agreement
        self.matter = matter
        self.me = me
        self.now = now

    def drafts(self, act: Act) -> list[Draft]:
        """Return what is to be said.

        Raises:
            ComityError: it cannot be said, or would not count.
        """
        make = {
            "sign": self.sign,
            "withdraw": self.withdraw,
            "silence": self.start_silence,
            "break": self.break_silence,
            "annex": self.annex,
            "revise": self.revise,
        }[act.what]
        return make(act)

    def sign(self, act: Act) -> list[Draft]:
        """Sign a revision, ad referendum or not, for ever or until a day."""
        until = act.typed.get("valid_until", "")
        draft = sign(
            self.matter.id,
            act.typed.get("revision", ""),
            ad_referendum=bool(act.typed.get("ad_referendum")),
            valid_until=end_of(until, self.me) if until else None,
        )
        self._need_good(draft)
        return [draft]

    def _need_good(self, draft: Draft) -> None:
        void = why_void(self.agreement, self.me, draft, written(self.now))
        if void:
            raise VoidSignatureError(reason=void)

    def withdraw(self, act: Act) -> list[Draft]:
        """Take back the own signature."""
        own = self.agreement.history.links.get(self.agreement.history.head(self.me).hash)
        if all(hold.withdrawn is not None for hold in self.matter.holds(own)):
            raise NotSignedError(party=self.me.upper())
        return [withdraw(self.matter.id, act.words("reason") or None)]

    def start_silence(self, act: Act) -> list[Draft]:
        """Start silence on a revision; whoever starts it may sign it by hand at once."""
        revision, hours = act.typed.get("revision", ""), act.typed.get("hours", "")
        drafts = [silence(self.matter.id, revision, self.deadline(hours))]
        if act.typed.get("sign"):
            mine = sign(self.matter.id, revision)
            self._need_good(mine)
            drafts.append(mine)
        return drafts

    def deadline(self, hours: str) -> str:
        """Return when silence of so many hours ends, if it were started now.

        Raises:
            SilenceNotAllowedError: the terms do not allow it.
            SilenceLengthError: it is too short or too long.
        """
        kind, terms = self.matter.type, self.agreement.terms
        return deadline_of(
            hours,
            rules.least_hours(terms, kind, self.agreement.history.present),
            kind.value,
            self.now,
        )

    def break_silence(self, act: Act) -> list[Draft]:
        """Break a procedure, with a reason."""
        procedure, reason = act.typed.get("procedure", ""), act.words("reason")
        course = next(
            (
                one.course
                for one in silences(self.agreement, self.matter.id, self.now)
                if one.procedure == procedure
            ),
            Course.VOID,
        )
        if course not in {Course.RUNNING, Course.PASSED}:
            raise SilenceOverError(course=course.value)
        if not reason:
            raise NoWordsError(what="reason")
        return [break_silence(procedure, reason)]

    def annex(self, act: Act) -> list[Draft]:
        """Annex a reservation, an interpretation or an explanation."""
        words = act.words("text")
        if not words:
            raise NoWordsError(what="text")
        return [annex(self.matter.id, act.typed.get("type", ""), words)]

    def revise(self, act: Act) -> list[Draft]:
        """Propose other words; what the paper does stays as it is."""
        if self.matter.completions:
            raise SettledError
        words = act.words("text")
        if not words:
            raise NoWordsError(what="text")
        before = self.matter.revisions.get(act.typed.get("revision", ""))
        does: Mapping[str, Any] = before.body.get("effect", {}) if before else {}
        return [revise(self.matter.id, words, does or None)]


def end_of(day: str, party: Party) -> str:
    """Return the last minute of a day in a party's capital, as records carry a moment.

    In Tokyo a day is over nine hours before it is in UTC: nobody is to be bound for so much longer.

    Raises:
        NoSuchTimeError: there is no such day.
    """
    return written(moment_of(f"{day}T23:59", ZONES.get(party, "UTC")))


def deadline_of(hours: str, least: int | None, kind: str, now: dt.datetime) -> str:
    """Return when silence of so many hours ends that is started now, as records write it.

    Args:
        hours: as somebody typed them.
        least: that the terms ask for, None where they do not allow silence.
        kind: type of the object.
        now: on the node's clock.

    Raises:
        SilenceNotAllowedError: the terms do not allow it.
        SilenceLengthError: it is too short or too long.
    """
    if least is None:
        raise SilenceNotAllowedError(type=kind)
    if not (hours.isascii() and hours.isdigit() and least <= int(hours) <= LONGEST_SILENCE):
        raise SilenceLengthError(type=kind, least=least, most=LONGEST_SILENCE, given=hours[:20])
    end = now + dt.timedelta(hours=int(hours)) + SLACK
    return written(end.replace(second=0, microsecond=0))
