"""Two nodes on the command line, without a network: made, paired, joined, carried by courier."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.cli import main

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
def pair(tmp_path: Path, run: Run) -> tuple[Path, Path]:
    """Kyiv and Tokyo, paired, with a circle that Kyiv opened."""
    kyiv, tokyo = tmp_path / "kyiv", tmp_path / "tokyo"
    for party, data in (("ua", kyiv), ("jp", tokyo)):
        run("node", "init", "--party", party, "--data", data)
        run("party", "card", "--data", data, "--out", tmp_path / f"{party}.card")
    run("party", "add", tmp_path / "jp.card", "--data", kyiv)
    run("party", "add", tmp_path / "ua.card", "--data", tokyo)
    run("circle", "open", "ua", "jp", "--purpose", "sanctions", "--data", kyiv)
    return kyiv, tokyo


def send(run: Run, data: Path, file: Path, *more: str) -> dict[str, Any]:
    """Send a report; return what the command says of it."""
    said: dict[str, Any] = json.loads(
        run("report", "send", file, "--to", "ua,jp", "--data", data, "--json", *more)
    )
    return said


def carry(run: Run, sender: Path, recipient: Path, to: str, file: Path) -> str:
    """Carry everything from one node to the other."""
    run("exchange", "pack", file, "--to", to, "--data", sender)
    return run("exchange", "unpack", file, "--data", recipient)


def test_a_report_is_sent_carried_receipted_and_proved(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    kyiv, tokyo = pair
    text = tmp_path / "report.txt"
    text.write_text("Зустріч відбулася.\n", "utf-8")

    sent = send(run, kyiv, text, "--precedence", "flash", "--attach", str(text))
    there = carry(run, kyiv, tokyo, "jp", tmp_path / "there")
    carry(run, tokyo, kyiv, "ua", tmp_path / "back")
    status = json.loads(run("exchange", "status", "--data", kyiv, "--json"))
    run("journal", "prove", sent["record"], "--out", tmp_path / "proof", "--data", kyiv)
    parties = json.loads(run("party", "list", "--data", tokyo, "--json"))
    told = parties[0]["fingerprint"]
    proof = run("journal", "check-proof", tmp_path / "proof", "--fingerprint", told)

    assert sent["seq"] == 2
    assert there == "From ua: 2 new records, 0 receipts.\n"
    assert status["circles"][0]["received"] == {"jp": 2}
    assert proof.startswith("True: ua said record 2 of circle ")
    assert sent["record"] in proof


def test_a_proof_is_not_believed_under_another_fingerprint(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    text = tmp_path / "report.txt"
    text.write_text("Met.\n", "utf-8")
    sent = send(run, pair[0], text)
    run("journal", "prove", sent["record"], "--out", tmp_path / "proof", "--data", pair[0])

    said = run("journal", "check-proof", tmp_path / "proof", "--fingerprint", "00" * 32, code=1)

    assert "none of the cards of ua in the proof has the fingerprint 0000" in said


def test_a_text_is_adopted_when_both_have_signed(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    kyiv, tokyo = pair
    wording = tmp_path / "en.txt"
    wording.write_text("The mechanism meets twice a year.\n", "utf-8")
    said = run(
        "text", "propose", "--to", "ua,jp", "--title", "Frequency", "--en", wording, "--data", kyiv
    )
    about = said.split()[1]

    run("text", "sign", about, "--to", "ua,jp", "--data", kyiv)
    carry(run, kyiv, tokyo, "jp", tmp_path / "there")
    signed = run("text", "sign", about, "--to", "ua,jp", "--data", tokyo)
    carry(run, tokyo, kyiv, "ua", tmp_path / "back")
    (seen,) = json.loads(run("text", "list", "--to", "ua,jp", "--data", kyiv, "--json"))

    assert signed.endswith("Adopted: yes.\n")
    assert sorted(seen["signed"]) == ["jp", "ua"]
    assert len(seen["adopted"]) == 1


def test_the_journal_is_as_it_was_signed_and_its_views_are_what_it_gives(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    text = tmp_path / "report.txt"
    text.write_text("Met.\n", "utf-8")
    send(run, pair[0], text)

    verified = json.loads(run("journal", "verify", "--data", pair[0], "--json"))
    views = json.loads(run("journal", "rebuild", "--data", pair[0], "--json"))

    assert verified["sound"]
    assert verified["counts"]["records"] == 2
    names = {view["name"] for view in views}
    assert names >= {"conversation", "objects", "consultation", "questions"}
    assert all(view["same"] for view in views)


def test_a_changed_byte_is_found(pair: tuple[Path, Path], tmp_path: Path, run: Run) -> None:
    text = tmp_path / "report.txt"
    text.write_text("They met on Thursday.\n", "utf-8")
    send(run, pair[0], text)
    file = pair[0] / "journal.db"
    data = file.read_bytes()
    assert b"Thursday" in data
    file.write_bytes(data.replace(b"Thursday", b"Saturday"))

    run("journal", "verify", "--data", pair[0], code=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "send", "FILE", "--to", "ua,kr"], "'ua,kr' names 0 circles here"),
        (["circle", "open", "ua"], "1 members; a circle has 2 to 12"),
        (["circle", "open", "ua", "kr"], "kr is not paired with this node"),
        (["circle", "open", "ua", "Japan"], "'Japan' is no code of a party"),
        (["party", "add", "FILE"], "these bytes are not canonical JSON"),
        (["party", "add", "nowhere"], "nowhere cannot be opened: No such file or directory."),
        (
            ["report", "send", "nowhere", "--to", "ua,jp"],
            "nowhere cannot be opened: No such file or directory.",
        ),
        (["report", "send", "FILE", "--to", "ua,jp", "--attach", "nowhere"], "there is no such"),
        (["exchange", "unpack", "FILE"], "is no whole courier file"),
        (["exchange", "pack", "out", "--to", "kr"], "kr is not paired with this node"),
        (["journal", "prove", "abc", "--out", "out"], "there is no record 'abc' here"),
        (["text", "sign", "00" * 32, "--to", "ua,jp"], "no record here opens the object"),
        (["node", "init", "--party", "ua"], "a node of ua is in "),
    ],
)
def test_what_is_typed_wrong_is_said_and_changes_nothing(
    pair: tuple[Path, Path], tmp_path: Path, run: Run, arguments: list[str], message: str
) -> None:
    file = tmp_path / "file"
    file.write_text("not a card\n", "utf-8")
    typed = [str(file) if one == "FILE" else one for one in arguments]

    said = run(*typed, "--data", pair[0], code=1)

    assert message in said
    status = json.loads(run("exchange", "status", "--data", pair[0], "--json"))
    assert status["circles"][0]["chains"] == {"ua": 1}


def test_words_that_were_heard_wrong_accept_nothing(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    said = run(
        "party", "add", tmp_path / "jp.card", "--words", "one two three", "--data", pair[0], code=1
    )

    assert "the fingerprint of the card of jp is another one; nothing was accepted" in said


def test_the_words_of_each_language_accept_the_card(
    pair: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    shown = run("party", "add", tmp_path / "jp.card", "--data", pair[0])
    for language in ("uk", "ja", "en"):
        found = re.search(rf"^  {language}  (.+)$", shown, re.MULTILINE)
        assert found

        run("party", "add", tmp_path / "jp.card", "--words", found[1], "--data", pair[0])


def test_a_passphrase_locks_the_keys(tmp_path: Path, run: Run) -> None:
    phrase, other = tmp_path / "phrase", tmp_path / "other"
    phrase.write_text("кіт сидить на теплій печі\n", "utf-8")
    other.write_text("пес сидить на теплій печі\n", "utf-8")
    data = tmp_path / "node"
    run("node", "init", "--party", "ua", "--passphrase-file", phrase, "--data", data)

    refused = run("circle", "list", "--passphrase-file", other, "--data", data, code=1)
    unsaid = run("circle", "list", "--data", data, code=1)

    assert "the passphrase does not open the keys" in refused
    assert "the keys in" in unsaid
    assert run("circle", "list", "--passphrase-file", phrase, "--data", data) == ""


def test_the_key_that_a_service_manager_provides_opens_the_keys(
    pair: tuple[Path, Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (pair[0] / "key").rename(credentials / "comity-key")

    run("circle", "list", "--data", pair[0], code=1)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))

    assert "jp ua" in run("circle", "list", "--data", pair[0])


def test_nothing_is_asked_of_a_folder_without_a_node(tmp_path: Path, run: Run) -> None:
    said = run("exchange", "status", "--data", tmp_path, code=1)

    assert said == (
        f"comity: there is no node in {tmp_path}; make one with: comity node init --party CODE\n"
    )


@pytest.mark.enable_socket
def test_what_a_killed_node_left_behind_stops_nobody(pair: tuple[Path, Path], run: Run) -> None:
    (pair[0] / "control.json").write_text(json.dumps({"port": 1, "token": ""}), "utf-8")

    assert "jp ua" in run("circle", "list", "--data", pair[0])
