"""Errors, in families by whose move is next.

An error says what happened, to what, and what to do now. Its `code` never changes and is the key
of the translated message; its facts are attributes, so that a page can say the same thing in
another language.

>>> class LostKeyError(UnavailableError):
...     code = "lost-key"
...     template = "the key {name} is not in {folder}; copy it there"
>>> error = LostKeyError(name="root", folder="/keys")
>>> str(error), error.facts["name"]
('the key root is not in /keys; copy it there', 'root')
"""

from typing import ClassVar


class ComityError(Exception):
    """Anything that Comity says no to, with a stable code and its facts.

    Attributes:
        code: the key of the message; it never changes.
        template: the English message, a format string over the facts.
        facts: what the message is about, as text.
    """

    code: ClassVar[str]
    template: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(self.template.format(**self.facts))


class RefusedError(ComityError):
    """The author's move: what was handed in cannot be taken as it is."""


class UnreadableError(ComityError):
    """A maintainer's move: a file or record is not what this version can read."""


class NotAllowedError(ComityError):
    """This person's move: they may not do this here."""


class UnavailableError(ComityError):
    """The operator's move: disk, network or port."""
