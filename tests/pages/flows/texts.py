"""Texts: what a person does on the page of a joint text, and what it shows of each clause."""

from collections.abc import Mapping

from playwright.sync_api import Locator, expect
from tests.pages.flows.spoken import Spoken


def clause(window: Spoken, number: int) -> Locator:
    """Return a clause on the sheet."""
    return window.page.locator(f"#c{number}")


def choose(window: Spoken, number: int) -> None:
    """Choose a clause by the strip on top, unless it is chosen."""
    heading = window.page.locator("#h-clause")
    said = window.says("Clause %(number)s", number=number)
    if heading.inner_text() != said:
        with window.page.expect_navigation():
            window.page.locator(f"#s-{number}").click()
    expect(heading).to_have_text(said)


def send(window: Spoken, message: str, done: str, *, within: str = "main", **facts: str) -> None:
    """Send a form by its button, and see that it was done: a code of `textlabels.TEXT_DONE`."""
    with window.page.expect_navigation():
        window.press(message, within=within, **facts)
    expect(window.page.locator(".done").first).to_have_text(window.label("text-done", done))


def accept(window: Spoken, number: int, letter: str = "a") -> None:
    """Accept a wording of a clause."""
    choose(window, number)
    send(window, "Accept %(mark)s", "stance", within="#stances", mark=f"{number}{letter}")


def propose(window: Spoken, number: int, wording: Mapping[str, str]) -> None:
    """Propose a wording of a clause, in each of its languages."""
    choose(window, number)
    window.unfold("Propose wording")
    for tongue, text in wording.items():
        window.page.locator(f"#words-{tongue}").fill(text)
    send(window, "Sign and table it", "propose", within="#d-propose")


def take(window: Spoken, mark: str, letter: str, *, only_if: str = "") -> None:
    """Take a stance on a wording by its mark, perhaps only together with another one."""
    choose(window, int(mark[:-1]))
    window.unfold("All stances and conditions")
    form = window.page.locator("#d-stances")
    form.get_by_label(mark, exact=True).select_option(letter)
    if only_if:
        form.locator("#bound").select_option(label=mark)
        needed = form.locator("#only_if option", has_text=only_if)
        form.locator("#only_if").select_option(needed.get_attribute("value"))
    send(window, "Sign and send our stances", "stance")


def agreed(window: Spoken, *numbers: int) -> None:
    """See that these clauses are agreed."""
    for number in numbers:
        expect(window.page.locator(f"#s-{number}")).to_have_class("st-agreed")


def sign(window: Spoken, message: str, *, ad_referendum: bool = False) -> None:
    """Sign on the signing page, once the words were compared aloud."""
    if ad_referendum:
        window.field("Ad referendum: our capital has still to confirm").check()
    compared = "I have compared the words read aloud, or the digest, with the other side"
    window.field(compared).check()
    name = window.like(message, "party")
    with window.page.expect_navigation():
        window.page.locator("#changes").get_by_role("button", name=name).click()
    expect(window.page.locator(".done").first).to_have_text(window.label("text-done", "sign"))
