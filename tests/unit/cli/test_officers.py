"""What officers do on the command line: lock root keys, renew the card, revoke an earlier one."""

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.cli import main
from comity.node.clock import now
from comity.node.folder import Folder
from comity.node.identity import Secret, own_card, readdress

PHRASES = ("кіт сидить на теплій печі", "пес спить біля старої хати", "сова летить над полем")
Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed; gives what it printed."""

    def run(*arguments: str | Path, code: int = 0) -> str:
        capsys.readouterr()
        assert main([str(one) for one in arguments]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return run


@pytest.fixture
def secrets(tmp_path: Path) -> list[str]:
    """Files with the passphrases of three officers."""
    files = []
    for number, phrase in enumerate(PHRASES):
        file = tmp_path / f"officer-{number}"
        file.write_text(phrase + "\n", "utf-8")
        files.append(str(file))
    return files


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What officers type at a terminal, one after another; prompts are left in it at the end."""
    answers: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _: answers.pop(0))
    yield answers
    assert answers == []


def paired(run: Run, tmp_path: Path, *more: str) -> tuple[Path, Path]:
    """Kyiv, made with these options, and Tokyo, paired, in one circle that both know."""
    kyiv, tokyo = tmp_path / "kyiv", tmp_path / "tokyo"
    run("node", "init", "--party", "ua", "--data", kyiv, *more)
    run("node", "init", "--party", "jp", "--data", tokyo)
    for party, data, other in (("ua", kyiv, tokyo), ("jp", tokyo, kyiv)):
        run("party", "card", "--data", data, "--out", tmp_path / f"{party}.card")
        run("party", "add", tmp_path / f"{party}.card", "--data", other)
    run("circle", "open", "ua", "jp", "--data", kyiv)
    carry(run, kyiv, tokyo, "jp", tmp_path)
    return kyiv, tokyo


def carry(run: Run, sender: Path, recipient: Path, to: str, tmp_path: Path) -> None:
    """Carry everything from one node to the other, and receipts back."""
    back = {"jp": "ua", "ua": "jp"}[to]
    run("exchange", "pack", tmp_path / "there", "--to", to, "--data", sender)
    run("exchange", "unpack", tmp_path / "there", "--data", recipient)
    run("exchange", "pack", tmp_path / "back", "--to", back, "--data", recipient)
    run("exchange", "unpack", tmp_path / "back", "--data", sender)


def root(data: Path, number: int, version: int = 1) -> str:
    """The file of a root key of Kyiv."""
    since = "" if version == 1 else f"-card-{version}"
    return str(data / "roots" / f"ua{since}-root-{number}.locked")


def test_two_of_three_officers_with_passphrases_of_their_own_renew_and_revoke(
    run: Run, tmp_path: Path, secrets: list[str]
) -> None:
    locked = [word for secret in secrets for word in ("--root-secret", secret)]
    kyiv, tokyo = paired(run, tmp_path, "--roots", "3", "--threshold", "2", *locked)
    first = own_card(Folder(kyiv)).card.fingerprint
    officers = ["--root", root(kyiv, 0), "--root-secret", secrets[0]]
    officers += ["--root", root(kyiv, 2), "--root-secret", secrets[2]]

    renewed = run("node", "renew", *officers, "--address", "https://new.example", "--data", kyiv)
    carry(run, kyiv, tokyo, "jp", tmp_path)
    revoked = run(
        *("party", "revoke", "--fingerprint", first, "--from", "1", *officers),
        *("--reason", "A laptop was stolen.", "--data", kyiv, "--json"),
    )
    carry(run, kyiv, tokyo, "jp", tmp_path)
    (seen,) = json.loads(run("party", "list", "--data", tokyo, "--json"))

    assert renewed.startswith("Card 2 is in force and enters every circle.\n")
    (row,) = json.loads(revoked)
    assert (row["members"], row["seq"], row["from"], row["card"]) == (["jp", "ua"], 3, 1, first)
    assert (seen["version"], seen["address"]) == (2, "https://new.example")


def test_the_node_alone_cannot_use_what_an_officer_locked(
    run: Run, tmp_path: Path, secrets: list[str]
) -> None:
    data = tmp_path / "kyiv"
    run("node", "init", "--party", "ua", "--root-secret", secrets[0], "--data", data)

    said = run("node", "renew", "--root", root(data, 0), "--data", data, code=1)
    other = run(
        *("node", "renew", "--root", root(data, 0), "--root-secret", secrets[1]),
        *("--data", data),
        code=1,
    )

    assert "does not open with the node's own secret" in said
    assert "does not open with the secret given for it" in other
    assert own_card(Folder(data)).card.version == 1


def test_each_officer_types_a_passphrase_twice_and_later_once(
    run: Run, tmp_path: Path, typed: list[str]
) -> None:
    data = tmp_path / "kyiv"
    typed += [PHRASES[0], PHRASES[0], PHRASES[1], PHRASES[1]]
    run(
        *("node", "init", "--party", "ua", "--roots", "2", "--threshold", "2"),
        *("--root-passphrases", "--data", data),
    )

    typed += [PHRASES[0], PHRASES[1]]
    said = run("node", "renew", "--root", root(data, 0), "--root", root(data, 1), "--data", data)

    assert said.startswith("Card 2 is in force")


def test_who_types_two_passphrases_makes_no_node(
    run: Run, tmp_path: Path, typed: list[str]
) -> None:
    data = tmp_path / "kyiv"
    typed += [PHRASES[0], PHRASES[1]]

    said = run("node", "init", "--party", "ua", "--root-passphrases", "--data", data, code=1)

    assert said == (
        "comity: the two passphrases of root key 0 differ; nothing was made, begin again\n"
    )
    assert not data.exists()


def test_new_root_keys_are_named_for_officers_to_take_away(
    run: Run, tmp_path: Path, secrets: list[str]
) -> None:
    kyiv, tokyo = paired(run, tmp_path)
    locked = [word for secret in secrets for word in ("--new-root-secret", secret)]

    said = run(
        *("node", "renew", "--root", root(kyiv, 0), "--new-roots", "3", "--threshold", "2"),
        *(*locked, "--name-en", "Ukraine (MFA)", "--data", kyiv),
    )
    carry(run, kyiv, tokyo, "jp", tmp_path)
    old = run("node", "renew", "--root", root(kyiv, 0), "--data", kyiv, code=1)
    replaced = run(
        *("node", "renew", "--root", root(kyiv, 0, 2), "--root-secret", secrets[0]),
        *("--root", root(kyiv, 1, 2), "--root-secret", secrets[1]),
        *("--replace-root", "2", "--data", kyiv),
    )

    for number in range(3):
        assert f"  {root(kyiv, number, 2)}\n" in said
    assert "New root keys, of which 2 must sign, for officers to take away" in said
    assert "does not stand on card 2 of ua" in old
    assert f"  {root(kyiv, 2, 3)}\n" in replaced


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["node", "init", "--roots", "2", "--root-secret", "PHRASE"], "1 secrets for 2 new root"),
        (
            ["node", "init", "--roots", "2", *(["--root-secret", "PHRASE"] * 2)],
            "two root keys would have one secret",
        ),
        (["node", "init", "--root-secret", "nowhere"], "nowhere cannot be read as a key"),
        (["node", "init", "--root-secret", "EMPTY"], "its first line is empty"),
        (["node", "init", "--root-secret", "SHORT"], "a passphrase of 5 letters"),
        (["node", "init", "--root-passphrases"], "there is no terminal to type at"),
    ],
)
def test_root_keys_that_cannot_be_locked_so_make_no_node(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    files = {"PHRASE": PHRASES[0], "EMPTY": "\n", "SHORT": "short"}
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    typed = [str(tmp_path / one) if one in files else one for one in arguments]
    data = tmp_path / "kyiv"

    said = run(*typed, "--party", "ua", "--data", data, code=1)

    assert message in said
    assert not (data / "party.json").exists()
    assert not (data / "roots").exists()


def test_secrets_that_are_not_one_for_each_root_key_are_refused(
    run: Run, tmp_path: Path, secrets: list[str]
) -> None:
    data = tmp_path / "kyiv"
    run("node", "init", "--party", "ua", "--data", data)

    said = run(
        *("node", "renew", "--root", root(data, 0), "--root-secret", "-"),
        *("--root-secret", secrets[0], "--data", data),
        code=1,
    )
    done = run("node", "renew", "--root", root(data, 0), "--root-secret", "-", "--data", data)

    assert "2 secrets for 1 root keys; give one for each, in order" in said
    assert done.startswith("Card 2 is in force")


def test_a_party_that_was_accepted_by_mistake_is_forgotten(run: Run, tmp_path: Path) -> None:
    kyiv, _ = paired(run, tmp_path)
    run("node", "init", "--party", "kr", "--data", tmp_path / "seoul")
    run("party", "card", "--data", tmp_path / "seoul", "--out", tmp_path / "kr.card")
    run("party", "add", tmp_path / "kr.card", "--data", kyiv)

    said = run("party", "forget", "kr", "--data", kyiv)
    shared = run("party", "forget", "jp", "--data", kyiv, code=1)

    assert said.startswith("kr is forgotten;")
    assert "jp cannot be forgotten: it shares a circle with this node: " in shared
    left = json.loads(run("party", "list", "--data", kyiv, "--json"))
    assert [row["party"] for row in left] == ["jp"]


def test_a_node_whose_officer_locked_its_root_keeps_the_address_of_its_card(
    run: Run, tmp_path: Path, secrets: list[str]
) -> None:
    """Another port at the first start changes the card only where its root key opens."""
    data = tmp_path / "kyiv"
    run("node", "init", "--party", "ua", "--root-secret", secrets[0], "--data", data)
    secret = Secret(key=(data / "key").read_bytes())

    assert not readdress(Folder(data), secret, "http://127.0.0.1:9", now=now())
    assert own_card(Folder(data)).card.endpoints == ("http://127.0.0.1:8700",)
