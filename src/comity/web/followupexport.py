"""Follow-up export: the matrix as ministries circulate it, as a spreadsheet and as a Word file.

Both hold the same words in the language of the page that they were asked for from. What a party
wrote stands as it was written; where it wrote nothing in that language, in another one.
"""

import datetime as dt
from collections.abc import Sequence

from comity.agreement.followup import State
from comity.positions.sheet import Sheet, write_sheet
from comity.positions.word_table import write_table
from comity.records.marking import highest
from comity.web.followupdesk import BoardSeen, Row
from comity.web.followupwords import days_said, list_name, names_of, sentences
from comity.web.positionpages import name_of
from comity.web.words import Language, Words, in_words, time_of, words

WIDTHS = (22, 26, 38, 15, 18, 22, 40, 26)
"""Of the columns, in letters."""


def as_sheet(language: Language, seen: BoardSeen, rows: Sequence[Row]) -> bytes:
    """Return the matrix as an .xlsx."""
    return write_sheet(matrix_of(language, seen, rows))


def as_word(language: Language, seen: BoardSeen, rows: Sequence[Row]) -> bytes:
    """Return the matrix as a .docx."""
    return write_table(matrix_of(language, seen, rows), language.value, "follow-up")


def matrix_of(language: Language, seen: BoardSeen, rows: Sequence[Row]) -> Sheet:
    """Return the matrix in the reader's language."""
    spoken = words(language)
    now = time_of(seen.now) or dt.datetime.min.replace(tzinfo=dt.UTC)
    parties = sorted({party for row in rows for party in row.signed})
    title = spoken.gettext("Follow-up matrix")
    between = names_of(spoken, parties)
    return Sheet(
        name=title,
        marking=highest(row.assignment.marking for row in rows).text,
        lines=[
            f"{title}: {between}" if between else title,
            spoken.gettext("As of %(time)s", time=spoken.moment(now)),
        ],
        headings=[
            spoken.gettext("Meeting"),
            spoken.gettext("Decision"),
            spoken.gettext("Action"),
            spoken.gettext("Owner"),
            spoken.gettext("Due"),
            spoken.gettext("State"),
            spoken.gettext("Progress"),
            spoken.gettext("Verified by"),
        ],
        rows=[cells_of(spoken, row) for row in rows],
        inside=frozenset(),
        widths=WIDTHS,
    )


def cells_of(spoken: Words, row: Row) -> list[str]:
    """Return a row of the matrix."""
    one, now, language = row.assignment, row.outcome, spoken.language
    due, left = spoken.on_day(now.due), days_said(spoken, row)
    said = [in_words(row.words, language)[0], *sentences(row, language)]
    return [
        in_words(one.meeting_title, language)[0] or "–",
        in_words(one.title, language)[0],
        in_words(one.what, language)[0],
        name_of(one.owner, language),
        f"{due}\n{left}" if due and left else due or "–",
        spoken.label("action-state", now.state.value),
        "\n".join(text for text in said if text),
        proof_of(spoken, row),
    ]


def proof_of(spoken: Words, row: Row) -> str:
    """Return what verifies an action: which list, of which day, and who confirmed it; else "–"."""
    one, now = row.assignment, row.outcome
    if now.state is not State.VERIFIED:
        return "–"
    if not one.listed:
        return names_of(spoken, row.confirmed)
    edition = spoken.together([list_name(spoken, one.list), spoken.on_day(now.newest)])
    return "\n".join([edition, names_of(spoken, now.confirmed)])
