"""Papers: the desk of what is adopted: what a paper says, how it stands, and what people do to it.

What counts is added up by `comity.agreement`; here is only what a page needs of it beside that: who
has received what, and what this node would not sign by silence, and why. People are heard through
`Letters`, so that what is marked high takes two of them.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from comity.agreement import silence as rules
from comity.agreement.adoption import Agreement, adopted, awaiting, locked_by, signed, why_void
from comity.agreement.duties import Withheld, due, written
from comity.agreement.effects import Type
from comity.agreement.history import Link, Past
from comity.agreement.progress import Course, silences
from comity.agreement.standing import Matter, Procedure, standing
from comity.agreement.statements import NEVER_SILENT, OPEN, sign
from comity.errors import RefusedError
from comity.exchange.conversation import level_of
from comity.exchange.drafts import Held, Letter
from comity.node.acts import Acting
from comity.node.dossier import Dossiers, effect_of, is_summary, revisions_of
from comity.node.paperwork import (
    acts_of,
    received,
    record_of,
    said_about,
    signatures_of,
    state_of,
    steps_of,
)
from comity.node.party import PartyNode
from comity.node.traffic import AT_ONCE, Traffic
from comity.records.marking import highest
from comity.records.party import Party
from comity.records.record import Record
from comity.web.desk import Outcome
from comity.web.digest import Due, Urgency, urgency
from comity.web.papers import (
    PATH,
    SUMMARY,
    Act,
    Line,
    PaperSeen,
    Received,
    Revision,
    SilenceSeen,
)
from comity.web.stale import need_fresh
from comity.web.words import in_words

OURS = frozenset({Type.MINUTES, Type.DECISION})
"""Papers that Today asks a party to sign, with a chair's summary; other systems ask for theirs."""

FALLBACK = ("uk", "ja", "en")
"""Languages of a circle whose terms name none."""


class NoPaperError(RefusedError):
    """A paper is named that is not there."""

    code = "no-paper"
    template = "there is no paper {paper} here; it may not have arrived yet"


class Papers:
    """The desk of one party's papers.

    Attributes:
        party: its node.
        traffic: through which people are heard.
        dossiers: which papers belong to which meeting.
    """

    def __init__(
        self, party: PartyNode, traffic: Traffic, dossiers: Dossiers | None = None
    ) -> None:
        self.party = party
        self.traffic = traffic
        self.dossiers = dossiers or Dossiers()
        self._waits: dict[str, tuple[int, tuple[str, ...]]] = {}

    def circle_of(self, about: str) -> str:
        """Return the circle of the record that opened an object, "" where none did."""
        record = self.party.journal.by_hash(about)
        circles = self.party.station.roster.circles
        opens = record is not None and record.kind == OPEN.name and record.circle in circles
        return record.circle if record is not None and opens else ""

    # --- what pages ask

    def paper(self, about: str) -> PaperSeen | None:
        """Return a paper, None where there is none of this hash.

        People here have seen the silence procedures on it from now on: only then may this node sign
        by silence (R8).
        """
        circle = self.circle_of(about)
        if not circle:
            return None
        with self.party.agreeing.reading(circle) as agreement:
            if about not in agreement.matters:
                return None
            since = self.party.agreeing.seen(circle, agreement.matters[about].procedures)
            return self._paper(agreement, agreement.matters[about], since)

    def _paper(
        self, agreement: Agreement, matter: Matter, since: Mapping[str, dt.datetime]
    ) -> PaperSeen:
        said = said_about(self.party, agreement, matter)
        done = next(iter(adopted(agreement, matter.id)), None)
        effect, filed = effect_of(agreement, matter), self.dossiers.filed(agreement)
        acts = {act.link.hash: act for act in acts_of(matter)}
        shown = [effect.get("of"), effect.get("cancels"), effect.get("meeting", {}).get("moves")]
        names = {
            one: agreement.matters[one].record.body["title"]
            for one in shown
            if one in agreement.matters
        }
        belongs = effect.get("of", "")
        present = agreement.history.present
        return PaperSeen(
            object=matter.id,
            circle=agreement.circle,
            me=self.party.me,
            type=matter.type,
            title=matter.record.body["title"],
            by=matter.record.party,
            at=matter.record.at,
            marking=highest(level_of(record.marking) for _, record in said),
            state=state_of(said),
            last=said[0][1].party,
            revisions=self._revisions(agreement, matter),
            adopted=done.revision if done else "",
            adopted_by=done.by if done else "",
            adopted_at=acts[done.by].record.at if done else "",
            disputed=bool(done and done.disputed),
            signatures=signatures_of(agreement, matter, signed(agreement, matter.id)),
            silences=self._silences(agreement, matter, since),
            steps=steps_of(matter, said),
            hours=rules.least_hours(agreement.terms, matter.type, present),
            never_silent=matter.type in NEVER_SILENT,
            meeting=(belongs, names[belongs]) if belongs in names else None,
            held=self._held(matter.id),
            tongues=tongues_of(filed.tongues, matter),
            limit=self.traffic.letters.four_eyes,
            names=names,
            now=self.party.station.now(),
        )

    def _revisions(self, agreement: Agreement, matter: Matter) -> tuple[Revision, ...]:
        me, now = self.party.me, self.party.station.now()
        found: list[Revision] = []
        for link, record in revisions_of(agreement, matter):
            revision = record.body["revision"]
            locks = locked_by(agreement, me, matter.id, revision)
            found.append(
                Revision(
                    revision=revision,
                    record=record.hash,
                    by=record.party,
                    at=record.at,
                    text=record.body["text"],
                    effect=record.body.get("effect", {}),
                    awaiting=tuple(awaiting(agreement, matter.id, revision)),
                    received=self._received(agreement, link, record),
                    void=why_void(agreement, me, sign(matter.id, revision), now),
                    locked_by=tuple(locks or ()),
                    standing=locks == [],
                )
            )
        return tuple(found)

    def _received(self, agreement: Agreement, link: Link, record: Record) -> tuple[Received, ...]:
        return received(self.party, agreement, link, record, self.traffic.herald.early)

    def _silences(
        self, agreement: Agreement, matter: Matter, since: Mapping[str, dt.datetime]
    ) -> tuple[SilenceSeen, ...]:
        found: list[SilenceSeen] = []
        now = self.party.station.clock()
        going = silences(agreement, matter.id, now)
        passed = any(one.course is Course.PASSED for one in going)
        withheld = self._withheld(agreement, since) if passed else []
        for one in going:
            procedure = matter.procedures[one.procedure]
            reasons = reasons_of(
                (link.party, record_of(self.party, agreement, link).body.get("reason", {}))
                for link in procedure.breaks.links.values()
            )
            found.append(
                SilenceSeen(
                    procedure=one.procedure,
                    revision=one.revision,
                    by=procedure.record.party,
                    at=procedure.record.at,
                    deadline=one.deadline,
                    course=one.course,
                    parties=one.parties,
                    reasons=reasons,
                    void=one.reason,
                    received=self._received(agreement, procedure.link, procedure.record),
                    withheld=tuple(
                        (no.code, no.party) for no in withheld if no.procedure == one.procedure
                    ),
                    seen=written(since[one.procedure]) if one.procedure in since else "",
                    signs=self._signs(procedure, since),
                )
            )
        return tuple(found)

    def _signs(self, procedure: Procedure, since: Mapping[str, dt.datetime]) -> str:
        """Return when this node signs at the earliest, "" where that is at the deadline.

        People here must have had the paper before them for as long as was promised (R8).
        """
        length, shown = rules.period(procedure.record), since.get(procedure.id)
        if procedure.link.party == self.party.me or length is None or shown is None:
            return ""
        at = written(shown + length)
        return at if at > procedure.deadline else ""

    def _withheld(self, agreement: Agreement, since: Mapping[str, dt.datetime]) -> list[Withheld]:
        serving = self.traffic.serving
        answers = serving.heard(agreement.circle.id) if serving is not None else {}
        return due(agreement, self.party.me, self.party.station.clock(), answers, since)[1]

    def _held(self, about: str) -> tuple[Held, ...]:
        """Return what waits for a second role and names an object."""
        return tuple(
            one for one in self.traffic.internal.drafts() if about in json.dumps(one.letter.body)
        )

    def papers_of(self, meeting: str) -> tuple[Line, ...]:
        """Return the papers of a meeting, the newest first."""
        circle = self.circle_of(meeting)
        if not circle:
            return ()
        with self.party.agreeing.reading(circle) as agreement:
            return tuple(
                self.line(agreement, agreement.matters[about])
                for about in reversed(self.dossiers.papers(agreement, meeting))
            )

    def line(self, agreement: Agreement, matter: Matter) -> Line:
        """Return a paper as a list shows it."""
        revisions, done = revisions_of(agreement, matter), adopted(agreement, matter.id)
        now = self.party.station.clock()
        live = [
            one
            for one in silences(agreement, matter.id, now)
            if one.course in {Course.RUNNING, Course.PASSED, Course.BROKEN}
        ]
        revision = done[0].revision if done else ""
        state, deadline = "proposed" if revisions else "draft", ""
        if done:
            state = "closed" if "closed" in done[0].effect else "adopted"
        elif live:
            newest = next((one for one in live if one.course is Course.RUNNING), live[-1])
            revision, deadline = newest.revision, newest.deadline
            state = "passed" if newest.course is Course.PASSED else newest.course.value
        if not revision and revisions:
            revision = revisions[0][1].body["revision"]
        on = signed(agreement, matter.id)
        records = [matter.record, *(record for _, record in revisions)]
        return Line(
            object=matter.id,
            type=matter.type,
            sort=SUMMARY if is_summary(agreement, matter) else matter.type.value,
            title=matter.record.body["title"],
            state=state,
            signed=tuple(party for party, hold in on.items() if hold.revision == revision),
            members=agreement.circle.members,
            deadline=deadline,
            marking=highest(level_of(record.marking) for record in records),
            at=revisions[0][1].at if revisions else matter.record.at,
        )

    # --- what people do

    def act(self, about: str, act: Act, role: str) -> Outcome:
        """Do what a person wants done to a paper.

        Raises:
            NoPaperError: there is no such paper.
            StalePageError: something was said about it since the page was made.
            ComityError: it cannot be done; nothing was said.
        """
        done = self.traffic.letters.sent(act.token)
        if done is not None:
            return done
        circle, now = self.circle_of(about), self.party.station.clock()
        if not circle:
            raise NoPaperError(paper=about[:12])
        with self.party.agreeing.reading(circle) as agreement:
            matter = agreement.matter(about)
            said = said_about(self.party, agreement, matter)
            title, _ = in_words(matter.record.body["title"], "en")
            last = said[0][1].party.upper()
            need_fresh(act.seen, state_of(said), what=f"“{title}”", who=last)
            drafts = Acting(agreement, matter, self.party.me, now).drafts(act)
            marking = highest(level_of(record.marking) for _, record in said)
        letters = [
            Letter(kind=one.kind, circle=circle, body=one.body, marking=marking) for one in drafts
        ]
        return self.traffic.letters.send_all(letters, role, act.token)

    # --- what Today asks

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return silence that runs, and papers of ours that await this party's signature."""
        self.party.projections.catch_up(AT_ONCE)
        lines: list[Due] = []
        for circle in self.party.agreeing.circles():
            with self.party.agreeing.reading(circle) as agreement:
                for about in self._waiting(agreement):
                    lines += self._due(agreement, agreement.matters[about], now)
        return tuple(lines)

    def _waiting(self, agreement: Agreement) -> tuple[str, ...]:
        """Return the papers that may wait for somebody; remembered until there is a new record."""
        size = len(agreement.history.links)
        known = self._waits.get(agreement.circle.id)
        if known is None or known[0] != size:
            present = agreement.history.present
            found = tuple(
                about
                for about in self.dossiers.filed(agreement).open
                if self._waits_for_us(agreement, agreement.matters[about], present)
            )
            known = self._waits[agreement.circle.id] = (size, found)
        return known[1]

    def _waits_for_us(self, agreement: Agreement, matter: Matter, present: Past) -> bool:
        if matter.procedures:
            return True
        if not asks(agreement, matter):
            return False
        own = standing(matter, self.party.me, present, agreement.proofs)
        newest = revisions_of(agreement, matter)[0][1].body["revision"]
        return own is None or own.revision != newest

    def _due(self, agreement: Agreement, matter: Matter, now: dt.datetime) -> Iterator[Due]:
        me, line = self.party.me, self.line(agreement, matter)
        quiet = line.state in {"running", "passed"}
        if quiet and me not in line.signed:
            yield due_line(line, "silence", me, line.deadline, urgency(line.deadline, now))
        elif quiet:
            whom = next((one for one in line.members if one not in line.signed), None)
            yield due_line(line, "silence-theirs", whom, line.deadline, Urgency.OPEN)
        elif asks(agreement, matter) and me not in line.signed:
            sort = "sign-summary" if line.sort == SUMMARY else "sign-paper"
            yield due_line(line, sort, me, "", Urgency.SOON)


def reasons_of(
    broke: Iterable[tuple[Party, Mapping[str, str]]],
) -> tuple[tuple[Party, Mapping[str, str]], ...]:
    """Return the reasons of those who broke a silence, each party's own words.

    Who gave a reason and then put another text on the table has said once why; who only put one
    there is named once, without words.
    """
    told = list(broke)
    spoken = {party for party, words in told if words}
    silent = dict.fromkeys(party for party, _ in told if party not in spoken)
    return (*((party, words) for party, words in told if words), *((one, {}) for one in silent))


def asks(agreement: Agreement, matter: Matter) -> bool:
    """Say whether an object is a paper with a text for whose signature Today asks."""
    ours = matter.type in OURS or is_summary(agreement, matter)
    return ours and bool(matter.revisions)


def due_line(line: Line, sort: str, of: Party | None, at: str, how: Urgency) -> Due:
    """Return what Today says of a paper."""
    return Due(
        system="consultations",
        sort=sort,
        title=tuple(line.title.items()),
        of=of,
        path=f"{PATH}/{line.object}",
        urgency=how,
        at=at,
        marking=line.marking,
    )


def tongues_of(terms: Sequence[str], matter: Matter) -> tuple[str, ...]:
    """Return the working languages: of the terms, else those that a paper is written in."""
    if terms:
        return tuple(terms)
    used = {tongue for one in matter.revisions.values() for tongue in one.body["text"]}
    used |= set(matter.record.body["title"])
    return tuple(one for one in FALLBACK if one in used) or FALLBACK[:2]
