"""What never leaves a party lies in a store that has no way out."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from comity.exchange.drafts import File, Letter, NoDraftError
from comity.node import internal, internal_store
from comity.node.internal import Internal
from comity.records.marking import Marking

AT = "2026-11-24T12:00:00.000Z"
LETTER = Letter(
    kind="report/1",
    circle="c" * 64,
    body={"subject": "Червона лінія", "text": "Текст"},
    marking=Marking.RED,
    quoted=Marking.AMBER,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Internal]:
    opened = Internal(tmp_path / "internal.db")
    yield opened
    opened.close()


def with_file(tmp_path: Path) -> Letter:
    path = tmp_path / "upload"
    path.write_bytes(b"train")
    file = File("план.pdf", "application/pdf", 5, path)
    return Letter(kind="report/1", circle="c" * 64, body={}, marking=Marking.RED, files=(file,))


def imports_of(module: ModuleType) -> set[str]:
    """What a module of ours takes from others of ours."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    imported = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }
    return {name for name in imported if name.startswith("comity.")}


def test_the_store_knows_nothing_that_could_send() -> None:
    assert imports_of(internal_store) == {"comity.errors"}
    assert imports_of(internal) == {
        "comity.exchange.drafts",
        "comity.node.internal_store",
        "comity.records.marking",
    }


def test_a_transaction_that_breaks_off_holds_up_nothing(store: Internal) -> None:
    def break_off() -> None:
        with store._session() as session:
            session.execute("BEGIN")
            session.execute("INSERT INTO opened VALUES ('a', 'desk-officer', '')")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    store.open("b", "desk-officer", "2026-03-05T09:30:00.000Z")

    assert set(store.opened_among(["a", "b"])) == {"b"}


def test_a_draft_is_as_it_was_written(store: Internal) -> None:
    held = store.hold(LETTER, "desk-officer", AT)

    assert store.draft(held.id).letter == LETTER
    assert [(one.role, one.at) for one in store.drafts()] == [("desk-officer", AT)]


def test_a_draft_outlasts_the_program(tmp_path: Path) -> None:
    first = Internal(tmp_path / "internal.db")
    held = first.hold(LETTER, "desk-officer", AT)
    first.close()

    again = Internal(tmp_path / "internal.db")

    assert again.draft(held.id) == held
    again.close()


def test_the_files_of_a_draft_are_kept_apart_from_what_was_uploaded(
    store: Internal, tmp_path: Path
) -> None:
    held = store.hold(with_file(tmp_path), "desk-officer", AT)
    (tmp_path / "upload").unlink()

    (file,) = store.draft(held.id).letter.files

    assert (file.name, file.path.read_bytes()) == ("план.pdf", b"train")


def test_a_draft_that_is_discarded_leaves_no_file(store: Internal, tmp_path: Path) -> None:
    held = store.hold(with_file(tmp_path), "desk-officer", AT)

    store.discard(held.id)

    assert list(store.files.iterdir()) == []
    with pytest.raises(NoDraftError):
        store.draft(held.id)


def test_a_draft_that_was_released_is_gone_and_who_did_it_is_known(store: Internal) -> None:
    held = store.hold(LETTER, "desk-officer", AT)

    store.released(held, "head-of-delegation", "e" * 64, AT)

    assert store.drafts() == []
    assert store.release_of("e" * 64) == ("desk-officer", "head-of-delegation")


def test_the_first_opening_of_a_message_counts(store: Internal) -> None:
    store.open("e" * 64, "desk-officer", AT)
    store.open("e" * 64, "secretariat", "2026-11-24T13:00:00.000Z")

    assert store.opened_among(["e" * 64, "f" * 64]) == {"e" * 64: ("desk-officer", AT)}
    assert store.opened_count() == 1


def test_nobody_but_the_user_of_the_node_may_read_the_store(store: Internal) -> None:
    assert store.file.stat().st_mode & 0o077 == 0


def test_a_message_known_as_read_by_its_receipt_alone_gets_the_role_that_opened_it(
    store: Internal,
) -> None:
    store.open("e" * 64, "", AT)
    store.open("e" * 64, "desk-officer", "2026-03-05T09:00:00.000Z")
    store.open("e" * 64, "head-of-delegation", "2026-03-05T09:30:00.000Z")

    assert store.opened_among(["e" * 64]) == {"e" * 64: ("desk-officer", AT)}
