#!/usr/bin/env python3
"""How long the journeys take: `bench/journeys.py [--run]`; prints the table of the reference.

Journeys are of two kinds: the ten flows of people through the pages of two nodes at once, in a real
browser (tests/pages/flows), each in one language, and those of nodes that talk to each other in one
process (tests/journeys), together by file. Without `--run` the seconds stay empty, and nothing is
started. What a journey needs before it begins, two nodes and a window, counts with it.
"""

import argparse
import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOWS, JOURNEYS = "tests/pages/flows", "tests/journeys"
TOOK = re.compile(r"^\s*([0-9.]+)s (?:setup|call|teardown)\s+(\S+?)::(\w+)", re.MULTILINE)


def main() -> int:
    """Print the table; return 1 where a journey failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", action="store_true", help="run them, and fill in the seconds")
    took, failed = measured() if parser.parse_args().run else ({}, 0)
    print("| journey | what it does | seconds |\n|---|---|---|")
    for name, said in told():
        known = took.get(said) if name.startswith("flow") else took.get(name)
        print(f"| {name} | {said} | {'' if known is None else format(known, '.1f')} |")
    return int(failed != 0)


def told() -> Iterator[tuple[str, str]]:
    """Yield each flow by its test, and each file of journeys, with what it says that it does."""
    for file in sorted((ROOT / FLOWS).glob("test_*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"flow: {sentence(file.stem)}", sentence(node.name)
    for file in sorted((ROOT / JOURNEYS).glob("test_*.py")):
        whole = ast.get_docstring(ast.parse(file.read_text())) or ""
        yield sentence(file.stem), whole.partition("\n\n")[0].replace("\n", " ")


def sentence(name: str) -> str:
    """Return the name of a test as words.

    >>> sentence("test_a_request_is_answered")
    'a request is answered'
    """
    return name.removeprefix("test_").replace("_", " ")


def measured() -> tuple[dict[str, float], int]:
    """Run everything; return the seconds of each row, and how pytest ended."""
    found: dict[str, float] = defaultdict(float)
    failed = 0
    for folder in (FLOWS, JOURNEYS):  # apart: Playwright keeps an event loop in its process
        command = [sys.executable, "-m", "pytest", "-q", "--durations=0", "-vv", folder]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        for seconds, path, test in TOOK.findall(done.stdout):
            name = test if folder == FLOWS else Path(path).stem
            found[sentence(name)] += float(seconds)
        if done.returncode:
            failed = done.returncode
            print(done.stdout[-3000:], file=sys.stderr)
    return found, failed


if __name__ == "__main__":
    sys.exit(main())
