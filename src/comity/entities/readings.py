"""Readings: every way in which a name can be read in Latin letters.

One printed name can hold several ("Sergei (Sergey) Lisovskii (Lisovsky)"), and one name can be read
in several systems: a Korean or Chinese name is also read as surname and given name, whatever its
spelling and order. Two names are compared within the highest system that both have. A reading's
order of words says nothing, since lists disagree about it.

>>> from comity.entities.subject import Kind, Name
>>> readings(Name("김금철", "Hang"), Kind.PERSON)
('Gim Geumcheol', 'Kim Kumchol')
>>> readings(Name("Sergei (Sergey) Lisovskii (Lisovsky)", "Latn"), Kind.PERSON)
('Sergei Lisovskii', 'Sergey Lisovsky')
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from anyascii import anyascii

from comity.entities import chinese, korean, organisation
from comity.entities.cyrillic import romanised
from comity.entities.folding import plain, sound, words
from comity.entities.kana import romaji
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name
from comity.entities.tables import rows

MOST_WORDS = 12
"""Words of a reading that are compared; the rest of a longer name is left out."""


class System(IntEnum):
    """What the words of a reading are; only readings of one system are compared.

    Two names are compared in the highest that both have. HEARD is a Korean name as kana leave it:
    Latin letters and Hangul say more, so that only a name in kana is compared in it.
    """

    COMMON = 0
    HEARD = 1
    KOREAN = 2
    CHINESE = 3


class Poverty(IntEnum):
    """Which differences the name's script cannot write; see `comity.entities.folding`."""

    NONE = 0
    KANA = 1
    VOWELS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name, ready for comparison.

    Attributes:
        words: folded words; for organisations with concepts, see `comity.entities.organisation`.
        system: what the words are.
        poverty: what the script of the name could not write.
        families: legal families that an organisation's name states.
    """

    words: tuple[str, ...]
    system: System = System.COMMON
    poverty: Poverty = Poverty.NONE
    families: tuple[str, ...] = ()


KOREAN_COUNTRIES = frozenset({"kp", "kr"})
CHINESE_COUNTRIES = frozenset({"cn", "hk", "mo", "tw", "sg", "my"})
ALL_SYSTEMS = frozenset(System)
VOWELLESS = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})
ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
ALTERNATIVES = re.compile(
    r"\s*(?:[;；\n]|\b(?:a\.?\s?k\.?\s?a\.?|f\.?\s?k\.?\s?a\.?)[:\s]|又は|または|別名[:：]?|通称[:：]?|旧名[:：]?)\s*",
    re.IGNORECASE,
)
NOTE = re.compile(r"[(（](?:original script|現地語)[^)）]*[)）]", re.IGNORECASE)
BRACKET = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]")
FOREIGN = re.compile(
    r"[\u0590-\u06ff\ufb50-\ufdff\ufe70-\ufeff][\u0590-\u06ff\ufb50-\ufdff\ufe70-\ufeff\s]*"
    r"|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ー][\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ー]*"
)
RUN_TOGETHER = re.compile(r"(?<=[а-яёіїєґў])(?=[А-ЯЁІЇЄҐЎ])")
ABD = re.compile(r"abd(?:[aeou]l|[aou](?=[rsnzdt]))(.{3,})")
ABD_ALONE = frozenset(
    {
        "abd",
        "abdul",
        "abdel",
        "abdal",
        "abdol",
        "abdu",
        "bd",
        "abuduru",
        "abudo",
        "abudu",
        "abuderu",
        *(f"abd{vowel}{letter}" for vowel in "aeu" for letter in "dnrstz"),
    }
)
PATRONYMIC = re.compile(r"(.{2,}?)(?:i?[oei]v)(ic|na|ica)")
SHORT_PATRONYMIC = re.compile(r"(il|luk|kuzm|fom|nikit)(?:in)?(ic|icna)")
VESSEL_MARKS = frozenset({"mv", "mt", "ms", "ss", "vessel", "ship"})


@cache
def given_names() -> dict[str, str]:
    """Return the one form of every known spelling of a given name, both plain."""
    table: dict[str, str] = {}
    for variants, _ in rows("given_names"):
        first, *rest = variants.split()
        canonical = plain(words(first)[0])
        for variant in (first, *rest):
            for spelling in romanised(variant):
                table.setdefault(plain("".join(words(spelling))), canonical)
    return table


@cache
def patronymic_stems() -> dict[str, str]:
    """Return the one form of every known stem of a patronymic."""
    return {
        stem: stems.split()[0]
        for _, stems in rows("given_names")
        if stems
        for stem in stems.split()
    }


@cache
def weak_words() -> frozenset[str]:
    """Return the titles and particles that say nothing about who is meant."""
    return frozenset(plain(word) for _, forms in rows("particles") for word in forms.split())


@cache
def heard_given_names() -> dict[str, str]:
    """Return the one form of every known given name by what kana leave of its spellings."""
    table: dict[str, str] = {}
    for spelling, canonical in given_names().items():
        table.setdefault(sound(spelling), canonical)
    return table


def in_kana(text: str) -> str:
    """Return kana in Latin letters, their j as no other alphabet's: there it can be a y."""
    return romaji(text).replace("j", "zh")


@lru_cache(maxsize=1 << 17)
def one_form(word: str, poverty: Poverty = Poverty.NONE) -> str:
    """Return the form that stands for every spelling of a word of a person's name."""
    if known := given_names().get(word):
        return known
    if poverty is Poverty.KANA and (known := heard_given_names().get(sound(word))):
        return known
    if (match := ABD.fullmatch(word)) and word not in ABD_ALONE:
        return "abdul" + one_form(match[1], poverty)
    if match := PATRONYMIC.fullmatch(word) or SHORT_PATRONYMIC.fullmatch(word):
        stem = patronymic_stems().get(match[1])
        if stem:
            return stem + ("ovic" if match[2] == "ic" else "ovna")
    return word


def is_patronymic(word: str) -> bool:
    """Say whether a plain word has the form of an East Slavic patronymic."""
    return word.endswith(("ovic", "evic", "ovna", "evna", "ivna", "icna"))


@lru_cache(maxsize=1 << 17)
def alternatives(text: str, *, organisation: bool = False) -> tuple[str, ...]:
    """Return the names that one field holds, without brackets.

    In a person's name a bracket after a word holds other spellings of that word; in an
    organisation's name a bracket holds another name of the whole.
    """
    if text.isascii() and not any(mark in text for mark in "([;") and ".k.a" not in text:
        return (text,)
    found: list[str] = []
    for part in ALTERNATIVES.split(NOTE.sub(" ", unicodedata.normalize("NFKC", text))):
        brackets = BRACKET.findall(part)
        bare = BRACKET.sub(" ", part)
        found.append(bare)
        if brackets and organisation:
            found.extend(bracket for bracket in brackets if len(bracket) > 2)
        elif brackets:
            found.extend(replaced(part))
    cleaned = (" ".join(name.split()).strip(" ,;/") for name in found)
    return tuple(dict.fromkeys(name for name in cleaned if name)) or (text,)


def by_script(text: str, script: str) -> list[tuple[str, str]]:
    """Return the parts of a name that is printed in two scripts side by side, each with its script.

    >>> by_script("KIM Kwang Yon 김광연", "Latn")
    [('KIM Kwang Yon', 'Latn'), ('김광연', 'Hang')]
    """
    if script not in {"Latn", "Cyrl"} or text.isascii() or not FOREIGN.search(text):
        return [(text, script)]
    parts = [FOREIGN.sub(" ", text), *FOREIGN.findall(text)]
    cleaned = [" ".join(part.split()).strip(" ,;/-") for part in parts]
    return [(part, script_of(part)) for part in cleaned if any(map(str.isalpha, part))]


def replaced(part: str) -> list[str]:
    """Return a person's name with each bracketed spelling in the place of the word before it."""
    slots: list[list[str]] = []
    for piece in re.findall(r"[(（\[][^()（）\[\]]*[)）\]]|[^\s()（）\[\]]+", part):
        if piece[0] in "(（[":
            inside = [word.strip() for word in re.split(r"[/,、]", piece[1:-1])]
            if not slots or any(" " in word for word in inside):
                return [inside[0]] if len(inside) == 1 else []
            slots[-1].extend(word for word in inside if word)
        else:
            slots.append([piece])
    longest = max(map(len, slots), default=0)
    return [" ".join(slot[min(n, len(slot) - 1)] for slot in slots) for n in range(1, longest)]


@lru_cache(maxsize=1 << 17)
def latin(  # noqa: PLR0911 - one way for each script
    text: str, script: str, kind: Kind
) -> tuple[tuple[str, ...], Poverty]:
    """Return the Latin spellings of a name without brackets, likeliest first."""
    if script == "Latn":
        return (text,), Poverty.NONE
    if script == "Cyrl":
        return romanised(RUN_TOGETHER.sub(" ", text)), Poverty.NONE
    if script in {"Kana", "Hira"}:
        return (in_kana(text),), Poverty.KANA
    if script == "Hang" and kind is Kind.PERSON and korean.is_hangul(name := text.replace(" ", "")):
        return tuple(korean.spelled(name, state) for state in ("south", "north")), Poverty.NONE
    if script == "Hani" and kind is Kind.PERSON and 2 <= len(text) <= 4:
        key = chinese.han_key(text)
        hangul = korean.read_hanja(text)
        other = (korean.spelled(hangul, "north"),) if hangul else ()
        return (" ".join(part.capitalize() for part in key), *other), Poverty.NONE
    if script in VOWELLESS:
        return (anyascii(ARTICLE.sub("", unicodedata.normalize("NFKC", text))),), Poverty.VOWELS
    if script == "Jpan":
        return (anyascii(in_kana(text)),), Poverty.KANA
    return (anyascii(text),), Poverty.NONE


def readings(name: Name, kind: Kind) -> tuple[str, ...]:
    """Return every way to read a name in Latin letters, as a person would write them."""
    found: list[str] = []
    for text in alternatives(name.text, organisation=kind is Kind.ORGANISATION):
        if kind is Kind.ORGANISATION and organisation.EAST_ASIAN.search(text):
            found.extend(
                " ".join(organisation.parse(text, read).words).replace("@", "")
                for read in (False, True)
            )
        else:
            found.extend(latin(text, name.script, kind)[0])
    return tuple(dict.fromkeys(" ".join(reading.split()) for reading in found if reading.strip()))


@lru_cache(maxsize=1 << 18)
def parse(
    text: str, script: str, kind: Kind, family: str = "", systems: frozenset[System] = ALL_SYSTEMS
) -> tuple[Reading, ...]:
    """Return the readings of a name for comparison.

    Args:
        text: the name as printed.
        script: ISO 15924 code.
        kind: of the bearer.
        family: the part that the author marks as the family name, else "".
        systems: in which a Latin name can be read, see `systems_in`.
    """
    if kind is Kind.ORGANISATION:
        found = [
            r
            for t in alternatives(text, organisation=True)
            for r in organisation_readings(t, script)
        ]
    elif kind is Kind.PERSON:
        found = [
            reading
            for alternative in alternatives(text)
            for part, its_script in by_script(alternative, script)
            for reading in person_readings(part, its_script, family, systems)
        ]
    else:
        found = [
            Reading(vessel_words(spelling), poverty=poverty)
            for alternative in alternatives(text, organisation=True)
            for spellings, poverty in [latin(alternative, script, kind)]
            for spelling in spellings
        ]
    return tuple(dict.fromkeys(reading for reading in found if reading.words))


def systems_in(countries: Iterable[str]) -> frozenset[System]:
    """Return the systems in which a Latin name of a bearer from these countries can be read.

    >>> sorted(systems_in(["ru"])), sorted(systems_in(["kp", "cn"]))
    ([<System.COMMON: 0>], [<System.COMMON: 0>, <System.HEARD: 1>, <System.KOREAN: 2>])
    """
    places = frozenset(countries)
    if not places:
        return ALL_SYSTEMS
    if places & KOREAN_COUNTRIES:
        return frozenset({System.COMMON, System.HEARD, System.KOREAN})
    if places & CHINESE_COUNTRIES:
        return frozenset({System.COMMON, System.CHINESE})
    return frozenset({System.COMMON})


def organisation_readings(text: str, script: str) -> list[Reading]:
    """Return the readings of an organisation's name."""
    poverty = Poverty.NONE
    if script in VOWELLESS:
        poverty = Poverty.VOWELS
    elif script in {"Kana", "Hira", "Jpan"}:
        poverty = Poverty.KANA
    found = []
    for other in (False, True) if script in {"Cyrl", "Hani", "Hang", "Jpan"} else (False,):
        name = organisation.parse(text, other)
        found.append(Reading(name.words[:MOST_WORDS], System.COMMON, poverty, name.families))
    return found


def person_readings(
    text: str, script: str, family: str, systems: frozenset[System]
) -> list[Reading]:
    """Return the readings of a person's name without brackets."""
    spellings, poverty = latin(text, script, Kind.PERSON)
    found = [
        Reading(person_words(spelling, poverty), System.COMMON, poverty) for spelling in spellings
    ]
    if script == "Hang" and korean.is_hangul(name := text.replace(" ", "")) and len(name) > 1:
        found += korean_readings([korean.hangul_key(name)])
    elif script == "Hani" and 2 <= len(text) <= 4:
        found.append(Reading(chinese.han_key(text), System.CHINESE))
        if hangul := korean.read_hanja(text):
            found += korean_readings([korean.hangul_key(hangul)])
    elif script == "Kana" and System.HEARD in systems and (heard := korean.heard_in_kana(text)):
        found.append(Reading(heard, System.HEARD))
    elif script == "Latn":
        if System.KOREAN in systems:
            found += korean_readings(korean.keys(text, family))
        if System.CHINESE in systems:
            found.extend(Reading(key, System.CHINESE) for key in chinese.keys(text, family))
    return found


def korean_readings(keys: Iterable[tuple[str, str]]) -> list[Reading]:
    """Return the readings of a Korean name by its keys: as they are, and as kana leave them."""
    found = list(keys)
    heard = [Reading(korean.heard(key), System.HEARD) for key in found]
    return [*(Reading(key, System.KOREAN) for key in found), *heard]


def person_words(text: str, poverty: Poverty = Poverty.NONE) -> tuple[str, ...]:
    """Return a person's name in one form, titles and particles out, with what it serves."""
    all_words = [plain(word) for word in words(text)]
    strong = [word for word in all_words if word not in weak_words()]
    merged: list[str] = []
    for word, following in itertools.zip_longest(strong, strong[1:], fillvalue=""):
        if merged and merged[-1] == "":
            merged[-1] = "abdul" + one_form(word, poverty)
        elif word in ABD_ALONE and following:
            merged.append("")
        else:
            merged.append(one_form(word, poverty))
    if len(strong) < 2 and all_words:
        merged = [one_form(word, poverty) for word in all_words]
    return tuple(merged[:MOST_WORDS])


def vessel_words(text: str) -> tuple[str, ...]:
    """Return the words of a ship's or aircraft's name, numbers without leading zeros."""
    found = [plain(word) for word in words(text)]
    kept = [word for word in found if word not in VESSEL_MARKS] or found
    return tuple(word.lstrip("0") or "0" if word.isdigit() else word for word in kept)[:MOST_WORDS]
