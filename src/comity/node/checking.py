"""Checking."""


def verify(data):  # type: ignore[no-untyped-def]
    """Pending."""


def rebuild(node):  # type: ignore[no-untyped-def]
    """Pending."""
