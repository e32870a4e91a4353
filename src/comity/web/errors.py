"""Errors: the page that says what went wrong, and what to do now, in the person's language."""

from comity.errors import ComityError
from comity.records.marking import highest
from comity.web.faultlabels import ERRORS
from comity.web.pages import PAGES, Shell, render
from comity.web.words import Language, error_text, words


def error_page(
    language: Language, status: int, error: ComityError | None = None, *, asked: str = ""
) -> str:
    """Return an error as a page.

    Args:
        language: of the page.
        status: of the answer.
        error: what was raised, None where the status says it all.
        asked: the address that was asked for: "/en/traffic/message/9f"; the page stands in its
            system, so that a change of language leads there.
    """
    code = str(status) if str(status) in ERRORS else "500" if status >= 500 else "400"
    spoken = words(language)
    shell = Shell(language=language, path=system_of(asked), marking=highest(()))
    values = {
        "status": status,
        "title": spoken.label("error", code),
        "text": error_text(error, language) if error else spoken.label("advice", code),
        "code": error.code if error else "",
    }
    return render("error.html", shell, values)


def system_of(asked: str) -> str:
    """Return the address of the system's own page that an address belongs to.

    >>> system_of("/en/sanctions/target/12"), system_of("/favicon.ico")
    ('/sanctions', '/sanctions')
    """
    here = PAGES.get()
    system = "/" + "".join(asked.split("/")[2:3])
    if system in here:
        return system
    return "/today" if "/today" in here else "/sanctions"
