"""The notebook: what it has said that it kept is there, whatever happens to the process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.capitals import UKRAINE, World

from comity.consultation.briefs import INTERNAL, Call, LongPartError, Part, Written
from comity.node.backup import backup, restore
from comity.node.folder import Folder
from comity.node.notebook import Notebook, NotebookError, OtherEditError
from comity.records.kinds import BodyError
from comity.web.stale import StalePageError

MEETING, OTHER = "a" * 64, "b" * 64
AT = "2026-03-12T07:30:00.000Z"


def edit(name: str, words: str = "Слова", **more: Any) -> dict[str, Any]:
    """Return an edit as a browser sends it."""
    usual = {"id": name * 32, "entry": "e" * 32, "item": "", "sort": "remark", "at": AT}
    return {**usual, "words": {"uk": words}, **more}


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    """An empty notebook."""
    made = Notebook(tmp_path / "notebook.db")
    yield made
    made.close()


def test_what_comes_twice_is_kept_once_and_said_to_be_kept_both_times(notebook: Notebook) -> None:
    first = notebook.keep(MEETING, [edit("1"), edit("2")], "secretariat", AT)
    again = notebook.keep(MEETING, [edit("2"), edit("1"), edit("3")], "secretariat", AT)

    assert [one.id[0] for one in first] == ["1", "2"]
    assert [one.id[0] for one in again] == ["2", "1", "3"]
    assert [one.id[0] for one in notebook.edits(MEETING)] == ["1", "2", "3"]


def test_another_edit_under_a_known_id_overwrites_nothing(notebook: Notebook) -> None:
    notebook.keep(MEETING, [edit("1")], "secretariat", AT)

    with pytest.raises(OtherEditError):
        notebook.keep(MEETING, [edit("2"), edit("1", "Інше")], "secretariat", AT)
    with pytest.raises(OtherEditError):
        notebook.keep(OTHER, [edit("1")], "secretariat", AT)
    assert [one.words for one in notebook.edits(MEETING)] == [{"uk": "Слова"}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"sort": "poem"},
        {"words": {}},
        {"words": {"uk": "а" * 4001}},
        {"due": "2026-02-30"},
        {"at": "yesterday"},
        {"more": 1},
    ],
)
def test_of_edits_that_come_together_all_are_kept_or_none(
    notebook: Notebook, wrong: dict[str, Any]
) -> None:
    with pytest.raises(BodyError):
        notebook.keep(MEETING, [edit("1"), edit("2", **wrong)], "secretariat", AT)

    assert notebook.edits(MEETING) == []


WRITER = """
import sys
from pathlib import Path
from comity.node.notebook import Notebook
held = Notebook(Path(sys.argv[1]))
for number in range(100000):
    name = f"{number:032x}"
    said = {"id": name, "entry": name, "item": "", "sort": "remark", "words": {"uk": "Слова"},
            "at": "2026-03-12T07:30:00.000Z"}
    held.keep("a" * 64, [said], "secretariat", "2026-03-12T07:30:00.000Z")
    print(name, flush=True)
"""


def test_every_entry_that_was_confirmed_is_there_after_the_process_is_killed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "notebook.db"
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline().strip() for _ in range(25)]
        os.kill(process.pid, signal.SIGKILL)
        confirmed += process.stdout.read().split()

    again = Notebook(file)
    found = [one.id for one in again.edits(MEETING)]
    again.close()
    whole = [name for name in confirmed if len(name) == 32]
    assert found[: len(whole)] == whole
    assert len(found) - len(whole) <= 1  # at most one was kept and its word cut off


def test_a_disk_that_refuses_is_named_and_nothing_is_half_kept(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    held = Notebook(file)
    held.keep(MEETING, [edit("1")], "secretariat", AT)
    with held._session() as session:
        session.execute("PRAGMA query_only = ON")

    with pytest.raises(NotebookError, match=r"notebook\.db cannot be used"):
        held.keep(MEETING, [edit("2")], "secretariat", AT)

    held.close()
    again = Notebook(file)
    assert [one.id[0] for one in again.edits(MEETING)] == ["1"]
    again.close()


def test_each_version_of_a_part_is_kept_and_the_last_one_stands(notebook: Notebook) -> None:
    def written(text: str, version: int) -> Written:
        return Written(
            item="",
            part=Part.PRESS,
            version=version,
            text=text,
            language="uk",
            marking=INTERNAL,
            by="secretariat",
            at=AT,
        )

    first = notebook.write(MEETING, written("Перша", 0))
    second = notebook.write(MEETING, written("Друга", first.version))

    assert (first.version, second.version) == (1, 2)
    assert notebook.parts(MEETING) == {("", Part.PRESS): second}
    with pytest.raises(StalePageError, match="changed by secretariat"):  # somebody was faster
        notebook.write(MEETING, written("Третя", first.version))
    with pytest.raises(LongPartError):
        notebook.write(MEETING, written("а" * 20_001, 2))


def test_a_call_is_answered_by_whoever_writes_the_part(notebook: Notebook) -> None:
    call = Call(
        id="c" * 32,
        meeting=MEETING,
        item="",
        part=Part.PRESS,
        role="secretariat",
        person="",
        words="",
        due=AT,
        by="desk-officer",
        at=AT,
    )
    for _ in range(2):
        notebook.call(call)
    before = notebook.calls()
    written = Written(
        item="",
        part=Part.PRESS,
        version=0,
        text="Слова",
        language="uk",
        marking=INTERNAL,
        by="secretariat",
        at=AT,
    )
    notebook.write(MEETING, written)

    assert before == (call,)
    assert notebook.calls() == ()
    assert [one.answered for one in notebook.calls(MEETING)] == [1]


def test_notes_are_unminuted_until_minutes_are_made_and_again_once_more_is_written(
    notebook: Notebook,
) -> None:
    notebook.keep(MEETING, [edit("1")], "secretariat", AT)
    before = notebook.unminuted()
    notebook.minute(MEETING, notebook.last_edit(MEETING))
    after = notebook.unminuted()
    notebook.keep(MEETING, [edit("2", base=["1" * 32])], "secretariat", AT)

    assert (before, after, notebook.unminuted()) == ({MEETING: 1}, {}, {MEETING: 1})


def test_notes_are_in_the_backup_while_the_notebook_is_open(tmp_path: Path) -> None:
    with World(tmp_path / "world", (UKRAINE,), durable=True) as world:
        folder = world.nodes[UKRAINE].folder
        held = Notebook(folder.notebook)
        held.keep(MEETING, [edit("1")], "secretariat", AT)
        backup(folder, tmp_path / "copy")
        held.close()

    restore(tmp_path / "copy", Folder(tmp_path / "again"))

    again = Notebook(Folder(tmp_path / "again").notebook)
    assert [one.id[0] for one in again.edits(MEETING)] == ["1"]
    again.close()
