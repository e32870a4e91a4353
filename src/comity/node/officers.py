"""Officers: root keys as officers bring them, each in a file, and what opens each.

A root key is locked by its officer's own passphrase, or by the node's secret. It is opened for one
act, and never kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.errors import RefusedError
from comity.node.folder import PathError
from comity.node.identity import Secret
from comity.seal.card import Card
from comity.seal.keystore import LockedFormError, WrongKeyError, WrongPassphraseError
from comity.seal.signing import SigningKeys


class RootLockedError(RefusedError):
    """What was given does not open a root key."""

    code = "root-locked"
    template = (
        "the root key in {file} does not open with {secret}; give the passphrase that its officer "
        "chose, with --root-secret, in the order of --root"
    )


class NotRootError(RefusedError):
    """A root key is not one of a card's."""

    code = "not-a-root"
    template = (
        "the root key in {file} does not stand on card {version} of {party}; bring one of those "
        "that do"
    )


@dataclass(frozen=True, slots=True)
class RootFile:
    """A root key as an officer brings it.

    Attributes:
        path: of the locked file.
        secret: what opens it; None where the node's own secret does.
    """

    path: Path
    secret: Secret | None = None

    def open(self, own: Secret) -> SigningKeys:
        """Return the root key.

        Args:
            own: the node's secret.

        Raises:
            PathError: the file cannot be read.
            RootLockedError: it does not open so.
        """
        try:
            locked = self.path.read_bytes()
        except OSError as error:
            raise PathError(path=self.path, reason=error.strerror or error) from error
        try:
            return SigningKeys.from_bytes((self.secret or own).unlock(locked))
        except (WrongPassphraseError, WrongKeyError, LockedFormError):
            named = "the node's own secret" if self.secret is None else "the secret given for it"
            raise RootLockedError(file=self.path, secret=named) from None


Brought = RootFile | Path
"""A root key as an officer brings it; a path alone is of one that the node's own secret opens."""


def officers_of(card: Card, roots: Sequence[Brought], own: Secret) -> dict[int, SigningKeys]:
    """Return the root keys that officers bring, by their number on a card.

    Args:
        card: on which they must stand.
        roots: files of root keys.
        own: the node's secret.

    Raises:
        PathError: a file cannot be read.
        RootLockedError: one does not open.
        NotRootError: one is not a root of this card.
    """
    officers: dict[int, SigningKeys] = {}
    for brought in roots:
        root = brought if isinstance(brought, RootFile) else RootFile(brought)
        officer = root.open(own)
        if officer.public not in card.roots:
            raise NotRootError(file=root.path, version=card.version, party=card.party)
        officers[card.roots.index(officer.public)] = officer
    return officers
