"""The demonstration as a newcomer starts it: two real nodes, stopped by Ctrl-C, started again."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comity.node.control import ask
from comity.node.folder import Folder

pytestmark = pytest.mark.enable_socket


@contextmanager
def demo(data: Path, *more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Start the demonstration and give what it says once both nodes are up."""
    command = [sys.executable, "-m", "comity", "demo", "--excerpt", "--data", str(data), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        said: list[str] = []
        for line in process.stdout or ():
            said.append(line)
            if "sanctions gaps" in line:
                break
        try:
            yield "".join(said), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def node_processes(data: Path) -> list[int]:
    """The processes of the nodes under a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes()
        except OSError:
            continue
        if str(data).encode() in line and b"serve" in line:
            found.append(int(entry.parent.name))
    return found


def test_two_nodes_start_play_stop_and_go_on(tmp_path: Path) -> None:
    with demo(tmp_path) as (said, first):
        pages = re.findall(r"http://127\.0\.0\.1:\d+/", said)
        for address in pages:
            with urllib.request.urlopen(f"{address}healthz") as answer:  # noqa: S310 - loopback
                assert answer.status == 200
        status = [ask(Folder(tmp_path / name), "exchange.status", {}) for name in ("kyiv", "tokyo")]
        texts = ask(Folder(tmp_path / "tokyo"), "text.list", {"circle": "ua,jp"})
        running = node_processes(tmp_path)

    assert "A short history was played between them" in said
    assert len(pages) == 2
    assert len(running) == 2
    assert status[0]["circles"][0]["chains"] == status[1]["circles"][0]["chains"]
    assert "Частота зустрічей / 会合の頻度 / Frequency of meetings" in {
        title for one in texts if one["adopted"] for title in one["title"].values()
    }
    assert "Joint statement of the third regular consultation" in {
        one["title"].get("en") for one in texts if not one["adopted"]
    }
    assert first.returncode == 0
    assert node_processes(tmp_path) == []

    with demo(tmp_path) as (said, second):
        again = ask(Folder(tmp_path / "kyiv"), "exchange.status", {})

    assert "They go on where they were." in said
    assert again["circles"][0]["circle"] == status[0]["circles"][0]["circle"]
    assert second.returncode == 0


def test_both_stop_when_one_of_them_ends(tmp_path: Path) -> None:
    with demo(tmp_path) as (_, process):
        os.kill(node_processes(tmp_path)[0], signal.SIGKILL)

        assert process.wait(30) == 1

    assert node_processes(tmp_path) == []
