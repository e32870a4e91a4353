"""`comity party`: show the own card, revoke an earlier one, accept another party's, forget it."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from comity.cli import printing
from comity.cli.opening import add_secret_options, order
from comity.cli.options import positive
from comity.cli.roots import add_root_options, brought_roots
from comity.errors import RefusedError
from comity.node.folder import Folder, PathError
from comity.node.identity import own_card
from comity.seal.card import Card, read_card
from comity.seal.fingerprint import need_same, words

LANGUAGES = ("uk", "ja", "en")


class NotComparedError(RefusedError):
    """The fingerprint was not confirmed."""

    code = "not-compared"
    template = "the fingerprint of the card of {party} is another one; nothing was accepted"


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    party = systems.add_parser("party", help="cards: who we are, whom we accepted")
    commands = party.add_subparsers(dest="command", required=True, metavar="COMMAND")
    card = commands.add_parser("card", parents=[common], help="print the own card")
    card.add_argument("--out", type=Path, metavar="FILE", help="write it to a file")
    card.set_defaults(run=run_card)
    add = commands.add_parser("add", parents=[common], help="accept another party's card")
    add.add_argument("file", type=Path, metavar="FILE", help="its card")
    add.add_argument("--address", default="", metavar="URL", help="where its node is, if not there")
    add.add_argument("--words", metavar="WORDS", help="fingerprint as it was read aloud")
    add_secret_options(add)
    add.set_defaults(run=run_add)
    shown = commands.add_parser("list", parents=[common], help="parties that were accepted")
    shown.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(shown)
    shown.set_defaults(run=run_list)
    forgotten = commands.add_parser(
        "forget", parents=[common], help="forget a party that was accepted by mistake"
    )
    forgotten.add_argument("party", metavar="PARTY", help="which; it shares no circle with us")
    add_secret_options(forgotten)
    forgotten.set_defaults(run=run_forget)
    add_revoke(commands, common)


def add_revoke(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `comity party revoke`."""
    revoke = commands.add_parser(
        "revoke", parents=[common], help="say that what an earlier card signed does not count"
    )
    revoke.add_argument(
        "--fingerprint", required=True, metavar="HEX", help="of an own earlier card, or its start"
    )
    revoke.add_argument(
        "--from", dest="start", type=positive, required=True, metavar="N",
        help="first number of our records that is void; 1 for all that the card signed",
    )  # fmt: skip
    revoke.add_argument(
        "--circle", default="", metavar="CIRCLE", help="only there: its id, or its members"
    )
    revoke.add_argument("--reason", required=True, metavar="TEXT", help="told to all members")
    revoke.add_argument("--json", action="store_true", help="print one JSON document")
    add_root_options(revoke, "of that card, as many as it asks for")
    add_secret_options(revoke)
    revoke.set_defaults(run=run_revoke)


def run_card(options: argparse.Namespace) -> int:
    """Print the own card, and beside it the words of its fingerprint."""
    signed = own_card(Folder(options.data))
    if options.out is not None:
        options.out.write_bytes(signed.encode())
    else:
        print(signed.encode().decode())
    for language in LANGUAGES:
        spoken = " ".join(words(signed.card.fingerprint, language))
        print(f"{language}  {spoken}", file=sys.stderr)
    return 0


def run_add(options: argparse.Namespace) -> int:
    """Accept a card, after people compared its fingerprint."""
    try:
        data = options.file.read_bytes().strip()
    except OSError as error:
        raise PathError(path=options.file, reason=error.strerror or error) from error
    card = read_card(data).card
    spoken = {language: " ".join(words(card.fingerprint, language)) for language in LANGUAGES}
    print(f"Card {card.version} of {card.party} ({card.names['en']}). Its fingerprint in words:")
    for language, said in spoken.items():
        print(f"  {language}  {said}")
    if options.words is not None:
        need_words(card, options.words)
    elif sys.stdin.isatty():
        answer = input("Did the other side read the same words aloud? [y/N] ")
        if answer.strip().lower() not in {"y", "yes", "т", "так", "はい"}:
            raise NotComparedError(party=card.party)
    done = order(options, "party.add", {"card": data.decode(), "address": options.address})
    print(f"Accepted {done['party']}. Compare the words with the other side if you have not yet.")
    return 0


def need_words(card: Card, said: str) -> None:
    """Refuse a card whose fingerprint is not what was read aloud, in any of the languages.

    Raises:
        NotComparedError: it is another one.
    """
    for language in LANGUAGES:
        with suppress(RefusedError):
            need_same(card.fingerprint, said, language)
            return
    raise NotComparedError(party=card.party)


def run_list(options: argparse.Namespace) -> int:
    """Print the parties that were accepted."""
    rows = order(options, "party.list", {})
    if options.json:
        printing.json_document(rows)
        return 0
    printing.table(
        ["party", "card", "valid until", "address", "fingerprint"],
        [
            [
                row["party"],
                row["version"],
                row["valid_until"][:10],
                row["address"],
                row["fingerprint"][:16],
            ]
            for row in rows
        ],
    )
    return 0


def run_forget(options: argparse.Namespace) -> int:
    """Forget a party."""
    done = order(options, "party.forget", {"party": options.party})
    print(f"{done['party']} is forgotten; nothing more is taken from it, and nothing goes there.")
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    """Revoke an earlier card."""
    done = order(
        options,
        "card.revoke",
        {
            **brought_roots(options),
            "fingerprint": options.fingerprint,
            "start": options.start,
            "reason": options.reason,
            "circle": options.circle,
        },
    )
    if options.json:
        printing.json_document(done)
        return 0
    for row in done:
        print(
            f"Revoked from record {row['from']} on in circle {row['circle'][:12]} "
            f"({' '.join(row['members'])}): record {row['seq']}, {row['record']}"
        )
    return 0
