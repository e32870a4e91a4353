"""Orders to a node that runs."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from comity.errors import RefusedError
from comity.node.control import Control, NotAnsweringError, OrderError, ask, control_file
from comity.node.folder import Folder, NotWrittenError

pytestmark = pytest.mark.enable_socket


class AskedWrongError(RefusedError):
    """An error of a test."""

    code = "test-asked-wrong"
    template = "{what} cannot be done"


def double(number: int) -> int:
    """Return twice a number, or refuse."""
    if number < 0:
        raise AskedWrongError(what=number)
    return 2 * number


def answered(folder: Folder, order: str, arguments: Mapping[str, Any]) -> Any:
    """What a running node answers."""

    async def run() -> Any:
        control = Control(folder, {"double": double})
        await control.start()
        try:
            return await asyncio.to_thread(ask, folder, order, arguments)
        finally:
            await control.stop()

    return asyncio.run(run())


def test_an_order_is_done_and_answered(tmp_path: Path) -> None:
    assert answered(Folder(tmp_path), "double", {"number": 21}) == 42


def test_an_error_comes_back_with_its_code(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="-1 cannot be done") as refused:
        answered(Folder(tmp_path), "double", {"number": -1})

    assert refused.value.reason == "test-asked-wrong"


@pytest.mark.parametrize(("order", "arguments"), [("triple", {}), ("double", {"colour": "blue"})])
def test_an_order_that_is_none_is_refused(
    tmp_path: Path, order: str, arguments: dict[str, str]
) -> None:
    with pytest.raises(OrderError, match="no order that can be read"):
        answered(Folder(tmp_path), order, arguments)


def test_another_token_is_not_obeyed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    async def run() -> None:
        control = Control(folder, {"double": double})
        await control.start()
        place = json.loads(control_file(folder).read_text("utf-8"))
        control_file(folder).write_text(json.dumps({**place, "token": "00" * 16}), "utf-8")
        try:
            await asyncio.to_thread(ask, folder, "double", {"number": 1})
        finally:
            await control.stop()

    with pytest.raises(OrderError, match="the token is not this node's"):
        asyncio.run(run())


def test_where_no_node_runs_nobody_is_asked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ask(Folder(tmp_path), "double", {"number": 1})


def test_a_node_that_was_killed_is_said_not_to_answer(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    control_file(folder).write_text(json.dumps({"port": 1, "token": ""}), "utf-8")

    with pytest.raises(NotAnsweringError):
        ask(folder, "double", {"number": 1})


def test_a_disk_without_room_is_told_and_nobody_listens(tmp_path: Path) -> None:
    control = Control(Folder(tmp_path), {"double": double})
    (tmp_path / "control.json.new").symlink_to("/dev/full")

    with pytest.raises(NotWrittenError) as refused:
        asyncio.run(control.start())

    assert str(refused.value) == (
        f"{tmp_path / 'control.json'} cannot be written: No space left on device. See that the "
        "disk has room and that the folder is this user's, then do it again; what was there "
        "before is still there."
    )
    assert control.server is not None
    assert not control.server.is_serving()
