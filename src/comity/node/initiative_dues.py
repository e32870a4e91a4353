"""Initiative dues: what initiatives ask for on "Today"."""

import datetime as dt
from collections.abc import Iterator

from comity.initiatives.screening import Screened, Standing, jurisdictions
from comity.records.marking import highest
from comity.records.party import Party
from comity.web.digest import Due, Urgency
from comity.web.initiativedesk import INSIDE, PATH, Card
from comity.web.words import Language, in_words, words


def dues_of(card: Card, me: Party, now: dt.datetime) -> Iterator[Due]:
    """Yield what an initiative asks for, nothing once it is over."""
    if card.over:
        return
    del now  # a card is made for its day
    one, path = card.initiative, f"{PATH}/initiative/{card.initiative.hash}"
    title = tuple(one.title.items())
    for late in card.late:
        yield Due(
            system="initiatives",
            sort="commitment-late" if late.giver == me else "commitment-late-theirs",
            title=title,
            of=late.giver,
            path=f"{path}#c-{late.record[:12]}",
            urgency=Urgency.OVERDUE,
            at=f"{late.due}T23:59:59.000Z",
            marking=one.marking,
        )
    if one.beneficiary == me:
        for came in card.unconfirmed:
            yield Due(
                system="initiatives",
                sort="confirm-received",
                title=title,
                of=me,
                path=f"{path}#c-{came.record[:12]}",
                urgency=Urgency.SOON,
                marking=one.marking,
            )
    for stone in one.milestones:
        if stone.party == me and stone.state(card.today) == "late":
            yield Due(
                system="initiatives",
                sort="milestone-late",
                title=tuple(stone.title.items()),
                of=me,
                path=f"{path}#milestones",
                urgency=Urgency.OVERDUE,
                at=f"{stone.on}T23:59:59.000Z",
                marking=one.marking,
            )
    for partner in card.staying:
        if partner.standing in SORTS:
            yield _listed(card, partner, me, path)


SORTS = {
    Standing.LISTED: "partner-listed",
    Standing.ALERT: "partner-alert",
    Standing.STRUCK_OFF: "partner-struck-off",
}
"""What is to be done about a partner, by its standing."""


def _listed(card: Card, partner: Screened, me: Party, path: str) -> Due:
    """Return the line about a partner who stands on a list, may stand there, or did."""
    standing = partner.standing
    entries = {
        Standing.LISTED: partner.listed,
        Standing.ALERT: partner.open,
        Standing.STRUCK_OFF: partner.struck,
    }[standing]
    title = []
    for language in Language:
        spoken = words(language)
        lists = [spoken.label("jurisdiction", one) for one in jurisdictions(entries)]
        said = in_words(card.initiative.title, language)[0]
        title.append(
            (language.value, f"{said}: {partner.partner.names[0]} ({spoken.together(lists)})")
        )
    return Due(
        system="initiatives",
        sort=SORTS[standing],
        title=tuple(title),
        of=me,
        path=f"{path}#partners",
        urgency=Urgency.OPEN if standing is Standing.STRUCK_OFF else Urgency.TODAY,
        marking=highest([card.initiative.marking, INSIDE]),
    )
