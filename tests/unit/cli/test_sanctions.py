"""The command line answers on standard output, as a table or as one JSON document."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from comity.cli import main


@pytest.fixture(scope="module")
def data(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two small lists about the same three targets."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("us-ofac/sdn.csv", "us-ofac/alt.csv", "eu-oj"):
        path = str(fixtures / name)
        assert (
            main(["sanctions", "import", path, "--date", "2026-08-01", "--data", str(folder)]) == 0
        )
    return folder


class Said:
    """What a command printed, with its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def comity(data: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(["sanctions", *arguments, "--data", str(data)])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


def test_import_says_what_was_read(fixtures: Path, comity: Any) -> None:
    said = comity("import", str(fixtures / "us-ofac" / "sdn.csv"), "--date", "2026-08-01", "--json")

    (read,) = said.json["read"]
    assert (said.code, said.json["refused"], said.json["skipped"]) == (0, [], [])
    assert {name: read[name] for name in ("list", "series", "role", "date", "date_from")} == {
        "list": "us-ofac",
        "series": "us-ofac-sdn",
        "role": "full",
        "date": "2026-08-01",
        "date_from": "given",
    }
    counts = ("records", "persons", "organisations", "vessels", "aircraft", "total")
    assert [read[name] for name in counts] == [5, 1, 2, 1, 1, 5]
    assert len(read["sha256"]) == 64


def test_a_refused_list_is_named_and_gives_exit_code_one(tmp_path: Path, comity: Any) -> None:
    bad = tmp_path / "2026-01-01" / "sdn.csv"
    bad.parent.mkdir()
    bad.write_bytes(b'1,"X","spaceship",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n')
    (bad.parent / "README.md").write_text("no list")

    said = comity("import", str(tmp_path), "--json")

    assert said.code == 1
    assert [row["code"] for row in said.json["refused"]] == ["list-unknown-value"]
    assert said.json["skipped"] == [str(bad.parent / "README.md")]
    assert "comity: refused:" in said.err


def test_a_path_that_is_not_there_is_said(comity: Any) -> None:
    said = comity("import", "/nowhere/at/all")

    assert (said.code, said.err) == (
        1,
        (
            "comity: /nowhere/at/all cannot be opened: there is no such file or folder. "
            "Check the path "
            "and its permissions.\n"
        ),
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["gaps", "--limit", "0"],
        ["gaps", "--party", "atlantis"],
        ["align", "--reference", "eu,atlantis"],
        ["changes", "us-ofac", "--from", "yesterday", "--to", "2026-01-01"],
        ["screen", "X", "--birth-date", "soon"],
        ["screen", "X", "--identifier", "nonsense"],
        ["screen", "X", "--file", "y.csv"],
        ["screen"],
    ],
)
def test_wrong_usage_gives_exit_code_two(arguments: list[str], comity: Any) -> None:
    with pytest.raises(SystemExit) as stopped:
        comity(*arguments)

    assert stopped.value.code == 2


def test_questions_before_any_import_say_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["sanctions", "gaps", "--data", str(tmp_path)])

    assert (code, capsys.readouterr().err) == (
        1,
        (
            f"comity: {tmp_path} holds no lists yet. Import some: comity sanctions import PATH, or "
            "comity sanctions fetch.\n"
        ),
    )


def test_clusters_have_each_listing_once(comity: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(comity("clusters", "--format", "csv").out)))

    keys = [(row["list"], row["key"]) for row in rows]
    assert list(rows[0]) == ["list", "key", "cluster"]
    assert len(keys) == len(set(keys)) == 9


def test_the_same_person_company_and_ship_are_found_across_lists(comity: Any) -> None:
    rows = csv.DictReader(io.StringIO(comity("clusters").out))
    cluster = {(row["list"], row["key"]): row["cluster"] for row in rows}

    for ofac, oj in (
        ("900001", "32014R0269#I.PERSONS#1"),
        ("900002", "32014R0269#I.ENTITIES#Nightjar Works LLC"),
        ("900003", "32026R9999#XLII#1"),
    ):
        assert cluster["us-ofac", ofac] == cluster["eu-oj", oj]


def test_explain_gives_reasons_whose_points_add_up(comity: Any) -> None:
    said = comity("explain", "us-ofac", "900001", "eu-oj", "32014R0269#I.PERSONS#1", "--json")

    assert said.json["same_cluster"]
    assert said.json["verdict"] == "same"
    total = sum(reason["points"] for reason in said.json["reasons"])
    assert total == pytest.approx(said.json["points"], abs=0.01)


def test_a_key_that_is_not_there_is_said(comity: Any) -> None:
    said = comity("explain", "us-ofac", "1", "eu-oj", "2")

    assert (said.code, said.err) == (
        1,
        "comity: us-ofac has no entry 1 in force. See comity sanctions lists, and mind the case.\n",
    )


def test_gaps_come_with_every_part_of_their_score(comity: Any) -> None:
    said = comity("gaps", "--party", "eu", "--reference", "us", "--json")

    gaps = said.json["gaps"]
    assert said.json["total"] == len(gaps) > 0
    for gap in gaps:
        assert [part["code"] for part in gap["parts"]] == [
            "partners",
            "recency",
            "programme",
            "identifiers",
            "picture",
        ]
        assert gap["score"] == pytest.approx(sum(p["points"] for p in gap["parts"]), abs=0.05)


def test_align_says_what_is_not_comparable(comity: Any) -> None:
    said = comity("align", "--party", "eu", "--reference", "us", "--json")

    assert said.json["not_comparable"] == {"aircraft": 1}
    assert {"matched", "total", "ratio"} <= said.json["containment"][0].keys()


def test_changes_need_two_editions(comity: Any) -> None:
    said = comity("changes", "us-ofac", "--from", "2020-01-01", "--to", "2026-08-01")

    assert (said.code, said.err) == (
        1,
        "comity: us-ofac has no edition on or before 2020-01-01. Editions: 2026-08-01.\n",
    )


def test_a_name_in_another_script_is_found(comity: Any) -> None:
    said = comity("screen", "Олег Найтджар", "--birth-date", "1965-03-07", "--json")

    best = said.json["queries"][0]["hits"][0]
    assert (best["list"], best["verdict"]) == ("eu-oj", "same")


def test_a_file_of_names_is_screened_row_by_row(tmp_path: Path, comity: Any) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,kind,identifier\nGREY HERON,vessel,imo:9074729\nNobody Atall,person,\n")

    queries = comity("screen", "--file", str(names), "--json").json["queries"]

    assert queries[0]["hits"][0]["key"] in {"900003", "32026R9999#XLII#1"}
    assert all(hit["verdict"] != "same" for hit in queries[1]["hits"])


def test_a_file_of_names_with_a_strange_column_is_refused(tmp_path: Path, comity: Any) -> None:
    names = tmp_path / "names.csv"
    names.write_text("nom\nX\n")

    assert comity("screen", "--file", str(names)).err == (
        f"comity: {names}, line 1: the columns are name, kind, birth_date, country, identifier, of "
        "which name must be there. Nothing was screened; mend the file and try again.\n"
    )


def test_lists_names_the_editions_in_force(comity: Any) -> None:
    editions = comity("lists", "--json").json["editions"]

    assert [(e["series"], e["role"], e["part"], e["date"]) for e in editions] == [
        ("eu-oj", "delta", "32014R0833", "2026-07-24"),
        ("eu-oj", "part", "32014R0269", "2026-08-01"),
        ("us-ofac-sdn", "companion", "alt", "2026-08-01"),
        ("us-ofac-sdn", "full", "", "2026-08-01"),
    ]
