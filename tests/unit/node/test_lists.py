"""Lists whose state another version of the program computed are computed anew."""

import shutil
from pathlib import Path

from comity.node.lists import Lists
from comity.web.jobs import Report


def test_lists_without_a_stored_state_are_told_and_computed_from_what_was_read(
    tmp_path: Path, fixtures: Path
) -> None:
    lists = Lists(tmp_path)
    assert not lists.uncomputed()
    (taken,) = lists.import_files([fixtures / "eu-fsf"])
    assert taken.error is None
    assert lists.uncomputed()

    steps: list[str] = []
    lists.fill((), Report(lambda code, _done, _total, _detail: steps.append(code)))

    assert not lists.uncomputed()
    assert "resolve" in steps
    shutil.rmtree(tmp_path / "computed", ignore_errors=True)
    shutil.rmtree(tmp_path / "lists" / "computed", ignore_errors=True)
    assert Lists(tmp_path).uncomputed()
