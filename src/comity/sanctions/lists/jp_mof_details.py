"""Details: places, documents and remarks of an entry of the Japanese asset-freeze list.

A number is taken only where the cell leaves no doubt which one is meant; a document cell in which
anything else stands (who issued it, until when, in which name) is kept as printed in the remarks.

>>> leading_country("北朝鮮平壌特別市"), leading_country("マリウポリ市")
('kp', '')
>>> place_country("Minsk, Belarus")
'by'
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from comity.entities.countries import codes as country_codes
from comity.entities.countries import country_code
from comity.entities.identifiers import compact, imo_number, russian_number
from comity.entities.subject import Identifier, Kind
from comity.sanctions.listing import Address
from comity.sanctions.lists.jp_mof_parts import (
    MARK,
    bracketed,
    clean,
    enumerated,
    is_japanese,
    paragraphs,
    split_outside,
    stated,
    without_brackets,
)

NUMBER = re.compile(
    r"(?<![A-Za-z])(?:[A-Z]{1,4}[ /-]?)*\d[0-9A-Z]*(?:[ ./-]{1,2}[0-9A-Z]+)*(?![0-9A-Za-z])"
)
AFTER_NUMBER = re.compile(
    r"[、,;]\s*[^、,]*?(?:\d{4}年|発行|発効|発給|失効|有効期限).*$", re.DOTALL
)
LINE_OF_NUMBER = re.compile(r"\n(?=(?:旅券)?(?:発行|発効|失効)|有効期限|番号|[(（])")
CHECK_DIGIT = re.compile(r"(?<=\d)\((\d|A)\)")
NUMBER_SIGN = re.compile(r"(?<=\d)\s*No\.?\s*(?=\d)|No?\s*[.°º]\s*(?=\d)")
OTHER_PAPER = re.compile(
    r"運転免許|出生証明|配給|有権者|学生|国籍証明|住民票|軍|登録カード|渡航|レセパセ|冊子|外国人|その他|偽造|身分証明書"
)
TAX_PAPER = re.compile(r"Fiscal|納税|Tax", re.IGNORECASE)
ISSUER = re.compile(r"(.+?)(?:旅券|納税者番号|外交旅券)?")

SWIFT = re.compile(r"SWIFT(?:/BIC)?\s*:\s*((?:[A-Z0-9] ?){8,14})(?![A-Za-z0-9])")
REGISTRATION = re.compile(
    r"([^\s。、;:()]*?)(?:国家)?(?:登録|識別)番号\s*:\s*([0-9A-Z][0-9A-Z/.-]{3,})"
)
ITALIAN_TAX = re.compile(
    r"納税者番号\)?\s*:\s*([A-Z]{3} ?[A-Z]{3} ?\d{2}[A-Z]\d{2} ?[A-Z]\d{3}[A-Z])(?![A-Z0-9])"
)
CRYPTO_LABEL = re.compile(r"暗号資産アドレス\s*:\s*(.*)$", re.DOTALL)
CRYPTO = re.compile(
    r"(?<!\w)(?:0x[0-9a-fA-F]{40}|bc1[0-9a-z]{20,60}|T[1-9A-HJ-NP-Za-km-z]{33}"
    r"|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
)
GENDER = re.compile(r"性別\s*[:はが・]\s*(男|女)")
BIRTH_LINE = re.compile(r"^生年月日[:：](.*)$", re.MULTILINE)
ORIGINAL_NAME = re.compile(r"^\(original script\s*:\s*([^()]*)\)\s*", re.IGNORECASE)
LABEL_ONLY = re.compile(r"(?:住所|所在地|本部|支部)?\s*[:：]?")
KATAKANA = re.compile("[ァ-ヺー・]")


@cache
def japanese_countries() -> dict[str, str]:
    """Return the code of every country by its Japanese name."""
    return {
        name: code for name, code in country_codes().items() if is_japanese(name) and len(name) > 1
    }


@lru_cache(maxsize=8192)
def leading_country(text: str) -> str:
    """Return the code of the country whose Japanese name a text begins with, "" without one.

    A name that goes on in katakana is another word: マリウポリ is not in マリ.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    names = japanese_countries()
    for length in range(min(len(text), 14), 1, -1):
        code = names.get(text[:length])
        if code and not KATAKANA.match(text[length : length + 1]):
            return code
    return ""


@lru_cache(maxsize=16384)
def place_country(text: str) -> str:
    """Return the code of the country that an address states: alone, last, or first in Japanese."""
    plain = without_brackets(text).strip(" .。")
    last = re.split(r"[,，、]", plain)[-1].strip(" .0123456789-")
    return country_code(plain) or country_code(last) or leading_country(plain)


def nationalities(cell: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what a nationality cell states: the nationalities, their codes, and sentences."""
    text, stop, _ = stated(cell).partition("。")
    if stop:
        found = [text] if place_country(text) else []
        return tuple(found), tuple(map(place_country, found)), (" ".join(cell.split()),)
    texts = tuple(dict.fromkeys(values(cell, ";；、")))
    codes = tuple(dict.fromkeys(filter(None, map(place_country, texts))))
    return texts, codes, ()


def values(cell: str, separators: str = ";；") -> list[str]:
    """Return the values of a cell: one for each mark, separator and language."""
    text = stated(cell)
    found = [
        value.strip(" 、,，・")
        for piece in (enumerated(text) if text else ())
        for paragraph in paragraphs(piece)
        for value in split_outside(paragraph, separators)
    ]
    return [value for value in found if stated(value) and not LABEL_ONLY.fullmatch(value)]


def addresses(cell: str) -> tuple[Address, ...]:
    """Return the addresses of a cell."""
    return tuple(Address(text, place_country(text)) for text in values(cell))


def documents(cell: str, kind: str, heading: str) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """Read a passport or identity-card cell.

    Args:
        cell: as printed.
        kind: "passport" or "national-id", what a number is that the cell does not call otherwise.
        heading: of the column, to stand before the text in the remarks.

    Returns:
        The numbers, and the whole text where anything but one bare number stands in it.
    """
    if not stated(cell):
        return (), ()
    text = NUMBER_SIGN.sub(" ", unicodedata.normalize("NFKC", stated(cell)))
    text = re.sub(r"(?<=[A-Z0-9])ー(?=[0-9])", "-", CHECK_DIGIT.sub(r"\1", text))
    found: dict[Identifier, None] = {}
    shared = ""
    for piece in document_pieces(text):
        identifier = document(piece, kind, shared)
        if identifier:
            found[identifier] = None
        elif not re.search(r"\d", piece):
            shared = piece
    bare = len(found) == 1 and compact(text) == next(iter(found)).value
    printed = " ".join(clean(cell).split())
    return tuple(found), () if bare else (f"{heading}：{printed}",)


def document_pieces(text: str) -> list[str]:
    """Return the parts of a document cell that each hold one document."""
    text = LINE_OF_NUMBER.sub("、", text)
    marked = MARK.search(text) is not None
    return [
        part
        for piece in enumerated(text)
        for line in ([piece.replace("\n", "、")] if marked else piece.split("\n"))
        for value in split_outside(line, ";；")
        for part in value.split("又は")
        if part.strip()
    ]


def document(piece: str, kind: str, shared: str) -> Identifier | None:
    """Return the number of one document, None where the text leaves a doubt which it is.

    Args:
        piece: the text about one document.
        kind: what it is unless the text calls it otherwise.
        shared: words before a list of numbers, which are about each of them.
    """
    runs = bracketed(piece)
    plain = AFTER_NUMBER.sub("", "".join(" " if inside else run for run, inside in runs)).strip(
        " 、,"
    )
    matches = [match for match in NUMBER.finditer(plain) if is_number(match[0])]
    if len(matches) != 1 or plain[matches[0].end() :].strip(" 号、,") or re.search(r"\d年", plain):
        return None
    label = shared + plain[: matches[0].start()]
    notes = [run for run, inside in runs if inside]
    country = leading_country(label) or country_code(label.split(" ")[0]) or issuer(notes)
    value = compact(matches[0][0])
    if OTHER_PAPER.search(label):
        return Identifier("other", value, country)
    if TAX_PAPER.search(label + "".join(notes)):
        return Identifier("tax", value, country)
    if "国家登録番号" in label or "国家識別番号" in label:
        return registered(value, country)
    return Identifier("passport" if "旅券" in label else kind, value, country)


def is_number(text: str) -> bool:
    """Say whether a word is long enough to be a document's number."""
    digits = sum(map(str.isdigit, text))
    return digits >= 3 or (digits == 2 and len(text) >= 6)


def issuer(notes: Iterable[str]) -> str:
    """Return the code of a country that stands alone in a bracket: （北朝鮮旅券）, （イエメン）."""
    for note in notes:
        match = ISSUER.fullmatch(note.strip())
        if match and (code := country_code(match[1])):
            return code
    return ""


def registered(value: str, country: str) -> Identifier:
    """Return a registration number, a Russian one as what it is."""
    russian = russian_number(value) if country == "ru" else None
    return russian or Identifier("registration", value, country)


def numbers_in(remarks: str, kind: Kind) -> tuple[Identifier, ...]:
    """Return the numbers that stand in remarks behind a label that says what they are."""
    text = unicodedata.normalize("NFKC", remarks)
    found: list[Identifier] = []
    for match in SWIFT.finditer(text):
        value = compact(match[1])
        if len(value) in {8, 11}:
            found.append(Identifier("swift", value))
    if kind is Kind.ORGANISATION:
        found.extend(
            Identifier("imo-company", number)
            for part in re.split(r"[;、。\n]", text.replace("番号", ""))
            if (number := imo_number(part))
        )
        found.extend(
            registered(compact(match[2]), leading_country(match[1]))
            for match in REGISTRATION.finditer(text)
            if leading_country(match[1])
        )
    found.extend(Identifier("tax", compact(match[1]), "it") for match in ITALIAN_TAX.finditer(text))
    if label := CRYPTO_LABEL.search(text):
        found.extend(Identifier("crypto", address) for address in CRYPTO.findall(label[1]))
    return tuple(dict.fromkeys(found))


def birth_in(remarks: str) -> str:
    """Return the words behind 生年月日： at the beginning of a line, "" where there are none."""
    match = BIRTH_LINE.search(remarks)
    return match[1].strip() if match else ""


def gender_in(remarks: str) -> str:
    """Return the gender that remarks state behind 性別, "" where they state none."""
    match = GENDER.search(unicodedata.normalize("NFKC", remarks))
    return "" if not match else "male" if match[1] == "男" else "female"


def original_name_in(remarks: str) -> tuple[str, str]:
    """Return the name in original script that begins the remarks, and the remarks without it."""
    text = remarks.replace("（", "(").replace("）", ")").replace("：", ":")
    match = ORIGINAL_NAME.match(text)
    return (match[1].strip(), remarks[match.end() :].strip()) if match else ("", remarks)
