"""`comity entities compare` reads a file of pairs and writes each row with its answer."""

import csv
import io
from pathlib import Path

import pytest

from comity.cli import main

PAIRS = """name_a,name_b,kind,birth_date_a,birth_date_b,country_a,country_b,note
Андрей ДОРОНИН,Andrei Doronin,person,1965-03-07,1965,ru,Russia,"kept, as it is"
Андрей ДОРОНИН,Boris Sokolov,person,,,,,
ООО Восток,Vostok LLC,,,,,,
"""


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_each_row_comes_back_with_score_verdict_and_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["entities", "compare", written(tmp_path / "pairs.csv", PAIRS)])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert code == 0
    assert [row["verdict"] for row in rows[:2]] == ["same", "different"]
    assert rows[0]["note"] == "kept, as it is"
    assert float(rows[0]["score"]) > 50 > float(rows[1]["score"])
    assert "romanisations-agree" in rows[0]["reasons"]
    assert "birth-year-equal" in rows[0]["reasons"]


def test_the_rows_can_go_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.csv"
    file = written(tmp_path / "pairs.csv", PAIRS)

    assert main(["entities", "compare", file, "--output", str(target)]) == 0

    assert len(list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))) == 3
    assert "3 pairs compared" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name_a,other\nx,y\n", "line 1: the columns name_b are missing"),
        ("name_a,name_b,score\nx,y,1\n", "line 1: the column score is written by this command"),
        ("name_a,name_b\nx\n", "line 2: 1 cells under a heading of 2"),
        ("name_a,name_b\n,y\n", "line 2: name_a is empty"),
        ("name_a,name_b,kind\nx,y,planet\n", "line 2: 'planet' is no kind"),
        ("name_a,name_b,birth_date_a\nx,y,soon\n", "line 2: 'soon' is no date"),
        ("name_a,name_b,country_b\nx,y,Atlantis\n", "line 2: 'Atlantis' is no country"),
        ('name_a,name_b\n"x,y\n', "unexpected end of data"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole_with_its_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["entities", "compare", written(tmp_path / "pairs.csv", text)])

    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert said in err


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["entities", "compare", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err
