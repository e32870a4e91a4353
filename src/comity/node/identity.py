"""Identity: the keys and the card of a party's node, and the cards that follow.

The root keys stand above the card and are for officers, not for the node: they are written locked
into `roots/`, to be taken away, one by each officer; each under its officer's own passphrase, or
all under the node's secret. The node's own keys sign and open every day; they are locked by a
passphrase, or by a key file that a service manager provides.
"""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from comity.errors import RefusedError
from comity.exchange.station import moment
from comity.node.folder import Folder, NodeThereError, Settings, write_whole
from comity.seal.card import Card, SignedCard, issue_card, read_card, sign_card
from comity.seal.keystore import (
    LockedFormError,
    NodeKeys,
    WrongKeyError,
    WrongPassphraseError,
    lock,
    lock_with_key,
    new_locking_key,
    unlock,
    unlock_with_key,
)
from comity.seal.signing import PublicKeys, SigningKeys

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


class NoRootError(RefusedError):
    """A root key is named that does not stand on the card."""

    code = "no-such-root"
    template = "the card of {party} has no root {number}, only 0 to {last}; nothing was issued"


class RootSecretsError(RefusedError):
    """The secrets of root keys are not one for each, each another one."""

    code = "root-secrets"
    template = "the root keys cannot be locked or opened so: {reason}; nothing was changed"


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


@dataclass(frozen=True, slots=True)
class Changes:
    """What stands on the next card otherwise than on the one before; what is empty stays.

    Attributes:
        names: of the party, by language.
        endpoints: addresses in place of all before; None for those of before.
        roots: how many new root keys take the place of all; 0 for none.
        replaced: numbers of the root keys that new ones take the place of.
        threshold: how many roots must sign from now on; 0 for as many as before.
        secrets: that lock the new root keys, one for each; none for the node's own secret.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    endpoints: Sequence[str] | None = None
    roots: int = 0
    replaced: Sequence[int] = ()
    threshold: int = 0
    secrets: Sequence[Secret] = ()


SAME = Changes()


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


def check_secrets(roots: int, secrets: Sequence[Secret]) -> None:
    """Refuse secrets of root keys that are not one for each, each another one.

    Raises:
        RootSecretsError: they are not.
    """
    if secrets and len(secrets) != roots:
        reason = f"{len(secrets)} secrets for {roots} new root keys; give one for each"
        raise RootSecretsError(reason=reason)
    if len(set(secrets)) < len(secrets):
        reason = "two root keys would have one secret; each officer chooses another one"
        raise RootSecretsError(reason=reason)


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
    root_secrets: Sequence[Secret] = (),
) -> SignedCard:
    """Make the keys and the first card of a node.

    Args:
        folder: where to.
        settings: of the node.
        secret: that locks its keys.
        now: when the card begins.
        endpoints: where others reach it.
        names: of the party, by language.
        roots: how many root keys, one for each officer.
        threshold: how many of them must sign.
        root_secrets: that lock the root keys, one for each; none for the node's own secret.

    Raises:
        NodeThereError: a node is there already; nothing was changed.
        RootsError: so many roots cannot be.
        RootSecretsError: the secrets of the roots are too few, too many or not different.
        ShortPassphraseError: one of them is too short.
    """
    party = settings.party
    if folder.settings_file.exists():
        raise NodeThereError(folder=folder.path, party=folder.settings().party)
    check_roots(roots, threshold)
    check_secrets(roots, root_secrets)
    usual = NAMES.get(party, dict.fromkeys(("uk", "ja", "en"), party.upper()))
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
    keep_roots(folder, card, dict(enumerate(officers)), secret, root_secrets)
    write_whole(folder.keys_file, secret.lock(keys.to_bytes()))
    write_whole(folder.path / "card.json", signed.encode())
    folder.write_settings(settings)
    return signed


def keep_roots(
    folder: Folder,
    card: Card,
    officers: Mapping[int, SigningKeys],
    secret: Secret,
    secrets: Sequence[Secret],
) -> list[Path]:
    """Write root keys of a card into files, locked, for officers to take away; return the files.

    Args:
        folder: of the node.
        card: on which they stand.
        officers: the root keys, by their number on it.
        secret: locks them where none are given for each.
        secrets: one for each, in the order of their numbers.

    Raises:
        ShortPassphraseError: a passphrase is too short; nothing was written.
    """
    each = secrets or [secret] * len(officers)
    locked = {
        root_file(folder, card, number): one.lock(officers[number].to_bytes())
        for number, one in zip(sorted(officers), each, strict=True)
    }
    folder.roots.mkdir(parents=True, exist_ok=True)
    for file, data in locked.items():
        write_whole(file, data)
    return list(locked)


def root_file(folder: Folder, card: Card, number: int) -> Path:
    """Return where a root key that came with a card is written."""
    since = "" if card.version == 1 else f"-card-{card.version}"
    return folder.roots / f"{card.party}{since}-root-{number}.locked"


def next_roots(before: Card, changes: Changes) -> tuple[list[PublicKeys], dict[int, SigningKeys]]:
    """Return the roots of the next card, and the new keys among them by their number.

    Raises:
        NoRootError: a root is to be replaced that does not stand on the card.
        RootsError: so many roots, of which so many must sign, cannot be.
        RootSecretsError: the secrets of the new roots are too few, too many or not different.
    """
    count = changes.roots or len(before.roots)
    check_roots(count, changes.threshold or before.threshold)
    for number in changes.replaced:
        if not 0 <= number < len(before.roots):
            raise NoRootError(party=before.party, number=number, last=len(before.roots) - 1)
    places = range(count) if changes.roots else sorted(set(changes.replaced))
    check_secrets(len(places), changes.secrets)
    fresh = {number: SigningKeys.generate() for number in places}
    kept = dict(enumerate(before.roots))
    roots = [fresh[n].public if n in fresh else kept[n] for n in range(count)]
    return roots, fresh


def next_card(
    before: Card,
    keys: NodeKeys,
    officers: Mapping[int, SigningKeys],
    *,
    now: dt.datetime,
    changes: Changes = SAME,
    roots: Sequence[PublicKeys] = (),
    newcomers: Sequence[SigningKeys] = (),
) -> tuple[SignedCard, NodeKeys]:
    """Return the next version of a card with new signing and sealing keys, and these keys.

    Args:
        before: the card in force.
        keys: those that it names; older ones go on opening what was sealed to them.
        officers: root keys by their number on that card; as many as its threshold.
        now: when the new card begins.
        changes: names, addresses and threshold that are other ones from now on.
        roots: of the new card, as `next_roots` gives them; none for those of before.
        newcomers: the root keys that are new on it; they sign it too.

    Raises:
        TooFewFormerRootsError: too few officers of the card before sign.
        TooFewRootsError: too few of those on the new card do.
        CardFormError: a name or address has not its form.
    """
    fresh = NodeKeys.generate()
    after = keys.rotated(fresh.signing, fresh.sealing)
    card = Card(
        party=before.party,
        version=before.version + 1,
        names={**before.names, **changes.names},
        roots=tuple(roots) or before.roots,
        threshold=changes.threshold or before.threshold,
        signing=after.signing.public,
        sealing=after.sealing.public,
        endpoints=before.endpoints if changes.endpoints is None else tuple(changes.endpoints),
        valid_from=moment(now),
        valid_until=moment(now + VALID),
        previous=before.fingerprint,
    )
    signed = {one.public: sign_card(card, one) for one in (*officers.values(), *newcomers)}
    issued = issue_card(
        card,
        roots={n: signed[root] for n, root in enumerate(card.roots) if root in signed},
        former={number: signed[officer.public] for number, officer in officers.items()},
        possession=sign_card(card, after.signing),
        before=before,
    )
    return issued, after


def own_card(folder: Folder) -> SignedCard:
    """Return the card of the node in a folder.

    Raises:
        NoNodeError: there is none.
    """
    folder.settings()
    return read_card((folder.path / "card.json").read_bytes())


def readdress(folder: Folder, secret: Secret, endpoint: str, *, now: dt.datetime) -> bool:
    """Give the first card another address, as long as nobody can have accepted it.

    Nothing is done where the folder has a journal already, or a root key was taken away or is
    locked by its officer: then the address is changed by the next version of the card.
    """
    before = own_card(folder).card
    files = [root_file(folder, before, number) for number in range(before.threshold)]
    fresh = before.version == 1 and not (folder.path / "journal.db").exists()
    if not fresh or folder.settings().journal or not all(file.exists() for file in files):
        return False
    keys = NodeKeys.from_bytes(secret.unlock(folder.keys_file.read_bytes()))
    card = replace(before, endpoints=(endpoint,), valid_from=moment(now))
    try:
        officers = [SigningKeys.from_bytes(secret.unlock(file.read_bytes())) for file in files]
    except (LockedFormError, WrongKeyError, WrongPassphraseError):
        return False
    signed = issue_card(
        card,
        roots={number: sign_card(card, officer) for number, officer in enumerate(officers)},
        possession=sign_card(card, keys.signing),
    )
    write_whole(folder.path / "card.json", signed.encode())
    return True
