"""Minutes: what notes become, in each language, with nothing assigned twice."""

from collections.abc import Mapping
from typing import Any

from comity.agreement.effects import Type
from comity.consultation.briefs import Source, last_time
from comity.consultation.minutes import lacks, proposals, section, written
from comity.consultation.notes import SORTS, Edit, Item, merged
from comity.records.marking import Marking

AT = "2026-03-12T07:30:0{}.000Z"
ITEMS = (
    Item(id="1", title={"uk": "Дрони", "ja": "無人機"}, mode="decision"),
    Item(id="2", title={"uk": "Флот"}, mode="discussion"),
)


class Plain:
    """A language that writes minutes with the codes of its phrases."""

    def say(self, code: str, facts: Mapping[str, str]) -> str:
        return f"{code}({', '.join(facts.values())})"

    def party(self, code: str) -> str:
        return code.upper()

    def day(self, day: str) -> str:
        return day


MANNERS = {"uk": Plain(), "ja": Plain()}
SAID: list[dict[str, Any]] = [
    {"item": "1", "sort": "action", "words": {"uk": "А0"}, "owner": "ua"},
    {"item": "1", "sort": "decision", "words": {"uk": "Р1", "ja": "決1"}},
    {"item": "1", "sort": "action", "words": {"uk": "А2"}, "owner": "jp", "due": "2026-04-20"},
    {"item": "1", "sort": "decision", "words": {"uk": "Р3"}},
    {"item": "2", "sort": "remark", "words": {"ja": "発4"}},
    {"item": "2", "sort": "action", "words": {"uk": "А5"}},
]
NOTES = merged(
    Edit(id=str(number), entry=str(number), at=AT.format(number), **said)
    for number, said in enumerate(SAID)
)


def test_every_entry_stands_under_its_item_and_what_is_not_translated_says_so() -> None:
    assert written(ITEMS, NOTES, "ja", MANNERS["ja"]) == (
        "1. 無人機\n"
        "action(untranslated(А0), UA)\n"
        "decision(決1)\n"
        "action-due(untranslated(А2), JP, 2026-04-20)\n"
        "decision(untranslated(Р3))\n"
        "\n"
        "2. untranslated(Флот)\n"
        "発4\n"
        "action-open(untranslated(А5))"
    )


def test_a_remark_is_not_read_back_but_what_it_lacks_is_said_before_it_stands_in_minutes() -> None:
    read_back = [(one.entry.id, one.code) for one in lacks(NOTES, ("uk", "ja"))]

    more = [(one.entry.id, one.code) for one in lacks(NOTES, ("uk", "ja"), SORTS)]

    assert [one for one in more if one not in read_back] == [("4", "translation")]


def test_an_action_after_a_decision_is_bound_by_it_and_any_other_by_the_minutes() -> None:
    minutes, first, second = proposals("m" * 64, {"uk": "Протокол"}, ITEMS, NOTES, MANNERS)

    assert [one.type for one in (minutes, first, second)] == [
        Type.MINUTES,
        Type.DECISION,
        Type.DECISION,
    ]
    assert minutes.effect == {
        "of": "m" * 64,
        "assigned": [{"action": "0", "owner": "ua", "what": {"uk": "А0"}}],
    }
    assert first.effect["assigned"] == [
        {"action": "2", "owner": "jp", "what": {"uk": "due(А2, 2026-04-20)"}}
    ]
    assert second.effect == {"of": "m" * 64}
    assert (first.title, first.text) == (ITEMS[0].title, {"uk": "Р1", "ja": "決1"})


def test_a_meeting_without_notes_has_minutes_without_effects_but_its_own() -> None:
    (minutes,) = proposals("m" * 64, {"uk": "Протокол"}, ITEMS, (), MANNERS)

    assert minutes.effect == {"of": "m" * 64}
    assert minutes.text["uk"] == "1. Дрони\n\n2. Флот"


def test_a_section_is_found_by_its_title_and_nothing_else_is_taken_for_it() -> None:
    text = "Вступ\n\n1. Дрони\nРішення: так\nДруге\n\n12. Дрони і флот\nІнше\n\n2. Флот"

    assert section(text, "Дрони") == "Рішення: так\nДруге"
    assert section(text, "Флот") == ""
    assert section(text, "Вступ") == ""
    assert section(text.replace("\n", "\r\n"), "Дрони") == "Рішення: так\nДруге"


def test_last_time_is_the_newest_first_and_a_decision_speaks_only_of_its_own_item() -> None:
    def source(kind: str, at: str, title: str, text: str) -> Source:
        return Source(
            paper=at,
            record="r",
            type=kind,
            meeting="m",
            at=at,
            title={"uk": title},
            text={"uk": text},
            marking=Marking.AMBER,
        )

    sources = [
        source("minutes", "1", "Протокол", "1. Дрони\nДавно"),
        source("minutes", "2", "Протокол", "1. Дрони\nНещодавно\n\n2. Флот\nІнше"),
        source("decision", "3", "Дрони", "Вирішено"),
        source("decision", "4", "Флот", "Чуже"),
    ]

    said = last_time(ITEMS[0], sources)

    assert [one.text for one in said] == [
        {"uk": "Вирішено"},
        {"uk": "Нещодавно"},
        {"uk": "Давно"},
    ]
