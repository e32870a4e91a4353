"""How a partner stands, by what was found and what people said of it."""

from dataclasses import replace

import pytest

from comity.entities.subject import Kind
from comity.initiatives.initiative import Partner
from comity.initiatives.screening import Found, Screened, Standing, Verdict, subject_of, worst
from comity.records.marking import Marking
from comity.records.party import Party

PARTNER = Partner(
    initiative="a" * 64,
    party=Party("jp"),
    name="p",
    record="r",
    kind=Kind.ORGANISATION,
    names=("Nightjar Works", "ナイトジャー製作所"),
    country="jp",
    born="2004-02-12",
    identifiers=(("imo", "IMO 90 747-29"),),
    role={"ja": "輸送"},
    left="",
    marking=Marking.GREEN,
)
FOUND = Found(
    list="us-ofac",
    key="900002",
    listing="b" * 64,
    jurisdiction="us",
    target=7,
    name="NIGHTJAR WORKS LLC",
    likely="undecided",
    score=71.0,
    reasons=(),
    measures=("asset-freeze",),
    since="2026-03-05T09:30:00.000Z",
)
LOOKED = Screened(partner=PARTNER, at="2026-03-05T09:30:00.000Z", found=(FOUND,))


def said(*, same: bool, listing: str = "b" * 64) -> Verdict:
    """Return what a person said of the entry as it read then."""
    return Verdict(
        list="us-ofac",
        key="900002",
        listing=listing,
        same=same,
        reason="Read both.",
        role="desk-officer",
        at="2026-03-06T09:30:00.000Z",
    )


@pytest.mark.parametrize(
    ("screened", "standing"),
    [
        (Screened(partner=PARTNER), Standing.UNKNOWN),
        (replace(LOOKED, found=()), Standing.CLEAR),
        (LOOKED, Standing.ALERT),
        (replace(LOOKED, verdicts=(said(same=True),)), Standing.LISTED),
        (replace(LOOKED, verdicts=(said(same=False),)), Standing.CLEARED),
        (replace(LOOKED, verdicts=(said(same=True, listing="c" * 64),)), Standing.ALERT),
        (replace(LOOKED, found=(replace(FOUND, gone="later"),)), Standing.STRUCK_OFF),
        (replace(LOOKED, found=(replace(FOUND, gone="later", apart=True),)), Standing.CLEARED),
        (
            replace(LOOKED, found=(replace(FOUND, gone="later"),), verdicts=(said(same=False),)),
            Standing.CLEARED,
        ),
    ],
)
def test_a_partner_has_one_standing(screened: Screened, standing: Standing) -> None:
    assert screened.standing is standing


def test_the_newest_verdict_on_an_entry_holds() -> None:
    screened = replace(LOOKED, verdicts=(said(same=False), said(same=True)))

    assert screened.standing is Standing.CLEARED


def test_an_entry_that_reads_otherwise_is_not_struck_off_but_asked_anew() -> None:
    before = replace(FOUND, listing="c" * 64, gone="later")
    screened = replace(LOOKED, found=(before, FOUND), verdicts=(said(same=True, listing="c" * 64),))

    assert screened.standing is Standing.ALERT
    assert screened.struck == ()
    assert screened.before(FOUND) == said(same=True, listing="c" * 64)


def test_entries_of_one_target_are_judged_together() -> None:
    other = replace(FOUND, list="eu-fsf", key="EU.1.11", score=80.0)
    apart = replace(FOUND, list="uk", key="RUS1", target=8, score=75.0)

    groups = replace(LOOKED, found=(FOUND, other, apart)).targets

    assert [[one.list for one in group] for group in groups] == [["eu-fsf", "us-ofac"], ["uk"]]


def test_the_most_pressing_standing_stands_for_all() -> None:
    assert worst([replace(LOOKED, found=()), LOOKED]) is Standing.ALERT
    assert worst([]) is Standing.CLEAR


def test_a_partner_is_compared_with_numbers_and_dates_as_lists_write_them() -> None:
    subject = subject_of(PARTNER)

    assert [one.value for one in subject.identifiers] == ["9074729"]
    assert [one.text for one in subject.birth_dates] == ["2004-02-12"]
    assert [one.script for one in subject.names] == ["Latn", "Jpan"]
