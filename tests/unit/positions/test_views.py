"""Views: bracketed, clean, mine against theirs; languages beside each other; history."""

from tests.unit.agreement.histories import JP, KR, UA
from tests.unit.positions.spoken import Negotiation

from comity.positions.moves import Change
from comity.positions.views import Line, Part, Side, State, against

SOON = {"en": "They report within 24 hours.", "uk": "Вони звітують протягом 24 годин."}
LATER = {"en": "They report as promptly as possible.", "uk": "Вони звітують якнайшвидше."}


def test_brackets_hold_what_differs_and_the_full_stop_that_all_have() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    text.table(JP, LATER, clause)

    (seen,) = text.shown.clauses

    assert seen.state is State.BRACKETED
    assert text.shown.line(seen, "en") == Line(
        "en",
        (
            Part("They report "),
            Part(
                "",
                (
                    Side("within 24 hours.", "en", (UA,)),
                    Side("as promptly as possible.", "en", (JP,)),
                ),
            ),
        ),
    )


def test_a_clean_view_shows_only_what_is_agreed() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    text.take(JP, clause, {clause: "A"})
    other = text.table(UA, LATER)
    agreed, open_ = text.shown.clauses

    assert agreed.good
    assert text.shown.clean(agreed, "uk") == Line("uk", (Part(SOON["uk"]),))
    assert other == open_.id
    assert text.shown.clean(open_, "uk") is None
    assert [one.id for one in text.shown.left] == [other]


def test_mine_against_theirs_marks_what_the_other_side_has_not() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    text.table(JP, LATER, clause)
    (seen,) = text.shown.clauses

    found = against(text.shown.text, seen, JP, "en")

    ((tongue, mine),) = found.mine
    ((holders, _, theirs),) = found.theirs
    assert tongue == "en"
    assert [run.words for run in mine if run.differs] == ["as promptly as possible"]
    assert holders == (UA,)
    assert [run.words for run in theirs if run.differs] == ["within 24 hours"]


def test_a_wording_that_lacks_a_language_is_flagged_and_shown_in_one_that_it_has() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    other = text.table(JP, {"ja": "速やかに報告する。"}, clause)
    (seen,) = text.shown.clauses

    line = text.shown.line(seen, "uk")

    assert text.shown.languages == ("uk", "ja", "en")
    assert line.missing == (other,)
    assert line.parts == (
        Part(
            "",
            (
                Side(SOON["uk"], "uk", (UA,)),
                Side("速やかに報告する。", "ja", (JP,)),
            ),
        ),
    )


def test_a_language_that_no_wording_has_is_empty_and_flagged() -> None:
    text = Negotiation()
    clause = text.table(UA, {"en": "They meet."})
    text.table(UA, {"en": "They report.", "ja": "報告する。"})
    first, _ = text.shown.clauses

    assert text.shown.line(first, "ja") == Line("ja", (), (clause,))


def test_seals_fill_for_those_who_accept_the_one_wording_that_leads() -> None:
    text = Negotiation(JP, KR, UA)
    clause = text.table(UA, SOON)
    text.take(JP, clause, {clause: "A"})

    (seen,) = text.shown.clauses

    assert seen.seals == ((JP, True), (KR, False), (UA, True))
    assert seen.state is State.AWAITING
    assert seen.status.parties == (KR,)


def test_a_single_wording_that_is_reserved_or_objected_to_says_so() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    states = []
    for letter in "RO":
        text.take(JP, clause, {clause: letter})
        states.append(text.shown.clauses[0].state)

    assert states == [State.RESERVED, State.OPPOSED]


def test_the_history_tells_who_tabled_and_changed_what_with_the_record() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    deletion = text.table(JP, None, clause)
    record = text.take(JP, clause, {clause: "Q"})

    moves = text.shown.clauses[0].course.moves

    assert [(move.party, move.tabled, move.deletes) for move in moves if move.tabled] == [
        (UA, clause, False),
        (JP, deletion, True),
    ]
    assert moves[-1].record == record
    assert moves[-1].changes == (Change(deletion, "S", ""), Change(clause, "", "Q"))


def test_a_clause_is_open_since_it_last_ceased_to_be_agreed() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    text.take(JP, clause, {clause: "A"})
    assert text.shown.clauses[0].course.since == ""

    text.take(JP, clause, {clause: "R"})

    assert text.shown.clauses[0].course.since == text.shown.clauses[0].course.moves[-1].at


def test_every_record_about_a_clause_changes_the_name_of_its_state() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    before = text.shown.clauses[0].seen

    text.take(JP, clause, {clause: "A"})

    assert text.shown.clauses[0].seen != before
    assert text.shown.clauses[0].seen.startswith("3.")


def test_a_clause_that_nobody_supports_any_more_is_dropped_and_may_be_tabled_again() -> None:
    text = Negotiation()
    clause = text.table(UA, SOON)
    text.take(UA, clause, {clause: "R"})
    seen = text.shown.clauses[0]
    assert (seen.state, seen.dead, text.shown.line(seen, "en").parts) == (
        State.DROPPED,
        (clause,),
        (),
    )

    text.take(JP, clause, {clause: "S"})

    assert text.shown.clauses[0].live == (clause,)
