"""What of the words about an action counts, and why the rest does not."""

import pytest

from comity.agreement.followup import Checked, Said
from comity.consultation.actions import Saying, checked_of, reports_of, said_of, why_ignored
from comity.records.marking import Marking
from comity.records.party import Party

UKRAINE, JAPAN = Party("ua"), Party("jp")
REPORT = "5e" * 32


def saying(party: Party, kind: str, what: str = "", *, done: str = "", due: str = "") -> Saying:
    return Saying(
        number=1,
        decision="d" * 64,
        action="plan",
        party=party,
        seq=7,
        record=REPORT,
        kind=kind,
        what=what or kind.partition("/")[0],
        due=due,
        measure="",
        done=done,
        at="2026-03-05T09:30:00.000Z",
        marking=Marking.AMBER,
    )


@pytest.mark.parametrize(
    ("one", "listed", "why"),
    [
        (saying(JAPAN, "accept/1"), False, ""),
        (saying(UKRAINE, "accept/1"), False, "not-owner"),
        (saying(UKRAINE, "progress/1"), True, "not-owner"),
        (saying(UKRAINE, "checked/1", "confirmed", done=REPORT), False, ""),
        (saying(JAPAN, "checked/1", "confirmed", done=REPORT), False, "own-report"),
        (saying(UKRAINE, "checked/1", "confirmed", done=REPORT), True, "listed"),
        (saying(UKRAINE, "checked/1", "disputed", done="0" * 64), False, "no-report"),
    ],
)
def test_what_counts_for_nothing_says_why(one: Saying, listed: bool, why: str) -> None:  # noqa: FBT001 - a case of the table
    assert why_ignored(one, JAPAN, [REPORT], listed=listed) == why


def test_progress_moves_nothing_and_everything_else_becomes_a_word_of_the_rule() -> None:
    found = [
        saying(JAPAN, "accept/1", due="2026-04-09"),
        saying(JAPAN, "progress/1"),
        saying(JAPAN, "answer/1", "needs-law"),
        saying(JAPAN, "done/1"),
        saying(UKRAINE, "checked/1", "disputed", done=REPORT),
    ]

    assert [one.what for one in said_of(found)] == ["accept", "needs-law", "done"]
    assert said_of(found)[0] == Said(
        party=JAPAN, seq=7, what="accept", record=REPORT, at="2026-03-05", due="2026-04-09"
    )
    assert checked_of(found) == (Checked(party=UKRAINE, seq=7, done=REPORT, confirmed=False),)


def test_only_the_owner_reports() -> None:
    assert reports_of([saying(UKRAINE, "done/1")], JAPAN) == ()
    assert reports_of([saying(JAPAN, "done/1")], JAPAN) == (REPORT,)
