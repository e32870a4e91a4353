"""Papers: what is adopted or about to be: what the page of each asks for, and what people do there.

A paper is any common object: minutes, a decision, an agenda, terms of reference, a meeting, a
statement. Nobody edits it; each party signs, withdraws or objects, and the page shows what that
adds up to. A form says what the page was made from, so that nothing is signed that has changed
since; what was typed comes back with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from comity.agreement.effects import Type
from comity.agreement.progress import Course
from comity.exchange.drafts import Held
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome

PATH = "/consultations/paper"
SUMMARY = "summary"
"""Sort of a chair's summary: a text that belongs to a meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Whether a member has a record, and how that is known here.

    Attributes:
        party: the member.
        how: "author", "receipt" for a signed one, "shown" where its own later records tell it,
            "here" for this party, "" where it is not known.
        at: when it was receipted, "" otherwise.
    """

    party: Party
    how: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text that can be signed.

    Attributes:
        revision: its hash.
        record: hash of the record that gave it.
        by: who gave it.
        at: when, by that party's clock.
        text: by language.
        effect: what it does once adopted.
        awaiting: parties whose signature on it does not count now.
        received: who has it.
        void: why a signature of this party on it would be void now, "" where it would be good.
        locked_by: parties whose acknowledgement of a withdrawal is awaited before this one signs.
        standing: whether this party's own signature on another text is in the way.
    """

    revision: str
    record: str
    by: Party
    at: str
    text: Mapping[str, str]
    effect: Mapping[str, Any]
    awaiting: tuple[Party, ...]
    received: tuple[Received, ...]
    void: str = ""
    locked_by: tuple[Party, ...] = ()
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A party's signature that counts, or would once it is confirmed.

    Attributes:
        party: whose.
        revision: what it is on.
        at: when, by that party's clock.
        tacit: whether silence made it.
        ad_referendum: whether it still has to be confirmed.
        valid_until: when its author's node withdraws it, "" for never.
    """

    party: Party
    revision: str
    at: str
    tacit: bool = False
    ad_referendum: bool = False
    valid_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceSeen:
    """A silence procedure.

    Attributes:
        procedure: its id.
        revision: that silence signs.
        by: who started it.
        at: when, by that party's clock.
        deadline: moment, on each party's own clock.
        course: running, broken ...
        parties: who broke it, or who is awaited.
        reasons: of those who broke it, by language.
        void: why it is void, "" otherwise.
        received: who has it.
        withheld: why this node would not sign by silence though the deadline has passed.
        seen: when people here first saw it, "" where this page is the first time.
        signs: when this node signs for us at the earliest, where that is after the deadline since
            people here saw it late; "" otherwise.
    """

    procedure: str
    revision: str
    by: Party
    at: str
    deadline: str
    course: Course
    parties: tuple[Party, ...]
    reasons: tuple[tuple[Party, Mapping[str, str]], ...]
    void: str
    received: tuple[Received, ...]
    withheld: tuple[tuple[str, str], ...] = ()
    seen: str = ""
    signs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was said about a paper.

    Attributes:
        record: its hash.
        kind: of the record.
        party: who said it.
        at: when, by that party's clock.
        words: a reason or an annexed text, by language.
        sort: of an annex, or of a signature: "tacit", "ad-referendum", "by-hand".
        revision: that it is about, "" for none.
        void: why it is void, "" otherwise.
        completes: whether it adopts.
    """

    record: str
    kind: str
    party: Party
    at: str
    words: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    revision: str = ""
    void: str = ""
    completes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSeen:
    """What the page of a paper shows.

    Attributes:
        object: hash of the record that opened it.
        circle: whose parties adopt it.
        me: whose node this is.
        type: of the object.
        title: by language.
        by: who opened it.
        at: when, by that party's clock.
        marking: highest of everything that was said about it.
        state: names everything that is known about it.
        last: who said the last thing.
        revisions: the newest first.
        adopted: hash of the adopted revision, "" while none is.
        adopted_by: hash of the record that completes it.
        adopted_at: its moment.
        disputed: whether the adoption is disputed.
        signatures: that count, or would once confirmed.
        silences: the next deadline first.
        steps: everything that was said about it, the newest first.
        hours: least length of silence on it, None where the terms do not allow silence.
        never_silent: whether no terms can allow it.
        meeting: id and title of the meeting that it belongs to, None for none.
        held: what waits here for a second role.
        tongues: working languages.
        limit: marking above which a release takes two roles.
        names: of objects that the effect names, by hash.
        now: what this node's clock says.
    """

    object: str
    circle: Circle
    me: Party
    type: Type
    title: Mapping[str, str]
    by: Party
    at: str
    marking: Marking
    state: str
    last: Party
    revisions: tuple[Revision, ...]
    adopted: str
    adopted_by: str
    adopted_at: str
    disputed: bool
    signatures: tuple[Signature, ...]
    silences: tuple[SilenceSeen, ...]
    steps: tuple[Step, ...]
    hours: int | None
    never_silent: bool
    meeting: tuple[str, Mapping[str, str]] | None
    held: tuple[Held, ...]
    tongues: tuple[str, ...]
    limit: Marking
    names: Mapping[str, Mapping[str, str]]
    now: str

    def revision(self, wanted: str = "") -> Revision | None:
        """Return the revision that the page shows: the adopted, the running, or the newest one."""
        running = next((one.revision for one in self.silences if one.course == "running"), "")
        for name in (wanted, self.adopted, running):
            for one in self.revisions:
                if name and one.revision.startswith(name):
                    return one
        return self.revisions[0] if self.revisions else None

    @property
    def sort(self) -> str:
        """Return what it is, as a code of the labels of papers."""
        summary = self.type is Type.TEXT and self.meeting is not None
        return SUMMARY if summary else self.type.value

    @property
    def own(self) -> Signature | None:
        """Return this party's signature, None while it has none."""
        return next((one for one in self.signatures if one.party == self.me), None)

    def signed(self, revision: str) -> tuple[Party, ...]:
        """Return the parties whose signature on a revision counts."""
        return tuple(
            one.party
            for one in self.signatures
            if one.revision == revision and not one.ad_referendum
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paper in a list.

    Attributes:
        object: hash of the record that opened it.
        type: of it.
        title: by language.
        state: "adopted", "silence", "broken", "awaiting", "draft" or "closed".
        signed: parties whose signature on its last text counts.
        members: all parties.
        deadline: of the silence that runs, "" for none.
        marking: of it.
        at: of its last text.
    """

    object: str
    type: Type
    sort: str
    title: Mapping[str, str]
    state: str
    signed: tuple[Party, ...]
    members: tuple[Party, ...]
    deadline: str
    marking: Marking
    at: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does to a paper.

    Attributes:
        what: "sign", "withdraw", "silence", "break", "annex" or "revise".
        typed: the fields of the form, as they were typed.
        seen: the state that the page was made from.
        token: of the page.
    """

    what: str
    typed: Mapping[str, str]
    seen: str
    token: str

    def words(self, field_name: str) -> dict[str, str]:
        """Return a text by language: of `reason_uk` and `reason_ja`, or of one in `language`."""
        alone = self.typed.get(field_name, "").strip()
        if alone:
            return {self.typed.get("language", "en"): alone}
        start = f"{field_name}_"
        return {
            name.removeprefix(start): text.strip()
            for name, text in self.typed.items()
            if name.startswith(start) and text.strip()
        }


class PapersDesk(Protocol):
    """What the pages of papers ask for, and what people do there."""

    def paper(self, about: str) -> PaperSeen | None:
        """Return a paper, None where there is none of this hash."""
        ...

    def papers_of(self, meeting: str) -> tuple[Line, ...]:
        """Return the papers of a meeting, the newest first."""
        ...

    def act(self, about: str, act: Act, role: str) -> Outcome:
        """Do what a person wants done to a paper.

        Raises:
            StalePageError: something was said about it since the page was made.
            ComityError: it cannot be done; nothing was said.
        """
        ...
