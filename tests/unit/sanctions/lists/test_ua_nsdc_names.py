"""Names in Ukraine's register are told apart within a cell, and none is dropped."""

import pytest

from comity.entities.subject import Role
from comity.sanctions.lists.ua_nsdc_names import names_in


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Вигаданий Ігор Казимирович ", [("Вигаданий Ігор Казимирович", Role.PRIMARY)]),
        ("(VYHADANYI IHOR", [("VYHADANYI IHOR", Role.PRIMARY)]),
        ("Вигадана Марта Казимирівна,", [("Вигадана Марта Казимирівна", Role.PRIMARY)]),
        (
            "Вигадана (Придумко) Марта",
            [("Вигадана Марта", Role.PRIMARY), ("Придумко Марта", Role.ALIAS)],
        ),
        (
            "Вигадана (дівоче - Придумко) Марта",
            [("Вигадана Марта", Role.PRIMARY), ("Придумко Марта", Role.FORMER)],
        ),
        (
            "Вигадана Марта (Аріна) Казимирівна",
            [
                ("Вигадана Марта Казимирівна", Role.PRIMARY),
                ("Вигадана Аріна Казимирівна", Role.ALIAS),
            ],
        ),
        (
            "Вигаданий Ігор (Выдуманный Игорь)",
            [("Вигаданий Ігор", Role.PRIMARY), ("Выдуманный Игорь", Role.ALIAS)],
        ),
        ("Чоль Сан Сан (псевдонім)", [("Чоль Сан Сан", Role.PRIMARY)]),
        (
            "Muhammad Ag Rien; Mohamed Ag Ryan;",
            [("Muhammad Ag Rien", Role.PRIMARY), ("Mohamed Ag Ryan", Role.PRIMARY)],
        ),
        (" , ", []),
    ],
)
def test_a_person_cell_gives_every_name_in_it(cell: str, expected: list[tuple[str, Role]]) -> None:
    assert [(name.text, name.role) for name in names_in(cell, person=True)] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            'ТОВ (представництво в Україні) "Ніде"',
            [('ТОВ (представництво в Україні) "Ніде"', Role.PRIMARY)],
        ),
        (
            'Публічна компанія "НІДЕ" ("NIHDE PLC").',
            [('Публічна компанія "НІДЕ"', Role.PRIMARY), ('"NIHDE PLC"', Role.ALIAS)],
        ),
        (
            "Ніде Лімітед, Nihde Ltd, вона ж Ніколи Лімітед",
            [
                ("Ніде Лімітед", Role.PRIMARY),
                ("Nihde Ltd", Role.ALIAS),
                ("Ніколи Лімітед", Role.PRIMARY),
            ],
        ),
        (
            "Центр стандартизації, метрології та вигадок",
            [("Центр стандартизації, метрології та вигадок", Role.PRIMARY)],
        ),
        ('стара назва – "Нідеінде"', [('"Нідеінде"', Role.FORMER)]),
        ('відомий як: комплекс "Ніде"', [('комплекс "Ніде"', Role.PRIMARY)]),
        ('(фонд "Ніде"', [('фонд "Ніде"', Role.PRIMARY)]),
    ],
)
def test_a_comma_divides_an_organisation_only_where_the_script_changes(
    cell: str, expected: list[tuple[str, Role]]
) -> None:
    assert [(name.text, name.role) for name in names_in(cell, person=False)] == expected


def test_only_cyrillic_names_of_the_ukrainian_column_are_ukrainian() -> None:
    found = names_in("Ніде Лімітед, Nihde Ltd", person=False, language="uk")

    assert [(name.script, name.language) for name in found] == [("Cyrl", "uk"), ("Latn", "")]
