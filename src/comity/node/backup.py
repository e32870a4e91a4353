"""Backup: a copy of a node's journal while it runs, and the way back."""


def backup(folder, file):  # type: ignore[no-untyped-def]
    """Pending."""


def restore(file, folder):  # type: ignore[no-untyped-def]
    """Pending."""
