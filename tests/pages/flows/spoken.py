"""Spoken: a page as a person finds their way on it, by the words of its language.

A flow presses what a button says and fills what a label asks for. The words come from the
catalogue, so that one test is walked in every language, and a word that is missing is found.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from comity.web.words import Language, words

LANGUAGES = ("uk", "ja", "en")

PATIENCE = 15_000
"""Milliseconds in which a page must show what is expected of it; see the `conftest.py` here."""


def another(language: str) -> str:
    """Return the language of Tokyo's window while Kyiv's is in `language`."""
    return "uk" if language == "ja" else "ja"


@dataclass(frozen=True)
class Spoken:
    """A window whose words are known.

    Attributes:
        page: the window.
        language: that its pages are in.
    """

    page: Page
    language: str

    def says(self, message: str, **facts: object) -> str:
        """Return what a page says for a message: its English text, with the facts filled in."""
        return words(Language(self.language)).gettext(message, **facts)

    def counts(self, one: str, many: str, number: int) -> str:
        """Return what a page says for a message about a number of things."""
        spoken = words(Language(self.language))
        return spoken.catalogue.ungettext(one, many, number) % {"n": spoken.number(number)}

    def like(self, message: str, *facts: str) -> re.Pattern[str]:
        """Return what matches a message, whatever its facts are."""
        said = re.escape(self.says(message, **dict.fromkeys(facts, "\0")))
        return re.compile(said.replace(re.escape("\0"), ".+"))

    def label(self, table: str, code: str) -> str:
        """Return what a code of a table of labels is called."""
        return words(Language(self.language)).label(table, code)

    def button(self, message: str, *, within: str = "main", **facts: object) -> Locator:
        """Return the button that says a message, and nothing else."""
        name = self.says(message, **facts)
        return self.page.locator(within).get_by_role("button", name=name, exact=True)

    def link(self, message: str, *, within: str = "main", **facts: object) -> Locator:
        """Return the link that says a message, and nothing else."""
        name = self.says(message, **facts)
        return self.page.locator(within).get_by_role("link", name=name, exact=True)

    def field(self, message: str, *, within: str = "main", **facts: object) -> Locator:
        """Return the field that a label asks for."""
        return self.page.locator(within).get_by_label(self.says(message, **facts), exact=True)

    def press(self, message: str, *, within: str = "main", **facts: object) -> None:
        """Press the button that says a message."""
        self.button(message, within=within, **facts).click()

    def unfold(self, message: str, *, within: str = "main") -> None:
        """Open what is folded up under a message."""
        said = re.compile(f"^\\s*{re.escape(self.says(message))}\\s*$")
        self.page.locator(f"{within} summary", has_text=said).click()

    def go(self, place: str) -> None:
        """Go to a system by its link in the rail."""
        self.page.locator(f".rail a[href='/{self.language}/{place}']").click()
