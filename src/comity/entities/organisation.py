"""Organisations: their names without legal form, with sector and place words as concepts.

"ООО «Волга Трейдинг»" and "Volga Trading LLC" are both `@volga @trade` with the legal family
"limited". What is left after that, the distinctive words, says most about who is meant; a concept
is a word like any other, only a frequent one. A concept begins with "@", so that it never
resembles a word by its letters.

>>> parse("АО «НПП Топаз»")
OrganisationName(words=('@science', '@production', '@enterprise', 'topaz'), families=('stock',))
>>> parse("JSC Research and Production Enterprise Topaz").words
('@science', '@production', '@enterprise', 'topaz')
>>> parse("丹东富地贸易有限公司")
OrganisationName(words=('@dandong', 'fude', '@trade'), families=('limited',))
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from comity.entities import korean
from comity.entities.cyrillic import romanised
from comity.entities.folding import plain, words
from comity.entities.kana import romaji
from comity.entities.tables import rows

EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
RUNS = re.compile(
    r"(?P<kana>[\u3041-\u3096\u30a1-\u30fa\u30fc]+)|(?P<han>[\u3400-\u9fff\uf900-\ufaff々]+)"
    r"|(?P<hangul>[\uac00-\ud7af]+)|(?P<latin>[^\W\d_]+|\d+)"
)
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|y|i|go|a|oi|ia)?")
HAN_NUMBER = re.compile(r"第([〇零一二三四五六七八九十百]+)")
HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0
}
NUMBER_MARKS = frozenset({"no", "num", "number", "nr", "nomer"})
DROP = "drop"


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """One organisation's name taken apart.

    Attributes:
        words: concepts ("@trade"), numbers and plain Latin words, in order.
        families: the legal families that the name states.
    """

    words: tuple[str, ...]
    families: tuple[str, ...]


def folded(phrase: str) -> tuple[str, ...]:
    """Return a phrase of an alphabet as plain words."""
    return tuple(plain(word) for word in words(romanised(phrase)[0]))


def is_alphabetic(form: str) -> bool:
    """Say whether a table's form is written in letters that divide words by blanks."""
    return not EAST_ASIAN.search(form)


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]]:
    """Return legal forms and phrases by first word: words, family, concepts; longest first."""
    found: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    for family, _, forms in rows("legal_forms"):
        for form in filter(is_alphabetic, forms.split("|")):
            found.setdefault(folded(form), (family, ()))
    for concepts, form in concept_forms():
        if is_alphabetic(form) and not form.endswith("*") and len(folded(form)) > 1:
            found.setdefault(folded(form), ("", concepts))
    table: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        table.setdefault(phrase[0], []).append((phrase, *found[phrase]))
    return table


def concept_forms() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every form of the two word tables with its concepts; none for words to drop."""
    for table in ("place_words", "org_words"):
        for concepts, _, forms in rows(table):
            marked = tuple(f"@{concept}" for concept in concepts.split() if concept != DROP)
            for form in forms.split("|"):
                yield marked, form


@cache
def whole_words() -> dict[str, tuple[str, ...]]:
    """Return the concepts of plain words."""
    table: dict[str, tuple[str, ...]] = {}
    for concepts, form in concept_forms():
        if is_alphabetic(form) and not form.endswith("*") and len(word := folded(form)) == 1:
            table.setdefault(word[0], concepts)
    return table


@cache
def stems() -> dict[str, tuple[str, ...]]:
    """Return the concepts of plain stems."""
    table: dict[str, tuple[str, ...]] = {}
    for concepts, form in concept_forms():
        if is_alphabetic(form) and form.endswith("*"):
            table.setdefault("".join(folded(form)), concepts)
    return table


@cache
def east_asian_forms() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return legal family and concepts of every form in Han, kana or Hangul."""
    table: dict[str, tuple[str, tuple[str, ...]]] = {}
    for family, _, forms in rows("legal_forms"):
        for form in forms.split("|"):
            if not is_alphabetic(form):
                table.setdefault(unicodedata.normalize("NFKC", form), (family, ()))
    for concepts, form in concept_forms():
        if not is_alphabetic(form):
            table.setdefault(unicodedata.normalize("NFKC", form), ("", concepts))
    return table


@cache
def dotted_forms() -> tuple[str, ...]:
    """Return the forms that are several kana words, the longest first."""
    return tuple(
        sorted((form for form in east_asian_forms() if "・" in form), key=len, reverse=True)
    )


@lru_cache(maxsize=1 << 17)
def concepts_of(word: str) -> tuple[str, ...] | None:
    """Return the concepts of a plain word, () for a word to drop, None for a distinctive one."""
    if (concepts := whole_words().get(word)) is not None:
        return concepts
    table = stems()
    for end in range(len(word), 3, -1):
        if (concepts := table.get(word[:end])) is not None:
            return concepts
    return None


@lru_cache(maxsize=1 << 16)
def parse(text: str, russian: bool = False) -> OrganisationName:  # noqa: FBT001, FBT002 - keyed cache
    """Take one name apart.

    Args:
        text: the name without alternatives in brackets.
        russian: read Cyrillic г as g where the letters suggest Ukrainian, see `cyrillic.romanised`.
    """
    found: list[str] = []
    families: list[str] = []
    if EAST_ASIAN.search(text):
        digits = HAN_NUMBER.sub(
            lambda match: f" {han_number(match[1])} ", unicodedata.normalize("NFKC", text)
        )
        east_asian(digits, found, families, sino_korean=russian)
    else:
        alphabetic(romanised(text)[-1 if russian else 0], found, families)
    return OrganisationName(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(families)))


def han_number(text: str) -> int:
    """Return a number up to 999 in Han digits.

    >>> han_number("十"), han_number("五十四"), han_number("三〇八")
    (10, 54, 308)
    """
    if not {"十", "百"} & set(text):
        return int("".join(str(HAN_DIGITS[digit]) for digit in text))
    total = 0
    for unit, size in (("百", 100), ("十", 10)):
        before, mark, after = text.partition(unit)
        if mark:
            total += size * (HAN_DIGITS[before[-1]] if before else 1)
            text = after
    return total + (HAN_DIGITS[text[-1]] if text else 0)


def alphabetic(text: str, found: list[str], families: list[str]) -> None:
    """Add the words of a name in letters that divide words."""
    parts = [plain(word) for word in words(text)]
    table, place = phrases(), 0
    while place < len(parts):
        word = parts[place]
        for phrase, family, concepts in table.get(word, ()):
            if tuple(parts[place : place + len(phrase)]) == phrase:
                families.extend([family] if family else [])
                found.extend(concepts)
                place += len(phrase)
                break
        else:
            place += 1
            if word in NUMBER_MARKS and place < len(parts) and parts[place][0].isdigit():
                continue
            if number := ORDINAL.fullmatch(word):
                found.append(number[1].lstrip("0") or "0")
            else:
                concepts_or_none = concepts_of(word)
                found.extend([word] if concepts_or_none is None else concepts_or_none)


def east_asian(text: str, found: list[str], families: list[str], *, sino_korean: bool) -> None:
    """Add the words of a name in Han, kana or Hangul, the longest known form first."""
    for form in dotted_forms() if "・" in text else ():
        if form in text:
            family, concepts = east_asian_forms()[form]
            families.extend([family] if family else [])
            found.extend(concepts)
            text = text.replace(form, " ")
    for run in RUNS.finditer(text):
        if run["latin"]:
            alphabetic(run["latin"], found, families)
        elif run["kana"]:
            for piece, known in kana_pieces(run["kana"]):
                families.extend([known[0]] if known and known[0] else [])
                spelling = plain(romaji(piece).replace(" ", ""))
                found.extend(known[1] if known else [spelling])
        else:
            for piece, known in pieces(run[0]):
                families.extend([known[0]] if known and known[0] else [])
                if known:
                    found.extend(known[1])
                else:
                    found.append(
                        spelled(piece, hangul=bool(run["hangul"]), sino_korean=sino_korean)
                    )


Known = tuple[str, tuple[str, ...]]
"""Legal family and concepts of a form."""


def kana_pieces(run: str) -> Iterator[tuple[str, Known | None]]:
    """Yield a run of kana, a known form at its end apart; kana words are not divided otherwise."""
    table = east_asian_forms()
    for start in range(max(len(run) - 2, 1)):
        if known := table.get(run[start:]):
            if start:
                yield run[:start], None
            yield run[start:], known
            return
    yield run, None


def pieces(run: str) -> Iterator[tuple[str, Known | None]]:
    """Yield the parts of a run of one script, known forms with their meaning."""
    table, start, rest = east_asian_forms(), 0, ""
    while start < len(run):
        for end in range(min(len(run), start + 16), start, -1):
            known = table.get(run[start:end])
            if known and (end > start + 1 or end == len(run) or known == ("", ())):
                if rest:
                    yield rest, None
                yield run[start:end], known
                start, rest = end, ""
                break
        else:
            rest += run[start]
            start += 1
    if rest:
        yield rest, None


def spelled(run: str, *, hangul: bool, sino_korean: bool) -> str:
    """Return an unknown run in Latin letters, plain."""
    if hangul:
        return plain("".join(korean.syllable(letter, 0 if sino_korean else 1) for letter in run))
    if sino_korean and (read := korean.read_hanja(run)):
        return plain("".join(korean.syllable(letter, 1) for letter in read))
    return plain(anyascii(run).lower().replace(" ", "").replace("'", ""))
