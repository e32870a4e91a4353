"""`comity node`: make a node, let it run, back it up, restore it."""

import argparse
import asyncio
import signal
from collections.abc import Coroutine
from pathlib import Path
from urllib.parse import urlsplit

from comity.cli.opening import add_secret_options, given_secret, need_secret, order
from comity.cli.options import positive
from comity.cli.roots import (
    add_new_root_options,
    add_root_options,
    brought_roots,
    new_secrets,
)
from comity.node.backup import backup, restore
from comity.node.clock import now
from comity.node.folder import Folder, Settings
from comity.node.identity import check_roots, make_node, new_key_file, own_card, readdress
from comity.node.running import Plan, run_node
from comity.records.party import party_of
from comity.seal.fingerprint import words

PORT = 8700
"""Port of the exchange, where none is said."""


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    node = systems.add_parser("node", help="make a node, let it run, back it up")
    commands = node.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_init(commands, common)
    add_serve(commands, common)
    add_renew(commands, common)
    kept = commands.add_parser("backup", parents=[common], help="back up, also while it runs")
    kept.add_argument("file", type=Path, metavar="FILE", help="where to; it must not exist")
    add_secret_options(kept)
    kept.set_defaults(run=run_backup)
    back = commands.add_parser("restore", parents=[common], help="restore a backup")
    back.add_argument("file", type=Path, metavar="FILE", help="a backup of this node")
    add_secret_options(back)
    back.set_defaults(run=run_restore)


def add_init(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `comity node init`."""
    init = commands.add_parser("init", parents=[common], help="make the keys and card of a party")
    init.add_argument("--party", required=True, metavar="CODE", help="whose node, such as ua")
    init.add_argument(
        "--address", action="append", metavar="URL",
        help=f"where others reach it (default: http://127.0.0.1:{PORT})",
    )  # fmt: skip
    add_names(init)
    init.add_argument("--roots", type=int, default=1, metavar="N", help="root keys, one an officer")
    init.add_argument(
        "--threshold", type=int, default=1, metavar="K", help="how many of them must sign"
    )
    init.add_argument("--journal", default="", metavar="ADDRESS", help="a PostgreSQL database")
    add_new_root_options(init, "root")
    add_secret_options(init)
    init.set_defaults(run=run_init)


def add_renew(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `comity node renew`."""
    renew = commands.add_parser(
        "renew", parents=[common], help="issue the next card, with new keys, in every circle"
    )
    add_root_options(renew, "as many as the card asks for")
    renew.add_argument(
        "--address", action="append", metavar="URL",
        help="where others reach the node from now on, in place of all addresses before",
    )  # fmt: skip
    add_names(renew)
    fresh = renew.add_mutually_exclusive_group()
    fresh.add_argument(
        "--new-roots", type=positive, default=0, metavar="N",
        help="make so many new root keys, in place of all before",
    )  # fmt: skip
    fresh.add_argument(
        "--replace-root", type=int, action="append", default=[], metavar="NUMBER",
        help="make a new root key in place of this one, the first being 0",
    )  # fmt: skip
    renew.add_argument(
        "--threshold", type=positive, default=0, metavar="K",
        help="how many root keys must sign from now on",
    )  # fmt: skip
    renew.add_argument(
        "--without", action="append", default=[], metavar="PARTY",
        help="issue it although this party has not got the card in force yet",
    )  # fmt: skip
    add_new_root_options(renew, "new-root")
    add_secret_options(renew)
    renew.set_defaults(run=run_renew)


def add_names(command: argparse.ArgumentParser) -> None:
    """Add the options for the names of a party."""
    command.add_argument("--name-uk", metavar="NAME", help="name of the party in Ukrainian")
    command.add_argument("--name-ja", metavar="NAME", help="in Japanese")
    command.add_argument("--name-en", metavar="NAME", help="in English")


def given_names(options: argparse.Namespace) -> dict[str, str]:
    """Return the names of a party that were given, by language."""
    names = {"uk": options.name_uk, "ja": options.name_ja, "en": options.name_en}
    return {tongue: name for tongue, name in names.items() if name}


def add_serve(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `comity node serve`."""
    serve = commands.add_parser("serve", parents=[common], help="let the node run")
    serve.add_argument("--host", default="127.0.0.1", help="interface of the exchange")
    serve.add_argument("--port", type=int, help="port of the exchange (default: that of the card)")
    serve.add_argument("--web-port", type=int, help="port of the pages, on loopback only")
    serve.add_argument("--beat", type=float, default=10.0, metavar="S", help="heartbeats, seconds")
    serve.add_argument("--lists", type=Path, metavar="DIR", help="data folder of the lists")
    serve.add_argument(
        "--read", type=Path, action="append", default=[], metavar="PATH",
        help="list files to read at once, while the pages answer",
    )  # fmt: skip
    serve.add_argument("--download", action="store_true", help="download the official lists")
    add_secret_options(serve)
    serve.set_defaults(run=run_serve)


def run_init(options: argparse.Namespace) -> int:
    """Make a node."""
    folder = Folder(options.data)
    settings = Settings(party_of(options.party), journal=options.journal)
    check_roots(options.roots, options.threshold)
    roots = new_secrets(options, [f"root key {number}" for number in range(options.roots)])
    secret = given_secret(options, folder)
    beside = secret is None
    if secret is None:
        folder.path.mkdir(parents=True, exist_ok=True)
        secret = new_key_file(folder.path / "key")
    signed = make_node(
        folder,
        settings,
        secret,
        now=now(),
        endpoints=options.address or [f"http://127.0.0.1:{PORT}"],
        names=given_names(options),
        roots=options.roots,
        threshold=options.threshold,
        root_secrets=roots,
    )
    print(f"A node of {settings.party} is in {folder.path}.")
    print(f"Root keys, for {options.roots} officer(s) to take away: {folder.roots}")
    if beside:
        print(
            f"The keys are locked with {folder.path / 'key'}: who can read this folder can use "
            "them. For real use, keep the key elsewhere (--key-file) or use a passphrase."
        )
    say_words(signed.card.fingerprint)
    return 0


def say_words(fingerprint: str) -> None:
    """Print the words of a fingerprint, to be read aloud."""
    print("Fingerprint of the card, to read aloud:")
    for language in ("uk", "ja", "en"):
        print(f"  {language}  {' '.join(words(fingerprint, language))}")


def run_serve(options: argparse.Namespace) -> int:
    """Let the node run until it is told to stop."""
    folder = Folder(options.data)
    secret = need_secret(options, folder)
    named = urlsplit(next(iter(own_card(folder).card.endpoints), ""))
    port = options.port if options.port is not None else (named.port or PORT)
    plan = Plan(
        host=options.host,
        port=port,
        web_port=options.web_port,
        beat=options.beat,
        lists=options.lists,
        read=tuple(options.read),
        download=options.download,
    )
    with folder.used():
        if named.hostname in {"127.0.0.1", "localhost"} and port not in {0, named.port}:
            readdress(folder, secret, f"http://127.0.0.1:{port}", now=now())

        async def until_told() -> None:
            stop = asyncio.Event()
            loop = asyncio.get_running_loop()
            for told in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(told, stop.set)
            await run_node(folder, secret, stop, plan, say)

        run_loop(until_told())
    print("Stopped. What was not delivered yet is delivered after the next start.")
    return 0


def run_loop(work: Coroutine[None, None, None]) -> None:
    """Run an event loop until the work is done; the faster one where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def run_renew(options: argparse.Namespace) -> int:
    """Issue the next card."""
    places = options.replace_root or range(options.new_roots)
    secrets = new_secrets(options, [f"new root key {number}" for number in sorted(set(places))])
    done = order(
        options,
        "card.renew",
        {
            **brought_roots(options),
            "names": given_names(options),
            "addresses": options.address,
            "new_roots": options.new_roots,
            "replaced": options.replace_root,
            "threshold": options.threshold,
            "new_secrets": [secret.passphrase for secret in secrets],
            "without": options.without,
        },
    )
    print(f"Card {done['version']} is in force and enters every circle.")
    if done["roots"]:
        print(
            f"New root keys, of which {done['threshold']} must sign, for officers to take away; "
            "those in whose place they stand sign nothing any more:"
        )
        print("\n".join(f"  {file}" for file in done["roots"]))
    say_words(done["fingerprint"])
    return 0


def run_backup(options: argparse.Namespace) -> int:
    """Back up a node."""
    done = backup(Folder(options.data), options.file)
    print(f"{options.file}: {done.records} records. Keep it as safe as the node itself.")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Restore a node."""
    done = restore(options.file, Folder(options.data))
    print(
        f"{done.records} records are back in {options.data}. The node writes again when every "
        "member of its circles has answered and what it lacks was fetched."
    )
    return 0
