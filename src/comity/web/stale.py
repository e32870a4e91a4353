"""Stale pages: what was sent from a page that no longer shows how things stand."""

from comity.errors import RefusedError


class StalePageError(RefusedError):
    """What a page was made from has changed since."""

    code = "stale-page"
    template = (
        "{what} was changed by {who} after this page was opened; nothing was done. What you typed "
        "is still here: look at what changed, and send it again if it still holds"
    )


def need_fresh(seen: str, now: str, *, what: str, who: str) -> None:
    """Check that a page shows what still stands.

    Args:
        seen: name of the state that the page was made from, "" where there was none.
        now: name of the state as it is.
        what: what may have changed.
        who: last changed it.

    Raises:
        StalePageError: it changed.
    """
    if seen != now:
        raise StalePageError(what=what, who=who)
