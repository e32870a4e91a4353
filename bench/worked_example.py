#!/usr/bin/env python3
"""The worked example of follow-up, told step by step over two real nodes, with how each stands.

    bench/worked_example.py [--real]

`--real` takes the real official lists beside the project; no line names anybody. The folders of the
nodes are removed afterwards.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.faults.worked_example import play_invented, play_real


def main() -> int:
    """Play it; return 1 where the lists are not there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--real", action="store_true", help="with the real official lists")
    real = parser.parse_args().real
    kit = ROOT.parent / "shared" / "lists"
    if real and not (kit / "manifest.json").exists():
        print("The real official lists are not beside the project.")
        return 1
    with tempfile.TemporaryDirectory(prefix="comity-example-") as path:
        if real:
            play_real(kit, Path(path))
        else:
            play_invented(Path(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
