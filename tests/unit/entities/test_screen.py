"""A name finds who is listed, as the clusters would."""

from collections.abc import Callable

from comity.entities.score import explain
from comity.entities.screen import Index
from comity.entities.subject import Subject, When

Make = Callable[..., Subject]
BORN = (When.day(1965, 3, 7),)


def test_a_kana_name_finds_the_entry_in_cyrillic(person: Make) -> None:
    listed = [person("Олег Соколов"), person("Андрей Доронин", born=BORN)]

    hits = Index.of(listed).query(person("アンドレイ・ドローニン", born=BORN))

    assert [hit.position for hit in hits] == [1]


def test_a_hit_has_the_reasons_of_the_pair(person: Make) -> None:
    listed, asked = person("DORONIN, Andrey", born=BORN), person("Andrei Doronin", born=BORN)

    hit = Index.of([listed]).query(asked)[0]

    assert hit.explanation == explain(asked, listed)


def test_a_ship_is_found_by_its_number_under_another_name(ship: Make) -> None:
    listed = [ship("MARIA", imo="9074729"), ship("STELLA", imo="9562233")]

    hits = Index.of(listed).query(ship("NIGHTJAR", imo="9562233"))

    assert [hit.position for hit in hits] == [1]


def test_only_subjects_of_the_asked_kind_are_hits(ship: Make, organisation: Make) -> None:
    assert Index.of([organisation("NIGHTJAR")]).query(ship("NIGHTJAR")) == []


def test_nobody_is_found_where_nobody_is_listed(person: Make) -> None:
    assert Index.of([]).query(person("Oleg Nightjarov")) == []


def test_no_more_hits_are_given_than_asked_for(ship: Make) -> None:
    fleet = [ship("NIGHTJAR") for _ in range(5)]

    assert len(Index.of(fleet).query(ship("NIGHTJAR"), limit=2)) == 2
