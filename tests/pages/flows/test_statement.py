"""A statement of six clauses between two capitals, from the first draft to its adoption."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.journeys.texts import PROMPTLY, SIX, TITLE
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another
from tests.pages.flows.texts import accept, agreed, choose, clause, propose, send, sign, take

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

BEFORE = {"uk": "24 годин", "ja": "24時間", "en": "24 hours"}
NOW = {"uk": "якнайшвидше", "ja": "速やかに", "en": "promptly"}


def begin(kyiv: Spoken) -> None:
    """Paste the first draft in three languages, and table it."""
    kyiv.go("positions")
    kyiv.link("All joint texts").click()
    kyiv.link("Begin a text").click()
    kyiv.field("What it is").select_option("statement")
    kyiv.field("Marking").select_option("TLP:GREEN")
    for tongue in LANGUAGES:
        kyiv.page.locator(f"#title-{tongue}").fill(TITLE[tongue])
        draft = "\n\n".join(f"{at}. {words[tongue]}" for at, words in enumerate(SIX, 1))
        kyiv.page.locator(f"#draft-{tongue}").fill(draft)
    send(kyiv, "Sign and table the draft", "begun")


def counted(window: Spoken, **of: tuple[int, int]) -> None:
    """See how many pairs of brackets, and how many wordings, each party has left."""
    facts = window.page.locator("#standing .facts > span")
    for party, (brackets, wordings) in of.items():
        said = window.says(
            "brackets %(brackets)s, wordings %(wordings)s", brackets=brackets, wordings=wordings
        )
        expect(facts.filter(has_text=party.upper())).to_contain_text(said)


def bracketed(window: Spoken, *tongues: str) -> None:
    """See both wordings of the third clause in some languages, with whose words they are."""
    for tongue in tongues:
        if tongue != window.language:
            window.page.locator(f".views a[lang={tongue}]").click()
        line = clause(window, 3).locator(f".body[lang={tongue}]")
        expect(line.locator(".by-ua")).to_contain_text(BEFORE[tongue])
        expect(line.locator(".by-jp")).to_contain_text(NOW[tongue])


def negotiate(kyiv: Spoken, tokyo: Spoken) -> None:
    """Let Tokyo word a clause otherwise and tie another one to it, and both come together."""
    for number in (1, 2, 6):
        accept(tokyo, number)
    propose(tokyo, 3, PROMPTLY)
    agreed(kyiv, 1, 2, 6)
    bracketed(tokyo, tokyo.language)
    bracketed(kyiv, kyiv.language, *(one for one in LANGUAGES if one != kyiv.language))
    for window in (kyiv, tokyo):
        counted(window, jp=(1, 1), ua=(3, 3))

    take(tokyo, "4a", "A", only_if="3b")
    facts = {"party": "JP", "mark": "4a", "other": "3b"}
    tie = kyiv.says("%(party)s accepts %(mark)s only with %(other)s", **facts)
    expect(kyiv.page.locator("#packages .is-open")).to_contain_text(tie)
    expect(kyiv.page.locator("#s-4")).to_have_class("st-package")
    take(tokyo, "5a", "Q")
    expect(kyiv.page.locator("#s-5")).to_have_class("st-ad-referendum")
    for window in (kyiv, tokyo):
        counted(window, jp=(2, 1), ua=(2, 3))

    take(kyiv, "3b", "A", only_if="4a")
    for window in (kyiv, tokyo):
        agreed(window, 3, 4)
        expect(window.page.locator("#packages li")).to_have_count(2)
        expect(window.page.locator("#packages .is-open")).to_have_count(0)
        counted(window, jp=(0, 0), ua=(0, 1))
    choose(tokyo, 5)
    send(tokyo, "Confirm %(mark)s", "stance", mark="5a")


def adopt(kyiv: Spoken, tokyo: Spoken) -> str:
    """Let both sign, Tokyo ad referendum first; return the digest that both compared."""
    send(kyiv, "Make the text to sign", "revision")
    digest = kyiv.page.locator("#adoption code.whole").inner_text()
    expect(tokyo.page.locator("#adoption code.whole")).to_have_text(digest)
    for window in (tokyo, kyiv):
        window.link("Read and sign…").click()
        expect(window.page.locator(".contract code.whole")).to_have_text(digest)
    sign(tokyo, "Sign for %(party)s", ad_referendum=True)
    unconfirmed = "signed ad referendum: does not count until it is confirmed"
    expect(kyiv.page.locator("#signatures .signers")).to_contain_text(kyiv.says(unconfirmed))
    sign(kyiv, "Sign for %(party)s")
    for window in (kyiv, tokyo):
        expect(window.page.locator("#signatures .is-signed")).to_have_text(["UA"])
        expect(window.page.locator("#signatures .done")).to_have_count(0)
    sign(tokyo, "Confirm: sign without ad referendum")
    for window in (kyiv, tokyo):
        expect(window.page.locator("#signatures .is-signed")).to_have_count(2)
        expect(window.page.locator("#signatures .done")).to_be_visible()
    return digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_goes_from_its_first_draft_to_its_adoption(
    two: Nodes, windows: "Windows", language: str
) -> None:
    two.open_circle("Спільна заява", UKRAINE, JAPAN)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")

    begin(kyiv)
    due = tokyo.page.locator("#ours li", has_text=TITLE[tokyo.language])
    due.get_by_role("link", name=tokyo.label("due", "text-stance") % {"n": 6}).click()
    negotiate(kyiv, tokyo)
    for window in (kyiv, tokyo):
        agreed(window, 1, 2, 3, 4, 5, 6)
        expect(window.page.locator("#standing .facts")).to_have_count(0)
    digest = adopt(kyiv, tokyo)

    for window in (kyiv, tokyo):
        window.page.locator(".crumb a").last.click()
        adopted = window.says("Adopted: all parties have signed the same text.")
        expect(window.page.locator("#standing")).to_contain_text(adopted)
        expect(window.page.locator("#adoption code.whole")).to_have_text(digest)
        expect(window.page.locator("#stances, #propose, #make")).to_have_count(0)
        for number, words in enumerate(SIX, 1):
            agreed_on = PROMPTLY if number == 3 else words
            expect(clause(window, number)).to_contain_text(agreed_on[window.language])
