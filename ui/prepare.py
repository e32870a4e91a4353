"""Bring the fonts of the pages into src/comity/web/static/vendor: `python ui/prepare.py`.

Fonts are not committed. Where npm is on the machine, the locked packages are installed into
ui/node_modules and the faces that the pages use are copied beside the other static files; where it
is not, or there is no network, nothing happens and the pages use the fonts of the machine. The
standard library alone is needed, so that `./comity` and `./check` can call this first.
"""

# ruff: noqa: INP001 - a script, not a package

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

PACKAGES = {
    "fonts.css": ("source-sans-3", "source-serif-4", "source-code-pro"),
    "fonts-east.css": ("noto-sans-jp", "noto-serif-jp", "noto-sans-kr"),
}
"""Of npm's @fontsource-variable, by the sheet that names their faces; all of the Open Font License.

The faces of Chinese characters and Hangul come in hundreds of slices. Their sheet is long, and no
page waits for it.
"""

LEFT_OUT = ("vietnamese", "greek")
"""Slices of alphabets that no page is written in; listed names in them use the machine's fonts."""

FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
FILE = re.compile(r"url\(\./files/([^)]+)\)")
PATIENCE = 300
"""Seconds after which npm is given up."""


def prepare_fonts(root: Path) -> None:
    """Make src/comity/web/static/vendor hold the fonts of ui/package-lock.json, where that can be.

    Args:
        root: the folder of the project.
    """
    ui, vendor = root / "ui", root / "src" / "comity" / "web" / "static" / "vendor"
    made_from = fingerprint(ui)
    stamp = vendor / "made-from"
    if stamp.exists() and stamp.read_text() == made_from:
        return
    npm = shutil.which("npm")
    if npm is None:
        return
    problem = installed(npm, ui)
    if problem:
        print(f"The pages use this machine's fonts: {problem}", file=sys.stderr, flush=True)  # noqa: T201 - a script says so
        return
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    for sheet, names in PACKAGES.items():
        rules = faces(ui / "node_modules" / "@fontsource-variable", names, fresh / "fonts")
        (fresh / sheet).write_text("\n".join(rules) + "\n", encoding="utf-8")
    (fresh / "made-from").write_text(made_from)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def fingerprint(ui: Path) -> str:
    """Return what the fonts are made from, as a hash."""
    content = (ui / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(content).hexdigest()


def installed(npm: str, ui: Path) -> str:
    """Install the locked packages; return "" or, in a line, why that was not possible."""
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        run = subprocess.run(  # noqa: S603 - npm as found on this machine, arguments of our own
            command, cwd=ui, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"npm ci did not finish ({type(error).__name__})"
    lines = run.stderr.strip().splitlines() or ["no message"]
    return f"npm ci failed ({lines[0]})" if run.returncode else ""


def faces(packages: Path, names: Sequence[str], fonts: Path) -> Iterator[str]:
    """Copy the font files that the pages use and yield their @font-face rules."""
    for name in names:
        sheet = (packages / name / "index.css").read_text(encoding="utf-8")
        licence = packages / name / "LICENSE"
        shutil.copyfile(licence, fonts / f"{name}-LICENSE")
        for face in FACE.findall(sheet):
            if any(alphabet in face for alphabet in LEFT_OUT):
                continue
            for file in FILE.findall(face):
                shutil.copyfile(packages / name / "files" / file, fonts / file)
            yield face.replace("url(./files/", "url(fonts/")


if __name__ == "__main__":
    prepare_fonts(Path(__file__).resolve().parent.parent)
