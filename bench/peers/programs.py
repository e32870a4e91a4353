"""Programs that a bench starts on loopback: found, started, waited for, ended.

Whatever cannot be had raises AbsentError with one line that says what and why; a bench prints it
as its result. Every program writes its log into the folder of the bench, which goes with it.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

START = 30.0
"""Seconds that a program may take until it answers on its port."""


class AbsentError(Exception):
    """Something that a bench needs cannot be had or does not start here."""


def found(name: str) -> str:
    """Return the path of a program that the machine has.

    Raises:
        AbsentError: it has none of that name.
    """
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    if path is None:
        raise AbsentError(f"{name} is not on this machine")
    return path


def done(
    what: str,
    *command: str | Path,
    timeout: float,
    cwd: Path | None = None,
    user: str | None = None,
) -> str:
    """Run a command to its end and return what it printed.

    Args:
        what: what the command is called in an error.
        command: the program and its arguments.
        timeout: the seconds that it may take.
        cwd: the folder to run it in.
        user: who runs it, if not the one who runs this.

    Raises:
        AbsentError: it failed; with the last line that it printed.
    """
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout,
            cwd=cwd,
            user=user,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AbsentError(f"{what}: {error}") from error
    if answer.returncode:
        raise AbsentError(f"{what}: {last_line(answer.stdout)}")
    return answer.stdout


def last_line(text: str) -> str:
    """Return the last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no word")


def plain_environment() -> Mapping[str, str]:
    """Return the environment without proxies, for servers that go no further than loopback."""
    return {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}


def free_ports(count: int) -> list[int]:
    """Return ports of loopback that nobody listens on now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def running(*command: str | Path, log: Path, port: int, user: str | None = None) -> Iterator[None]:
    """Start a program, wait until it listens on its port, and end it when the block ends.

    Raises:
        AbsentError: it ended by itself or did not listen in time; with its last line.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
        )
    try:
        end = time.monotonic() + START
        while not listens(port):
            if process.poll() is not None or time.monotonic() > end:
                word = last_line(log.read_text(errors="replace"))
                raise AbsentError(f"{Path(command[0]).name} does not start: {word}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listens(port: int) -> bool:
    """Say whether somebody listens on a port of loopback."""
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0
