"""Kyiv and Tokyo: two real nodes in this process, joined over loopback, each with its pages."""

import asyncio
import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.exchange.statements import report
from comity.node.clock import now
from comity.node.folder import Folder, Settings
from comity.node.identity import make_node, new_key_file, own_card
from comity.node.party import PartyNode
from comity.node.serving import Serving
from comity.node.traffic import Traffic
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record

PATIENCE = 10.0


@dataclass
class Capitals:
    """Two nodes that exchange.

    Attributes:
        kyiv, tokyo: the nodes.
        desks: the desk of each, by its party.
        circle: id of their circle.
        pages: address of the pages of each, by its party.
        history: what was said before a test, by a short name.
    """

    kyiv: PartyNode
    tokyo: PartyNode
    desks: dict[str, Traffic]
    circle: str
    pages: dict[str, str]
    history: dict[str, Record]

    def say(
        self,
        node: PartyNode,
        subject: str,
        words: str = "Текст",
        *,
        marking: str = "TLP:GREEN",
        **more: Any,
    ) -> Record:
        """Let a node send a report."""
        usual = {"precedence": Precedence.ROUTINE, "language": "uk"}
        body = report(subject=subject, words=words, **{**usual, **more})
        return node.say(self.circle, "report/1", body, marking).result(PATIENCE)[0]


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def node_at(path: Path, party: Party) -> tuple[socket.socket, PartyNode]:
    """Return a new node and the socket that its exchange listens on."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    folder = Folder(path / party)
    folder.path.mkdir(parents=True)
    secret = new_key_file(folder.path / "key")
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    make_node(folder, Settings(party), secret, now=now(), endpoints=[address])
    return listener, PartyNode(folder, secret)


@contextmanager
def capitals(path: Path) -> Iterator[Capitals]:
    """Start two nodes that are paired and share a circle, with a short history."""
    (at_kyiv, kyiv), (at_tokyo, tokyo) = node_at(path, Party("ua")), node_at(path, Party("jp"))
    kyiv.pair(own_card(tokyo.folder).encode())
    tokyo.pair(own_card(kyiv.folder).encode())
    serving = Serving(kyiv, beat=0.5), Serving(tokyo, beat=0.5)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def both() -> None:
        await asyncio.gather(serving[0].run(at_kyiv, stop), serving[1].run(at_tokyo, stop))

    thread = threading.Thread(target=loop.run_until_complete, args=(both(),), daemon=True)
    thread.start()
    until(lambda: serving[0].links and serving[1].links)
    circle = kyiv.open_circle([Party("ua"), Party("jp")], "Третя консультація").circle
    until(lambda: circle in tokyo.station.roster.circles)
    desks = {"ua": Traffic(kyiv, serving[0]), "jp": Traffic(tokyo, serving[1])}
    made = Capitals(kyiv, tokyo, desks, circle, {}, {})
    fill(made, path)
    try:
        yield made
    finally:
        for desk in desks.values():
            desk.close()
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        loop.close()
        kyiv.close()
        tokyo.close()


def fill(made: Capitals, path: Path) -> None:
    """Let both say something of every sort that the pages can show."""

    def hours(count: int) -> str:
        at = now() + dt.timedelta(hours=count)
        return at.strftime("%Y-%m-%dT%H:%M:00.000Z")

    said, kyiv, tokyo = made.history, made.kyiv, made.tokyo
    said["asked"] = made.say(
        tokyo,
        "第2段階の試験場：1月に2枠を提示",
        "1月12日と1月19日の2枠を提示する。",
        language="ja",
        precedence=Precedence.PRIORITY,
        answer_by=hours(30),
        read_receipt=True,
    )
    said["late"] = made.say(
        tokyo,
        "Six listings concern trade with Japan",
        "See the list.",
        language="en",
        answer_by=hours(-3),
    )
    until(lambda: made.desks["ua"].message(said["late"].hash))
    plan = path / "plan"
    plan.write_bytes(b"%PDF train")
    attached = kyiv.attachments.seal(made.circle, "План маршруту.pdf", "application/pdf", plan)
    said["amber"] = made.say(
        kyiv,
        "Перевезення боєприпасів залізницею",
        "Ешелон із 24 вагонів пройшов прикордонну станцію о 04:10.",
        precedence=Precedence.IMMEDIATE,
        marking="TLP:AMBER",
        attachments=[attached],
    )
    said["answer"] = made.say(kyiv, "Re: 第2段階", reply_to=said["asked"].hash)
    said["quoting"] = made.say(kyiv, "Довідка", quotes=[said["amber"].hash])
    said["recalled"] = made.say(kyiv, "Список для звірки", answer_by=hours(48))
    body = {"record": said["recalled"].hash, "reason": "Помилка в рядку 12"}
    kyiv.say(made.circle, "recall/1", body, "TLP:GREEN").result(PATIENCE)
    said["unknown"] = kyiv.say(made.circle, "ping/7", {"words": "щось"}, "TLP:GREEN").result(10)[0]
    for node in (kyiv, tokyo):
        node.journal.write(
            lambda writer: writer.evidence(
                "two-stories", Party("kr"), made.circle, {"seq": 7, "at": hours(-4)}, b"proof"
            )
        ).result(PATIENCE)
    until(lambda: made.desks["jp"].message(said["unknown"].hash))
