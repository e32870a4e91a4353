"""Errors: the page that says what went wrong, and what to do now, in the person's language."""

from comity.errors import ComityError
from comity.records.marking import highest
from comity.web.faultlabels import ERRORS
from comity.web.pages import Shell, render
from comity.web.words import Language, error_text, words


def error_page(language: Language, status: int, error: ComityError | None = None) -> str:
    """Return an error as a page.

    Args:
        language: of the page.
        status: of the answer.
        error: what was raised, None where the status says it all.
    """
    code = str(status) if str(status) in ERRORS else "500" if status >= 500 else "400"
    spoken = words(language)
    shell = Shell(language=language, path="/sanctions", marking=highest(()))
    values = {
        "status": status,
        "title": spoken.label("error", code),
        "text": error_text(error, language) if error else spoken.label("advice", code),
        "code": error.code if error else "",
    }
    return render("error.html", shell, values)
