"""The vectors are what the generator makes, and our own client passes all of them.

Our client is asked in this process for every case, and as a program of its own for one case of
each sort, the way that another team's client is.
"""

import json
import sys
from functools import cache
from typing import Any

import pytest
from tests.conformance.make_vectors import PAGE, SCHEMAS, make
from tests.conformance.making.example import with_example
from tests.conformance.making.material import PIECES, VECTORS, Material
from tests.conformance.making.people import People
from tests.conformance.making.schemas import schemas
from tests.conformance.runner import Case, Client, cases, program, put

from comity.cli.conform import answer

ALL = list(cases())
SAMPLES = list({(case.command, case.answer is None): case for case in ALL}.values())
"""One that is refused and one that is not, for each command that has such."""
LARGEST_FOLDER = 1_500_000


def asked() -> list[Any]:
    """Return all cases as parameters of a test."""
    return [pytest.param(case, id=case.id) for case in ALL]


@cache
def made() -> tuple[dict[str, bytes], Material]:
    """Return all files, made anew from seeds and pieces."""
    material = Material()
    return make(material), material


def our_client(command: str, question: str) -> tuple[int, str]:
    """Answer a case in this process."""
    code, said = answer(command, json.loads(question))
    return code, json.dumps(said)


@pytest.mark.parametrize("case", asked())
def test_our_client_answers(case: Case) -> None:
    outcome = put(case, our_client)

    assert outcome.fault == ""
    assert not outcome.left_out


@pytest.mark.parametrize("case", SAMPLES, ids=[case.id for case in SAMPLES])
def test_our_client_answers_as_a_program_of_its_own(case: Case) -> None:
    outcome = put(case, program([sys.executable, "-m", "comity", "conform"]))

    assert outcome.fault == ""
    assert not outcome.left_out


@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.glob("*.json")))
def test_making_a_file_again_gives_the_same(name: str) -> None:
    files, material = made()
    again = {**files, PIECES.name: material.encode()}

    assert again[name] == (VECTORS / name).read_bytes()


def test_nothing_had_to_be_drawn_anew() -> None:
    assert made()[1].drawn == 0


@pytest.mark.parametrize("name", sorted(schemas()))
def test_making_a_schema_again_gives_the_same(name: str) -> None:
    kept = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))

    assert schemas()[name] == kept


def test_no_two_cases_have_one_name() -> None:
    names = [case.id for case in ALL]

    assert len(set(names)) == len(names)


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in VECTORS.iterdir()) < LARGEST_FOLDER


def saying(code: int, printed: str) -> Client:
    """Return a client that always says the same."""
    return lambda *_: (code, printed)


GOOD = next(case for case in ALL if case.id == "record-1")
BAD = next(case for case in ALL if case.refused == ["malformed-record"])


def test_a_client_that_takes_everything_is_found_out() -> None:
    outcome = put(BAD, saying(0, "{}"))

    assert outcome.fault == "expected refused as malformed-record; got {}"


def test_a_client_that_refuses_everything_is_found_out() -> None:
    outcome = put(GOOD, saying(1, '{"refused": "malformed-record"}'))

    assert outcome.fault.endswith('got {"refused": "malformed-record"}')


def test_a_client_that_refuses_for_another_reason_is_found_out() -> None:
    outcome = put(BAD, saying(1, '{"refused": "forged"}'))

    assert outcome.fault == 'expected refused as malformed-record; got {"refused": "forged"}'


def test_a_client_that_breaks_is_found_out() -> None:
    outcome = put(BAD, saying(1, "Traceback"))

    assert outcome.fault == "exit code 1, and no JSON: 'Traceback'"


def test_what_a_client_does_not_do_is_left_out_and_no_fault() -> None:
    outcome = put(GOOD, saying(2, ""))

    assert (outcome.fault, outcome.left_out) == ("", True)


def test_it_does_not_matter_how_a_client_gives_bytes() -> None:
    case = next(case for case in ALL if case.id == "canonical-1")

    for said in ('{"text": "{}"}', '{"hex": "7b7d"}', '{"base64": "e30="}'):
        assert put(case, saying(0, f'{{"bytes": {said}}}')).fault == ""


def test_the_runner_needs_nothing_but_python() -> None:
    text = (VECTORS.parent / "runner.py").read_text("utf-8")
    named = {
        line.split()[1].split(".")[0]
        for line in text.splitlines()
        if line[:5] in {"impor", "from "}
    }

    assert named <= set(sys.stdlib_module_names)


def test_the_page_of_the_protocol_names_every_question() -> None:
    page, asked = PAGE.read_text("utf-8"), {case.what for case in ALL}

    assert [what for what in sorted(asked) if f"`{what}`" not in page] == []


def test_the_page_of_the_protocol_names_every_code_that_a_case_wants() -> None:
    page = PAGE.read_text("utf-8")
    codes = {code for case in ALL for code in case.refused}

    assert [code for code in sorted(codes) if f"`{code}`" not in page] == []


def test_the_worked_example_of_the_page_is_that_of_the_vectors() -> None:
    page = PAGE.read_text("utf-8")

    assert with_example(page, People(Material())) == page
