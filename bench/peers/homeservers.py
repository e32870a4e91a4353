"""Matrix as a peer: two Synapse homeservers that federate, with a room that both are in.

Rate limits are off, logs are at warnings, nothing is asked of other servers: each trusts only the
other's own keys, over TLS with a certificate that nobody checks. Synapse keeps its data in SQLite
unless told otherwise; it calls that unfit for production, so PostgreSQL is a second setting where
the machine has it.

Run by run.py inside its throw-away environment: homeservers.py FOLDER SECONDS SETTING
"""

import asyncio
import json
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import httpx
from bench.peers.load import ASKING, Clock, Measured, climb, idle, sustained
from bench.peers.postgresql import two_databases
from bench.peers.programs import AbsentError, done, found, free_ports, running

NOTES = {
    "SQLite": "one process a server; a database that Synapse calls unfit for production",
    "PostgreSQL": "one process a server; both databases in one server with its own settings",
}

RATES = (15, 25, 40, 60, 90)

SYNAPSE = (sys.executable, "-m", "synapse.app.homeserver")

API = "/_matrix/client/v3"

UNLIMITED = {"per_second": 1e6, "burst_count": 1_000_000}

LIMITS = {
    "rc_message": UNLIMITED,
    "rc_registration": UNLIMITED,
    "rc_room_creation": UNLIMITED,
    "rc_login": {"address": UNLIMITED, "account": UNLIMITED, "failed_attempts": UNLIMITED},
    "rc_joins": {"local": UNLIMITED, "remote": UNLIMITED},
    "rc_joins_per_room": UNLIMITED,
    "rc_invites": {"per_room": UNLIMITED, "per_user": UNLIMITED, "per_issuer": UNLIMITED},
    "rc_federation": {
        "window_size": 1000,
        "sleep_limit": 1_000_000,
        "sleep_delay": 0,
        "reject_limit": 1_000_000,
        "concurrent": 1000,
    },
}

FILTER = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "timeline": {"limit": 1000, "types": ["m.room.message"]},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
        "state": {"types": []},
    },
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where one homeserver answers its users, and its name, which is where it answers others."""

    client_port: int
    name: str


class MatrixPair:
    """A room on two homeservers: a sender who is at home on A and a reader at home on B."""

    in_flight = 64

    def __init__(self, sender: httpx.AsyncClient, reader: httpx.AsyncClient, room: str) -> None:
        self._sender = sender
        self._reader = reader
        self._room = f"{API}/rooms/{room}"
        self._room_id = room
        self._sent = 0
        self._times: dict[str, float] = {}
        self._new = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    def read(self) -> None:
        """Begin to read at B."""
        self._reading = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        since: dict[str, str] = {}
        while True:
            query = {"timeout": "5000", "filter": json.dumps(FILTER), **since}
            answer = await called(self._reader, "GET", f"{API}/sync", query=query)
            since = {"since": answer["next_batch"]}
            joined = answer.get("rooms", {}).get("join", {}).get(self._room_id, {})
            for event in joined.get("timeline", {}).get("events", ()):
                self._times.setdefault(event["event_id"], time.perf_counter())
            self._new.set()

    async def send(self, text: str) -> str:
        """Send one message to A; return the id that A gave it."""
        self._sent += 1
        path = f"{self._room}/send/m.room.message/{self._sent}"
        message = {"msgtype": "m.text", "body": text}
        return str((await called(self._sender, "PUT", path, message))["event_id"])

    async def arrival(self, name: str) -> float:
        """Wait until the reader at B has a message; return when it had."""
        while name not in self._times:
            self._new.clear()
            await asyncio.wait_for(self._new.wait(), 20)
        return self._times[name]

    async def no_more_arrivals(self) -> None:
        """Let the reader go on: at these rates it slows nobody down."""

    async def unseen(self, names: Collection[str]) -> int:
        """Count what the reader at B has not been given."""
        return len(set(names) - self._times.keys())

    async def missing(self, names: Collection[str]) -> int:
        """Count what the reader has not been given and B does not have when asked for it by id."""
        lacking = 0
        for name in set(names) - self._times.keys():
            try:
                await called(self._reader, "GET", f"{self._room}/event/{name}")
            except OSError:
                lacking += 1
        return lacking

    async def missing_after_asking(self, names: Collection[str]) -> int:
        """Page back through the room at B, which then fetches from A what it sees is missing."""
        lacking = set(names) - self._times.keys()
        end = time.perf_counter() + ASKING
        place: dict[str, str] = {}
        while lacking and time.perf_counter() < end:
            query = {"dir": "b", "limit": "100", **place}
            answer = await called(self._reader, "GET", f"{self._room}/messages", query=query)
            lacking -= {event["event_id"] for event in answer["chunk"]}
            place = {"from": answer["end"]} if "end" in answer else {}  # at the start: once more
        return len(lacking)

    async def end(self) -> None:
        """End the reader at B."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])


async def called(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    content: Mapping[str, object] | None = None,
    query: Mapping[str, str] | None = None,
) -> Any:  # noqa: ANN401 - a JSON document is anything
    """Return the answer of a homeserver.

    Raises:
        OSError: it did not answer, or not with 200.
    """
    try:
        answer = await client.request(method, path, json=content, params=query)
    except httpx.HTTPError as error:
        raise OSError(f"{method} {path}: {error!r}") from error
    if answer.status_code != 200:
        raise OSError(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    return answer.json()


def configure(folder: Path, server: Server, other: Server, database: Mapping[str, object]) -> Path:
    """Write the configuration of one homeserver, its keys and its certificate; return the file."""
    folder.mkdir()
    host, port = server.name.split(":")
    certify(folder)
    (folder / "log.yaml").write_text(
        json.dumps(
            {
                "version": 1,
                "handlers": {"console": {"class": "logging.StreamHandler"}},
                "root": {"level": "WARNING", "handlers": ["console"]},
            }
        )
    )
    on_loopback = {"bind_addresses": [host], "type": "http"}
    configuration = {
        "server_name": server.name,
        "report_stats": False,
        "listeners": [
            {
                **on_loopback,
                "port": server.client_port,
                "resources": [{"names": ["client"], "compress": False}],
            },
            {
                **on_loopback,
                "port": int(port),
                "tls": True,
                "resources": [{"names": ["federation"], "compress": False}],
            },
        ],
        "database": database,
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(folder / "media"),
        "pid_file": str(folder / "pid"),
        "signing_key_path": str(folder / "signing.key"),
        "tls_certificate_path": str(folder / "tls.crt"),
        "tls_private_key_path": str(folder / "tls.key"),
        "macaroon_secret_key": "peers",
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "federation_verify_certificates": False,
        "federation_domain_whitelist": [server.name, other.name],
        "ip_range_blacklist": [],
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "url_preview_enabled": False,
        "presence": {"enabled": False},
        "filter_timeline_limit": 1000,
        **LIMITS,
    }
    path = folder / "homeserver.yaml"
    path.write_text(json.dumps(configuration))
    done(
        "synapse --generate-keys",
        *(*SYNAPSE, "-c", path, "--generate-keys"),
        timeout=30,
    )
    return path


def certify(folder: Path) -> None:
    """Make a key and a certificate for TLS."""
    done(
        "openssl req",
        *(found("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
        *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=127.0.0.1"),
        *("-keyout", folder / "tls.key", "-out", folder / "tls.crt"),
        timeout=30,
    )


@contextmanager
def two_servers(folder: Path, setting: str) -> Iterator[tuple[Server, Server]]:
    """Start both homeservers.

    Raises:
        AbsentError: a server or its database cannot be had or does not start.
    """
    ports = free_ports(4)
    a, b = (Server(ports[n], f"127.0.0.1:{ports[n + 1]}") for n in (0, 2))
    with ExitStack() as started:
        databases: tuple[Mapping[str, object], Mapping[str, object]] = (
            {"name": "sqlite3", "args": {"database": str(folder / "a.db")}},
            {"name": "sqlite3", "args": {"database": str(folder / "b.db")}},
        )
        if setting == "PostgreSQL":
            databases = started.enter_context(two_databases(folder))
        for server, other, database, name in ((a, b, databases[0], "a"), (b, a, databases[1], "b")):
            path = configure(folder / name, server, other, database)
            log = folder / name / "log"
            program = running(*SYNAPSE, "-c", path, log=log, port=server.client_port)
            started.enter_context(program)
        yield a, b


async def joined(a: httpx.AsyncClient, b: httpx.AsyncClient, home_of_a: str) -> str:
    """Register a user on each, bring both into one room, and return the room."""
    for client, name in ((a, "kyiv"), (b, "tokyo")):
        account = {"username": name, "password": "peers", "auth": {"type": "m.login.dummy"}}
        answer = await called(client, "POST", f"{API}/register", account)
        client.headers["Authorization"] = f"Bearer {answer['access_token']}"
        client.headers["X-User"] = answer["user_id"]
    wanted = {"preset": "private_chat", "invite": [b.headers["X-User"]]}
    room = str((await called(a, "POST", f"{API}/createRoom", wanted))["room_id"])
    await called(b, "POST", f"{API}/join/{room}", {}, {"server_name": home_of_a})
    return room


async def measure(servers: tuple[Server, Server], setting: str, clock: Clock) -> Measured:
    """Register, join, and measure."""
    at_a, at_b = (
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{server.client_port}", timeout=30, trust_env=False
        )
        for server in servers
    )
    async with at_a, at_b:
        pair = MatrixPair(at_a, at_b, await joined(at_a, at_b, servers[0].name))
        pair.read()
        latency = await idle(pair, clock)
        steps, ended = await climb(pair, RATES, clock)
        await pair.end()
    synapse = version("matrix-synapse")
    best = sustained(steps)
    return Measured("synapse", synapse, setting, latency, best, steps, ended, NOTES[setting])


def main() -> None:
    """Measure one setting and print the JSON line."""
    folder, seconds, setting = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    clock = Clock(seconds)
    try:
        with two_servers(folder, setting) as servers:
            result = asyncio.run(measure(servers, setting, clock)).to_json()
    except (AbsentError, OSError) as error:
        result = {"system": "synapse", "setting": setting, "unavailable": str(error)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
