"""Make .venv match requirements/, with nothing but Python 3.11 and pip; do nothing when it does.

`comity` and `check` call `ready()` before anything else, so a fresh clone needs no other step.
uv is fetched by pip into .tools and makes .venv itself, so Python's own venv and ensurepip, which
Debian packages apart, are not needed. `comity` needs only what the program runs on
(requirements/run.txt); `check` needs the tools too (requirements/dev.txt, which contains it all).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = ROOT / "requirements"
STAMP = VENV / "made-from"


def ready(purpose: str = "run") -> Path:
    """Return the folder of the environment's programs, making the environment if need be.

    Args:
        purpose: "run" for the program alone, "dev" for the tools of `./check` too.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python starts this script by mistake
        sys.exit(f"Comity needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    enough = [wanted("dev")] if purpose == "dev" else [wanted("run"), wanted("dev")]
    if not STAMP.exists() or STAMP.read_text() not in enough:
        print("Preparing .venv (once; about a minute) ...", file=sys.stderr, flush=True)
        make(purpose)
        STAMP.write_text(wanted(purpose))
    return BIN


def wanted(purpose: str) -> str:
    """Return the fingerprint of everything that an environment for this purpose is made from."""
    files = [LOCKS / "uv.txt", LOCKS / f"{purpose}.txt", ROOT / "pyproject.toml"]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content + sys.version.encode() + str(ROOT).encode()).hexdigest()


def make(purpose: str) -> None:
    """Install uv into .tools, make .venv with it in the locked state, and prepare the fonts."""
    uv = TOOLS / "bin" / "uv"
    STAMP.unlink(missing_ok=True)
    if not (uv.exists() and VENV.exists()):
        if shutil.which("pip") is None and not has_pip():
            sys.exit(
                "Comity prepares itself with pip, and this Python has none. Install it (Debian: "
                "apt-get install python3-pip; others: python3 -m ensurepip), then try again."
            )
        shutil.rmtree(TOOLS, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        run(*pip, "--require-hashes", "--target", TOOLS, "-r", LOCKS / "uv.txt")
        run(uv, "venv", "-q", "--clear", "--python", sys.executable, VENV)
    run(uv, "pip", "sync", "-q", "--require-hashes", LOCKS / f"{purpose}.txt")
    site = next(VENV.glob("lib/python*/site-packages"), VENV / "Lib" / "site-packages")
    (site / "comity.pth").write_text(f"{ROOT / 'src'}\n")
    subprocess.run([sys.executable, ROOT / "ui" / "prepare.py"], cwd=ROOT, check=False)


def has_pip() -> bool:
    """Say whether this Python can run pip as a module."""
    probe = [sys.executable, "-m", "pip", "--version"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def run(*command: str | Path) -> None:
    """Run one step of the preparation; stop with what failed and what to do."""
    env = {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "UV_NO_CONFIG": "1",
        "PIP_ROOT_USER_ACTION": "ignore",  # .tools is ours alone, whoever runs this
    }
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        sys.exit(
            f"\nCould not prepare .venv: this step failed:\n  {' '.join(map(str, command))}\n"
            "The first start needs the network (or a package mirror that pip and uv are set to "
            "use). Nothing else was changed; run the same command again when it is there."
        )
