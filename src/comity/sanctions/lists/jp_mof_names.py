"""Names: the name column of a Japanese list to the names that one cell packs, each with its role.

`Sergei (Sergey) Lisin (Lysin)` is one person in four spellings, `Tokyo Test Company (TTC)` an
organisation and its short form, `(original script: ...)` the name in the script of its bearer.
Nothing is dropped: a bracket that says something about the name (where born, "formerly listed as")
goes to the remarks, and what cannot be taken apart with certainty stays one name as printed.

>>> [name.text for name in name_cell("Ivan (Iwan) Testov (Testow)", Kind.PERSON).names]
['Ivan Testov', 'Ivan Testow', 'Iwan Testov', 'Iwan Testow']
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod

from comity.entities.countries import country_code
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Role
from comity.sanctions.lists.jp_mof_parts import (
    CLOSING,
    OPENING,
    bracketed,
    is_japanese,
    is_latin,
    paragraphs,
    split_outside,
    stated,
)

MOST_SPELLINGS = 64
"""Combinations of spellings that one name may have; more are no longer taken apart."""

LABEL = re.compile(
    r"[(（]?\s*(?<![a-z])(?P<latin>[af])\.\s?k\.?\s?a\b\s?\.?(?:\s?[:：])?"
    r"|[(（]?\s*\b(?P<words>also|formerly) known as\b(?:\s?[:：])?"
    r"|[(（]\s*(?P<bracket>別称|別名\d*|旧称)\s*[)）]"
    r"|(?:^|(?<=[\s、。)）])|[(（])\s*(?P<list>別称|別名|旧称)\s*[、：:]",
    re.IGNORECASE | re.MULTILINE,
)
COUNTED = re.compile(r",?\s*(?:the following )?(?:\w+ )?alias(?:es)?:", re.IGNORECASE)
ORIGINAL = re.compile(
    r"(?:original scri?pt|原語表記)\s*[:：]|[:：]\s*original scri?pt$", re.IGNORECASE
)
MAIDEN = re.compile(r"旧姓\s*[:：]|n[eé]e\b\s*,?", re.IGNORECASE)
REMARK = re.compile(
    r"\d年|\bborn\b|\bDOB\b|\bPOB\b|出生|生まれ|誕生名|以前|previously|listed as"
    r"|formerly listed|旅券|\bpassport\b|に指定した|自称|イニシャル|^initials$|戦闘員名"
    r"|nom de guerre|名義|^including\b|を含む|語$|死亡|deceased|偽造|時点|仮名|訳[:：]",
    re.IGNORECASE,
)
PERSON_TAIL = re.compile(
    r"[\s,、，;]*(?:\bborn\b|\bDOB\b|\bPOB\b|\b(?:son|daughter) of\b"
    r"|(?:\b[A-Z][a-z]+ )?\bpassport\b|[、，,]\s*[0-9０-９]{4}年|[(（]\s*(?:生年月日|DOB)"
    r"|この戦闘員名で).*$",
    re.DOTALL,
)
FIRM_TAIL = re.compile(r",? including .*$|。\s*(?:これ|右)には.*$", re.DOTALL)
PLACEHOLDER = re.compile("【[^】]*】")
"""【アラビア語】 stands where the authority could not print the Arabic."""

QUOTED = re.compile('“([^“”]+)”|”([^“”]+)”|"([^"]+)"|「([^「」]+)」|‘([^‘’]+)’')
PERSON_TWICE = re.compile(r"([^A-Za-z]*[ぁ-ヿ一-鿿])\s*([A-ZÀ-Ý][a-z'’-][^ぁ-ヿ一-鿿]*)")
FIRM_TWICE = re.compile(r"(.*[ァ-ヺー])([A-Z][^ぁ-ヿ一-鿿]*\s[^ぁ-ヿ一-鿿]*[a-z][^ぁ-ヿ一-鿿]*)")
LEGAL_FORM = re.compile(
    r"(?:公開|公共|非公開|閉鎖型)?(?:株式|有限)会社|(?:L\.?L\.?C|LTD|INC|CO|[OP]?JSC|OOO|AO|GmbH)\.?",
    re.IGNORECASE,
)
BULLET = re.compile(r"(?:and\s+)?[-—–]\s*")
CHINESE_FIRM = re.compile(r"[一-鿿]+公司(?:、[一-鿿]+公司)*")
LAST_WORD = re.compile(r"[^\s・･]+$")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What cells gave.

    Attributes:
        names: in the order of the cells, none twice.
        remarks: what the cells say about the names, as printed.
    """

    names: tuple[Name, ...] = ()
    remarks: tuple[str, ...] = ()

    def and_then(self, others: Iterable["Unpacked"]) -> "Unpacked":
        """Return these names and remarks with those of other cells, each once, in order."""
        names = {(name.text.casefold(), name.script): name for name in self.names}
        remarks = dict.fromkeys(self.remarks)
        for other in others:
            for name in other.names:
                names.setdefault((name.text.casefold(), name.script), name)
            remarks.update(dict.fromkeys(other.remarks))
        return Unpacked(tuple(names.values()), tuple(remarks))


@dataclass(slots=True)
class Taken:
    """The names and remarks found so far in one cell."""

    kind: Kind
    names: list[Name] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def name(self, text: str, role: Role) -> None:
        """Keep one name; a bare legal form names no one and is only a remark."""
        text = unquoted(" ".join(text.split()).replace(" ,", ",").strip(" ,、，､;；:："))
        if LEGAL_FORM.fullmatch(text):
            self.remarks.append(text)
        elif text:
            script = script_of(text)
            language = "ja" if script in {"Kana", "Hira", "Jpan"} else ""
            self.names.append(Name(text, script, language, role))

    def remark(self, text: str) -> None:
        """Keep one remark."""
        self.remarks.append(" ".join(text.split()).lstrip("。").strip(" 、,，;"))

    def result(self) -> Unpacked:
        """Return what was found, each once."""
        return Unpacked().and_then([Unpacked(tuple(self.names), tuple(filter(None, self.remarks)))])


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text after a label.

    Attributes:
        text: without the label.
        role: what the label says the names are, None before the first label.
        japanese: the label is Japanese.
        listed: the label is of the form 別称、A、B in which 、 stands between names.
    """

    text: str
    role: Role | None = None
    japanese: bool = False
    listed: bool = False


def labelled(text: str) -> list[Run]:
    """Return the runs of text between labels (a.k.a., f.k.a., 別称, 旧称, ...)."""
    runs, begin, run = [], 0, Run("")
    for match in LABEL.finditer(text):
        runs.append(Run(text[begin : match.start()], run.role, run.japanese, run.listed))
        word = next(filter(None, match.groups())).casefold()
        role = Role.FORMER if word[0] in "f旧" else Role.ALIAS
        japanese = bool(match["bracket"] or match["list"])
        run, begin = Run("", role, japanese, bool(match["list"])), match.end()
    runs.append(Run(text[begin:], run.role, run.japanese, run.listed))
    tidied = (
        Run(COUNTED.sub("", run.text).strip(" ,、，､;；\n"), run.role, run.japanese, run.listed)
        for run in runs
    )
    return [run for run in tidied if run.text.strip(OPENING + CLOSING)]


def name_cell(cell: str, kind: Kind, role: Role = Role.PRIMARY) -> Unpacked:
    """Read a column that holds the name itself, with its spellings and short forms."""
    taken = Taken(kind)
    for paragraph in paragraphs(stated(cell)):
        for run in labelled(paragraph):
            text = without_tail(taken, run.text)
            for item in split_outside(text, ";；" if kind is Kind.PERSON else ";；、"):
                if kind is Kind.PERSON and run.role is Role.FORMER and taken.names:
                    taken.name(with_family(taken.names[0].text, item), Role.FORMER)
                else:
                    one_name(taken, item, run.role or role)
    return taken.result()


def one_name(taken: Taken, text: str, role: Role) -> None:
    """Take one name apart: what trails it, its brackets, its spellings."""
    text = without_tail(taken, PLACEHOLDER.sub("", text)).strip(" ,、，､;；")
    text = text[match.end() :] if (match := BULLET.match(text)) else text
    if text.endswith("。"):
        taken.remark(text)
        return
    runs = bracketed(text)
    if runs and all(inside for _, inside in runs):
        for run, _ in runs:
            whole_bracket(taken, run, role)
        return
    spelled = Spelled(taken.kind)
    for place, (run, inside) in enumerate(runs):
        if inside and (spelled.words or ORIGINAL.search(run)):
            inner(taken, spelled, run.strip(), last=all(rest for _, rest in runs[place:]))
        else:
            spelled.words.append([f"({run})" if inside else run])
    for place, spelling in enumerate(spelled.spellings()):
        for part in in_both_scripts(taken.kind, spelling):
            taken.name(part, lesser(role) if place else role)
    for later, later_role in spelled.later:
        taken.name(later, role if later_role is None else later_role)


def whole_bracket(taken: Taken, run: str, role: Role) -> None:
    """Read a bracket outside which nothing stands: names, unless it is a remark."""
    if REMARK.search(run):
        taken.remark(run)
    else:
        for part in split_outside(run, "、,，;；"):
            taken.name(part, role)


def lesser(role: Role) -> Role:
    """Return the role of another spelling of a name: a primary name's is an alias."""
    return Role.ALIAS if role is Role.PRIMARY else role


def without_tail(taken: Taken, text: str) -> str:
    """Return a name without the birth data or explanation after it, which goes to the remarks."""
    match = (PERSON_TAIL if taken.kind is Kind.PERSON else FIRM_TAIL).search(text)
    if not match or not match.start():
        return text
    before = text[: match.start()]
    opened = sum(before.count(letter) for letter in OPENING)
    if opened > sum(before.count(letter) for letter in CLOSING):
        return text
    taken.remark(match[0])
    return before


@dataclass(slots=True)
class Spelled:
    """The spellings of one name: runs of text, each with what can stand in its place.

    Attributes:
        kind: of the bearer.
        words: the runs, each as its possible spellings, the printed one first.
        later: names that stood in brackets, with their roles; None is the role of the name itself.
        kept: a bracket was left inside the name.
    """

    kind: Kind
    words: list[list[str]] = field(default_factory=list)
    later: list[tuple[str, Role | None]] = field(default_factory=list)
    kept: bool = False

    def printed(self) -> str:
        """Return the name as far as it was read, in its first spelling."""
        return "".join(options[0] for options in self.words).strip()

    def keep(self, run: str) -> None:
        """Leave a bracket in the name, as printed."""
        self.words.append([f"（{run}）" if is_japanese(run) else f" ({run}) "])
        self.kept = True

    def vary(self, variants: list[str]) -> bool:
        """Give the last word other spellings; say whether there was such a word."""
        run = self.words[-1][0].rstrip()
        match = LAST_WORD.search(run)
        if not match or len(self.words[-1]) > 1:
            return False
        blanks = self.words[-1][0][len(run) :]
        self.words[-1:] = [[run[: match.start()]], [match[0], *variants], [blanks]]
        return True

    def spellings(self) -> Iterator[str]:
        """Yield every spelling, the printed one first; the name as printed if they are too many."""
        if prod(len(options) for options in self.words) > MOST_SPELLINGS:
            yield "".join(
                options[0] + (f" ({', '.join(options[1:])})" if len(options) > 1 else "")
                for options in self.words
            )
        else:
            yield from map("".join, product(*self.words))


def inner(taken: Taken, spelled: Spelled, run: str, *, last: bool) -> None:
    """Say what a bracket after a name is: another name, a spelling, a remark, or part of it."""
    outer = spelled.printed()
    if ORIGINAL.search(run):
        for part in split_outside(ORIGINAL.sub("", run), ";；"):
            if stated(original := part.strip(f" {OPENING}{CLOSING}")):
                spelled.later.append((original, None))
    elif maiden := MAIDEN.match(run):
        spelled.later.append((with_family(outer, run[maiden.end() :]), Role.FORMER))
    elif not stated(run):
        return
    elif REMARK.search(run):
        taken.remark(run)
    elif taken.kind is Kind.PERSON:
        person_bracket(spelled, run, outer)
    else:
        firm_bracket(spelled, run, outer, last=last)


def writing(text: str) -> str:
    """Return "ja" for Japanese, otherwise the script of the text."""
    return "ja" if is_japanese(text) else script_of(text)


def person_bracket(spelled: Spelled, run: str, outer: str) -> None:
    """Read a bracket in a person's name: the other script, or other spellings of the last word."""
    if writing(run) != writing(outer) or QUOTED.fullmatch(run):
        spelled.later.extend((part, None) for part in split_outside(run, ";；"))
        return
    parts = split_outside(run, ",，、､/／;；")
    words = [part for part in parts if not re.search(r"[\s・]", part)]
    if words and not spelled.vary(words):
        spelled.keep(run)
        return
    spelled.later.extend((part, Role.ALIAS) for part in parts if part not in words)


def firm_bracket(spelled: Spelled, run: str, outer: str, *, last: bool) -> None:
    """Read a bracket in an organisation's name: a name only at the end and only where sure."""
    if not last or country_code(run):
        spelled.keep(run)
    elif len(parts := split_outside(run, ";；")) > 1:
        spelled.later.extend((part, None) for part in parts)
    elif CHINESE_FIRM.fullmatch(run):
        spelled.later.extend((part, None) for part in run.split("、"))
    elif writing(run) != writing(outer):
        one_word = is_latin(run) and " " not in run
        spelled.later.append((run, Role.ALIAS if one_word else None))
    elif spelled.kept:
        spelled.keep(run)
    elif abbreviates(split_outside(run, ",，、;；")[0], outer):
        spelled.later.extend((part, Role.ALIAS) for part in split_outside(run, ",，、;；"))
    elif " " in run and " " not in outer and abbreviates(outer, run):
        spelled.later.append((run, None))
    else:
        spelled.keep(run)


def abbreviates(short: str, name: str) -> bool:
    """Say whether a word is a short form of a name: its letters in their order, and no country.

    Capitals after a name in small letters are a short form in any case (PKK after a translation).

    >>> abbreviates("ABC", "ALPHA BETA COMPANY"), abbreviates("KENYA", "ALPHA FOUNDATION")
    (True, False)
    """
    letters = re.sub(r"[^\w]", "", short).casefold()
    if not letters or len(letters) > 16 or short.count(" ") > 1 or country_code(short):
        return False
    if short.isupper() and short.isascii() and is_latin(name) and not name.isupper():
        return True
    rest = iter(name.casefold())
    return not is_japanese(short) and all(letter in rest for letter in letters)


def with_family(name: str, family: str) -> str:
    """Return a person's name with another family name; a full name is taken as it is."""
    family = family.strip(" ,、，;；" + OPENING + CLOSING)
    separator = "・" if "・" in name else " "
    if separator in family or separator not in name:
        return family
    return separator.join([*name.split(separator)[:-1], family])


def in_both_scripts(kind: Kind, text: str) -> tuple[str, ...]:
    """Return the Japanese and the Latin name where both stand in one run of text."""
    pattern = PERSON_TWICE if kind is Kind.PERSON else FIRM_TWICE
    match = pattern.fullmatch(text.strip())
    return match.groups() if match else (text,)


def unquoted(text: str) -> str:
    """Return a name without quotation marks that stand around the whole of it."""
    match = QUOTED.fullmatch(text)
    return next(filter(None, match.groups())).strip() if match else text
