"""The marking of a page is the highest of what it shows."""

from comity.records.marking import Marking, highest


def test_a_page_carries_the_highest_marking_of_everything_on_it() -> None:
    assert highest([Marking.CLEAR, Marking.AMBER_STRICT, Marking.GREEN]) is Marking.AMBER_STRICT


def test_a_page_that_shows_nothing_is_clear() -> None:
    assert highest([]) is Marking.CLEAR


def test_markings_are_written_as_the_protocol_prints_them() -> None:
    assert [one.text for one in Marking] == [
        "TLP:CLEAR",
        "TLP:GREEN",
        "TLP:AMBER",
        "TLP:AMBER+STRICT",
        "TLP:RED",
    ]
