"""Running: a node with its door to others, its pages and its local control, until told to stop."""

import asyncio
import socket
from collections.abc import Callable

from comity.errors import UnavailableError
from comity.node.control import Control
from comity.node.folder import Folder
from comity.node.identity import Secret
from comity.node.orders import Desk
from comity.node.party import PartyNode
from comity.node.serving import Serving


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


async def run_node(
    folder: Folder,
    secret: Secret,
    stop: asyncio.Event,
    *,
    host: str,
    port: int,
    web_port: int | None,
    beat: float,
    say: Callable[[str], None],
) -> None:
    """Run a node until it is told to stop.

    Args:
        folder: of the node; the caller has it for itself.
        secret: opens its keys.
        stop: set when it is time.
        host: interface of the exchange.
        port: of the exchange.
        web_port: of the pages, on loopback; None for no pages.
        beat: seconds between two heartbeats.
        say: told where the node is.

    Raises:
        PortError: a port cannot be listened on.
    """
    listener = listen(host, port)
    node = PartyNode(folder, secret)
    try:
        serving = Serving(node, beat=beat)
        control = Control(folder, Desk(node, serving).orders)
        await control.start()
        place = listener.getsockname()
        say(f"Node of {node.me} speaks with others on {place[0]}:{place[1]}.")
        try:
            await serving.run(listener, stop)
        finally:
            await control.stop()
    finally:
        node.close()
