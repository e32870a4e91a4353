"""Demonstration: two paired nodes, Kyiv and Tokyo, and a short history between them.

Everything in it is invented, and goes through the real thing: real keys, real records, two
processes. It is played once; starting again goes on from there.
"""

import datetime as dt
import shutil
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.agreement.statements import Draft
from comity.errors import UnavailableError
from comity.exchange.station import moment
from comity.node.control import ask
from comity.node.folder import Folder, Settings
from comity.node.identity import Secret, make_node, new_key_file, own_card
from comity.node.party import PartyNode
from comity.node.scenes_followup import play_followup
from comity.node.scenes_initiatives import play_initiatives
from comity.node.scenes_meetings import play_meetings
from comity.node.scenes_papers import play_papers
from comity.node.scenes_positions import play_positions
from comity.node.scenes_proposals import play_proposals
from comity.node.scenes_text import Say, play_text
from comity.records.party import Party

KYIV, TOKYO = "kyiv", "tokyo"
PARTIES = {KYIV: Party("ua"), TOKYO: Party("jp")}
MEMBERS = "ua,jp"
PURPOSE = "Ukraine–Japan consultations (demonstration)"
PLAYED = "played"
"""File that says that the history was played."""

FIRST_PORT, LAST_PORT = 8700, 8799


class NoFreePortError(UnavailableError):
    """No port is free for the exchange of a demonstration."""

    code = "no-free-port"
    template = "no port from {first} to {last} is free on this machine; stop what listens there"


@dataclass(frozen=True, slots=True)
class Pair:
    """The folders of the two nodes.

    Attributes:
        kyiv: of Ukraine's.
        tokyo: of Japan's.
    """

    kyiv: Folder
    tokyo: Folder

    @property
    def folders(self) -> tuple[Folder, Folder]:
        """Return both."""
        return self.kyiv, self.tokyo


def prepare(root: Path, now: dt.datetime, *, fresh: bool = False) -> Pair:
    """Return two paired nodes with a circle in a folder, made if they are not there.

    Args:
        root: of the demonstration.
        now: for their cards.
        fresh: make them anew.

    Raises:
        NoFreePortError: no port is free.
    """
    pair = Pair(Folder(root / KYIV), Folder(root / TOKYO))
    whole = all(folder.settings_file.exists() for folder in pair.folders)
    if fresh or not (whole and (root / KYIV / "paired").exists()):
        for folder in pair.folders:
            shutil.rmtree(folder.path, ignore_errors=True)
        _make(pair, now)
    return pair


def secret_of(folder: Folder) -> Secret:
    """Return what opens the keys of a node of the demonstration: a key that lies beside them."""
    return Secret(key=(folder.path / "key").read_bytes())


def _make(pair: Pair, now: dt.datetime) -> None:
    """Make, pair and join both nodes."""
    ports = free_ports(FIRST_PORT, LAST_PORT, 2)
    for folder, port in zip(pair.folders, ports, strict=True):
        folder.path.mkdir(parents=True)
        party = PARTIES[folder.path.name]
        secret = new_key_file(folder.path / "key")
        address = f"http://127.0.0.1:{port}"
        make_node(folder, Settings(party), secret, now=now, endpoints=[address])
    for folder, other in (pair.folders, pair.folders[::-1]):
        node = PartyNode(folder, secret_of(folder))
        node.pair(own_card(other).encode())
        if folder is pair.kyiv:
            node.open_circle(list(PARTIES.values()), PURPOSE)
        node.close()
    (pair.kyiv.path / "paired").touch()


def free_ports(first: int, last: int, count: int) -> list[int]:
    """Return so many loopback ports on which nothing listens.

    Raises:
        NoFreePortError: there are not so many.
    """
    found: list[int] = []
    for port in range(first, last + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise NoFreePortError(first=first, last=last)


def play(pair: Pair, now: dt.datetime, wait: Callable[[], None]) -> bool:
    """Play the history between two nodes that run, unless it was played; say whether it was now.

    Args:
        pair: the nodes.
        now: when it is played.
        wait: called until what one said has reached the other.
    """
    mark = pair.kyiv.path / PLAYED
    if mark.exists():
        return False
    _play(pair, now, wait)
    mark.touch()
    return True


def _play(pair: Pair, now: dt.datetime, wait: Callable[[], None]) -> None:
    def send(folder: Folder, **said: Any) -> str:  # noqa: ANN401 - what a report may say
        given = {"circle": MEMBERS, "precedence": "routine", "marking": "TLP:AMBER", **said}
        record = str(ask(folder, "report.send", given)["record"])
        wait_for(folder, other(folder), wait)
        return record

    def other(folder: Folder) -> Folder:
        return pair.tokyo if folder is pair.kyiv else pair.kyiv

    due = moment(now + dt.timedelta(days=3))
    agenda = send(
        pair.kyiv,
        subject="Попередній порядок денний третього засідання робочої групи",
        text="Надсилаємо попередній порядок денний. Просимо підтвердити пункти 2 і 4 "
        "та повідомити, хто очолить делегацію.",
        language="uk",
        read_receipt=True,
        answer_by=due,
    )
    ask(pair.tokyo, "report.read", {"record": agenda})
    send(
        pair.tokyo,
        subject="暫定議題について（回答）",
        text="議題2及び4に同意します。代表団長は追って通報します。",
        language="ja",
        reply_to=agenda,
    )
    asked = send(
        pair.tokyo,
        subject="制裁対象指定の照合結果に関する照会",
        text="貴側が最近指定した船舶について、IMO番号の根拠資料を共有願います。",
        language="ja",
        precedence="priority",
        answer_by=moment(now + dt.timedelta(days=1)),
        read_receipt=True,
    )
    ask(pair.kyiv, "report.read", {"record": asked})
    send(
        pair.kyiv,
        subject="Відповідь: підстави за номерами IMO",
        text="Передаємо витяг із реєстру суден. Номери IMO звірено з двома джерелами.",
        language="uk",
        precedence="priority",
        reply_to=asked,
    )
    text = ask(
        pair.kyiv,
        "text.propose",
        {
            "circle": MEMBERS,
            "title": "Частота зустрічей / 会合の頻度 / Frequency of meetings",
            "about": "",
            "marking": "TLP:GREEN",
            "words": {
                "uk": "Механізм збирається двічі на рік, почергово в Києві й Токіо.",
                "ja": "本メカニズムの会合は、年2回、キーウ及び東京で交互に開催する。",
                "en": "The mechanism meets twice a year, alternately in Kyiv and Tokyo.",
            },
        },
    )
    wait_for(pair.kyiv, pair.tokyo, wait)
    for folder in pair.folders:
        ask(folder, "text.sign", {"circle": MEMBERS, "about": text["object"]})
        wait_for(folder, other(folder), wait)
    both = speaker(pair.kyiv, pair.tokyo, wait), speaker(pair.tokyo, pair.kyiv, wait)
    play_meetings(*both, now, play_text(*both))
    held = play_papers(*both, now, pair.kyiv.notebook)
    play_followup(*both, now, held)
    play_proposals(*both, now, held)
    play_positions(*both)
    play_initiatives(*both, now)
    send(
        pair.kyiv,
        subject="Терміново: зустріч експертів перенесено на завтра, 09:00 за Києвом",
        text="Зміна спричинена розкладом делегації. Просимо підтвердити участь.",
        language="uk",
        precedence="flash",
        read_receipt=True,
    )
    send(
        pair.kyiv,
        subject="Запит: контактна особа з експортного контролю",
        text="Просимо назвати контактну особу з питань експортного контролю.",
        language="uk",
        answer_by=moment(now + dt.timedelta(days=7)),
    )


def speaker(folder: Folder, other: Folder, wait: Callable[[], None]) -> Say:
    """Return what lets one node say records, and waits until the other has them."""

    def say(drafts: Sequence[Draft]) -> list[str]:
        said = [(one.kind, one.body) for one in drafts]
        given = {"circle": MEMBERS, "said": said, "marking": "TLP:AMBER"}
        records: list[str] = ask(folder, "record.say", given)["records"]
        wait_for(folder, other, wait)
        return records

    return say


def wait_for(folder: Folder, other: Folder, wait: Callable[[], None]) -> None:
    """Wait until all that one node said is at the other."""
    me, you = PARTIES[folder.path.name], PARTIES[other.path.name]
    while True:
        (circle,) = ask(folder, "exchange.status", {})["circles"]
        if circle["received"].get(you, 0) >= circle["chains"].get(me, 0):
            return
        wait()
