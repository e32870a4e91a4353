"""Control: how a command of this machine reaches a node that runs.

A running node listens on a loopback port of its own for lines of JSON; which port, and the token
that each line must carry, stand in `control.json`, which only the node's user can read. Where no
node runs, the command opens the folder itself.
"""

import asyncio
import json
import logging
import secrets
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from comity.errors import ComityError, RefusedError, UnavailableError
from comity.node.folder import Folder, NotWrittenError, write_whole

log = logging.getLogger(__name__)

Orders = Mapping[str, Callable[..., Any]]
"""What may be asked of a node, each with named arguments, giving what JSON can hold."""

LONGEST_LINE = 8 << 20


class OrderError(RefusedError):
    """A running node refused what a command asked.

    Attributes:
        reason: the code of the error that the node met.
    """

    code = "order"
    template = "{message}"

    def __init__(self, *, message: str, reason: str) -> None:
        super().__init__(message=message)
        self.reason = reason


class NotAnsweringError(UnavailableError):
    """The folder is in use, and nobody answers."""

    code = "node-not-answering"
    template = "the node in {folder} runs and does not answer: {reason}; look at its log"


def control_file(folder: Folder) -> Path:
    """Return the file that says how to reach a running node."""
    return folder.path / "control.json"


class Control:
    """Takes orders while a node runs.

    Attributes:
        orders: what may be asked.
    """

    def __init__(self, folder: Folder, orders: Orders) -> None:
        self.folder = folder
        self.orders = orders
        self.token = secrets.token_hex(16)
        self.server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, and say where.

        Raises:
            NotWrittenError: the file that says where cannot be written; nobody listens.
        """
        self.server = await asyncio.start_server(self._hear, "127.0.0.1", 0, limit=LONGEST_LINE)
        port = self.server.sockets[0].getsockname()[1]
        said = {"port": port, "token": self.token}
        try:
            write_whole(control_file(self.folder), json.dumps(said).encode())
        except NotWrittenError:
            self.server.close()
            raise

    async def stop(self) -> None:
        """Stop listening."""
        control_file(self.folder).unlink(missing_ok=True)
        if self.server is not None:
            self.server.close()

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one line."""
        try:
            said = json.loads(await asyncio.wait_for(reader.readline(), 10))
            answer = await self._answer(said)
        except asyncio.CancelledError:
            writer.close()  # the node stops; a stream whose task ends as cancelled prints a trace
            return
        except (ValueError, TimeoutError, KeyError, TypeError) as error:
            answer = {"error": "order", "message": f"no order that can be read: {error}"}
        except Exception as error:
            log.exception("an order broke")
            answer = {"error": "order", "message": f"the node could not do it: {error}"}
        writer.write(json.dumps(answer, ensure_ascii=False, default=str).encode() + b"\n")
        await writer.drain()
        writer.close()

    async def _answer(self, said: dict[str, Any]) -> dict[str, Any]:
        if not secrets.compare_digest(str(said.get("token", "")), self.token):
            return {"error": "order", "message": "the token is not this node's"}
        order = self.orders[said["do"]]
        try:
            return {"done": await asyncio.to_thread(order, **said.get("with", {}))}
        except ComityError as error:
            return {"error": error.code, "message": str(error)}


def ask(folder: Folder, order: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return what a running node gives for an order.

    Raises:
        OrderError: it refused.
        NotAnsweringError: it does not answer.
        FileNotFoundError: no node runs.
    """
    place = json.loads(control_file(folder).read_text("utf-8"))
    line = json.dumps({"token": place["token"], "do": order, "with": dict(arguments)})
    try:
        with socket.create_connection(("127.0.0.1", place["port"]), 10) as connection:
            connection.settimeout(600)
            connection.sendall(line.encode() + b"\n")
            answer = json.loads(b"".join(iter(lambda: connection.recv(1 << 16), b"")))
    except (OSError, ValueError) as error:
        raise NotAnsweringError(folder=folder.path, reason=error) from error
    if "error" in answer:
        raise OrderError(message=answer["message"], reason=answer["error"])
    return answer["done"]
