"""The matrix, questions and Word files in a browser: on two nodes, by keys, in every language."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_positions import edit
from tests.journeys.texts import Negotiator
from tests.pages.capitals import until
from tests.pages.embassies import JAPAN, UKRAINE, Embassies
from tests.pages.embassies import embassies as started
from tests.pages.test_accessible import faults

from comity.records.marking import Marking
from comity.web.positiondesk import Stated

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "word"
NAMES = ("matrix", "all", "question", "bare", "ask", "word")


@pytest.fixture(scope="module")
def embassies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embassies]:
    """Kyiv and Tokyo with their desks of positions."""
    with started(tmp_path_factory.mktemp("embassies")) as made:
        yield made


def path_of(made: Embassies, name: str) -> str:
    """Return the path of a page."""
    return {
        "matrix": "/positions",
        "all": "/positions?closed=1&since=2026-01-01",
        "question": f"/positions/question/{made.asked}",
        "bare": f"/positions/question/{made.bare}",
        "ask": "/positions/ask",
        "word": f"/positions/text/{made.text}/word",
    }[name]


def edited(made: Embassies, about: str = "") -> bytes:
    """Return a statement's file with a change unrecorded, two recorded and a new paragraph."""
    names = {UKRAINE: "Ukraine", JAPAN: "Japan"}
    file = edit(made.kyiv.word.word(about or made.text, "en", names, ""), b"24 hours", b"48 hours")
    change = (
        b'<w:ins w:id="9%d" w:author="%s" w:date="2026-11-12T08:05:00Z">'
        b"<w:r><w:t>%s</w:t></w:r></w:ins>"
    )
    both = change % (1, b"Japan", b" and at once") + change % (2, b"Natalia", b" or sooner")
    file = edit(file, b"every month.", b"every month." + b"</w:t></w:r>" + both + b"<w:r><w:t>")
    return edit(
        file, b"<w:sectPr>", b"<w:p><w:r><w:t>Each names a contact.</w:t></w:r></w:p><w:sectPr>"
    )


def hand_in(page: Page, data: bytes, name: str = "statement.docx") -> None:
    """Choose a file on the page and look at it."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.set_input_files("#file", {"name": name, "mimeType": kind, "buffer": data})
    page.click("form[enctype] button[type=submit]")
    page.wait_for_selector("#found, [role=alert]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    embassies: Embassies, windows: "Windows", name: str, language: str
) -> None:
    page = windows.open(
        embassies.page("ua", language, path_of(embassies, name)), color_scheme="light"
    )

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_on_what_a_file_holds(
    embassies: Embassies, windows: "Windows", language: str
) -> None:
    address = embassies.page("ua", language, path_of(embassies, "word"))
    page = windows.open(address, color_scheme="light")
    hand_in(page, edited(embassies))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", [*NAMES, "found"])
def test_no_page_scrolls_sideways_at_any_width(
    embassies: Embassies, windows: "Windows", name: str
) -> None:
    path = path_of(embassies, "word" if name == "found" else name)
    page = windows.open(embassies.page("ua", "uk", path))
    if name == "found":
        hand_in(page, edited(embassies))
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def test_a_position_is_stated_by_keys_alone_and_seen_by_the_other(
    embassies: Embassies, windows: "Windows"
) -> None:
    asked = embassies.kyiv.ask(embassies.made.circle)
    embassies.arrived(asked)
    page = windows.open(embassies.page("jp", "en", f"/positions/question/{asked}"))

    page.focus("input[name=stance]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Every month in principle.")
    page.focus("#state button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=stated"))

    until(lambda: embassies.kyiv.question(asked).now.get(JAPAN))
    held = embassies.kyiv.question(asked).now[JAPAN]
    assert (held.stance, held.words) == ("can-accept", {"en": "Every month in principle."})
    other = windows.open(embassies.page("ua", "uk", f"/positions/question/{asked}"))
    expect(other.locator("#stands")).to_contain_text("Every month in principle.")


def test_a_stale_page_keeps_what_was_typed_and_says_who_changed_what(
    embassies: Embassies, windows: "Windows"
) -> None:
    asked = embassies.kyiv.ask(embassies.made.circle)
    embassies.arrived(asked)
    page = windows.open(embassies.page("ua", "en", f"/positions/question/{asked}"))
    windows.visits[-1].expected = "422"
    page.check("input[value=support]")
    page.fill("#words-en", "We keep this.")
    embassies.tokyo.state(asked, "reserve")
    expect(page.locator("#stands .party-jp")).to_contain_text("Reserves")

    page.click("#state button[type=submit]")

    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text("The positions on this question was changed by")
    expect(page.locator("#words-en")).to_have_value("We keep this.")
    expect(page.locator("input[value=support]")).to_be_checked()
    page.click("#state button[type=submit]")
    page.wait_for_url(re.compile("done=stated"))


def sheet(page: Page, address: str) -> list[tuple[str, str]]:
    """Return the text and the type of every cell that is not empty."""
    answer = page.request.get(address)
    assert answer.ok
    shown = openpyxl.load_workbook(io.BytesIO(answer.body())).worksheets[0]
    cells = [one for row in shown.iter_rows() for one in row if one.value]
    return [(str(one.value), one.data_type) for one in cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_in_the_readers_language_and_holds_notes_only_when_asked(
    embassies: Embassies, windows: "Windows", language: str
) -> None:
    page = windows.open(embassies.page("ua", language, "/positions"))
    address = embassies.page("ua", language, "/positions/matrix.xlsx")

    plain = [text for text, _ in sheet(page, address)]
    noted = [text for text, _ in sheet(page, f"{address}?notes=1")]

    note = "Погодяться до саміту, не тиснути."
    assert note not in plain
    assert note in noted
    assert plain[0] == "TLP:GREEN"
    assert noted[0] == "TLP:AMBER+STRICT"
    party = {"uk": "Японія", "ja": "日本", "en": "Japan"}[language]
    assert any(party in one for one in plain)


def test_a_formula_in_a_wording_stays_text(embassies: Embassies, windows: "Windows") -> None:
    asked = embassies.kyiv.ask(embassies.made.circle)
    evil = '=HYPERLINK("http://192.0.2.1","x")'
    found = embassies.kyiv.question(asked)
    stated = Stated(stance="studying", words={"en": evil}, source="", marking=Marking.GREEN)
    embassies.kyiv.desk.state(asked, stated, embassies.kyiv.by(found.seen))
    page = windows.open(embassies.page("ua", "en", "/positions"))

    found_in = sheet(page, embassies.page("ua", "en", "/positions/matrix.xlsx"))

    assert [kind for text, kind in found_in if evil in text] == ["s"]


def test_a_stale_choice_keeps_every_word_and_every_mark(
    embassies: Embassies, windows: "Windows"
) -> None:
    about = embassies.begin()
    page = windows.open(embassies.page("jp", "en", f"/positions/text/{about}/word"))
    windows.visits[-1].expected = "422"
    hand_in(page, edited(embassies, about))
    seen = embassies.tokyo.word.text(about)
    assert seen is not None
    number = page.locator(".wording-row").count() - 1
    page.check(f"#chosen-{number}")
    page.locator(f"#row-{number} summary").click()
    page.fill(f"#words-{number}", "Each side names two contacts.")
    page.select_option(f"#stance-{number}", "A")
    Negotiator(embassies.kyiv.word.texts).table(about, 6, {"en": "It meets in Lviv."})
    until(lambda: embassies.tokyo.word.text(about).seen != seen.seen)  # type: ignore[union-attr]

    page.click(".choose-bar button[type=submit]")

    expect(page.locator("[role=alert]")).to_contain_text("The text was changed by")
    expect(page.locator(f"#words-{number}")).to_have_value("Each side names two contacts.")
    expect(page.locator(f"#chosen-{number}")).to_be_checked()
    expect(page.locator(f"#stance-{number}")).to_have_value("A")
    page.click(".choose-bar button[type=submit]")
    page.wait_for_url(re.compile("done=propose"))
    until(lambda: len(embassies.kyiv.word.text(about).shown.clauses) == 7)  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_none_is_refused_in_words(
    embassies: Embassies, windows: "Windows", language: str
) -> None:
    page = windows.open(embassies.page("ua", language, path_of(embassies, "word")))
    windows.visits[-1].expected = "422"

    hand_in(page, b"{\\rtf1 not a docx}", "заява.docx")

    expect(page.locator("[role=alert]")).to_contain_text("word-file")


def test_a_document_of_libreoffice_is_laid_beside_another_text(
    embassies: Embassies, windows: "Windows"
) -> None:
    page = windows.open(embassies.page("ua", "en", path_of(embassies, "word")))

    hand_in(page, (FIXTURES / "edited.docx").read_bytes(), "edited.docx")

    expect(page.locator("#found")).to_contain_text("another joint text")
    expect(page.locator("main")).to_contain_text("Natalia Kovalenko")
    expect(page.locator("main")).to_contain_text("Ota Kenji")
