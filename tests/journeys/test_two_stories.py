"""Tokyo tells Kyiv one thing and Seoul another; Kyiv and Seoul still come to the same."""

from pathlib import Path

from tests.attacks.pen import Pen
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World
from tests.journeys.test_agreed_text import OTHER, WORDS, outcome, say, tabled

from comity.agreement.adoption import adopted
from comity.agreement.statements import Draft, break_silence, revise, sign, silence
from comity.node.checking import verify
from comity.node.papers import Papers
from comity.node.traffic import Traffic
from comity.records.party import Party

FIRST, SECOND = (revise("0" * 64, words).body["revision"] for words in (WORDS, OTHER))


def lie(world: World, circle: str, to_kyiv: Draft, to_seoul: Draft) -> None:
    """Let Tokyo tell Kyiv one thing and Seoul another, at one place of its chain."""
    for party, draft in ((UKRAINE, to_kyiv), (KOREA, to_seoul)):
        pen = Pen.of(world, JAPAN, circle)
        cut = {p: h for p, h in world.heads(UKRAINE, circle).items() if p != JAPAN}
        pen.write(kind=draft.kind, body=draft.body, cut=cut)
        assert world.post(JAPAN, party, "parcel", pen.parcel(party))[0] == 200


def talk(world: World) -> None:
    """Let Kyiv and Seoul exchange all that they have."""
    for _ in range(3):
        world.deliver((UKRAINE, KOREA), (KOREA, UKRAINE))
        world.beat(UKRAINE, KOREA)
        world.beat(KOREA, UKRAINE)


def known_to(world: World, party: Party, circle: str) -> set[str]:
    """The hashes of all records that count for a party."""
    return set(world.nodes[party].agreeing.agreement(circle).history.links)


def disputed(world: World, party: Party, circle: str, about: str) -> list[bool]:
    agreement = world.nodes[party].agreeing.agreement(circle)
    return [one.disputed for one in adopted(agreement, about)]


def test_what_tokyo_signed_before_it_lied_is_still_adopted(three: World) -> None:
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    say(three, JAPAN, circle, sign(about, FIRST))
    three.settle()
    lie(three, circle, revise(about, {"en": "We agree."}), revise(about, {"en": "We do not."}))
    say(three, UKRAINE, circle, sign(about, FIRST))
    talk(three)

    say(three, KOREA, circle, sign(about, FIRST))
    talk(three)

    assert known_to(three, UKRAINE, circle) == known_to(three, KOREA, circle)
    for party in (UKRAINE, KOREA):
        assert outcome(three, party, circle, about) == [WORDS]
        assert disputed(three, party, circle, about) == [False]


def test_a_signature_that_only_one_was_shown_adopts_nothing_for_who_knows_better(
    three: World,
) -> None:
    """Tokyo signs one wording for Kyiv and another for Seoul; both learn of it before they sign."""
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    lie(three, circle, sign(about, FIRST), sign(about, SECOND))
    for party in (UKRAINE, KOREA):
        three.report(party, circle, f"what {party} heard")
    talk(three)

    for party in (UKRAINE, KOREA):
        say(three, party, circle, sign(about, FIRST))
        talk(three)

    assert known_to(three, UKRAINE, circle) == known_to(three, KOREA, circle)
    for party in (UKRAINE, KOREA):
        assert outcome(three, party, circle, about) == []


def test_an_adoption_completed_without_knowing_stands_and_is_disputed_for_both(
    three: World,
) -> None:
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    say(three, KOREA, circle, sign(about, FIRST))
    three.settle()
    lie(three, circle, sign(about, FIRST), sign(about, SECOND))
    say(three, UKRAINE, circle, sign(about, FIRST))  # Kyiv has seen only what Tokyo told Kyiv
    before = disputed(three, UKRAINE, circle, about)
    three.report(KOREA, circle, "what kr heard")

    talk(three)

    assert before == [False]
    for party in (UKRAINE, KOREA):
        assert outcome(three, party, circle, about) == [WORDS]
        assert disputed(three, party, circle, about) == [True]


def test_both_stories_outlive_a_restart(tmp_path: Path) -> None:
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        circle, _ = tabled(world, UKRAINE, JAPAN, KOREA)
        lie(world, circle, revise("0" * 64, WORDS), revise("0" * 64, OTHER))
        for party in (UKRAINE, KOREA):
            world.report(party, circle, f"what {party} heard")
        talk(world)
        before = known_to(world, UKRAINE, circle)

        world.restart(UKRAINE)
        last = world.report(KOREA, circle, "and goes on")
        talk(world)

        assert known_to(world, UKRAINE, circle) == before | {last.hash}
        assert known_to(world, KOREA, circle) == before | {last.hash}


def test_a_journal_with_both_stories_is_found_sound(tmp_path: Path) -> None:
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        circle, _ = tabled(world, UKRAINE, JAPAN, KOREA)
        lie(world, circle, revise("0" * 64, WORDS), revise("0" * 64, OTHER))
        for party in (UKRAINE, KOREA):
            world.report(party, circle, f"what {party} heard")
        talk(world)

    report = verify(tmp_path / UKRAINE)

    assert report.faults == []
    assert report.counts["beside"] == 1


def test_a_paper_shows_what_tokyo_told_each_of_them(three: World) -> None:
    """What lies beside a chain counts too, and stands on the page of whoever has it."""
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    begun = say(three, UKRAINE, circle, silence(about, FIRST, "2026-03-09T12:00:00.000Z"))
    three.settle()
    lie(
        three,
        circle,
        break_silence(begun, {"en": "We need time."}),
        break_silence(begun, {"en": "We object."}),
    )
    for party in (UKRAINE, KOREA):
        three.report(party, circle, f"what {party} heard")
    talk(three)

    for party in (UKRAINE, KOREA):
        traffic = Traffic(three.nodes[party])
        shown = Papers(three.nodes[party], traffic).paper(about)
        traffic.close()
        assert shown is not None
        told = [reason["en"] for _, reason in shown.silences[0].reasons]
        assert sorted(told) == ["We need time.", "We object."]
        assert sum(step.kind == "break/1" for step in shown.steps) == 2
