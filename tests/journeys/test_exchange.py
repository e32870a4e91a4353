"""Journeys of records between two and three capitals."""

from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World


def test_a_report_from_kyiv_is_readable_in_tokyo_and_receipted(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "Добридень")

    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == ["Добридень"]
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2


def test_everybody_has_everything_in_the_order_in_which_it_was_written(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    for number in range(3):
        for party in (UKRAINE, JAPAN, KOREA):
            three.report(party, circle, f"{party} {number}")

    three.settle()

    for reader in (UKRAINE, JAPAN, KOREA):
        for author in (UKRAINE, JAPAN, KOREA):
            expected = [f"{author} {number}" for number in range(3)]
            assert three.texts(reader, circle, author) == expected
