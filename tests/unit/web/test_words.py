"""The words of the pages are complete and right in every language."""

import datetime as dt
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from comity.entities.subject import When
from comity.sanctions.lists.source import DamagedFileError
from comity.web.words import LOCALE, Language, dtg, error_text, language_of, preferred, words

ROOT = Path(__file__).parents[3]
TRANSLATED = [Language.UKRAINIAN, Language.JAPANESE]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)(?:!r)?\}")


@pytest.fixture(scope="module")
def collector() -> ModuleType:
    """The script that collects every message from templates, code, labels and errors."""
    spec = importlib.util.spec_from_file_location("ui_words", ROOT / "ui" / "words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def wanted(collector: ModuleType) -> Catalog:
    """Every message that a page can show."""
    collected: Catalog = collector.wanted()
    return collected


def catalogue(language: Language) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "comity.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def keys(messages: Catalog) -> set[tuple[str | None, str]]:
    return {(one.context, str(one.id)) for one in messages if one.id}


def texts(message: Message) -> list[str]:
    held = message.string
    return list(held) if isinstance(held, tuple) else [str(held)]


def placeholders(text: str) -> set[str]:
    return {a or b for a, b in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("language", Language)
def test_the_catalogue_has_every_message_of_the_pages_and_no_other(
    language: Language, wanted: Catalog
) -> None:
    assert keys(catalogue(language)) == keys(wanted)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_in_every_plural_form(language: Language) -> None:
    read = catalogue(language)

    untranslated = [str(one.id) for one in read if one.id and not all(texts(one))]
    forms = {len(one.string) for one in read if isinstance(one.string, tuple)}

    assert untranslated == []
    assert forms == {3 if language is Language.UKRAINIAN else 1}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_message(language: Language) -> None:
    for one in catalogue(language):
        source = one.id[-1] if isinstance(one.id, tuple | list) else one.id
        for text in filter(None, texts(one) if one.id else []):
            assert placeholders(text) == placeholders(str(source)), text


@pytest.mark.parametrize("language", Language)
def test_a_per_cent_sign_that_is_no_placeholder_is_written_twice(language: Language) -> None:
    bare = re.compile(r"(?<!%)%(?![%(])")

    for one in catalogue(language):
        for text in texts(one) if one.id and "{" not in str(one.id) else []:
            assert not bare.search(text.replace("%%", "")), text


def test_writing_the_catalogues_again_changes_nothing(
    collector: ModuleType, wanted: Catalog
) -> None:
    for language in Language:
        held = collector.path_of(language).read_bytes()

        assert collector.as_file(collector.updated(language, wanted)) == held


@pytest.mark.parametrize("language", Language)
def test_every_error_speaks_every_language_with_all_its_facts(
    language: Language, collector: ModuleType
) -> None:
    for error in collector.error_classes():
        names = placeholders(error.template)
        raised = error.__new__(error)
        raised.facts = {name: f"«{name}»" for name in names}

        text = error_text(raised, language)

        assert all(f"«{name}»" in text for name in names), error.code
        if language is not Language.ENGLISH:
            assert text != error.template.format(**raised.facts), error.code


def test_an_error_quotes_what_the_list_said() -> None:
    error = DamagedFileError(
        file="sanctions.xml", place="line 7", expected="UTF-8", found="0x19", action="Again."
    )

    assert error_text(error, Language.UKRAINIAN) == (
        "sanctions.xml, line 7: очікувалося UTF-8, знайдено 0x19. "
        "З цього файлу нічого не імпортовано. Again."
    )
    assert error_text(error, Language.ENGLISH) == str(error)


def test_numbers_and_dates_are_written_as_each_language_writes_them() -> None:
    day = dt.date(2026, 8, 21)

    said = {one: (words(one).number(12345), words(one).date(day)) for one in Language}

    assert said == {
        Language.UKRAINIAN: ("12\u00a0345", "21 серп. 2026"),
        Language.JAPANESE: ("12,345", "2026年8月21日"),
        Language.ENGLISH: ("12,345", "21 Aug 2026"),
    }


def test_a_date_is_shown_only_as_exactly_as_it_is_known() -> None:
    known = [
        When.day(1965, 3, 7),
        When.month(1965, 3),
        When.year(1965),
        When.between(1960, 1962),
        When.circa(1965),
    ]

    assert [words(Language.ENGLISH).when(one) for one in known] == [
        "7 Mar 1965",
        "March 1965",
        "1965",
        "1 Jan 1960 to 31 Dec 1962",
        "about 1965",
    ]
    assert words(Language.JAPANESE).when(When.circa(1965)) == "1965年頃"
    assert words(Language.UKRAINIAN).when(When.month(1965, 3)) == "березень 1965"


def test_a_moment_is_in_utc_and_says_so() -> None:
    at = "2026-11-24T06:41:12.000Z"

    assert [words(one).moment(at) for one in Language] == [
        "24 лист. 2026, 06:41 UTC",
        "2026年11月24日 06:41 UTC",
        "24 Nov 2026, 06:41 UTC",
    ]
    assert words(Language.ENGLISH).moment(at, seconds=True) == "24 Nov 2026, 06:41:12 UTC"
    assert dtg(at) == "240641Z NOV 26"


def test_a_moment_of_no_day_stays_as_it_was_written() -> None:
    nowhere = "2026-02-31T06:41:12.000Z"

    assert (words(Language.ENGLISH).moment(nowhere), dtg(nowhere)) == (nowhere, nowhere)
    assert words(Language.ENGLISH).span(nowhere, "2026-03-05T09:30:00.000Z") == ""


def test_a_span_is_told_roughly() -> None:
    noon, later = "2026-11-24T12:00:00.000Z", "2026-11-26T13:00:00.000Z"

    assert [words(one).span(noon, later) for one in Language] == ["2 дні", "2日", "2 days"]
    assert words(Language.ENGLISH).span(noon, "2026-11-24T12:00:05.000Z") == "1 minute"


def test_a_size_is_told_in_the_unit_that_suits_it() -> None:
    sizes = [words(Language.ENGLISH).size(one) for one in (12, 340_009, 3_400_000, 2_000_000_000)]

    assert [one.replace("\u00a0", " ") for one in sizes] == ["12 B", "340 kB", "3.4 MB", "2 GB"]


def test_a_share_is_nothing_or_everything_only_when_it_is() -> None:
    ratios = [0, 0.001, 0.456, 0.999, 1]

    assert [words(Language.ENGLISH).percent(one) for one in ratios] == [
        "0%",
        "<1%",
        "46%",
        ">99%",
        "100%",
    ]


def test_a_minus_is_a_real_minus() -> None:
    english = words(Language.ENGLISH)

    assert (english.signed(-3), english.signed(0), english.signed(57)) == ("−3", "0", "+57")
    assert (english.signed_points(-9.46), english.signed_points(11.5)) == ("−9.5", "+11.5")


@pytest.mark.parametrize(
    ("accepted", "remembered", "language"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.5", None, Language.UKRAINIAN),
        ("de, en;q=0.5, ja;q=0.7", None, Language.JAPANESE),
        ("uk;q=0, ja;q=x", None, Language.ENGLISH),
        ("", None, Language.ENGLISH),
        ("uk", "ja", Language.JAPANESE),
        ("uk", "klingon", Language.UKRAINIAN),
    ],
)
def test_a_person_is_greeted_in_the_language_they_chose_or_their_browser_asks_for(
    accepted: str, remembered: str | None, language: Language
) -> None:
    assert preferred(accepted, remembered) is language


def test_a_quoted_name_has_a_language_only_where_it_is_known() -> None:
    assert language_of("Kana") == "ja"
    assert language_of("Hang") == "ko"
    assert language_of("Cyrl") == ""
    assert language_of("Cyrl", jurisdiction="ua") == "uk"
    assert language_of("Cyrl", stated="ru", jurisdiction="ua") == "ru"
    assert (language_of("Hani", jurisdiction="jp"), language_of("Hani")) == ("ja", "")


NAMES = {"Comity", "SHA"}
"""What stands on pages and is the same in every language."""


def bare_words(template: str) -> list[str]:
    """Return words of a template that do not go through the catalogue."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(code|svg|script|kbd)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "\n", text)
    text = re.sub(r"[\w-]+=\"[^\"]*\"?|[a-z]+(-[a-z]+)+", " ", text)
    return [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NAMES]


def test_no_page_has_words_beside_the_catalogue() -> None:
    folder = ROOT / "src" / "comity" / "web" / "templates"
    found = {
        file.relative_to(folder).as_posix(): bare_words(file.read_text("utf-8"))
        for file in folder.rglob("*.html")
    }

    assert {name: said for name, said in found.items() if said} == {}


def test_words_beside_the_catalogue_are_found() -> None:
    assert bare_words('<p id="a">{{ _("Said") }} Unsaid</p>') == ["Unsaid"]


def test_no_script_has_words_of_its_own() -> None:
    sentence = re.compile(r"""(["'`])[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ]+ [a-zа-яіїєґ]+""")
    folder = ROOT / "src" / "comity" / "web" / "static"

    assert [
        one.name for one in folder.glob("*.js") if sentence.search(one.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"])
def test_a_moment_at_the_end_of_the_calendar_is_shown_as_it_is_written(
    language: Language, at: str
) -> None:
    """In Tokyo the first would be in the year 10000, in New York the second in the year 0."""
    spoken = words(language)

    assert spoken.moment(at) == at
    assert [spoken.clock(at, zone) for zone in ("Asia/Tokyo", "America/New_York")] == ["", ""]
