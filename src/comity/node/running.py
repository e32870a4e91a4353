"""Running: a node with its door to others, its pages and its local control, until told to stop."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from comity.errors import UnavailableError
from comity.exchange.links import BEAT
from comity.node.control import Control
from comity.node.folder import Folder
from comity.node.identity import Secret
from comity.node.lists import Lists
from comity.node.orders import Desk
from comity.node.party import PartyNode
from comity.node.serving import Server, Serving
from comity.node.traffic import Traffic
from comity.web.app import create_app
from comity.web.jobs import FETCH_PLAN, IMPORT_PLAN, Jobs


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
    try:
        serving = Serving(node, beat=plan.beat)
        control = Control(folder, Desk(node, serving).orders)
        await control.start()
        place = listener.getsockname()
        say(f"Node of {node.me} speaks with others on {place[0]}:{place[1]}.")
        try:
            if pages is None:
                await serving.run(listener, stop)
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
    config = uvicorn.Config(
        create_app(lists, jobs, traffic),
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    if plan.read:
        jobs.start("import", lambda report: lists.fill(plan.read, report), IMPORT_PLAN)
    elif plan.download:
        jobs.start("fetch", lists.download, FETCH_PLAN)
    showing = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        await stop.wait()
    finally:
        server.should_exit = True
        await showing
        await asyncio.to_thread(traffic.close)
