"""Text views: what the pages of joint texts ask of a node.

Everything is added up from the records of a circle while nothing new is taken in, and given away
as values.
"""

import datetime as dt
from collections.abc import Iterator

from comity.agreement.adoption import Agreement, adopted, signed
from comity.agreement.effects import Type
from comity.agreement.progress import aligned, annexes
from comity.agreement.standing import Matter
from comity.agreement.text import joint_text
from comity.errors import RefusedError
from comity.node.dossier import is_summary
from comity.node.party import PartyNode
from comity.node.traffic import AT_ONCE, Traffic
from comity.positions.bundles import packages
from comity.positions.signing import Made, Signing, UndecidedError, make, signing
from comity.positions.succession import Offered, offered
from comity.positions.views import Views, views
from comity.records.circle import Circle
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.records.record import Record
from comity.web.digest import Due, Urgency
from comity.web.textdesk import Annexed, Kept, TextRow, TextSeen

JOINT = frozenset({Type.TEXT, Type.STATEMENT})
"""Objects that are listed as joint texts."""

STUCK = dt.timedelta(days=14)
"""Since a clause ceased to be agreed; then "Today" names it."""

HIGHEST = highest(Marking)


class TextViews:
    """Reads the joint texts of a node.

    Attributes:
        party: its node.
        traffic: its desk of messages, through which letters go.
        spoken: circles in which something was opened from here.
    """

    def __init__(self, party: PartyNode, traffic: Traffic) -> None:
        self.party = party
        self.traffic = traffic
        self.spoken: set[str] = set()
        self._views: dict[str, tuple[object, Views]] = {}

    def _circles(self) -> list[str]:
        """Return the circles that have objects; what was opened here counts at once."""
        return sorted({*self.party.agreeing.circles(), *self.spoken})

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        return self.traffic.circles()

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return self.traffic.four_eyes

    def circle_of(self, hashed: str) -> str | None:
        """Return the circle of an object that is admitted here, None where there is none."""
        record = self.party.journal.by_hash(hashed)
        if record is None or record.circle not in self.party.station.roster.circles:
            return None
        with self.party.agreeing.reading(record.circle) as agreement:
            return record.circle if hashed in agreement.matters else None

    def texts(self, most: int | None = None) -> tuple[TextRow, ...]:
        """Return joint texts, those not adopted first, then the one that moved last first.

        Args:
            most: how many; None for all.
        """
        self.party.projections.catch_up(AT_ONCE)
        found: list[tuple[bool, str, str, str]] = []
        for circle in self._circles():
            with self.party.agreeing.reading(circle) as agreement:
                found += [
                    (not matter.completions, moved(matter), matter.id, circle)
                    for matter in agreement.matters.values()
                    if is_joint(agreement, matter)
                ]
        rows = []
        for _, _, about, circle in sorted(found, reverse=True)[:most]:
            with self.party.agreeing.reading(circle) as agreement:
                rows.append(self._row(agreement, agreement.matter(about)))
        return tuple(rows)

    def _shown(self, agreement: Agreement, about: str) -> Views:
        """Return the clauses of a text, as they were made for its circle's records."""
        state = (
            tuple(agreement.history.head(party) for party in agreement.circle.members),
            len(agreement.matter(about).others),
        )
        held = self._views.get(about)
        if held is None or held[0] != state:
            held = self._views[about] = (state, views(agreement, about))
        return held[1]

    def _row(self, agreement: Agreement, matter: Matter) -> TextRow:
        shown = self._shown(agreement, matter.id)
        how = self._signing(agreement, matter.id, shown)
        newest = how.revisions[0] if how.revisions else None
        return TextRow(
            hash=matter.id,
            circle=agreement.circle,
            type=matter.type,
            title=matter.record.body["title"],
            marking=marking_of(matter),
            clauses=len(shown.clauses),
            left=len(shown.left),
            seals=newest.seals if newest is not None else (),
            state=state_of(how, shown),
            at=moved(matter),
        )

    def _signing(self, agreement: Agreement, about: str, shown: Views) -> Signing:
        made, _ = made_of(shown)
        current = made.hash if made is not None else ""
        return signing(agreement, about, self.party.me, self.party.station.now(), current)

    def text(self, hashed: str) -> TextSeen | None:
        """Return one object that can be signed, None where there is none of this hash."""
        self.party.projections.catch_up(AT_ONCE)
        circle = self.circle_of(hashed)
        if circle is None:
            return None
        with self.party.agreeing.reading(circle) as agreement:
            return self._seen(agreement, hashed)

    def _seen(self, agreement: Agreement, about: str) -> TextSeen:
        matter, shown = agreement.matter(about), self._shown(agreement, about)
        made, hindered = made_of(shown)
        how = self._signing(agreement, about, shown)
        before = matter.record.body.get("succeeds")
        succeeds = (before["circle"], before["object"]) if before else None
        circles = self.party.station.roster.circles
        members = set(agreement.circle.members)
        return TextSeen(
            hash=about,
            circle=agreement.circle,
            type=matter.type,
            title=matter.record.body["title"],
            opened=(matter.record.party, matter.record.at),
            me=self.party.me,
            shown=shown,
            signing=how,
            adopted_at=self._adopted_at(how),
            made=made,
            hindered=hindered,
            packages=packages(shown),
            annexes=tuple(_annexed(agreement, about)),
            kept=tuple(_kept(agreement, about)),
            marking=marking_of(matter),
            succeeds=succeeds,
            former=succeeds is not None and succeeds[0] in circles,
            heirs=tuple(self._heirs(about)),
            aligned=self._aligned(agreement.circle, about, succeeds, how),
            may_align=succeeds is not None and succeeds[0] not in circles,
            offered=self._offered(succeeds, shown),
            wider=tuple(one for one in circles.values() if set(one.members) > members),
            drafts=tuple(self._drafts(about)),
            seen=seen_of(matter),
            now=self.party.station.now(),
        )

    def _adopted_at(self, how: Signing) -> str:
        record = self.party.journal.by_hash(how.adopted[0].by) if how.adopted else None
        return record.at if record is not None else ""

    def _heirs(self, about: str) -> Iterator[tuple[str, str]]:
        """Yield circle and id of texts that go on from one."""
        for circle in self._circles():
            with self.party.agreeing.reading(circle) as agreement:
                for matter in agreement.matters.values():
                    if matter.record.body.get("succeeds", {}).get("object") == about:
                        yield circle, matter.id

    def _aligned(
        self, circle: Circle, about: str, succeeds: tuple[str, str] | None, how: Signing
    ) -> dict[Party, str]:
        """Return who aligns with what is adopted of a text, or of the one that it goes on from.

        A record may name any revision: one that was not adopted here aligns nobody.
        """
        adopted_here = {one.revision for one in how.adopted}
        given = self._adopted_before(succeeds)
        if given is None:
            given = {one.hash for one in how.revisions}
        found: dict[Party, str] = {}
        for name in self._circles():
            with self.party.agreeing.reading(name) as agreement:
                of_it = aligned(agreement, circle.id, about)
                before = aligned(agreement, *succeeds) if succeeds else {}
            late = {one: said for one, said in of_it.items() if one not in circle.members}
            found |= {one: said for one, said in late.items() if said in adopted_here}
            found |= {one: said for one, said in before.items() if said in given}
        return found

    def _may_align(self, agreement: Agreement, matter: Matter, how: Signing) -> bool:
        """Say whether others offer what they adopted, and this party has not aligned with it."""
        before = matter.record.body.get("succeeds")
        if not before or before["circle"] in self.party.station.roster.circles:
            return False
        succeeds = (before["circle"], before["object"])
        return self.party.me not in self._aligned(agreement.circle, matter.id, succeeds, how)

    def _adopted_before(self, succeeds: tuple[str, str] | None) -> set[str] | None:
        """Return what was adopted of the text that one goes on from, None where it is not here."""
        if succeeds is None or succeeds[0] not in self.party.station.roster.circles:
            return None
        with self.party.agreeing.reading(succeeds[0]) as agreement:
            if succeeds[1] not in agreement.matters:
                return None
            return {one.revision for one in adopted(agreement, succeeds[1])}

    def _offered(self, succeeds: tuple[str, str] | None, shown: Views) -> tuple[Offered, ...]:
        if succeeds is None or succeeds[0] not in self.party.station.roster.circles:
            return ()
        with self.party.agreeing.reading(succeeds[0]) as agreement:
            if succeeds[1] not in agreement.matters:
                return ()
            return offered(joint_text(agreement, succeeds[1]), shown.text, self.party.me)

    def _drafts(self, about: str) -> Iterator[str]:
        """Yield the names of letters about an object that wait for a second role."""
        for held in self.traffic.internal.drafts():
            parts = held.letter.body.get("letters", [{"body": held.letter.body}])
            if any(one["body"].get("object") == about for one in parts):
                yield held.id

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return what somebody here should do about joint texts."""
        self.party.projections.catch_up(AT_ONCE)
        found: list[Due] = []
        for circle in self._circles():
            with self.party.agreeing.reading(circle) as agreement:
                for matter in agreement.matters.values():
                    if not matter.completions and is_joint(agreement, matter):
                        found += self._due(agreement, matter, now)
        return tuple(found)

    def _due(self, agreement: Agreement, matter: Matter, now: dt.datetime) -> Iterator[Due]:
        me, path = self.party.me, f"/positions/text/{matter.id}"
        shown = self._shown(agreement, matter.id)
        how = self._signing(agreement, matter.id, shown)
        title = tuple(matter.record.body["title"].items())
        marking = marking_of(matter)

        def due(sort: str, of: Party | None, path: str, urgency: Urgency, number: int = 1) -> Due:
            return Due(
                system="positions",
                sort=sort,
                title=title,
                of=of,
                path=path,
                urgency=urgency,
                marking=marking,
                number=number,
            )

        silent = [
            one
            for one in shown.clauses
            if one.live and me not in shown.text.registers.get(one.id, {})
        ]
        if silent:
            where = f"{path}?clause={silent[0].id}"
            yield due("text-stance", me, where, Urgency.SOON, len(silent))
        for revision in how.revisions:
            if me in revision.awaiting and len(revision.awaiting) < len(agreement.circle.members):
                where = f"{path}/sign?revision={revision.hash}"
                yield due("text-sign", me, where, Urgency.TODAY)
                break
        if how.revisions and not shown.clauses and self._may_align(agreement, matter, how):
            yield due("text-align", me, path, Urgency.SOON)
        for party in how.withdrawn:
            yield due("text-acknowledge", party, path, Urgency.OPEN)
        stuck = [
            one for one in shown.left if one.course.since and _time(one.course.since) < now - STUCK
        ]
        if stuck:
            where = f"{path}?clause={stuck[0].id}"
            yield due("text-stuck", None, where, Urgency.OPEN, len(stuck))


def is_joint(agreement: Agreement, matter: Matter) -> bool:
    """Say whether an object is negotiated clause by clause; a chair's summary is a paper."""
    return matter.type in JOINT and not is_summary(agreement, matter)


def _time(at: str) -> dt.datetime:
    """Return the time that a record states; one that is no day counts as the latest."""
    try:
        return dt.datetime.fromisoformat(at)
    except ValueError:
        return dt.datetime.max.replace(tzinfo=dt.UTC)


def made_of(shown: Views) -> tuple[Made | None, RefusedError | None]:
    """Return what agreed clauses make now, and why they make nothing or not all."""
    try:
        return make(shown, {}), None
    except UndecidedError as error:
        return None, error
    except RefusedError as error:
        try:
            return make(shown, {}, leave_out=True), error
        except RefusedError as again:
            return None, again


def records_of(matter: Matter) -> Iterator[Record]:
    """Yield every record about an object."""
    yield matter.record
    yield from matter.revisions.values()
    yield from (record for _, record in matter.others)
    yield from (one.record for one in matter.procedures.values())
    yield from (act.record for acts in matter.acts.values() for act in acts)


def moved(matter: Matter) -> str:
    """Return when something was last said about an object."""
    return max(record.at for record in records_of(matter))


def marking_of(matter: Matter) -> Marking:
    """Return the highest marking of the records about an object."""
    return highest(TEXTS.get(word, HIGHEST) for word in {one.marking for one in records_of(matter)})


def seen_of(matter: Matter) -> str:
    """Return the name of the state of all clauses."""
    last = matter.others[-1][1].hash if matter.others else ""
    return f"{len(matter.others)}.{last[:16]}"


def state_of(how: Signing, shown: Views) -> str:
    """Return how a text stands, as a code of `labels.STATES`."""
    if how.adopted:
        if any(one.disputed for one in how.adopted):
            return "disputed"
        return "closed" if how.closed else "adopted"
    if any(any(signed for _, signed in one.seals) for one in how.revisions):
        return "signed"
    if not shown.clauses:
        return "proposed" if how.revisions else "open"
    return "agreed" if not shown.left else "bracketed"


def _annexed(agreement: Agreement, about: str) -> Iterator[Annexed]:
    for party, record in annexes(agreement, about):
        body = record.body
        yield Annexed(party, body["type"], body["text"], record.at, record.hash)


def _kept(agreement: Agreement, about: str) -> Iterator[Kept]:
    """Yield the decisions that keep clauses of a text."""
    for matter in agreement.matters.values():
        for name, record in matter.revisions.items():
            listed = record.body.get("effect", {}).get("retained", ())
            clauses = tuple(c for one in listed if one["object"] == about for c in one["clauses"])
            if not clauses:
                continue
            on = signed(agreement, matter.id)
            done = any(one.revision == name for one in adopted(agreement, matter.id))
            seals = tuple(
                (party, party in on and on[party].revision == name)
                for party in agreement.circle.members
            )
            yield Kept(matter.id, name, clauses, done, seals)
