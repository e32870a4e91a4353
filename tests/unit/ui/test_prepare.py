"""Fonts are copied from the locked packages where that can be, and nothing breaks where not."""

import importlib.util
import json
import os
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
SHEET = """/* source-sans-3-vietnamese-wght-normal */
@font-face {
  font-family: 'Invented Sans';
  src: url(./files/invented-vietnamese.woff2) format('woff2-variations');
}
/* invented-cyrillic */
@font-face {
  font-family: 'Invented Sans';
  src: url(./files/invented-cyrillic.woff2) format('woff2-variations');
}
"""


@pytest.fixture(scope="module")
def prepare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ui_prepare", ROOT / "ui" / "prepare.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, prepare: ModuleType) -> Path:
    """A project with a lock file and packages as npm lays them out."""
    ui = tmp_path / "ui"
    for name in chain(*prepare.PACKAGES.values()):
        package = ui / "node_modules" / "@fontsource-variable" / name
        (package / "files").mkdir(parents=True)
        (package / "index.css").write_text(SHEET)
        (package / "LICENSE").write_text("OFL")
        for alphabet in ("cyrillic", "vietnamese"):
            (package / "files" / f"invented-{alphabet}.woff2").write_bytes(alphabet.encode())
    (ui / "package-lock.json").write_text("{}")
    (tmp_path / "src/comity/web/static").mkdir(parents=True)
    return tmp_path


def with_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program called npm first in the path; it counts its calls."""
    programs = folder / "bin"
    programs.mkdir()
    npm = programs / "npm"
    npm.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/calls"\n{script}\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return folder / "calls"


def vendor(project: Path) -> Path:
    return project / "src/comity/web/static/vendor"


needs_sh = pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for npm")


def test_without_npm_nothing_happens(
    project: Path, prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(project))

    prepare.prepare_fonts(project)

    assert not vendor(project).exists()


@needs_sh
def test_used_slices_are_copied_with_their_licence(
    project: Path, prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_npm(project, "exit 0", monkeypatch)

    prepare.prepare_fonts(project)

    for name in prepare.PACKAGES:
        sheet = (vendor(project) / name).read_text()
        assert "url(fonts/invented-cyrillic.woff2)" in sheet
        assert "vietnamese" not in sheet
    names = sorted(path.name for path in (vendor(project) / "fonts").iterdir())
    licences = sorted(f"{name}-LICENSE" for name in chain(*prepare.PACKAGES.values()))
    assert names == ["invented-cyrillic.woff2", *licences]


@needs_sh
def test_fonts_are_made_once_for_a_lock_file(
    project: Path, prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = with_npm(project, "exit 0", monkeypatch)

    prepare.prepare_fonts(project)
    prepare.prepare_fonts(project)
    assert len(calls.read_text().splitlines()) == 1
    (project / "ui/package-lock.json").write_text('{"lockfileVersion": 3}')
    prepare.prepare_fonts(project)

    assert len(calls.read_text().splitlines()) == 2
    assert "--ignore-scripts" in calls.read_text()


@needs_sh
def test_without_a_network_the_pages_go_on_with_the_fonts_of_the_machine(
    project: Path,
    prepare: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_npm(project, "echo 'npm error network' >&2; exit 1", monkeypatch)

    prepare.prepare_fonts(project)

    assert not vendor(project).exists()
    assert capsys.readouterr().err == (
        "The pages use this machine's fonts: npm ci failed (npm error network)\n"
    )


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "ui" / "package-lock.json").read_text())

    assert all("resolved" not in package for package in lock["packages"].values())
    assert all(
        package["integrity"].startswith("sha512-")
        for name, package in lock["packages"].items()
        if name
    )


def test_every_package_of_fonts_is_locked(prepare: ModuleType) -> None:
    lock = json.loads((ROOT / "ui" / "package-lock.json").read_text())

    locked = {name.rpartition("/")[2] for name in lock["packages"] if name}
    assert locked == {name for names in prepare.PACKAGES.values() for name in names}
