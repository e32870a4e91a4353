#!/usr/bin/env python3
"""Pictures of every page: `bench/shots.py FOLDER [--at ADDRESS ...] [--only WORD] [--readme]`.

Starts the demonstration, or goes to nodes that run, finds one page of every sort by following links
from "Today", and takes each in three languages, light and dark, wide and narrow, with the palette
open, and as it is printed. With `--readme` it takes only the board for README, into FOLDER.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.demo import LANGUAGES, open_browser, pages_of, running
from playwright.sync_api import Browser, sync_playwright

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE, NARROW = 1440, 390


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at", nargs="+", metavar="ADDRESS", help="of pages that run")
    parser.add_argument("--only", default="", help="pages with this word in their name")
    parser.add_argument("--readme", action="store_true", help="only the board, for README")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        nullcontext(asked.at) if asked.at else running() as bases,
        sync_playwright() as playwright,
    ):
        browser = open_browser(playwright)
        if asked.readme:
            shoot_board(browser, bases[0], asked.folder)
        else:
            count = shoot_all(browser, bases, asked.folder, asked.only)
            print(f"{count} pictures in {asked.folder}")
        browser.close()


def shoot_board(browser: Browser, base: str, folder: Path) -> None:
    """Take the board in each language, as README shows it."""
    page = browser.new_page(viewport={"width": WIDE, "height": 1100})
    for language in LANGUAGES:
        page.goto(f"{base}/{language}/sanctions")
        page.screenshot(path=folder / f"board-{language}.png")


def shoot_all(browser: Browser, bases: Sequence[str], folder: Path, only: str) -> int:
    """Take every page that one of the nodes has; return how many pictures that is."""
    count = 0
    taken: set[str] = set()
    for base in bases:
        for name, path in sorted(pages_of(base).items()):
            if only in name and (name not in taken or name == "today"):
                place = f"{name}-{len(taken)}" if name in taken else name
                taken.add(name)
                for language in LANGUAGES:
                    count += shoot(browser, f"{base}/{language}{path}", folder, place, language)
    return count


def shoot(browser: Browser, address: str, folder: Path, name: str, language: str) -> int:
    """Take one page in one language; return how many pictures that is."""
    count = 0
    for scheme in SCHEMES:
        context = browser.new_context(
            viewport={"width": WIDE, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=folder / f"{name}-{language}-{scheme}.png", full_page=True)
        count += 1
        if scheme == "light":
            page.set_viewport_size({"width": NARROW, "height": 844})
            page.screenshot(path=folder / f"{name}-{language}-narrow.png", full_page=True)
            page.pdf(path=folder / f"{name}-{language}.pdf", prefer_css_page_size=True)
            count += 2
        if name == "today":
            page.set_viewport_size({"width": WIDE, "height": 900})
            page.keyboard.press("Control+k")
            page.screenshot(path=folder / f"palette-{language}-{scheme}.png")
            count += 1
        context.close()
    return count


if __name__ == "__main__":
    main()
