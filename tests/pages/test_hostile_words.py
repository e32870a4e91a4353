"""Words of a partner that were written to break a page: it stays as wide as the window.

Two real nodes; what Tokyo says no page would take, for its node says it itself.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.attacks.test_new_pages import hostile
from tests.conformance.making.of_systems import (
    COMMITMENT,
    MILESTONE,
    PARTNER,
    PROPOSAL,
    RISK,
    WISH,
)
from tests.pages.conftest import serve
from tests.pages.foreignoffices import ForeignOffices, foreign_offices
from tests.pages.proposers import Proposers, proposers
from tests.pages.test_accessible import faults
from tests.pages.workshop import Workshop, workshop

from comity.agreement.statements import Draft

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

ENDLESS = "Ж" * 2000
NASTY = "<b onclick=alert(1)>\u202e\u2066" + "W" * 1900
LANGUAGES = ("uk", "ja", "en")


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForeignOffices]:
    """Kyiv and Tokyo, where every word that can be said of actions is said as badly as can be."""
    with foreign_offices(tmp_path_factory.mktemp("hostile")) as made:
        what = {"uk": ENDLESS, "ja": NASTY}
        names = ["W" * 40, "<i>", "\u202e"]
        made.decision = made.assign(dict.fromkeys(names, ("jp", what)))
        for name in names:
            about = {"decision": made.decision, "action": name}
            made.say("jp", "progress/1", **about, words=what)
            made.say("jp", "answer/1", **about, answer="under-study", words=what)
            made.say("ua", "done/1", **about, words=what)
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/follow-up", "action"])
def test_no_word_is_wider_than_the_window_or_runs(
    offices: ForeignOffices, windows: "Windows", path: str, language: str
) -> None:
    where = offices.path("W" * 40) if path == "action" else path

    stays(windows, offices.page("ua", language, where))


def stays(windows: "Windows", address: str) -> None:
    """Look whether a page is no wider than its window, lets nothing run, and has no fault."""
    page, found = windows.open(address), {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}
    assert page.locator("[onclick]").count() == 0
    assert faults(page) == ""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proposers]:
    """Kyiv and Tokyo, which proposes something to Kyiv in words of no end."""
    with proposers(tmp_path_factory.mktemp("proposals"), serve) as ready:
        body = {**hostile(PROPOSAL, ENDLESS), "to": "ua", "list": "ua-nsdc"}
        ready.known["hostile"] = ready.say("jp", Draft("proposal/1", body))
        yield ready


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["proposals", "proposal/{}", "proposal/{}/decide"])
def test_no_proposal_is_wider_than_the_window_or_runs(
    made: Proposers, windows: "Windows", path: str, language: str
) -> None:
    where = f"/sanctions/{path.format(made.known['hostile'])}"

    stays(windows, made.page("ua", language, where))


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Kyiv and Tokyo, which says of their initiative whatever has no end."""
    with workshop(tmp_path_factory.mktemp("initiatives")) as ready:
        tokyo, named = ready.made.tokyo, {"initiative": ready.hashed}
        for kind, body, letters in (
            ("need/1", WISH, ENDLESS),
            ("offer/1", WISH, NASTY),
            ("commitment/1", {**COMMITMENT, "conditions": {"en": ""}}, ENDLESS),
            ("milestone/1", MILESTONE, NASTY),
            ("risk/1", RISK, ENDLESS),
            ("partner/1", PARTNER, NASTY),
        ):
            said = {**hostile(body, letters), **(named if "initiative" in body else {})}
            tokyo.say(ready.made.circle, kind, said, "TLP:GREEN").result(10)
        ready.arrive()
        yield ready


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "/needs", "/initiative/{}"])
def test_no_initiative_is_wider_than_the_window_or_runs(
    together: Workshop, windows: "Windows", path: str, language: str
) -> None:
    where = f"/initiatives{path.format(together.hashed)}"

    stays(windows, together.page("ua", language, where))
