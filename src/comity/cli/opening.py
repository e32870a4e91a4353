"""Opening: how a command comes to the node of its data folder, running or not."""

import argparse
import getpass
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from comity.errors import UnavailableError
from comity.node.control import NotAnsweringError, ask
from comity.node.folder import Folder
from comity.node.identity import NoSecretError, Secret, provided_key
from comity.node.orders import Desk
from comity.node.party import PartyNode


class SecretFileError(UnavailableError):
    """A file that should hold a key or a passphrase cannot be read."""

    code = "secret-file"
    template = "{file} cannot be read as a key or passphrase: {reason}"


def add_secret_options(command: argparse.ArgumentParser) -> None:
    """Add the options that say what opens the keys."""
    secret = command.add_mutually_exclusive_group()
    secret.add_argument("--key-file", type=Path, metavar="FILE", help="file with the key, 32 bytes")
    secret.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="file whose first line is it"
    )
    secret.add_argument("--passphrase", action="store_true", help="ask for the passphrase")


def given_secret(options: argparse.Namespace, folder: Folder) -> Secret | None:
    """Return the secret that options, the service manager or the folder give; None without any.

    Raises:
        SecretFileError: a file cannot be read.
    """
    file = options.key_file or provided_key()
    if file is None and not (options.passphrase_file or options.passphrase):
        beside = folder.path / "key"
        file = beside if beside.exists() else None
    try:
        if file is not None:
            return Secret(key=file.read_bytes())
        if options.passphrase_file is not None:
            lines = options.passphrase_file.read_text("utf-8").splitlines()
            return Secret(passphrase=lines[0] if lines else "")
    except (OSError, ValueError) as error:
        raise SecretFileError(file=file or options.passphrase_file, reason=error) from error
    if options.passphrase or (folder.keys_file.exists() and sys.stdin.isatty()):
        return Secret(passphrase=getpass.getpass("Passphrase of the node: "))
    return None


def need_secret(options: argparse.Namespace, folder: Folder) -> Secret:
    """Return the secret of a node that is there.

    Raises:
        NoNodeError: there is none.
        NoSecretError: nothing was given to open it with.
    """
    folder.settings()
    secret = given_secret(options, folder)
    if secret is None:
        raise NoSecretError(file=folder.keys_file)
    return secret


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[PartyNode]:
    """Open the node of a folder for this command alone.

    Raises:
        NodeBusyError: another process uses it.
    """
    folder = Folder(options.data)
    secret = need_secret(options, folder)
    with folder.used():
        node = PartyNode(folder, secret)
        try:
            yield node
        finally:
            node.close()


def order(options: argparse.Namespace, name: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Ask the node of a folder for something, the running one where one runs."""
    folder = Folder(options.data)
    folder.settings()
    with suppress(FileNotFoundError):
        try:
            return ask(folder, name, arguments)
        except NotAnsweringError:
            if folder.in_use():
                raise
    with opened(options) as node:  # no node runs, or it was killed and left its address behind
        return Desk(node).orders[name](**arguments)
