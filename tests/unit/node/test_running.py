"""A node that runs as the program runs it, up to its first word."""

import asyncio
import socket
import time
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World, identity

from comity.exchange.recovery import LISTEN
from comity.node.control import ask
from comity.node.folder import Folder
from comity.node.running import Plan, run_node

pytestmark = pytest.mark.enable_socket


def test_it_listens_before_its_first_word_and_not_for_ever(tmp_path: Path) -> None:
    """Tokyo's address takes connections, and nothing ever answers there."""
    silent = socket.create_server(("127.0.0.1", 0))
    with World(tmp_path, (UKRAINE, JAPAN), durable=True) as world:
        circle = world.open(UKRAINE, JAPAN)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        journal = world.nodes[UKRAINE].journal
        journal.write(lambda writer: writer.set_meta(f"address/{JAPAN}", address)).result(10)
    folder = Folder(tmp_path / UKRAINE)
    said = {
        "circle": circle,
        "subject": "Vessel",
        "text": "after listening",
        "language": "en",
        "precedence": "routine",
        "marking": "TLP:AMBER",
    }

    async def run() -> float:
        stop, began = asyncio.Event(), asyncio.Event()
        plan = Plan("127.0.0.1", 0)
        running = asyncio.ensure_future(
            run_node(folder, identity(UKRAINE).secret, stop, plan, lambda _: began.set())
        )
        await began.wait()
        start = time.monotonic()
        try:
            await asyncio.to_thread(ask, folder, "report.send", said)
            return time.monotonic() - start
        finally:
            stop.set()
            await running

    with silent:
        waited = asyncio.run(run())

    assert LISTEN - 0.5 < waited < LISTEN + 8
