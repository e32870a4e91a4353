"""Two capitals tell each other what they think, and keep to themselves what they think of that."""

import datetime as dt
import io
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.positions import FREQUENCY, Envoy, envoys
from tests.journeys.texts import SIX, Negotiator

from comity.agreement.effects import Type
from comity.agreement.statements import open_object, revise, sign
from comity.consultation.meetings import Plan, meeting_effect
from comity.exchange.drafts import Letter
from comity.exchange.station import Draft
from comity.node.positions import NotAskerError, QuestionClosedError
from comity.node.texts import SettledError
from comity.node.wordfiles import NothingChosenError
from comity.positions.statements import POSITION, QUESTION_CLOSED
from comity.positions.word_clauses import Sort
from comity.positions.word_in import read_document
from comity.records.marking import Marking
from comity.records.record import Record
from comity.web.desk import Outcome
from comity.web.positiondesk import Chosen, Stated
from comity.web.stale import StalePageError
from comity.web.textdesk import By, Taken
from comity.web.wordpages import MOST, word_page
from comity.web.words import Language

PRIVATE = "Tokyo will give way before the summit: промовчати"


@pytest.fixture
def two_envoys(two: World) -> Iterator[list[Envoy]]:
    with envoys(two, UKRAINE, JAPAN) as made:
        yield made


def test_a_changed_position_is_seen_by_the_other_with_its_history(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    kyiv.state(asked, "support", "Twice a year.")
    two.settle()
    tokyo.state(asked, "studying")
    two.settle()

    two.clock.forward(60)
    tokyo.state(asked, "can-accept", "Twice a year, budget permitting.")
    two.settle()

    seen = kyiv.desk.question(asked)
    assert seen is not None
    assert [(one.party, one.stance) for one in seen.history] == [
        (JAPAN, "can-accept"),
        (JAPAN, "studying"),
        (UKRAINE, "support"),
    ]
    assert seen.question.standing == "agreed"
    assert seen.question.title == FREQUENCY


def test_an_answer_for_another_party_does_not_exist(two: World, two_envoys: list[Envoy]) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    two.settle()

    for_japan = {"question": asked, "stance": "support", "party": "jp"}
    circle = kyiv.question(asked).circle
    two.say(
        UKRAINE, circle, Draft(POSITION.name, {"question": asked, "stance": "oppose"}, "TLP:GREEN")
    )
    forged = two.nodes[UKRAINE].station.say(circle, [Draft("position/2", for_japan, "TLP:GREEN")])
    forged.result(10)
    two.settle()

    for envoy in (kyiv, tokyo):
        assert {party: one.stance for party, one in envoy.question(asked).now.items()} == {
            UKRAINE: "oppose"
        }


def test_only_its_opener_closes_a_question(two: World, two_envoys: list[Envoy]) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    two.settle()

    with pytest.raises(NotAskerError):
        tokyo.desk.close(asked, tokyo.by(tokyo.question(asked).seen))
    circle = kyiv.question(asked).circle
    two.say(JAPAN, circle, Draft(QUESTION_CLOSED.name, {"question": asked}, "TLP:GREEN"))
    two.settle()
    assert not kyiv.question(asked).closed
    kyiv.desk.close(asked, kyiv.by(kyiv.question(asked).seen))
    two.settle()

    assert tokyo.question(asked).closed
    assert not tokyo.desk.matrix("", closed=False).questions
    (shown,) = tokyo.desk.matrix("", closed=True).questions
    assert shown.closed
    with pytest.raises(QuestionClosedError):
        tokyo.state(asked, "support")


def test_a_page_that_no_longer_shows_how_things_stand_says_nothing(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    two.settle()
    before = kyiv.question(asked).seen
    tokyo.state(asked, "oppose")
    two.settle()

    with pytest.raises(StalePageError):
        kyiv.desk.close(asked, kyiv.by(before))


def test_a_double_click_states_a_position_once(two: World, two_envoys: list[Envoy]) -> None:
    kyiv, _ = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    found = kyiv.question(asked)
    stated = Stated(stance="support", words={}, source="", marking=Marking.GREEN)
    by = By("desk-officer", "page", found.seen)

    first, second = (kyiv.desk.state(asked, stated, by) for _ in range(2))

    seen = kyiv.desk.question(asked)
    assert first == second
    assert seen is not None
    assert len(seen.history) == 1


def test_above_the_set_marking_a_position_waits_for_a_second_role(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, _ = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN), Marking.AMBER)
    stated = Stated(stance="oppose", words={}, source="", marking=Marking.RED)
    outcome = kyiv.desk.state(asked, stated, kyiv.by(kyiv.question(asked).seen))

    seen = kyiv.desk.question(asked)
    assert seen is not None
    assert seen.drafts == (outcome.draft,)
    assert seen.history == ()


def held_meeting(two: World, circle: str) -> None:
    """Let both sign a meeting, and let it take place."""
    begins = two.clock().strftime("%Y-%m-%dT%H:%M")
    plan = Plan(
        level="directors-general",
        zone="UTC",
        begins=begins,
        minutes=60,
        start=two.clock(),
        online=True,
    )
    words = {"en": "Fourth meeting"}
    (opened,) = say(two, circle, open_object(Type.MEETING, words))
    (given,) = say(two, circle, revise(opened.hash, words, meeting_effect(plan)))
    revision = given.body["revision"]
    say(two, circle, sign(opened.hash, revision))
    two.settle()
    two.say(JAPAN, circle, Draft("sign/1", sign(opened.hash, revision).body, "TLP:GREEN"))
    two.settle()
    two.clock.forward(2 * 60 * 60)


def say(two: World, circle: str, draft: object) -> list[Record]:
    return two.say(UKRAINE, circle, Draft(draft.kind, draft.body, "TLP:GREEN"))  # type: ignore[attr-defined]


def test_what_changed_is_shown_since_the_last_meeting_that_was_held(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    circle = two.open(UKRAINE, JAPAN)
    asked = kyiv.ask(circle)
    two.settle()
    tokyo.state(asked, "studying")
    kyiv.state(asked, "support")
    two.settle()
    assert kyiv.desk.last_meeting(circle) == ""
    held_meeting(two, circle)

    tokyo.state(asked, "can-accept")
    two.settle()

    (one,) = kyiv.desk.matrix("", closed=False).questions
    assert one.since == "2026-03-05T10:30:00.000Z"
    assert (one.change(JAPAN), one.change(UKRAINE)) == ("changed", "")
    assert one.before[JAPAN].stance == "studying"


def test_today_names_a_question_without_our_position_and_one_where_they_moved(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    two.settle()
    now = two.clock()

    assert [one.sort for one in tokyo.desk.digest(now)] == ["state-position"]
    tokyo.state(asked, "reserve")
    two.settle()
    kyiv.state(asked, "support")
    two.settle()
    assert [one.sort for one in kyiv.desk.digest(now)] == ["position-moved"]
    kyiv.desk.looked(asked, "desk-officer")
    assert kyiv.desk.digest(now) == ()
    tokyo.state(asked, "oppose")
    two.settle()
    assert [one.sort for one in kyiv.desk.digest(now)] == ["position-moved"]
    (line,), total = kyiv.desk.questions(5)
    assert (line.state, line.stances[JAPAN], total) == ("open", "oppose", 1)


def test_an_internal_note_leaves_no_trace(tmp_path: Path) -> None:
    """The same history twice, with and without the note: what leaves is the same."""
    passed = []
    for name, noted in (("with", True), ("without", False)):
        with World(tmp_path / name, durable=True) as world, envoys(world, UKRAINE, JAPAN) as people:
            kyiv, tokyo = people
            asked = kyiv.ask(world.open(UKRAINE, JAPAN))
            if noted:
                kyiv.desk.note(asked, "jp", PRIVATE, "desk-officer")
            world.settle()
            tokyo.state(asked, "can-accept")
            world.settle()
            kyiv.state(asked, "support")
            world.settle()
            found = world.heads(JAPAN, kyiv.question(asked).circle)
            heads = {party: head.size for party, head in found.items()}
            passed.append((heads, [(one.path, len(one.sent)) for one in world.network.passed]))
            for one in world.network.passed:
                assert PRIVATE.encode() not in one.sent + one.answer
            if noted:
                assert [one.text for one in kyiv.desk.question(asked).notes] == [PRIVATE]  # type: ignore[union-attr]
                assert tokyo.desk.question(asked).notes == ()  # type: ignore[union-attr]
    assert passed[0] == passed[1]
    for file in (tmp_path / "with" / "jp").rglob("*"):
        if file.is_file():
            assert PRIVATE.encode() not in file.read_bytes()
    ours = b"".join(
        file.read_bytes()
        for file in (tmp_path / "with" / "ua").rglob("*")
        if file.is_file() and not file.name.startswith("internal.db")
    )
    assert PRIVATE.encode() not in ours


def test_a_statement_goes_to_word_and_comes_back_as_proposals(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    about = Negotiator(kyiv.word.texts).begin(two.open(UKRAINE, JAPAN))
    two.settle()
    names = {UKRAINE: "Ukraine", JAPAN: "Japan"}
    file = tokyo.word.word(about, "en", names, "As of today")
    edited = edit(file, b"24 hours", b"48 hours")

    found = tokyo.word.read_word(about, edited)

    fresh = [
        (stretch.clause, one)
        for stretch in found.reading.stretches
        for one in stretch.proposals
        if not one.alternative
    ]
    ((clause, one),) = fresh
    assert one.sort is Sort.UNTRACKED
    assert one.words == SIX[2]["en"].replace("24", "48")
    before = two.heads(JAPAN, found.seen.circle.id)
    chosen = [Chosen(clause=clause, words=one.words, language="en", stance="S")]
    new = Chosen(clause="", words="Each side names a point of contact.", language="en", stance="S")
    with pytest.raises(NothingChosenError):
        tokyo.word.propose(about, [], tokyo.by(found.seen.seen))
    assert two.heads(JAPAN, found.seen.circle.id) == before
    tokyo.word.propose(about, [*chosen, new], tokyo.by(found.seen.seen))
    two.settle()

    seen = kyiv.word.text(about)
    assert seen is not None
    third, last = seen.shown.clauses[2], seen.shown.clauses[-1]
    wordings = [seen.shown.text.alternatives[one] for one in third.live]
    assert [(one.by, one.words["en"]) for one in wordings] == [
        (UKRAINE, SIX[2]["en"]),
        (JAPAN, one.words),
    ]
    assert seen.shown.text.holders(last.live[0], "S") == (JAPAN,)
    again = read_document(kyiv.word.word(about, "en", names, "As of today"))
    authors = {s.inserted.author for p in again.paragraphs for s in p.segments if s.inserted}
    assert authors == {"Japan"}


def test_a_file_that_names_another_party_speaks_for_its_own_side_alone(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    about = Negotiator(kyiv.word.texts).begin(two.open(UKRAINE, JAPAN))
    two.settle()
    names = {UKRAINE: "Ukraine", JAPAN: "Japan"}
    tokyo_words = "They share information within 12 hours."
    seen = kyiv.word.text(about)
    assert seen is not None
    file = kyiv.word.word(about, "en", names, "")
    author = (
        b'<w:ins w:id="900" w:author="Japan"><w:r><w:t> of both sides</w:t></w:r></w:ins>'
        b"<w:bookmarkEnd"
    )
    forged = edit(file, b"<w:bookmarkEnd", author)

    found = kyiv.word.read_word(about, forged)

    by_japan = [p for s in found.reading.stretches for p in s.proposals if p.author == "Japan"]
    assert by_japan
    chosen = [Chosen(clause=seen.shown.clauses[2].id, words=tokyo_words, language="en", stance="S")]
    kyiv.word.propose(about, chosen, kyiv.by(seen.seen))
    two.settle()
    there = tokyo.word.text(about)
    assert there is not None
    third = there.shown.clauses[2]
    assert {there.shown.text.alternatives[one].by for one in third.live} == {UKRAINE}


def test_a_stance_that_is_taken_while_a_file_is_tabled_is_told_and_not_undone(
    two: World, two_envoys: list[Envoy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A register is said whole: what the file's page took from it must still be so."""
    kyiv, _ = two_envoys
    negotiator = Negotiator(kyiv.word.texts)
    about = negotiator.begin(two.open(UKRAINE, JAPAN))
    seen = kyiv.word.text(about)
    assert seen is not None
    third = seen.shown.clauses[2]
    chosen = [Chosen(clause=third.id, words="Within 12 hours.", language="en", stance="S")]
    tabling, said = threading.Event(), kyiv.desk.traffic.letters.send_all

    def slowly(letters: Sequence[Letter], role: str, token: str) -> Outcome:
        tabling.set()
        monkeypatch.undo()
        other.join(0.5)  # it waits for this one, so that this one must not wait for it
        return said(letters, role, token)

    def take() -> None:
        tabling.wait(10)
        taken = Taken(clause=third.id, letters={third.live[0]: "O"})
        try:
            kyiv.word.texts.take(about, taken, negotiator.by(third.seen))
        except StalePageError as error:
            told.append(error)

    told: list[StalePageError] = []
    monkeypatch.setattr(kyiv.desk.traffic.letters, "send_all", slowly)
    other = threading.Thread(target=take)
    other.start()
    kyiv.word.propose(about, chosen, kyiv.by(seen.seen))
    other.join(10)

    assert len(told) == 1
    clause = negotiator.clause(about, 3)
    assert len(clause.live) == 2


def edit(file: bytes, old: bytes, new: bytes) -> bytes:
    """Change the main part of a .docx as no word processor would: unrecorded."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as before,
        zipfile.ZipFile(made, "w") as after,
    ):
        for one in before.infolist():
            data = before.read(one)
            if one.filename == "word/document.xml":
                data = data.replace(old, new)
            after.writestr(one.filename, data)
    return made.getvalue()


def test_what_is_adopted_takes_no_proposals(two: World, two_envoys: list[Envoy]) -> None:
    kyiv, tokyo = two_envoys
    negotiator = Negotiator(kyiv.word.texts)
    about = negotiator.begin(two.open(UKRAINE, JAPAN))
    two.settle()
    there = Negotiator(tokyo.word.texts)
    for number in range(1, 7):
        there.take(about, number, "A")
    two.settle()
    revision = negotiator.give(about)
    two.settle()
    negotiator.sign(about, revision)
    two.settle()
    there.sign(about, revision)
    two.settle()
    seen = kyiv.word.text(about)
    assert seen is not None
    chosen = [Chosen(clause="", words="More.", language="en", stance="S")]

    with pytest.raises(SettledError):
        kyiv.word.propose(about, chosen, kyiv.by(seen.seen))


def test_positions_survive_a_rebuild_and_equal_what_the_journal_gives(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, tokyo = two_envoys
    asked = kyiv.ask(two.open(UKRAINE, JAPAN))
    two.settle()
    for stance in ("studying", "reserve", "support"):
        two.clock.forward(dt.timedelta(hours=1).total_seconds())
        tokyo.state(asked, stance)
        two.settle()
    kyiv.state(asked, "support")

    node = two.nodes[UKRAINE]
    node.projections.check()
    before = kyiv.question(asked)
    node.projections.rebuild("questions")

    assert kyiv.question(asked) == before


def test_a_file_with_very_many_wordings_says_how_many_cannot_be_marked(
    two: World, two_envoys: list[Envoy]
) -> None:
    kyiv, _ = two_envoys
    about = Negotiator(kyiv.word.texts).begin(two.open(UKRAINE, JAPAN))
    file = kyiv.word.word(about, "en", {UKRAINE: "Ukraine", JAPAN: "Japan"}, "")
    more = b"".join(b"<w:p><w:r><w:t>%d new</w:t></w:r></w:p>" % n for n in range(MOST + 7))

    read = kyiv.word.read_word(about, edit(file, b"<w:sectPr>", more + b"<w:sectPr>"))
    page = word_page(
        Language.ENGLISH, read.seen, "desk-officer", "token", Marking.AMBER, read=read, file="x"
    )

    assert "7 more wordings are shown below and cannot be marked" in page
    assert page.count('type="checkbox"') == MOST
    assert f"{MOST + 6} new" in page
