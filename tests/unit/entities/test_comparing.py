"""Two names laid side by side are read by the curve of their scripts; the reasons stay the same."""

import pytest

from comity.entities.comparing import (
    LEFT_OPEN,
    Question,
    answer,
    compare,
    contradicted,
    curves,
    pair_of_scripts,
)
from comity.entities.score import Verdict, explain
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Subject, When
from comity.entities.weights import probability


def called(name: str, kind: Kind = Kind.PERSON, *born: When) -> Subject:
    return Subject(kind=kind, names=(Name(name, script_of(name)),), birth_dates=born)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("Андрей ДОРОНИН", "Andrei Doronin", Verdict.SAME),
        ("アンドレイ・ドローニン", "DORONIN, Andrey", Verdict.SAME),
        ("Андрей ДОРОНИН", "Boris Sokolov", Verdict.DIFFERENT),
        ("김금철", "SHIN Geum Cheol", Verdict.UNDECIDED),
    ],
)
def test_names_alone_can_tell_where_somebody_lays_them_side_by_side(
    a: str, b: str, verdict: Verdict
) -> None:
    (found,) = compare([Question(((called(a), called(b)),))])

    assert found.verdict is verdict


def test_dates_of_birth_that_exclude_each_other_part_what_the_names_join() -> None:
    one, other = When.day(1965, 3, 7), When.day(1981, 11, 2)
    pair = (called("Андрей ДОРОНИН", Kind.PERSON, one), called("Andrei Doronin"))
    apart = (pair[0], called("Andrei Doronin", Kind.PERSON, other))

    without, dated = compare([Question((pair,)), Question((apart,))])

    assert without.verdict is Verdict.SAME
    assert dated.verdict is not Verdict.SAME


def test_points_and_reasons_are_those_of_the_explanation_of_the_pair() -> None:
    pairs = [
        (called("Андрей ДОРОНИН"), called("Andrei Doronin")),
        (called("ООО Восток", Kind.ORGANISATION), called("Vostok LLC", Kind.ORGANISATION)),
    ]

    found = compare([Question((pair,)) for pair in pairs])

    for pair, one in zip(pairs, found, strict=True):
        alone = explain(*pair)
        assert (one.points, one.reasons) == (alone.points, alone.reasons)
        assert one.points == sum(reason.points for reason in one.reasons)


def test_what_may_be_of_any_kind_is_compared_as_each_and_the_likeliest_counts() -> None:
    pair = (called("ООО Восток"), called("Vostok LLC"))

    (found,) = compare([Question.of(pair, kind_known=False)])

    as_each = [
        compare([Question((two,))])[0] for two in Question.of(pair, kind_known=False).as_kinds
    ]
    assert len(as_each) == len(Kind)
    assert found.score == max(one.score for one in as_each)


def test_the_order_of_the_two_changes_nothing() -> None:
    pair = (called("アンドレイ・ドローニン"), called("DORONIN, Andrey"))

    one, other = compare([Question((pair,)), Question((pair[::-1],))])

    assert (one.score, one.verdict) == (other.score, other.verdict)


@pytest.mark.parametrize("curve", [key for key in curves() if key[0]], ids=" ".join)
def test_every_curve_is_used_by_the_scripts_that_it_names_and_rises(
    curve: tuple[str, str, Kind],
) -> None:
    written = {
        "Arab": "محسن اسدی",
        "Cyrl": "Андрей Доронин",
        "Hang": "김금철",
        "Hani": "东方公司",
        "Jpan": "アンドレイ・ドローニン",
        "Latn": "Andrei Doronin",
    }
    a, b, kind = curve
    pair = (called(written[a], kind), called(written[b], kind))
    slope, offset = curves()[curve]

    assert pair_of_scripts(written[a], written[b]) == (a, b)
    assert slope > 0
    found = explain(*pair)
    likely = 100 * probability(slope * found.points + offset)
    apart = contradicted(kind, found)
    assert answer(pair, found).score == (min(likely, LEFT_OPEN) if apart else likely)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "中国电子科技集団公司第十研究所",
            "China Electronics Technology Corp 28th Research Institute",
        ),
        ("Завод № 5", "Plant No. 9"),
    ],
)
def test_organisations_with_other_numbers_are_left_to_people(a: str, b: str) -> None:
    pair = (called(a, Kind.ORGANISATION), called(b, Kind.ORGANISATION))

    (found,) = compare([Question((pair,))])

    assert found.verdict is not Verdict.SAME
