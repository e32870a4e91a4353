"""NATS JetStream as a peer: a server with a stream, a leaf node, and a mirror of the stream on it.

Both servers keep their streams in files. By default a server answers when the system has taken the
message, and a timer brings it to the disk; with `sync_interval: always` it does so before it
answers. Debian's 2.9.10 refuses that line as unknown, and "sync always" is then reported as not to
be had; a newer nats-server on the PATH is used instead of Debian's.

Run by run.py inside its throw-away environment: jetstream.py FOLDER SECONDS SETTING
"""

import asyncio
import importlib
import json
import os
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.peers.load import Clock, Measured, climb, idle, sustained
from bench.peers.programs import AbsentError, done, found, free_ports, running

SETTINGS = {"default sync": "", "sync always": "sync_interval: always"}

NOTES = {
    "default sync": "acknowledged before fsync, which a timer does",
    "sync always": "acknowledged after fsync",
}

RATES = (2000, 8000, 32000)

STREAM = "records"

SAMPLE = 200
"""Messages, the last ones, that are read at B; of the others the stream's own count is believed."""


class JetStreamPair:
    """A stream at A and its mirror at B, which keeps the numbers that A gave."""

    in_flight = 2000

    def __init__(self, at_a: Any, at_b: Any, prefix: str) -> None:  # noqa: ANN401 - nats-py has no types
        self._a = at_a.jetstream(publish_async_max_pending=2 * self.in_flight)
        self._b = at_b.jetstream()
        self._subject = f"{STREAM}.{prefix}"
        self._times: dict[str, float] = {}
        self._new = asyncio.Event()
        self._reader: Any = None
        self._errors: Any = importlib.import_module("nats.errors")

    async def make(self, domain: str) -> None:
        """Make the stream, its mirror, and a reader at the mirror."""
        api = importlib.import_module("nats.js.api")
        external = api.ExternalStream(api=f"$JS.{domain}.API")
        mirror = api.StreamSource(name=STREAM, external=external)
        await self._a.add_stream(name=STREAM, subjects=[f"{STREAM}.>"], storage="file")
        await self._b.add_stream(name=STREAM, mirror=mirror, storage="file")
        self._reader = await self._b.subscribe(
            f"{STREAM}.>", stream=STREAM, ordered_consumer=True, cb=self._arrived
        )

    async def _arrived(self, message: Any) -> None:  # noqa: ANN401
        self._times[str(message.metadata.sequence.stream)] = time.perf_counter()
        self._new.set()

    async def send(self, text: str) -> str:
        """Send one message to A; return its number in the stream."""
        try:
            answer = await self._a.publish_async(self._subject, text.encode())
            return str((await asyncio.wait_for(answer, 10)).seq)
        except self._errors.Error as error:
            raise OSError(f"not acknowledged: {error!r}") from error

    async def arrival(self, name: str) -> float:
        """Wait until the reader at B has a message; return when it had."""
        while name not in self._times:
            self._new.clear()
            await asyncio.wait_for(self._new.wait(), 10)
        return self._times.pop(name)

    async def no_more_arrivals(self) -> None:
        """End the reader at B."""
        await self._reader.unsubscribe()

    async def unseen(self, names: Collection[str]) -> int:
        """Count by what the mirror says of itself."""
        state = (await self._b.stream_info(STREAM)).state
        if state.messages != state.last_seq - state.first_seq + 1:
            return len(names)  # it has holes
        return sum(not state.first_seq <= int(name) <= state.last_seq for name in names)

    async def missing(self, names: Collection[str]) -> int:
        """Count by what the mirror says of itself, and by reading the last ones that it claims."""
        unseen = await self.unseen(names)
        unread = 0
        for name in sorted(names, key=int)[: len(names) - unseen][-SAMPLE:]:
            try:
                await self._b.get_msg(STREAM, int(name))
            except self._errors.Error:
                unread += 1
        return unseen + unread

    async def missing_after_asking(self, names: Collection[str]) -> int:
        """Count again: a mirror fetches by itself, and a reader cannot make it."""
        return await self.missing(names)


def server(folder: Path) -> str:
    """Return the path of a nats-server: the machine's own, or Debian's unpacked into the folder.

    Raises:
        AbsentError: neither can be had.
    """
    try:
        return found("nats-server")
    except AbsentError:
        apt = found("apt-get")
    unpacked = folder / "nats"
    try:
        done("apt-get download", apt, "download", "nats-server", cwd=folder, timeout=60)
    except AbsentError:
        if os.geteuid() != 0:
            raise
        done("apt-get update", apt, "update", "-q", timeout=60)
        done("apt-get download", apt, "download", "nats-server", cwd=folder, timeout=60)
    package = next(folder.glob("nats-server_*.deb"))
    done("dpkg -x", found("dpkg"), "-x", package, unpacked, timeout=30)
    return str(unpacked / "usr" / "sbin" / "nats-server")


@contextmanager
def two_servers(program: str, folder: Path, sync: str) -> Iterator[tuple[int, int]]:
    """Start A and its leaf node B; give the ports of their clients.

    Raises:
        AbsentError: a server does not take the configuration or does not start.
    """
    port_a, port_b, leaf = free_ports(3)
    halves = {
        "a": f'leafnodes {{ listen: "127.0.0.1:{leaf}" }}',
        "b": f'leafnodes {{ remotes: [ {{ url: "nats://127.0.0.1:{leaf}" }} ] }}',
    }
    paths = []
    for (name, connection), port in zip(halves.items(), (port_a, port_b), strict=True):
        path = folder / f"{name}.conf"
        path.write_text(
            f'server_name: {name}\nlisten: "127.0.0.1:{port}"\n'
            f'jetstream {{ domain: {name}, store_dir: "{folder / name}"\n{sync} }}\n{connection}\n'
        )
        done("nats-server -t", program, "-t", "-c", path.name, cwd=folder, timeout=10)
        paths.append(path)
    with (
        running(program, "-c", paths[0], log=folder / "a.log", port=port_a),
        running(program, "-c", paths[1], log=folder / "b.log", port=port_b),
    ):
        yield port_a, port_b


async def measure(ports: tuple[int, int], version: str, setting: str, clock: Clock) -> Measured:
    """Connect to both, and measure."""
    nats = importlib.import_module("nats")
    at_a, at_b = [await nats.connect(f"nats://127.0.0.1:{port}") for port in ports]
    pair = JetStreamPair(at_a, at_b, "ua")
    await pair.make("a")
    latency = await idle(pair, clock)
    await pair.no_more_arrivals()
    steps, ended = await climb(pair, RATES, clock)
    await at_a.close()
    await at_b.close()
    return Measured(
        "nats-jetstream", version, setting, latency, sustained(steps), steps, ended, NOTES[setting]
    )


def main() -> None:
    """Measure one setting and print the JSON line."""
    folder, seconds, setting = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    clock = Clock(seconds)
    try:
        program = server(folder)
        version = done("nats-server --version", program, "--version", timeout=10).split()[-1]
        with two_servers(program, folder, SETTINGS[setting]) as ports:
            result = asyncio.run(measure(ports, version, setting, clock)).to_json()
    except (AbsentError, OSError) as error:
        result = {"system": "nats-jetstream", "setting": setting, "unavailable": str(error)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
