"""A statement goes out as a Word file in one capital, and comes back changed in the other."""

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload, Locator, expect
from tests.journeys.test_positions import edit
from tests.journeys.texts import SIX, TITLE
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes, begin
from tests.pages.flows.spoken import LANGUAGES, Spoken, another
from tests.pages.flows.texts import accept, agreed, clause, send

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "uk": {
        "hours": ("24 годин", "48 годин"),
        "often": ("щомісяця", "двічі на рік"),
        "place": ("в Києві", "у Львові"),
    },
    "ja": {
        "hours": ("24時間", "48時間"),
        "often": ("毎月", "年2回"),
        "place": ("キーウ", "リヴィウ"),
    },
}
CONTACT = {
    "uk": "Кожна сторона називає контактну особу.",
    "ja": "双方は、連絡担当者を指定する。",
}
MENDED = {
    "uk": "Кожна сторона називає двох контактних осіб.",
    "ja": "双方は、連絡担当者2名を指定する。",
}
OTA, MORI = "Ota Kenji", "Mori Aya"


def edited(file: bytes, tongue: str) -> bytes:
    """Return the file as two people of Tokyo send it on: some changes recorded, one not."""
    number = itertools.count(900)

    def by(author: str) -> str:
        return f'w:id="{next(number)}" w:author="{author}" w:date="2026-11-12T08:05:00Z"'

    def recorded(old: str, new: str, author: str) -> bytes:
        said = (
            f'</w:t></w:r><w:del {by(author)}><w:r><w:delText xml:space="preserve">{old}'
            f"</w:delText></w:r></w:del><w:ins {by(author)}><w:r><w:t>{new}</w:t></w:r></w:ins>"
            f'<w:r><w:t xml:space="preserve">'
        )
        return edit(file, old.encode(), said.encode())

    change = CHANGES[tongue]
    file = recorded(*change["hours"], OTA)
    file = recorded(*change["often"], MORI)
    file = edit(file, change["place"][0].encode(), change["place"][1].encode())
    paragraph = (
        f"<w:p><w:pPr><w:rPr><w:ins {by(OTA)}/></w:rPr></w:pPr><w:ins {by(OTA)}><w:r><w:t>"
        f"{CONTACT[tongue]}</w:t></w:r></w:ins></w:p><w:sectPr>"
    )
    return edit(file, b"<w:sectPr>", paragraph.encode())


def open_text(window: Spoken) -> None:
    """Find the statement among the joint texts, and open it."""
    window.go("positions")
    window.page.locator("#texts li a", has_text=TITLE[window.language]).click()


def held(window: Spoken, number: int | None) -> Locator:
    """Return what a file holds of a clause; None for what is none yet."""
    title = window.says("Perhaps a new clause")
    if number is not None:
        title = window.says("Clause %(number)s", number=number)
    heading = window.page.get_by_role("heading", name=re.compile(f"^{title}"))
    return window.page.locator(".part-of-file").filter(has=heading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_file_goes_out_and_comes_back_as_wordings_chosen_one_by_one(
    two: Nodes, windows: "Windows", language: str
) -> None:
    circle = two.open_circle("Спільна заява", UKRAINE, JAPAN)
    with two.negotiators() as people:
        begin(people, circle)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    tongue = tokyo.language

    # Kyiv takes the file out in Tokyo's language, and goes on looking at the text.
    open_text(kyiv)
    kyiv.link("Word").click()
    kyiv.field("Language of the file").select_option(tongue)
    with kyiv.page.expect_download() as download:
        kyiv.press("Download as .docx")
    file = Path(download.value.path()).read_bytes()
    kyiv.page.locator(".crumb a").last.click()

    # Tokyo hands in what its people made of it, and looks before anything is said.
    open_text(tokyo)
    tokyo.link("Word").click()
    data = edited(file, tongue)
    handed = FilePayload(name="statement.docx", mimeType=DOCX, buffer=data)
    tokyo.field("Word file (.docx)").set_input_files(handed)
    tokyo.press("Look at it")
    found = tokyo.page.locator("#found")
    expect(found).to_contain_text(OTA)
    expect(found).to_contain_text(MORI)
    expect(tokyo.page.locator(".wording-row")).to_have_count(4)
    for number, key in ((3, "hours"), (4, "often"), (6, "place")):
        old, new = CHANGES[tongue][key]
        reads = held(tokyo, number).locator("textarea")
        expect(reads).to_have_value(SIX[number - 1][tongue].replace(old, new))
    for number in range(1, 7):
        expect(clause(kyiv, number).locator(".alt .by-jp")).to_have_count(0)

    whose = tokyo.says("proposed by our side, author in the file:")
    expect(held(tokyo, 3)).to_contain_text(f"{whose} {OTA}")

    # It chooses one by one: a recorded change, one that was not, and a new clause, mended.
    held(tokyo, 3).get_by_label(tokyo.says("Propose this wording")).check()
    held(tokyo, 6).get_by_label(tokyo.says("Propose this wording")).check()
    fresh = held(tokyo, None)
    fresh.get_by_label(tokyo.says("Propose this wording")).check()
    fresh.get_by_text(tokyo.says("Mend the words")).click()
    fresh.get_by_label(tokyo.says("As it shall read")).fill(MENDED[tongue])
    send(tokyo, "Sign and table what is marked", "propose")

    # Kyiv sees them as Tokyo's alternatives, in the language that they are written in.
    tabled = {3: "48", 6: CHANGES[tongue]["place"][1][-3:], 7: MENDED[tongue]}
    for number, words in tabled.items():
        theirs = clause(kyiv, number).locator(".alt .by-jp", has_text=words)
        expect(theirs.first).to_be_visible()
    expect(clause(kyiv, 4).locator(".alt .by-jp")).to_have_count(0)
    expect(kyiv.page.locator("#strip li")).to_have_count(7)
    accept(kyiv, 3, "b")
    accept(kyiv, 7)
    for window in (kyiv, tokyo):
        agreed(window, 3, 7)
