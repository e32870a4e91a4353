"""The pages of actions: what they show, take and refuse, and what is downloaded from them."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import openpyxl
import pytest
from lxml import etree
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.followup import Ministries, action
from tests.unit.web.conftest import Parsed
from tests.unit.web.test_traffic import NoLists, Person

from comity.agreement.followup import State
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.followup import add_followup
from comity.web.followupdesk import action_path
from comity.web.jobs import Jobs
from comity.web.labels import TABLES

LANGUAGES = ("uk", "ja", "en")
NAMES = ("1", "a/b", "план №1?", "..", ".", "%2F", "x&y=z#w", '"><b>')


class Visitor(Person):
    """Somebody with a browser at the desk of actions of one ministry."""

    def __init__(self, here: Ministries, party: Party, parsed: Parsed) -> None:
        super().__init__(here.here.traffic[party], parsed)
        self.app = create_app(
            NoLists(),
            Jobs(),
            here.here.traffic[party],
            [lambda app: add_followup(app, here.desks[party])],
        )

    def fill(self, path: str, form: str, **fields: Any) -> httpx.Response:
        """Send a form of a page with its hidden fields, and whatever is typed."""
        (found,) = self.page(path).all(f'form[action="/en/follow-up/do/{form}"]')
        hidden = {one.get("name"): one.get("value") for one in found.all("input[type=hidden]")}
        return self.post(f"/en/follow-up/do/{form}", data={**hidden, **fields})


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ministries]:
    """Kyiv and Tokyo with their desks."""
    with World(tmp_path) as world:
        made = Ministries(world)
        yield made
        made.close()


def day(here: Ministries, days: int) -> str:
    """Return the day that is so many days from now."""
    return (here.world.clock() + dt.timedelta(days=days)).date().isoformat()


def test_an_action_has_a_page_whatever_it_is_called(here: Ministries, parsed: Parsed) -> None:
    decision = here.assigned(*(action(name) for name in NAMES))
    tokyo = Visitor(here, JAPAN, parsed)

    for name in NAMES:
        page = tokyo.page(f"/en{action_path(decision, name)}")
        assert page.text_of("h1") == "Hand in the plan."
        (hidden,) = page.all('form[action="/en/follow-up/do/done"] > input[name=action]')
        assert hidden.get("value") == name
    links = {one.get("href") for one in tokyo.page("/en/follow-up").all(".actions .subj")}
    assert links == {f"/en{action_path(decision, name)}" for name in NAMES}


def test_what_no_adopted_paper_assigns_has_no_page(here: Ministries, parsed: Parsed) -> None:
    decision = here.assigned(action("plan"))
    proposed = here.propose([action("plan")])
    tokyo = Visitor(here, JAPAN, parsed)

    for path in (
        action_path(decision, "other"),
        action_path(proposed, "plan"),
        action_path("f" * 64, "plan"),
    ):
        assert tokyo.ask("GET", f"/en{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["state=nothing", "age=7", "meeting=xyz", "page=0", f"party={quote('ЮА')}"]
)
def test_an_address_that_asks_for_what_cannot_be_is_refused(
    here: Ministries, parsed: Parsed, query: str
) -> None:
    assert Visitor(here, JAPAN, parsed).ask("GET", f"/en/follow-up?{query}").status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words_in_every_language(
    here: Ministries, parsed: Parsed, language: str
) -> None:
    assert set(TABLES["action-state"]) == {state.value for state in State}
    names = ("open", "late", "study", "no", "done")
    decision = here.assigned(*(action(name) for name in names), action("list", list="jp-mof"))
    about = {"decision": decision}
    here.say(JAPAN, "accept/1", **about, action="late", due=day(here, -3))
    for name, answer in (("study", "under-study"), ("no", "no")):
        words = {"ja": "理由"}
        here.say(JAPAN, "answer/1", **about, action=name, answer=answer, words=words)
    for name in ("done", "list"):
        here.say(JAPAN, "done/1", **about, action=name)
    kyiv = Visitor(here, UKRAINE, parsed)

    board = kyiv.page(f"/{language}/follow-up")
    assert len(board.all(".actions tbody tr")) == 6
    for name in (*names, "list"):
        page = kyiv.page(f"/{language}{action_path(decision, name)}")
        assert page.text_of(".stands-now strong")
        assert "%(" not in page.text


def test_a_form_with_a_fault_comes_back_with_what_was_typed(
    here: Ministries, parsed: Parsed
) -> None:
    path = f"/en{action_path(here.assigned(action('plan')), 'plan')}"
    tokyo = Visitor(here, JAPAN, parsed)

    refused = {
        "no day": tokyo.fill(path, "accept", due="2026-02-31"),
        "no words": tokyo.fill(path, "progress"),
        "no answer": tokyo.fill(path, "answer", **{"answer-ja": "検討"}),
        "too long": tokyo.fill(path, "done", **{"done-en": "x" * 4001}),
    }

    assert {name: one.status_code for name, one in refused.items()} == dict.fromkeys(refused, 422)
    assert "Give the day until which it is undertaken." in refused["no day"].text
    assert ">\n検討</textarea>" in refused["no answer"].text
    assert (
        here.world.nodes[JAPAN].journal.head(here.circle, JAPAN).size
        == here.world.nodes[UKRAINE].journal.head(here.circle, JAPAN).size
    )


def test_what_is_sent_twice_is_said_once(here: Ministries, parsed: Parsed) -> None:
    name = (here.assigned(action("plan")), "plan")
    tokyo = Visitor(here, JAPAN, parsed)
    fields = {
        "decision": name[0],
        "action": name[1],
        "seen": here.seen(JAPAN, name).state,
        "token": "t",
        "due": day(here, 9),
    }

    answers = [tokyo.post("/en/follow-up/do/accept", data=fields) for _ in range(2)]
    here.here.settle()

    assert [one.status_code for one in answers] == [303, 303]
    assert len(here.seen(UKRAINE, name).steps) == 1


def test_a_page_that_no_longer_shows_how_things_stand_says_nothing(
    here: Ministries, parsed: Parsed
) -> None:
    name = (here.assigned(action("plan")), "plan")
    tokyo = Visitor(here, JAPAN, parsed)
    old = here.seen(JAPAN, name).state
    here.accept(name, day(here, 9))
    fields = {"decision": name[0], "action": "plan", "seen": old, "token": "t", "done-en": "Done."}

    answer = tokyo.post("/en/follow-up/do/done", data=fields)

    assert answer.status_code == 422
    assert "was changed by JP after this page was opened" in answer.text
    assert here.state(name) is State.ACCEPTED


def test_the_board_counts_each_choice_as_many_rows_as_it_shows(
    here: Ministries, parsed: Parsed
) -> None:
    meeting = here.here.confirmed()
    decision = here.assigned(action("a"), action("b"), action("c", UKRAINE), meeting=meeting)
    here.assigned(action("d"))
    here.say(JAPAN, "accept/1", decision=decision, action="a", due=day(here, -3))
    here.here.pass_days(40)
    kyiv = Visitor(here, UKRAINE, parsed)
    page = kyiv.page("/en/follow-up?party=jp")

    for field in ("party", "state", "meeting", "age"):
        for option in page.all(f"#{field} option"):
            code, _, count = option.text.rpartition("(")
            if not option.get("value"):
                continue
            chosen = {"party": "jp", field: option.get("value")}
            query = "&".join(f"{name}={quote(value)}" for name, value in chosen.items())
            rows = kyiv.page(f"/en/follow-up?{query}").all(".actions tbody tr")
            assert f"{code}({len(rows)})" == f"{code}({count}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_says_the_same_as_a_spreadsheet_and_as_a_word_file(
    here: Ministries, parsed: Parsed, language: str
) -> None:
    decision = here.assigned(action("=1+1"), action("late"))
    here.say(JAPAN, "accept/1", decision=decision, action="late", due="2026-02-01")
    kyiv = Visitor(here, UKRAINE, parsed)

    sheet = kyiv.ask("GET", f"/{language}/follow-up/matrix.xlsx")
    word = kyiv.ask("GET", f"/{language}/follow-up/matrix.docx")

    page = openpyxl.load_workbook(io.BytesIO(sheet.content)).worksheets[0]
    cells = [[str(cell.value) for cell in row] for row in page.iter_rows(min_row=5)]
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    rows = [["\n".join(_lines(cell)) for cell in row.iter("{*}tc")] for row in root.iter("{*}tr")]
    assert rows == cells
    assert len(rows) == 3
    assert page.oddHeader is not None
    assert page.oddHeader.center.text == "TLP:AMBER"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$5:$5"


def _lines(cell: "etree._Element") -> list[str]:
    """Return the lines of a cell."""
    lines = [""]
    for one in cell.iter("{*}t", "{*}br"):
        if str(one.tag).endswith("}br"):
            lines.append("")
        else:
            lines[-1] += one.text or ""
    return lines


def test_a_role_is_chosen_on_the_page_and_leads_back_to_it(
    here: Ministries, parsed: Parsed
) -> None:
    path = action_path(here.assigned(action("plan")), "plan")
    tokyo = Visitor(here, JAPAN, parsed)

    answer = tokyo.post("/en/role", data={"role": "head-of-delegation", "back": path})

    assert answer.headers["location"] == f"/en{path}"
