#!/usr/bin/env python3
"""How soon a page is seen, and how much is carried for it: `bench/paint.py [--at ADDRESS]`.

Starts the demonstration, or goes to one that runs, and opens every sort of page in a new window of
headless Chromium, as somebody does who comes for the first time: nothing is at hand. The first
paint counts from the moment at which the page is asked for; bytes are those of the answers as they
are carried, the fonts and their own style sheet apart. The limits are 300 ms (median) and 250 KB;
the program fails above them.
"""

import argparse
import statistics
import sys
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.demo import open_browser, pages_of, running
from playwright.sync_api import Browser, sync_playwright

MOST_MILLISECONDS = 300
MOST_BYTES = 250_000
SIZES = """() => performance.getEntriesByType("resource")
  .concat(performance.getEntriesByType("navigation"))
  .map((one) => [one.name, one.transferSize])"""
PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const one of list.getEntriesByName("first-contentful-paint")) done(one.startTime);
}).observe({ type: "paint", buffered: true }))"""


def main() -> int:
    """Print the table; return 1 where a page is above a limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--at", help="address of pages that run, http://127.0.0.1:8600")
    parser.add_argument("--times", type=int, default=7, help="windows for each page (7)")
    parser.add_argument(
        "--language", default="ja", help="of the pages (ja, which has most letters)"
    )
    asked = parser.parse_args()
    worst = 0
    with (
        nullcontext([asked.at]) if asked.at else running() as bases,
        sync_playwright() as playwright,
    ):
        browser = open_browser(playwright)
        print(f"{'page':34} {'first paint, ms':>18} {'carried, KB':>12} {'fonts, KB':>10}")
        for name, path in sorted(pages_of(bases[0]).items()):
            address = f"{bases[0]}/{asked.language}{path}"
            times, carried, fonts = painted(browser, address, asked.times)
            middle = statistics.median(times)
            high = middle > MOST_MILLISECONDS or carried > MOST_BYTES
            worst = max(worst, int(high))
            said = f"{middle:6.0f} ({min(times):.0f} to {max(times):.0f})"
            print(
                f"{name:34} {said:>18} {carried / 1000:12.0f} {fonts / 1000:10.0f}"
                f"{'  above the limit' if high else ''}",
                flush=True,
            )
        browser.close()
    return worst


def painted(browser: Browser, address: str, times: int) -> tuple[list[float], int, int]:
    """Return the milliseconds of each first paint, and the bytes of a page without and of fonts."""
    found: list[float] = []
    carried = fonts = 0
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(address)
        found.append(float(page.evaluate(PAINT)))
        sizes = [(urlsplit(name).path, size) for name, size in page.evaluate(SIZES)]
        fonts = sum(size for path, size in sizes if "/vendor/" in path)
        carried = sum(size for path, size in sizes if "/vendor/" not in path)
        context.close()
    return found, carried, fonts


if __name__ == "__main__":
    sys.exit(main())
