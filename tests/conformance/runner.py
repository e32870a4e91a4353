"""Runner: puts the vectors to any implementation, through three commands.

    python runner.py CLIENT...          such as: python runner.py python -m comity conform
    python runner.py --show CASE        prints what a client gets for one case

A client is any program. It is started once for each case as `CLIENT encode`, `CLIENT check` or
`CLIENT open`, with the case as JSON on standard input, and answers with JSON on standard output.
Exit code 0: done, the answer is what it found. 1: refused, the answer is `{"refused": CODE}`.
2: this client does not do such things; the case is left out, and the runner says so. What the
cases mean is written in `docs/reference/protocol.md`. This file needs nothing but Python.
"""

import argparse
import base64
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent / "vectors"
PIECES = "pieces.json"
SECONDS = 60

DONE, REFUSED, LEFT_OUT = 0, 1, 2

Client = Callable[[str, str], tuple[int, str]]
"""Takes a command and a case as JSON; gives the exit code and what was printed."""


@dataclass(frozen=True)
class Case:
    """One question to a client.

    Attributes:
        id: of the case, the same for ever.
        says: what it is about.
        command: encode, check or open.
        what: sort of thing that is encoded, checked or opened.
        put: what the client gets as `input`.
        answer: what must come out; None where it must be refused.
        refused: codes of which one must come out.
    """

    id: str
    says: str
    command: str
    what: str
    put: Mapping[str, Any]
    answer: Mapping[str, Any] | None
    refused: Sequence[str]

    @property
    def question(self) -> str:
        """What a client gets on standard input."""
        return json.dumps({"id": self.id, "what": self.what, "input": self.put})


@dataclass(frozen=True)
class Outcome:
    """What a client made of a case.

    Attributes:
        case: which.
        fault: what was wrong, "" when nothing was.
        left_out: whether the client does not do such things.
    """

    case: Case
    fault: str = ""
    left_out: bool = False


def cases(folder: Path = VECTORS) -> Iterator[Case]:
    """Yield all cases, with every byte in its place."""
    pieces = {
        name: base64.b64decode(text)
        for name, text in json.loads((folder / PIECES).read_text("utf-8"))["pieces"].items()
    }
    for path in sorted(folder.glob("*.json")):
        held = json.loads(path.read_text("utf-8"))
        for case in held.get("cases", ()):
            put = {**held["shared"].get(case.get("with"), {}), **case["input"]}
            yield Case(
                id=case["id"],
                says=case["says"],
                command=case["command"],
                what=case["what"],
                put=whole(put, pieces),
                answer=whole(case["answer"], pieces) if "answer" in case else None,
                refused=case.get("refused", ()),
            )


def whole(value: Any, pieces: Mapping[str, bytes]) -> Any:
    """Return a part of a case with pieces and parts put together."""
    if isinstance(value, dict):
        if value.keys() & {"parts", "piece", "piece64"}:
            return {"base64": base64.b64encode(bytes_of(value, pieces)).decode()}
        return {name: whole(inner, pieces) for name, inner in value.items()}
    return [whole(inner, pieces) for inner in value] if isinstance(value, list) else value


def bytes_of(value: Mapping[str, Any], pieces: Mapping[str, bytes]) -> bytes:
    """Return the bytes that a part of a case is."""
    match next(iter(value)), next(iter(value.values())):
        case "text", text:
            one = text.encode()
        case "hex", text:
            one = bytes.fromhex(text)
        case "base64", text:
            one = base64.b64decode(text)
        case "piece", name:
            one = pieces[name]
        case "piece64", name:
            one = base64.b64encode(pieces[name])
        case _, parts:
            one = b"".join(bytes_of(part, pieces) for part in parts)
    return bytes(one) * int(value.get("times", 1))


def plain(value: Any) -> Any:
    """Return an answer with bytes in one form, so that it does not matter how they were given."""
    if isinstance(value, dict):
        if len(value) == 1 and value.keys() <= {"text", "hex", "base64"}:
            return bytes_of(value, {}).hex()
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def put(case: Case, client: Client) -> Outcome:
    """Put a case to a client."""
    code, printed = client(case.command, case.question)
    if code == LEFT_OUT:
        return Outcome(case, left_out=True)
    try:
        said = json.loads(printed)
    except ValueError:
        return Outcome(case, f"exit code {code}, and no JSON: {printed[:200]!r}")
    if not isinstance(said, dict) or code not in {DONE, REFUSED}:
        return Outcome(case, f"exit code {code}: {printed[:200]}")
    if case.answer is None:
        right = code == REFUSED and said.get("refused") in case.refused
        wanted = f"refused as {' or '.join(case.refused)}"
    else:
        known = {name: said[name] for name in case.answer if name in said}
        right = code == DONE and plain(known) == plain(case.answer)
        wanted = json.dumps(case.answer, ensure_ascii=False)
    return Outcome(case, "" if right else f"expected {wanted[:400]}; got {printed.strip()[:400]}")


def program(words: Sequence[str]) -> Client:
    """Return a client that is a program."""

    def ask(command: str, question: str) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603 - what the caller named
            [*words, command],
            input=question,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        return done.returncode, done.stdout or done.stderr[-400:]

    return ask


def main() -> int:
    """Put all cases to a client and say what was wrong."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--vectors", type=Path, default=VECTORS, help="folder of the vectors")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases whose id begins so")
    parser.add_argument("--jobs", type=int, default=4, help="cases at a time")
    parser.add_argument("--show", metavar="CASE", help="print one case as a client gets it")
    parser.add_argument("client", nargs=argparse.REMAINDER, help="the program and its arguments")
    options = parser.parse_args()
    found = [case for case in cases(options.vectors) if case.id.startswith(options.only)]
    if options.show:
        for case in found:
            if case.id == options.show:
                sys.stdout.write(f"{case.command} < {case.question}\n")
        return DONE
    if not options.client:
        parser.error("name the client")
    client = program(options.client)
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = list(pool.map(lambda case: put(case, client), found))
    for one in outcomes:
        if one.fault:
            sys.stdout.write(f"{one.case.id} ({one.case.says}): {one.fault}\n")
    left = Counter(f"{one.case.command} {one.case.what}" for one in outcomes if one.left_out)
    for what, count in left.items():
        sys.stdout.write(f"left out by the client: {count} times {what}\n")
    wrong = sum(bool(one.fault) for one in outcomes)
    right = len(outcomes) - wrong - left.total()
    sys.stdout.write(f"{right} right, {wrong} wrong, {left.total()} left out\n")
    return REFUSED if wrong or not right else DONE


if __name__ == "__main__":
    raise SystemExit(main())
