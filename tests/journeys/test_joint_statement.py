"""A six-clause statement goes from first draft to adoption, and a late third party comes in."""

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World
from tests.journeys.texts import PROMPTLY, SIX, TITLE, Negotiator, negotiators

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, align, open_object, revise, sign
from comity.exchange.station import Draft as Said
from comity.node.agreeing import VoidSignatureError
from comity.positions.signing import NotAgreedError
from comity.positions.views import State
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.stale import StalePageError
from comity.web.textdesk import Beginning, Tabled


@pytest.fixture
def pair(two: World) -> Iterator[dict[Party, Negotiator]]:
    """A person in Kyiv and one in Tokyo."""
    with negotiators(two) as people:
        yield people


def states(person: Negotiator, about: str) -> list[str]:
    return [clause.state.value for clause in person.seen(about).shown.clauses]


def opened(world: World, pair: dict[Party, Negotiator]) -> str:
    """Let Kyiv open the statement, and Tokyo receive it."""
    about = pair[UKRAINE].begin(world.open(UKRAINE, JAPAN))
    world.settle()
    return about


def adopt(world: World, kyiv: Negotiator, tokyo: Negotiator, about: str) -> str:
    """Let Tokyo accept all of Kyiv's statement, and both sign it; return the revision."""
    for number in range(1, 7):
        tokyo.take(about, number, "A")
    world.settle()
    revision = kyiv.give(about)
    world.settle()
    for person in (kyiv, tokyo):
        person.sign(about, revision)
        world.settle()
    return revision


def test_a_statement_of_six_clauses_goes_from_first_draft_to_adoption(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    about = opened(two, pair)
    assert states(tokyo, about) == ["awaiting"] * 6

    for number in (1, 2, 6):
        tokyo.take(about, number, "A")
    tokyo.table(about, 3, PROMPTLY)
    tokyo.take(about, 5, "Q")
    # Tokyo accepts clause 4 only together with its own wording of clause 3.
    tokyo.take(about, 4, "A", only_if=(tokyo.wording(about, 3, 1),))
    two.settle()
    for person in (kyiv, tokyo):
        assert states(person, about) == [
            "agreed", "agreed", "bracketed", "package", "ad-referendum", "agreed",
        ]  # fmt: skip
        assert person.seen(about).shown.count("en").brackets_of == {JAPAN: 2, UKRAINE: 2}

    with pytest.raises(NotAgreedError):
        kyiv.give(about)
    kyiv.take(about, 3, "A", 1)
    two.settle()
    assert states(tokyo, about) == [
        "agreed", "agreed", "agreed", "agreed", "ad-referendum", "agreed",
    ]  # fmt: skip
    assert [one.closed for one in tokyo.seen(about).packages] == [True]

    tokyo.take(about, 5, "A")
    two.settle()
    revision = kyiv.give(about)
    two.settle()
    tokyo.sign(about, revision, ad_referendum=True)
    two.settle()
    kyiv.sign(about, revision)
    two.settle()
    assert not kyiv.seen(about).signing.adopted
    tokyo.sign(about, revision)
    two.settle()

    for person in (kyiv, tokyo):
        (adoption,) = person.seen(about).signing.adopted
        assert adoption.revision == revision
        assert not adoption.disputed
        assert adoption.text["ja"].split("\n\n")[2] == PROMPTLY["ja"]
        assert len(adoption.text["uk"].split("\n\n")) == len(SIX)


def test_in_the_list_texts_that_are_not_adopted_stand_first(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    still = opened(two, pair)
    two.clock.forward(60)
    done = kyiv.begin(kyiv.seen(still).circle.id)
    two.settle()
    adopt(two, kyiv, tokyo, done)
    assert kyiv.seen(done).signing.adopted

    assert [one.hash for one in kyiv.desk.texts()] == [still, done]
    assert [one.hash for one in kyiv.desk.texts(1)] == [still]


def test_what_is_not_agreed_may_be_left_out_but_no_package_is_broken(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    about = opened(two, pair)
    tokyo.take(about, 1, "A", only_if=(tokyo.wording(about, 2),))
    tokyo.take(about, 2, "A")
    two.settle()

    revision = kyiv.give(about, leave_out=True)

    made = kyiv.seen(about).signing.revision(revision)
    assert made is not None
    assert made.words["en"] == f"{SIX[0]['en']}\n\n{SIX[1]['en']}"
    kyiv.table(about, 2, {"en": "Other words."})
    kyiv.take(about, 2, "S", 0)
    two.settle()
    tokyo.take(about, 2, "A", 1)
    two.settle()
    assert states(kyiv, about)[:2] == ["package", "either"]

    # Tokyo's acceptance of clause 1 holds only with the first wording of clause 2.
    tokyo.take(about, 1, "A", only_if=(tokyo.wording(about, 2, 0),))
    two.settle()
    second = kyiv.clause(about, 2)
    chosen = {second.id: second.live[1]}
    by = kyiv.by(kyiv.seen(about).seen)

    with pytest.raises(NotAgreedError):
        kyiv.desk.give(about, chosen, by, leave_out=False)


def test_the_signature_lock_waits_for_the_acknowledgement_of_a_withdrawal(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    about = opened(two, pair)
    for number in range(1, 7):
        tokyo.take(about, number, "A")
    two.settle()
    first = kyiv.give(about)
    kyiv.sign(about, first)
    kyiv.table(about, 6, {"en": "The fourth consultation will be in Lviv."}, instead=True)
    two.settle()
    tokyo.take(about, 6, "A", 0)
    two.settle()
    second = kyiv.give(about, leave_out=True)
    seen = kyiv.seen(about).signing
    assert seen.void[second] == "locked"
    assert seen.locks[second] == ()

    kyiv.withdraw(about)

    assert kyiv.seen(about).signing.locks[second] == (JAPAN,)
    assert kyiv.seen(about).signing.withdrawn == (JAPAN,)
    with pytest.raises(VoidSignatureError):
        kyiv.sign(about, second)
    two.settle()
    circle = kyiv.seen(about).circle.id
    two.nodes[JAPAN].agreeing.do_duties(circle, {}, two.clock())
    two.settle()
    kyiv.sign(about, second)
    assert kyiv.seen(about).signing.own is not None


def test_a_partner_who_withdraws_between_page_and_click_is_told_of(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    about = opened(two, pair)
    for number in range(1, 7):
        tokyo.take(about, number, "A")
    two.settle()
    revision = kyiv.give(about)
    two.settle()
    tokyo.sign(about, revision)
    two.settle()
    page = kyiv.by(kyiv.seen(about).signing.seen)
    tokyo.withdraw(about)
    two.settle()

    with pytest.raises(StalePageError):
        kyiv.desk.sign(about, revision, page, ad_referendum=False, valid_until="")

    assert kyiv.seen(about).signing.own is None


def test_of_two_people_of_one_party_the_second_is_told_and_a_double_click_is_harmless(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    tokyo = pair[JAPAN]
    about = opened(two, pair)
    page = tokyo.clause(about, 3)
    first, second = tokyo.by(page.seen), tokyo.by(page.seen)
    said = tokyo.desk.table(about, Tabled(clause=page.id, words=PROMPTLY), first)

    assert tokyo.desk.table(about, Tabled(clause=page.id, words=PROMPTLY), first) == said
    assert len(tokyo.clause(about, 3).live) == 2
    with pytest.raises(StalePageError):
        tokyo.desk.table(about, Tabled(clause=page.id, words={"en": "Soon."}), second)


def test_above_the_set_marking_a_first_draft_waits_whole_for_a_second_role(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv = pair[UKRAINE]
    circle = two.open(UKRAINE, JAPAN)
    beginning = Beginning(
        circle=circle, type=Type.TEXT, title=TITLE, clauses=SIX, marking=Marking.RED
    )
    held = kyiv.desk.begin(beginning, kyiv.by())
    assert held.draft
    assert not kyiv.desk.texts()

    about = kyiv.desk.traffic.release(held.draft, "head-of-delegation").record

    assert [len(one.live) for one in kyiv.seen(about).shown.clauses] == [1] * 6
    two.settle()
    assert states(pair[JAPAN], about) == ["awaiting"] * 6


def test_open_clauses_are_retained_for_the_next_meeting_by_a_decision(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv, tokyo = pair[UKRAINE], pair[JAPAN]
    about = opened(two, pair)
    tokyo.take(about, 1, "A")
    two.settle()

    kyiv.desk.retain(about, kyiv.by(kyiv.seen(about).seen))
    two.settle()
    (kept,) = tokyo.seen(about).kept
    for person in (kyiv, tokyo):
        person.sign(kept.object, kept.revision)
        two.settle()

    assert [one.retained for one in tokyo.seen(about).shown.clauses] == [False] + [True] * 5


def test_what_is_retained_belongs_to_the_meeting_that_is_running_or_next(
    two: World, pair: dict[Party, Negotiator]
) -> None:
    kyiv = pair[UKRAINE]
    about = opened(two, pair)
    soon, later, off = (meet(two, about, days) for days in (1, 30, None))
    assert off not in {soon, later}

    for days in (0, 1.02, 2):  # before the first one, in the middle of it, and after it
        two.clock.forward(dt.timedelta(days=days).total_seconds())
        kyiv.desk.retain(about, kyiv.by(kyiv.seen(about).seen))
        two.settle()

    agreement = two.nodes[JAPAN].agreeing.agreement(kyiv.seen(about).circle.id)
    papers = [
        revision.body["effect"]["of"]
        for matter in agreement.matters.values()
        for revision in matter.revisions.values()
        if "retained" in revision.body.get("effect", {})
    ]
    assert papers == [soon, soon, later]


def meet(two: World, about: str, days: float | None) -> str:
    """Let both adopt a meeting so many days from now, or only Kyiv propose one; return its id."""
    circle = two.nodes[UKRAINE].journal.by_hash(about).circle  # type: ignore[union-attr]
    begins = two.clock() + dt.timedelta(days=10 if days is None else days)
    plan = {"level": "working-group", "zone": "UTC", "begins": f"{begins:%Y-%m-%dT%H:%M}"}
    words = {"uk": "Засідання", "ja": "会合"}
    found = say(two, UKRAINE, circle, open_object(Type.MEETING, words))
    draft = revise(found, words, {"meeting": {**plan, "minutes": 60}})
    say(two, UKRAINE, circle, draft)
    two.settle()
    for party in (UKRAINE, JAPAN)[: None if days is not None else 1]:
        say(two, party, circle, sign(found, draft.body["revision"]))
        two.settle()
    return found


def say(two: World, party: Party, circle: str, draft: Draft) -> str:
    """Let a party say something; return the hash."""
    return two.say(party, circle, Said(draft.kind, draft.body, MARKING))[0].hash


def test_a_late_third_party_aligns_with_what_was_adopted(three: World) -> None:
    with negotiators(three) as people:
        kyiv, tokyo, seoul = people[UKRAINE], people[JAPAN], people[KOREA]
        about = kyiv.begin(three.open(UKRAINE, JAPAN))
        three.settle()
        revision = adopt(three, kyiv, tokyo, about)
        wider = three.open(UKRAINE, JAPAN, KOREA, nonce="1f" * 16)
        three.settle()

        offered = kyiv.desk.widen(about, wider, kyiv.by()).record
        three.settle()
        seen = seoul.seen(offered)
        assert seen.may_align
        assert seen.for_alignment
        assert seen.signing.revision(revision) is not None
        assert seoul.desk.text(about) is None
        now = three.clock()
        assert [one.sort for one in seoul.desk.digest(now)] == ["text-align"]
        seoul.desk.align(offered, revision, seoul.by())
        three.settle()

        assert all(not person.desk.digest(now) for person in people.values())
        assert kyiv.seen(about).aligned == {KOREA: revision}
        assert tokyo.seen(offered).aligned == {KOREA: revision}


def test_whoever_aligns_with_what_was_never_adopted_is_not_shown_as_aligned(three: World) -> None:
    with negotiators(three) as people:
        kyiv, tokyo = people[UKRAINE], people[JAPAN]
        circle = three.open(UKRAINE, JAPAN)
        about = kyiv.begin(circle)
        three.settle()
        for number in range(1, 7):
            tokyo.take(about, number, "A")
        three.settle()
        revision = kyiv.give(about)
        for person in (kyiv, tokyo):
            three.settle()
            person.sign(about, revision)
        wider = three.open(UKRAINE, JAPAN, KOREA, nonce="1f" * 16)
        three.settle()
        heir = kyiv.desk.widen(about, wider, kyiv.by()).record
        other = revise(heir, {"en": "Other words."})
        say(three, JAPAN, wider, other)
        three.settle()

        for named in (other.body["revision"], "ab" * 32):
            say(three, KOREA, wider, align(circle, about, named))
        say(three, KOREA, wider, align(wider, about, revision))
        say(three, JAPAN, wider, align(circle, about, revision))
        three.settle()

        assert kyiv.seen(about).signing.adopted
        assert kyiv.seen(about).aligned == {}
        assert KOREA not in tokyo.seen(heir).aligned


def test_a_live_text_goes_on_in_a_wider_circle_where_each_states_its_stances_again(
    three: World,
) -> None:
    with negotiators(three) as people:
        kyiv, tokyo, seoul = people[UKRAINE], people[JAPAN], people[KOREA]
        about = kyiv.begin(three.open(UKRAINE, JAPAN))
        three.settle()
        for number in (1, 2):
            tokyo.take(about, number, "A")
        tokyo.table(about, 3, PROMPTLY)
        three.settle()
        wider = three.open(UKRAINE, JAPAN, KOREA, nonce="1f" * 16)
        three.settle()

        heir = kyiv.desk.widen(about, wider, kyiv.by()).record
        three.settle()

        closing = tokyo.seen(about).signing.revisions[0].hash
        assert [len(one.letters) for one in tokyo.seen(heir).offered] == [1, 1, 1]
        tokyo.desk.again(heir, tokyo.by())
        for person in (kyiv, tokyo):
            person.sign(about, closing)
            three.settle()
        assert tokyo.seen(about).signing.closed
        clauses = tokyo.seen(heir).shown.clauses
        assert clauses[0].state is State.AWAITING
        assert clauses[0].status.parties == (KOREA,)
        assert tokyo.seen(heir).offered == ()
        for number in range(1, 7):
            seoul.take(heir, number, "A")
        three.settle()
        assert states(kyiv, heir)[:3] == ["agreed", "agreed", "bracketed"]
