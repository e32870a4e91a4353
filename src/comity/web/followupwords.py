"""Follow-up in words: how an action stands: who, until when, and what shows it.

The same sentences stand on the page of an action and in the matrix that ministries circulate.
"""

from collections.abc import Iterable, Iterator

from comity.agreement.followup import State
from comity.consultation.statements import ACCEPT
from comity.records.party import Party
from comity.web.followupdesk import Row, Step
from comity.web.positionpages import name_of
from comity.web.sanctionlabels import LISTS, MEASURES
from comity.web.words import Language, Words, words


def list_name(spoken: Words, code: str) -> str:
    """Return what a list is called; what nobody here knows stays as it is."""
    return spoken.label("list", code) if code in LISTS else code


def measure_name(spoken: Words, code: str) -> str:
    """Return what a measure is called; what nobody here knows stays as it is."""
    return spoken.label("measure", code) if code in MEASURES else code


def names_of(spoken: Words, parties: Iterable[Party]) -> str:
    """Return what parties are called, one after another."""
    return spoken.together(name_of(one, spoken.language) for one in parties)


def in_days(spoken: Words, count: int) -> str:
    """Return a number of days."""
    said = spoken.catalogue.ungettext("%(n)s day", "%(n)s days", count)
    return said % {"n": spoken.number(count)}


def days_said(spoken: Words, row: Row) -> str:
    """Return how long there is until an action is due, or how late it is; "" without a day."""
    if row.outcome.late:
        return spoken.gettext("%(days)s late", days=in_days(spoken, row.outcome.late))
    if row.days is None or row.outcome.closed or row.outcome.done:
        return ""
    if row.days == 0:
        return spoken.gettext("due today")
    return spoken.gettext("in %(days)s", days=in_days(spoken, row.days)) if row.days > 0 else ""


def sentences(row: Row, language: Language) -> tuple[str, ...]:
    """Return how an action stands, the most important sentence first."""
    spoken = words(language)
    return (_state(spoken, row), *_beside(spoken, row))


def _state(spoken: Words, row: Row) -> str:
    """Return the sentence of the state."""
    one, now = row.assignment, row.outcome
    facts = {
        "owner": name_of(one.owner, spoken.language),
        "day": spoken.on_day(now.due),
        "newest": spoken.on_day(now.newest),
        "days": in_days(spoken, now.late),
        "list": list_name(spoken, one.list),
        "parties": names_of(spoken, now.confirmed),
        "checked": names_of(spoken, row.confirmed),
        "denied": names_of(spoken, row.denied),
        "measures": spoken.together(measure_name(spoken, each) for each in now.measures),
        "measure": measure_name(spoken, now.measure),
    }
    said = BY_HAND if not one.listed and now.state in BY_HAND else SENTENCES
    untold = now.state is State.OTHER_MEASURE and not now.measures
    return spoken.gettext(UNTOLD if untold else said[now.state], **facts)


def _beside(spoken: Words, row: Row) -> Iterator[str]:
    """Yield what else is to be known of it."""
    now = row.outcome
    if now.late and now.state is not State.OVERDUE:
        yield spoken.gettext(
            "It was undertaken until %(day)s: %(days)s late.",
            day=spoken.on_day(now.due),
            days=in_days(spoken, now.late),
        )
    if now.against:
        yield spoken.gettext(
            "An analyst says that the entry is another one: %(parties)s.",
            parties=names_of(spoken, now.against),
        )
    if now.changed:
        yield spoken.gettext("The entry says something now that no analyst has looked at.")
    if row.assignment.owner not in row.signed:
        yield spoken.gettext(
            "%(owner)s does not belong to this circle, so nobody can undertake it: let a new "
            "decision assign it anew.",
            owner=name_of(row.assignment.owner, spoken.language),
        )
    if row.gone and not now.closed:
        yield spoken.gettext(
            "The card of %(parties)s has run out: who is awaited there may have left. What was "
            "said stands; a new decision can assign the rest anew.",
            parties=names_of(spoken, row.gone),
        )
    if row.assignment.disputed:
        yield spoken.gettext("The adoption of the paper that assigns it is disputed.")


def ignored_in_words(step: Step, owner: Party, language: Language) -> str:
    """Return why something that was said counts for nothing, "" where it counts."""
    spoken, owned = words(language), name_of(owner, language)
    if not step.ignored:
        return ""
    if step.ignored == "not-owner" and step.said.kind == ACCEPT.name:
        return spoken.gettext(
            "%(party)s accepted on behalf of %(owner)s: ignored, %(owner)s owns this action",
            party=name_of(step.said.party, language),
            owner=owned,
        )
    return spoken.label("action-ignored", step.ignored) % {"owner": owned}


def _(message: str) -> str:
    """Mark a message for the catalogue; it is looked up in each language later."""
    return message


SENTENCES = {
    State.ASSIGNED: _("Awaits %(owner)s: to undertake it until a day, or to answer."),
    State.ACCEPTED: _("%(owner)s undertakes it until %(day)s."),
    State.OVERDUE: _("%(owner)s undertook it until %(day)s: %(days)s late."),
    State.NEEDS_LAW: _("%(owner)s answers that it needs a law."),
    State.UNDER_STUDY: _("%(owner)s answers that it is under study."),
    State.DECLINED: _("%(owner)s declines it. The action is closed."),
    State.REPORTED: _("%(owner)s reports it done. An edition of the list is awaited: %(list)s."),
    State.CONTESTED: _("%(owner)s reports it done; not so, says: %(denied)s."),
    State.NOT_FOUND: _("Reported done, not found: %(list)s, edition of %(newest)s."),
    State.ONE_ANALYST: _("Awaits a second analyst: %(parties)s has confirmed."),
    State.OTHER_MEASURE: _(
        "A listing under another measure than agreed: %(measures)s instead of %(measure)s."
    ),
    State.VERIFIED: _("Verified: %(list)s, edition of %(newest)s; confirmed by: %(parties)s."),
    State.REGRESSED: _("Regressed: no longer in %(list)s, edition of %(newest)s."),
    State.DISPUTED: _(
        "Source disputed: editions of %(newest)s show the entry differently. Nothing is verified, "
        "and nothing has regressed."
    ),
}
"""How an action stands."""

UNTOLD = _(
    "The list shows the entry, but under which measure it stands was not told; agreed: %(measure)s."
)
"""The same where nobody told the measures of the entry."""

BY_HAND = {
    State.REPORTED: _("%(owner)s reports it done. Another party says whether it is."),
    State.VERIFIED: _("Verified: that it is done is confirmed by: %(checked)s."),
}
"""The same where no list proves it."""
