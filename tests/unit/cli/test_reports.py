"""Reports on the command line: listed, read, their attachments saved."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.cli.test_officers import carry, paired

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
def tokyo(run: Run, tmp_path: Path) -> Path:
    """Tokyo's node, to which Kyiv sent two reports, the first with a file."""
    kyiv, tokyo = paired(run, tmp_path)
    text, file = tmp_path / "report.txt", tmp_path / "список.txt"
    text.write_text("Зустріч.\nText with \x1b[2J and \u202e in it.\n", "utf-8")
    file.write_text("перший\n", "utf-8")
    run(
        *("report", "send", text, "--to", "ua,jp", "--attach", file, "--read-receipt"),
        *("--precedence", "priority", "--data", kyiv),
    )
    run("report", "send", text, "--to", "ua,jp", "--subject", "Second", "--data", kyiv)
    carry(run, kyiv, tokyo, "jp", tmp_path)
    return tokyo


def test_the_list_names_each_report_by_number_and_hash(run: Run, tokyo: Path) -> None:
    rows = json.loads(run("report", "list", "--data", tokyo, "--json"))["reports"]
    shown = run("report", "list", "--data", tokyo)

    assert [row["subject"] for row in rows] == ["Second", "Зустріч."]
    for row in rows:
        assert f"{row['number']}" in shown
        assert row["record"][:12] in shown
        assert row["subject"] in shown


def test_fewer_are_listed_where_fewer_are_asked_for(run: Run, tokyo: Path) -> None:
    shown = run("report", "list", "--most", "1", "--from", "ua", "--data", tokyo)
    none = run("report", "list", "--sent", "--data", tokyo)

    assert shown.endswith("1 of 2; --most N shows more.\n")
    assert none == ""


def test_a_report_is_read_by_its_number_and_its_file_is_saved(
    run: Run, tokyo: Path, tmp_path: Path
) -> None:
    number = json.loads(run("report", "list", "--data", tokyo, "--json"))["reports"][1]["number"]

    said = run("report", "read", number, "--save", tmp_path / "saved", "--data", tokyo)

    assert "from:        ua, record 2 of circle " in said
    assert "precedence:  priority\n" in said
    assert "file 1:      список.txt, 13 bytes\n" in said
    assert "Its sender asks to be told when it is read: --acknowledge.\n" in said
    assert said.endswith(f"Saved: {tmp_path / 'saved' / 'список.txt'}\n")
    assert (tmp_path / "saved" / "список.txt").read_text("utf-8") == "перший\n"


def test_nothing_that_another_party_wrote_moves_the_terminal(run: Run, tokyo: Path) -> None:
    said = run_last(run, tokyo)

    assert "Text with \\u001b[2J and \\u202e in it.\n" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def run_last(run: Run, data: Path) -> str:
    """What is printed of the newest report."""
    found = json.loads(run("report", "list", "--data", data, "--json"))
    return run("report", "read", found["reports"][0]["record"][:20], "--data", data)


def test_the_sender_is_told_where_that_is_ordered(run: Run, tokyo: Path) -> None:
    rows = json.loads(run("report", "list", "--data", tokyo, "--json"))["reports"]

    asked = run("report", "read", rows[1]["record"], "--acknowledge", "--data", tokyo)
    unasked = run("report", "read", rows[0]["record"], "--acknowledge", "--data", tokyo)
    status = json.loads(run("exchange", "status", "--data", tokyo, "--json"))

    assert "Its sender is told that it was read.\n" in asked
    assert "Marked as read here.\n" in unasked
    assert status["circles"][0]["chains"]["jp"] == 1


def test_a_report_that_is_not_there_is_refused(run: Run, tokyo: Path) -> None:
    said = run("report", "read", "999", "--data", tokyo, code=1)

    assert said == (
        "comity: '999' names 0 reports here; give its number, or the first letters of its hash, "
        "as comity report list has them\n"
    )
