"""Notes of a meeting become minutes, which silence adopts at both capitals, or somebody breaks."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.papers import DESK, HEAD, ITEMS, Ministries, note

from comity.agreement.effects import Type
from comity.consultation.cadence import NoSuchTimeError
from comity.consultation.minutes import Proposed, proposals
from comity.exchange.drafts import LoweredMarkingError
from comity.node.acts import SilenceLengthError, SilenceOverError
from comity.node.agreeing import VoidSignatureError
from comity.node.room import NotBegunError
from comity.node.texts import Texts
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.minutes import manners
from comity.web.room import Minuting
from comity.web.stale import StalePageError

DECISION = {"uk": "Провести випробування у січні.", "ja": "1月に試験を実施する。"}
ACTION = {"uk": "Подати план випробувань.", "ja": "試験計画を提出する。"}


@pytest.fixture
def ministries(two: World) -> Iterator[Ministries]:
    """Kyiv and Tokyo with a meeting whose agenda is adopted."""
    made = Ministries(two)
    yield made
    made.close()


def take_notes(ministries: Ministries) -> None:
    """Let the note-taker of Kyiv keep a decision, an action and a remark."""
    edits = [
        note("0a", "decision", DECISION),
        note("0b", "action", ACTION, owner="jp", due="2026-04-20"),
        note("0c", "remark", {"uk": "Обговорено ціни."}, item=ITEMS[1]["item"]),
    ]
    ministries.rooms[UKRAINE].keep(ministries.meeting, edits, DESK)


def read_back(ministries: Ministries) -> tuple[Proposed, ...]:
    """Return what the notes of Kyiv become."""
    room = ministries.rooms[UKRAINE].room(ministries.meeting)
    assert room is not None
    meeting = room.meeting
    title = {"uk": "Протокол", "ja": "合意議事録"}
    spoken = manners(meeting.tongues, {})
    return proposals(meeting.id, title, meeting.items, room.entries, spoken)


def propose(ministries: Ministries, hours: str = "48", **more: object) -> None:
    """Let Kyiv put minutes and a decision before Tokyo, and start silence on the minutes."""
    last = ministries.rooms[UKRAINE].notebook.last_edit(ministries.meeting)
    minuting = Minuting(
        papers=read_back(ministries),
        marking=Marking.AMBER,
        hours=hours,
        sign=True,
        last=last,
        token="",
        early=True,
    )
    changed = replace(minuting, **more)  # type: ignore[arg-type]
    ministries.rooms[UKRAINE].propose(ministries.meeting, changed, DESK)
    ministries.world.settle()


def papers(ministries: Ministries, of: Type) -> list[str]:
    """Return the papers of one type that Tokyo sees at the meeting."""
    lines = ministries.papers[JAPAN].papers_of(ministries.meeting)
    return [one.object for one in lines if one.type is of]


def states(ministries: Ministries, about: str) -> list[str]:
    """Return how a paper stands, as each capital sees it."""
    found = []
    for party in (UKRAINE, JAPAN):
        lines = ministries.papers[party].papers_of(ministries.meeting)
        found += [one.state for one in lines if one.object == about]
    return found


def test_minutes_are_adopted_by_silence_on_both_nodes(ministries: Ministries) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)
    seen = ministries.paper(JAPAN, minutes)  # people in Tokyo have it before them from now on

    ministries.wait(hours=47)
    ministries.do_duties()
    before = states(ministries, minutes)
    ministries.wait(hours=2)
    ministries.do_duties()

    assert seen.silences[0].course == "running"
    assert before == ["running", "running"]
    assert states(ministries, minutes) == ["adopted", "adopted"]
    shown = ministries.paper(UKRAINE, minutes)
    assert [(one.party, one.tacit) for one in shown.signatures] == [(JAPAN, True), (UKRAINE, False)]
    text = shown.revisions[0].text
    assert "Провести випробування у січні." in text["uk"]
    assert "1月に試験を実施する。" in text["ja"]


def test_whoever_signs_at_once_signs_the_decisions_too(ministries: Ministries) -> None:
    take_notes(ministries)

    propose(ministries)

    for of in (Type.MINUTES, Type.DECISION):
        (about,) = papers(ministries, of)
        seen = ministries.paper(JAPAN, about)
        assert [one.party for one in seen.signatures] == [UKRAINE]
        assert seen.revisions[0].awaiting == (JAPAN,)


def test_what_is_not_signed_at_once_is_signed_nowhere(ministries: Ministries) -> None:
    take_notes(ministries)

    propose(ministries, hours="", sign=False)

    for of in (Type.MINUTES, Type.DECISION):
        (about,) = papers(ministries, of)
        assert ministries.paper(JAPAN, about).signatures == ()


def test_before_a_meeting_begins_minutes_are_proposed_only_by_who_means_it(
    ministries: Ministries,
) -> None:
    take_notes(ministries)

    with pytest.raises(NotBegunError) as refused:
        propose(ministries, early=False)
    nothing = papers(ministries, Type.MINUTES)
    ministries.wait(hours=24 * 30)
    propose(ministries, early=False)

    assert str(refused.value) == (
        "the meeting begins at 2026-03-12 09:00 (Europe/Kyiv) and has not begun by this node's "
        "clock; nothing was proposed. Tick that it is meant, or wait until then"
    )
    assert nothing == []
    assert len(papers(ministries, Type.MINUTES)) == 1


@pytest.mark.parametrize("released", [True, False])
def test_notes_whose_minutes_are_only_held_are_not_in_minutes(
    ministries: Ministries, *, released: bool
) -> None:
    take_notes(ministries)
    room, traffic = ministries.rooms[UKRAINE], ministries.traffic[UKRAINE]
    propose(ministries, marking=Marking.RED)
    (draft,) = traffic.internal.drafts()
    held = room.room(ministries.meeting)
    waiting = room.inside(ministries.meeting).unminuted
    asked = [one.sort for one in room.digest(ministries.world.clock())]

    if released:
        traffic.release(draft.id, HEAD)
    else:
        traffic.discard(draft.id)

    assert held is not None
    assert held.held == (draft.id,)
    assert (waiting, asked) == (True, [])
    assert room.inside(ministries.meeting).unminuted is not released
    after = [one.sort for one in room.digest(ministries.world.clock())]
    assert after == ([] if released else ["notes-open"])


def test_a_paper_that_is_seen_late_says_when_the_node_signs_at_the_earliest(
    ministries: Ministries,
) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)
    ministries.wait(hours=20)
    quiet = ministries.paper(JAPAN, minutes).silences[0]

    ministries.wait(hours=29)
    ministries.do_duties()
    passed = states(ministries, minutes)
    ministries.wait(hours=20)
    ministries.do_duties()

    assert quiet.signs > quiet.deadline
    assert ministries.paper(UKRAINE, minutes).silences[0].signs == ""
    assert passed == ["passed", "passed"]
    shown = ministries.paper(JAPAN, minutes)
    (tacit,) = [one for one in shown.signatures if one.tacit]
    assert tacit.at >= quiet.signs
    assert states(ministries, minutes) == ["adopted", "adopted"]


def test_minutes_whose_silence_is_broken_with_a_reason_are_signed_by_hand(
    ministries: Ministries,
) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)
    procedure = ministries.paper(JAPAN, minutes).silences[0].procedure
    reason = {"procedure": procedure, "reason": "第2項は会合の議論と異なる。", "language": "ja"}
    ministries.act(JAPAN, minutes, "break", **reason)
    ministries.world.settle()
    broken = ministries.paper(UKRAINE, minutes).silences[0]
    text = {"text_uk": "Протокол, уточнений.", "text_ja": "修正した議事録。"}
    first = ministries.paper(JAPAN, minutes).revisions[0].revision

    ministries.act(JAPAN, minutes, "revise", revision=first, **text)
    ministries.world.settle()
    second = ministries.paper(UKRAINE, minutes).revisions[0].revision
    with pytest.raises(VoidSignatureError):
        ministries.act(UKRAINE, minutes, "sign", revision=second)
    ministries.act(UKRAINE, minutes, "withdraw", reason="Новий текст кращий.", language="uk")
    ministries.do_duties()
    for party in (UKRAINE, JAPAN):
        ministries.act(party, minutes, "sign", revision=second)
        ministries.world.settle()

    assert broken.course == "broken"
    told = ((JAPAN, {"ja": "第2項は会合の議論と異なる。"}),)
    assert broken.reasons == told
    again = ministries.paper(UKRAINE, minutes).silences[0]
    assert again.reasons == told  # the text that Tokyo gave then is no second reason of its own
    assert states(ministries, minutes) == ["adopted", "adopted"]
    shown = ministries.paper(UKRAINE, minutes)
    assert shown.adopted == second
    assert [one.tacit for one in shown.signatures] == [False, False]
    assert shown.revisions[0].effect == {"of": ministries.meeting}


def test_a_node_whose_people_never_saw_the_minutes_signs_nothing_by_silence(
    ministries: Ministries,
) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)

    ministries.wait(hours=49)
    ministries.do_duties()

    assert states(ministries, minutes) == ["passed", "passed"]
    late = ministries.paper(JAPAN, minutes).silences[0]
    assert late.withheld == (("short-notice", ""),)


def test_a_decision_carries_its_action_and_is_signed_by_hand(ministries: Ministries) -> None:
    take_notes(ministries)
    propose(ministries)
    (decision,) = papers(ministries, Type.DECISION)
    revision = ministries.paper(UKRAINE, decision).revisions[0]

    for party in (UKRAINE, JAPAN):
        ministries.act(party, decision, "sign", revision=revision.revision)
        ministries.world.settle()

    assert states(ministries, decision) == ["adopted", "adopted"]
    assert revision.effect["of"] == ministries.meeting
    (action,) = revision.effect["assigned"]
    assert action["owner"] == "jp"
    assert action["what"]["ja"] == "試験計画を提出する。（期限：2026年4月20日）"
    (minutes,) = papers(ministries, Type.MINUTES)
    assert "assigned" not in ministries.paper(UKRAINE, minutes).revisions[0].effect


def test_notes_that_came_after_the_page_was_opened_stop_the_minutes(
    ministries: Ministries,
) -> None:
    take_notes(ministries)
    last = ministries.rooms[UKRAINE].notebook.last_edit(ministries.meeting)
    late = note("0d", "remark", {"uk": "Пізніше."})
    ministries.rooms[UKRAINE].keep(ministries.meeting, [late], HEAD)

    with pytest.raises(StalePageError):
        propose(ministries, last=last)

    assert papers(ministries, Type.MINUTES) == []


def test_silence_shorter_than_the_terms_say_is_refused_and_nothing_is_said(
    ministries: Ministries,
) -> None:
    take_notes(ministries)

    with pytest.raises(SilenceLengthError, match="48 to 8784 hours"):
        propose(ministries, hours="2")

    assert papers(ministries, Type.MINUTES) == []


def test_silence_cannot_be_broken_once_the_minutes_are_adopted(ministries: Ministries) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)
    seen = ministries.paper(JAPAN, minutes)
    ministries.act(JAPAN, minutes, "sign", revision=seen.revisions[0].revision)

    with pytest.raises(SilenceOverError):
        ministries.act(
            JAPAN,
            minutes,
            "break",
            procedure=seen.silences[0].procedure,
            reason="Ні",
            language="uk",
        )


def test_above_the_marking_minutes_wait_whole_for_a_second_role(ministries: Ministries) -> None:
    take_notes(ministries)
    propose(ministries, marking=Marking.RED)
    before = papers(ministries, Type.MINUTES)
    (held,) = ministries.traffic[UKRAINE].internal.drafts()

    ministries.traffic[UKRAINE].release(held.id, HEAD)
    ministries.world.settle()

    assert before == []
    (minutes,) = papers(ministries, Type.MINUTES)
    assert ministries.paper(JAPAN, minutes).silences[0].course == "running"


def test_today_asks_for_a_chairs_summary_until_it_is_signed_and_calls_it_no_joint_text(
    ministries: Ministries,
) -> None:
    now = ministries.world.clock()
    nothing = [ministries.papers[party].digest(now) for party in (UKRAINE, JAPAN)]
    words = {"uk": "Голова підсумував.", "ja": "議長が総括した。"}
    summary = Proposed(
        type=Type.TEXT, title={"uk": "Резюме"}, text=words, effect={"of": ministries.meeting}
    )
    propose(ministries, papers=(summary,), hours="", last=0)
    (about,) = papers(ministries, Type.TEXT)
    texts = Texts(ministries.world.nodes[JAPAN], ministries.traffic[JAPAN])

    asked = ministries.papers[JAPAN].digest(now)
    joint = (texts.texts(), texts.digest(now))
    revision = ministries.paper(JAPAN, about).revisions[0].revision
    ministries.act(JAPAN, about, "sign", revision=revision)
    ministries.world.settle()

    assert nothing == [(), ()]
    assert [(one.sort, one.of, one.path) for one in asked] == [
        ("sign-summary", JAPAN, f"/consultations/paper/{about}")
    ]
    assert joint == ((), ())
    assert [ministries.papers[party].digest(now) for party in (UKRAINE, JAPAN)] == nothing
    assert states(ministries, about) == ["adopted", "adopted"]


def test_today_asks_each_party_for_its_own_move(ministries: Ministries) -> None:
    take_notes(ministries)
    now = ministries.world.clock()
    notes = [one.sort for one in ministries.rooms[UKRAINE].digest(now)]
    propose(ministries)

    assert notes == ["notes-open"]
    assert ministries.rooms[UKRAINE].digest(now) == ()
    kyiv = [(one.sort, one.of) for one in ministries.papers[UKRAINE].digest(now)]
    tokyo = [(one.sort, one.of) for one in ministries.papers[JAPAN].digest(now)]
    assert kyiv == [("silence-theirs", JAPAN)]  # Kyiv has signed the decision too
    assert sorted(tokyo) == [("sign-paper", JAPAN), ("silence", JAPAN)]


def test_notes_that_came_after_an_empty_page_was_opened_stop_the_minutes_too(
    ministries: Ministries,
) -> None:
    """What they assign would be said with minutes in which nobody could read it (R19)."""
    empty = read_back(ministries)
    take_notes(ministries)
    before = ministries.world.heads(UKRAINE, ministries.circle)[UKRAINE].size

    with pytest.raises(StalePageError):
        propose(ministries, papers=empty, last=0)

    assert ministries.world.heads(UKRAINE, ministries.circle)[UKRAINE].size == before


def test_minutes_are_marked_no_lower_than_the_meeting_whose_items_they_name(
    ministries: Ministries,
) -> None:
    take_notes(ministries)
    before = ministries.world.heads(UKRAINE, ministries.circle)[UKRAINE].size

    with pytest.raises(LoweredMarkingError):
        propose(ministries, marking=Marking.GREEN)

    assert ministries.world.heads(UKRAINE, ministries.circle)[UKRAINE].size == before


@pytest.mark.parametrize(
    ("party", "day", "ends"),
    [
        (JAPAN, "2026-03-20", "2026-03-20T14:59:00.000Z"),
        (UKRAINE, "2026-03-28", "2026-03-28T21:59:00.000Z"),
        (UKRAINE, "2026-03-29", "2026-03-29T20:59:00.000Z"),  # the clocks have gone forward
    ],
)
def test_a_signature_that_holds_until_a_day_ends_with_it_in_its_own_capital(
    ministries: Ministries, party: Party, day: str, ends: str
) -> None:
    take_notes(ministries)
    propose(ministries, hours="", sign=False)
    (minutes,) = papers(ministries, Type.MINUTES)
    revision = ministries.paper(party, minutes).revisions[0].revision

    ministries.act(party, minutes, "sign", revision=revision, valid_until=day)

    own = ministries.paper(party, minutes).own
    assert own is not None
    assert own.valid_until == ends
    with pytest.raises(NoSuchTimeError):
        ministries.act(party, minutes, "sign", revision=revision, valid_until="2026-02-31")
