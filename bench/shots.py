#!/usr/bin/env python3
"""Pictures of the board for README, made by the project itself: `bench/shots.py [FOLDER]`.

Starts the demonstration on the bundled excerpt in a new data folder, waits until its lists are
read, and takes the page "Sanctions" in three languages with headless Chromium.
"""

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data:
        command = [str(ROOT / "comity"), "demo", "--excerpt", "--data", data]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            shoot(address(demo), folder)
        finally:
            demo.terminate()
            demo.wait(10)


def address(demo: "subprocess.Popen[str]") -> str:
    """Return the address that the demonstration prints, once its lists are read."""
    for line in demo.stdout or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            for _ in range(120):
                page = f"{found[0]}/en/sanctions"
                with urllib.request.urlopen(page) as answer:  # noqa: S310 - our own loopback server
                    if b'class="heat ' in answer.read():
                        return found[0]
                time.sleep(0.5)
            break
    raise SystemExit("the demonstration did not come up")


def shoot(base: str, folder: Path) -> None:
    """Take the page in each language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        for language in ("en", "ja", "uk"):
            page.goto(f"{base}/{language}/sanctions")
            page.screenshot(path=folder / f"board-{language}.png")
        browser.close()


if __name__ == "__main__":
    main()
