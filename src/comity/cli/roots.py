"""Roots: how root keys and the passphrases of their officers come to a command."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from comity.cli.opening import SecretFileError
from comity.errors import RefusedError
from comity.node.folder import PathError
from comity.node.identity import RootSecretsError, Secret, check_secrets
from comity.seal.keystore import takes_passphrase

OWN = "-"
"""In place of a file: the node's own secret locks this root key."""


class PassphrasesDifferError(RefusedError):
    """A passphrase was typed in two ways."""

    code = "passphrases-differ"
    template = "the two passphrases of {what} differ; nothing was made, begin again"


def add_root_options(command: argparse.ArgumentParser, says: str) -> None:
    """Add the options by which officers bring root keys."""
    command.add_argument(
        "--root", type=Path, action="append", required=True, metavar="FILE",
        help=f"locked root key of an officer; {says}",
    )  # fmt: skip
    command.add_argument(
        "--root-secret", action="append", default=[], metavar="FILE",
        help="file whose first line opens a root key, in the order of --root; - for the node's own",
    )  # fmt: skip


def add_new_root_options(command: argparse.ArgumentParser, prefix: str) -> None:
    """Add the options that say what locks new root keys."""
    locking = command.add_mutually_exclusive_group()
    locking.add_argument(
        f"--{prefix}-secret", dest="lock_secret", action="append", default=[], metavar="FILE",
        help="file whose first line locks a new root key; one for each, in order",
    )  # fmt: skip
    locking.add_argument(
        f"--{prefix}-passphrases", dest="lock_passphrases", action="store_true",
        help="let each officer type a passphrase for his new root key, twice",
    )  # fmt: skip


def brought_roots(options: argparse.Namespace) -> dict[str, list[str]]:
    """Return the root keys that officers bring, as an order takes them.

    At a terminal each officer is asked for the passphrase of a root key that one locks; who types
    nothing says that it is the node's own.

    Raises:
        RootSecretsError: there are not as many secrets as root keys.
        SecretFileError: a file of a secret cannot be read.
        PathError: a root key cannot be read.
        LockedFormError: it is none.
    """
    roots: list[Path] = [root.resolve() for root in options.root]
    given: list[str] = options.root_secret
    if given and len(given) != len(roots):
        reason = f"{len(given)} secrets for {len(roots)} root keys; give one for each, in order"
        raise RootSecretsError(reason=reason)
    secrets = ["" if one == OWN else first_line(Path(one)) for one in given]
    if not given and sys.stdin.isatty():
        secrets = [_typed(root) for root in roots]
    return {"roots": [str(root) for root in roots], "secrets": secrets}


def new_secrets(options: argparse.Namespace, what: Sequence[str]) -> list[Secret]:
    """Return what locks new root keys, one for each; none where the node's own secret does.

    Args:
        options: of the command.
        what: how each root key is called when its officer is asked.

    Raises:
        RootSecretsError: they are not one for each, or there is no terminal to ask at.
        SecretFileError: a file of a secret cannot be read.
        PassphrasesDifferError: an officer typed two passphrases.
    """
    secrets = [Secret(passphrase=first_line(Path(one))) for one in options.lock_secret]
    if options.lock_passphrases:
        if not sys.stdin.isatty():
            raise RootSecretsError(reason="there is no terminal to type at; name files instead")
        secrets = [Secret(passphrase=typed_twice(one)) for one in what]
    check_secrets(len(what), secrets)
    return secrets


def first_line(file: Path) -> str:
    """Return the passphrase in the first line of a file.

    Raises:
        SecretFileError: there is none.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise SecretFileError(file=file, reason=error) from error
    if not lines or not lines[0]:
        raise SecretFileError(file=file, reason="its first line is empty")
    return lines[0]


def typed_twice(what: str) -> str:
    """Return a passphrase that an officer types twice.

    Raises:
        PassphrasesDifferError: the second one is another.
    """
    first = getpass.getpass(f"New passphrase of {what}: ")
    if getpass.getpass("The same again: ") != first:
        raise PassphrasesDifferError(what=what)
    return first


def _typed(root: Path) -> str:
    """Return what an officer types to open a root key; "" where the node's own secret does."""
    try:
        locked = root.read_bytes()
    except OSError as error:
        raise PathError(path=root, reason=error.strerror or error) from error
    if not takes_passphrase(locked):
        return ""
    return getpass.getpass(f"Passphrase of {root.name} (nothing: that of the node): ")
