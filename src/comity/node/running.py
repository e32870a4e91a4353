"""Running: a node with its door to others, its pages and its local control, until told to stop."""

import asyncio
import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from comity.errors import ComityError, UnavailableError
from comity.exchange.links import BEAT
from comity.node.consulting import Consulting
from comity.node.control import Control
from comity.node.folder import Folder
from comity.node.followup import FollowUp
from comity.node.gathering import Gathering
from comity.node.identity import Secret
from comity.node.initiatives import Initiatives
from comity.node.lists import Lists
from comity.node.matching import Matching
from comity.node.notebook import Notebook
from comity.node.orders import Desk
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.positions import Positions
from comity.node.proposals import Proposals
from comity.node.room import Room
from comity.node.serving import Server, Serving
from comity.node.texts import Texts
from comity.node.today import Today
from comity.node.traffic import Traffic
from comity.node.undertakings import Undertakings
from comity.node.verifying import Verifying
from comity.node.wordfiles import WordFiles
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.consultation import add_consultations
from comity.web.findings import add_findings
from comity.web.followup import add_followup
from comity.web.initiatives import add_initiatives
from comity.web.jobs import FETCH_PLAN, IMPORT_PLAN, Jobs
from comity.web.positions import add_positions
from comity.web.secretariat import add_papers, add_room
from comity.web.texts import add_texts
from comity.web.word import add_word


class PortError(UnavailableError):
    """A port cannot be listened on."""

    code = "port"
    template = "{host}:{port} cannot be listened on: {reason}; name another port"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        PortError: the port is taken, or not allowed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise PortError(host=host, port=port, reason=reason) from error
    return listener


@dataclass(frozen=True, slots=True)
class Plan:
    """How a node is to run.

    Attributes:
        host: interface of the exchange.
        port: of the exchange.
        web_port: of the pages, on loopback only; None for no pages, 0 for any free one.
        beat: seconds between two heartbeats.
        lists: data folder of the lists; None for the node's own.
        read: list files to read at once, while the pages answer.
        download: download the official lists instead.
    """

    host: str
    port: int
    web_port: int | None = None
    beat: float = BEAT
    lists: Path | None = None
    read: tuple[Path, ...] = ()
    download: bool = False


async def run_node(
    folder: Folder, secret: Secret, stop: asyncio.Event, plan: Plan, say: Callable[[str], None]
) -> None:
    """Run a node until it is told to stop.

    Args:
        folder: of the node; the caller has it for itself.
        secret: opens its keys.
        stop: set when it is time.
        plan: how it is to run.
        say: told where the node is.

    Raises:
        PortError: a port cannot be listened on.
    """
    listener = listen(plan.host, plan.port)
    pages = None if plan.web_port is None else listen("127.0.0.1", plan.web_port)
    node = PartyNode(folder, secret)
    node.station.listen(party for party in node.station.roster.peers() if node.address(party))
    try:
        serving = Serving(node, beat=plan.beat)
        control = Control(folder, Desk(node, serving).orders)
        await control.start()
        place = listener.getsockname()
        say(f"Node of {node.me} speaks with others on {place[0]}:{place[1]}.")
        try:
            if pages is None:
                verifying = Verifying(node, Lists(plan.lists or folder.path), serving=serving)
                verifying.start()
                try:
                    await serving.run(listener, stop)
                finally:
                    await asyncio.to_thread(verifying.close)
            else:
                port = pages.getsockname()[1]
                say(f"Pages, for this machine only: http://127.0.0.1:{port}/")
                await asyncio.gather(
                    serving.run(listener, stop), show(node, serving, pages, stop, plan)
                )
        finally:
            await control.stop()
    finally:
        node.close()


async def show(
    node: PartyNode, serving: Serving, listener: socket.socket, stop: asyncio.Event, plan: Plan
) -> None:
    """Show the pages of a node until it is told to stop."""
    lists, jobs = Lists(plan.lists or node.folder.path), Jobs()
    traffic = Traffic(node, serving)
    texts = Texts(node, traffic)
    positions, word = Positions(node, traffic, texts), WordFiles(node, traffic, texts)
    papers = Papers(node, traffic)
    initiatives = Initiatives(node, traffic, lists)
    verifying = Verifying(node, lists, serving=serving)
    undertakings = Undertakings(node, verifying.findings)
    matching = Matching(traffic, verifying, undertakings)
    followup = FollowUp(traffic, undertakings, matching.listed)
    gathering = Gathering(traffic, lists, undertakings, initiatives)
    room = Room(papers, Notebook(node.folder.notebook), gathering)
    consulting = Consulting(node, traffic, lists, room)
    proposals = Proposals(node, traffic, lists, papers=papers, gathering=room.gathering)
    today = Today(
        traffic,
        lists,
        [consulting, texts, positions, papers, room, followup, matching, initiatives, proposals],
        ahead=consulting,
        positions=positions,
    )
    systems = [
        lambda app: add_consultations(app, consulting),
        lambda app: add_texts(app, texts),
        lambda app: add_positions(app, positions),
        lambda app: add_word(app, word),
        lambda app: add_papers(app, papers),
        lambda app: add_initiatives(app, initiatives),
        lambda app: add_room(app, room),
        lambda app: add_followup(app, followup),
        lambda app: add_findings(app, matching, followup),
    ]
    config = uvicorn.Config(
        create_app(lists, jobs, traffic, systems, today=today, proposals=proposals),
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    if plan.read:
        jobs.start("import", lambda report: lists.fill(plan.read, report), IMPORT_PLAN)
    elif plan.download:
        jobs.start("fetch", lists.download, FETCH_PLAN)
    elif await asyncio.to_thread(lists.uncomputed):
        jobs.start("import", lambda report: lists.fill((), report), IMPORT_PLAN)
    verifying.start()
    initiatives.partners.start()
    warming = asyncio.ensure_future(warm(lists, node.me, today))
    showing = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        await stop.wait()
    finally:
        server.should_exit = True
        await showing
        await warming
        await asyncio.to_thread(verifying.close)
        today.close()
        positions.close_store()
        await asyncio.to_thread(initiatives.close_store)
        room.close()
        await asyncio.to_thread(traffic.close)


async def warm(lists: Lists, party: Party, today: Today) -> None:
    """Have at hand what every page asks for: what was agreed, and the board if lists were read.

    It stays for as long as the node runs, so that the collector of garbage need not look through it
    again and again: with 100,000 records that holds up a page for a tenth of a second.
    """
    await asyncio.to_thread(today.due)
    with suppress(ComityError):
        await asyncio.to_thread(lists.board, party)
    gc.collect()
    gc.freeze()
