"""Analysts at their desk: what they say of an entry, and what is refused with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.invented_lists import NAMESAKE, TARGET, Row
from tests.journeys.verifying import Ministries

from comity.agreement.effects import Type
from comity.agreement.followup import State
from comity.node.followupletters import UnknownActionError
from comity.node.matching import EntryGoneError, Matching, NoEntryError, NotListedError
from comity.node.serving import Serving
from comity.node.traffic import Traffic
from comity.web.findingsdesk import ListSeen
from comity.web.stale import StalePageError
from comity.web.textdesk import By

KEY = "29#7@2022-06-19"


class Desk:
    """The desk of Ukraine's analysts, in a world where Japan owes a listing.

    Attributes:
        made: the two ministries.
        matching: the desk.
    """

    def __init__(self, made: Ministries) -> None:
        self.made = made
        node = made.world.nodes[UKRAINE]
        serving = Serving(node)
        serving.links = {JAPAN: made.world.links[UKRAINE, JAPAN]}
        self.traffic = Traffic(node, serving)
        self.matching = Matching(self.traffic, made.verifying[UKRAINE], made.actions[UKRAINE])

    def seen(self) -> ListSeen:
        """Return what the page of the action shows."""
        node = self.made.world.nodes[UKRAINE]
        node.projections.catch_up()
        found = self.made.actions[UKRAINE].of_circle(self.made.circle)
        return self.matching.listed(found[self.made.decision, "1"])

    def match(self, key: str, verdict: str = "same", seen: str | None = None) -> None:
        """Say of an entry what it is, from a page as it stands."""
        by = By("desk-officer", "", self.seen().state if seen is None else seen)
        self.matching.match((self.made.decision, "1"), key, verdict, {"en": "A reason."}, by)
        self.made.world.settle()
        self.made.look()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk in a world with an edition that shows the target."""
    with World(tmp_path / "world") as world:
        made = Ministries(world, tmp_path)
        made.reference()
        made.edition("2022-06-19", TARGET)
        opened = Desk(made)
        yield opened
        opened.traffic.close()


def test_an_entry_stands_beside_the_references_with_reasons(desk: Desk) -> None:
    (entry,) = desk.seen().entries

    assert entry.key == KEY
    assert entry.explanation is not None
    assert entry.explanation.verdict == "same"
    assert desk.seen().target is not None
    assert entry.traits == ()


def test_today_asks_for_a_match_until_this_party_has_said_something(desk: Desk) -> None:
    now = desk.made.world.clock()
    before = [one.sort for one in desk.matching.digest(now)]
    desk.match(KEY, "undecided")

    assert before == ["confirm-match"]
    assert desk.matching.digest(now) == ()


def test_an_entry_that_nobody_told_of_is_named_by_the_key_that_the_list_prints(desk: Desk) -> None:
    other = Row(30, 4, "カノカ・ナイ", "Kanoka Nai")
    desk.made.edition("2022-11-02", NAMESAKE, other)

    desk.match("30#4")

    assert desk.made.outcome().state is State.ONE_ANALYST
    assert [one.key for one in desk.seen().entries if one.words] == ["30#4@2022-11-02"]


def test_a_key_that_no_edition_has_is_refused(desk: Desk) -> None:
    with pytest.raises(NoEntryError) as raised:
        desk.match("99#9")

    assert str(raised.value) == (
        "jp-mof has no entry 99#9 in any edition since the decision that is here; look at the key "
        "in the newest edition, capitals and signs matter"
    )


def test_an_entry_that_is_gone_is_not_confirmed_but_may_be_called_another(desk: Desk) -> None:
    desk.match(KEY)
    desk.made.edition("2022-11-02")

    with pytest.raises(EntryGoneError):
        desk.match(KEY)
    desk.match(KEY, "different")

    (entry,) = desk.seen().entries
    assert entry.there is None
    assert entry.words[UKRAINE].verdict == "different"


def test_a_page_that_is_out_of_date_confirms_nothing(desk: Desk) -> None:
    seen = desk.seen().state
    desk.made.match(JAPAN, KEY)

    with pytest.raises(StalePageError):
        desk.match(KEY, seen=seen)

    assert desk.made.outcome().state is State.ONE_ANALYST


def test_an_action_that_nobody_assigned_is_unknown(desk: Desk) -> None:
    by = By("desk-officer", "", "")

    with pytest.raises(UnknownActionError):
        desk.matching.match((desk.made.decision, "2"), KEY, "same", {}, by)


def test_an_action_without_a_list_is_not_matched(tmp_path: Path) -> None:
    with World(tmp_path / "world") as world:
        made = Ministries(world, tmp_path)
        plain = {"action": "1", "owner": "jp", "what": {"en": "Write"}}
        about = made.agree(Type.DECISION, {"assigned": [plain]})
        desk = Desk(made)
        try:
            with pytest.raises(NotListedError):
                desk.matching.match((about, "1"), KEY, "same", {}, By("desk-officer", "", ""))
        finally:
            desk.traffic.close()
