"""Identity: the keys and the card of a party's node, made once.

The root keys stand above the card and are for officers, not for the node: they are written locked
into `roots/`, to be taken away, one by each officer. The node's own keys sign and open every day;
they are locked by a passphrase, or by a key file that a service manager provides.
"""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comity.errors import RefusedError
from comity.exchange.station import moment
from comity.node.folder import Folder, NodeThereError, Settings, write_whole
from comity.seal.card import Card, SignedCard, issue_card, read_card, sign_card
from comity.seal.keystore import (
    NodeKeys,
    lock,
    lock_with_key,
    new_locking_key,
    unlock,
    unlock_with_key,
)
from comity.seal.signing import SigningKeys

VALID = dt.timedelta(days=730)
"""How long a card counts before a new version is due."""

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what it hands to a service; `comity-key` in it is the key file."""

NAMES: Mapping[str, Mapping[str, str]] = {
    "ua": {"uk": "Україна", "ja": "ウクライナ", "en": "Ukraine"},
    "jp": {"uk": "Японія", "ja": "日本", "en": "Japan"},
    "kr": {"uk": "Республіка Корея", "ja": "大韓民国", "en": "Republic of Korea"},
}
"""Names of parties as they stand on a card, where none are given."""


class NoSecretError(RefusedError):
    """Nothing was given to open the keys with."""

    code = "no-secret"
    template = (
        "the keys in {file} are locked; give --key-file FILE or --passphrase-file FILE, "
        "or type the passphrase at a terminal"
    )


class RootsError(RefusedError):
    """So many roots, of which so many must sign, are not possible."""

    code = "roots"
    template = (
        "{threshold} of {roots} root keys cannot be; choose 1 to 9 roots, and as many of them"
    )


@dataclass(frozen=True, slots=True)
class Secret:
    """What locks keys: a key of 32 bytes, or a passphrase.

    Attributes:
        key: from a key file.
        passphrase: as typed.
    """

    key: bytes = b""
    passphrase: str = ""

    def lock(self, secret: bytes) -> bytes:
        """Return something locked."""
        return lock_with_key(secret, self.key) if self.key else lock(secret, self.passphrase)

    def unlock(self, locked: bytes) -> bytes:
        """Return what was locked.

        Raises:
            WrongPassphraseError: by another passphrase.
            WrongKeyError: by another key.
        """
        return unlock_with_key(locked, self.key) if self.key else unlock(locked, self.passphrase)


def provided_key() -> Path | None:
    """Return the key file that the service manager provides, None where it provides none."""
    folder = os.environ.get(CREDENTIALS)
    path = Path(folder) / "comity-key" if folder else None
    return path if path is not None and path.exists() else None


def new_key_file(path: Path) -> Secret:
    """Write a new key file and return its secret."""
    key = new_locking_key()
    write_whole(path, key)
    return Secret(key=key)


def check_roots(roots: int, threshold: int) -> None:
    """Refuse so many roots, of which so many must sign, if that cannot be.

    Raises:
        RootsError: it cannot.
    """
    if not 1 <= threshold <= roots <= 9:
        raise RootsError(threshold=threshold, roots=roots)


def make_node(
    folder: Folder,
    settings: Settings,
    secret: Secret,
    *,
    now: dt.datetime,
    endpoints: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    roots: int = 1,
    threshold: int = 1,
) -> SignedCard:
    """Make the keys and the first card of a node.

    Raises:
        NodeThereError: a node is there already; nothing was changed.
        RootsError: so many roots cannot be.
    """
    party = settings.party
    if folder.settings_file.exists():
        raise NodeThereError(folder=folder.path, party=folder.settings().party)
    check_roots(roots, threshold)
    usual = NAMES.get(party, dict.fromkeys(("uk", "ja", "en"), party.upper()))
    folder.path.mkdir(parents=True, exist_ok=True)
    officers = [SigningKeys.generate() for _ in range(roots)]
    keys = NodeKeys.generate()
    card = Card(
        party=party,
        version=1,
        names={tongue: (names or {}).get(tongue, name) for tongue, name in usual.items()},
        roots=tuple(officer.public for officer in officers),
        threshold=threshold,
        signing=keys.signing.public,
        sealing=keys.sealing.public,
        endpoints=tuple(endpoints),
        valid_from=moment(now),
        valid_until=moment(now + VALID),
        previous="",
    )
    signed = issue_card(
        card,
        roots={n: sign_card(card, officer) for n, officer in enumerate(officers[:threshold])},
        possession=sign_card(card, keys.signing),
    )
    folder.roots.mkdir(exist_ok=True)
    for number, officer in enumerate(officers):
        write_whole(folder.roots / f"{party}-root-{number}.locked", secret.lock(officer.to_bytes()))
    write_whole(folder.keys_file, secret.lock(keys.to_bytes()))
    write_whole(folder.path / "card.json", signed.encode())
    folder.write_settings(settings)
    return signed


def next_card(
    before: Card,
    keys: NodeKeys,
    officers: Mapping[int, SigningKeys],
    *,
    now: dt.datetime,
    endpoints: Sequence[str] | None = None,
) -> tuple[SignedCard, NodeKeys]:
    """Return the next version of a card with new signing and sealing keys, and these keys.

    Args:
        before: the card in force.
        keys: those that it names; older ones go on opening what was sealed to them.
        officers: root keys by their number on the card; as many as its threshold.
        now: when the new card begins.
        endpoints: new addresses; None for those of before.

    Raises:
        TooFewRootsError: too few officers sign.
    """
    fresh = NodeKeys.generate()
    after = keys.rotated(fresh.signing, fresh.sealing)
    card = Card(
        party=before.party,
        version=before.version + 1,
        names=before.names,
        roots=before.roots,
        threshold=before.threshold,
        signing=after.signing.public,
        sealing=after.sealing.public,
        endpoints=before.endpoints if endpoints is None else tuple(endpoints),
        valid_from=moment(now),
        valid_until=moment(now + VALID),
        previous=before.fingerprint,
    )
    signed = {number: sign_card(card, officer) for number, officer in officers.items()}
    possession = sign_card(card, after.signing)
    return issue_card(
        card, roots=signed, former=signed, possession=possession, before=before
    ), after


def own_card(folder: Folder) -> SignedCard:
    """Return the card of the node in a folder.

    Raises:
        NoNodeError: there is none.
    """
    folder.settings()
    return read_card((folder.path / "card.json").read_bytes())


def readdress(folder: Folder, secret: Secret, endpoint: str, *, now: dt.datetime) -> bool:
    """Give the first card another address, as long as nobody can have accepted it.

    Nothing is done where the folder has a journal already or a root key was taken away: then the
    address is changed by the next version of the card.
    """
    before = own_card(folder).card
    files = [folder.roots / f"{before.party}-root-{n}.locked" for n in range(before.threshold)]
    fresh = before.version == 1 and not (folder.path / "journal.db").exists()
    if not fresh or folder.settings().journal or not all(file.exists() for file in files):
        return False
    keys = NodeKeys.from_bytes(secret.unlock(folder.keys_file.read_bytes()))
    card = replace(before, endpoints=(endpoint,), valid_from=moment(now))
    officers = [SigningKeys.from_bytes(secret.unlock(file.read_bytes())) for file in files]
    signed = issue_card(
        card,
        roots={number: sign_card(card, officer) for number, officer in enumerate(officers)},
        possession=sign_card(card, keys.signing),
    )
    write_whole(folder.path / "card.json", signed.encode())
    return True
