"""Parts: how one cell of a Japanese list packs several values, taken apart without losing text.

Cells are written for readers of paper: (a)(b)(c) before each value, ； between them, a bracket for
the other script or a remark, a line break where the column was full. Brackets and separators come
in full and half width, and a closing bracket is sometimes missing or left over.

>>> enumerated("(a)1970年 (b)1971年"), split_outside("甲（乙；丙）；丁", ";；")
(['1970年', '1971年'], ['甲（乙；丙）', '丁'])
>>> bracketed("甲（乙）丙")
[('甲', False), ('乙', True), ('丙', False)]
"""

import re
import unicodedata

UNKNOWN = frozenset({"不明", "不明。"})
"""The whole text of a cell whose value the authority does not know."""

OPENING, CLOSING = "(（", ")）"
BLANKS = re.compile(r"[^\S\n]+")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
MARK = re.compile(r"[(（]\s*([a-zA-Zａ-ｚＡ-Ｚ]{1,2})\s*[)）]|([©])")
JAPANESE = re.compile("[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024fＡ-Ｚａ-ｚ]")


def clean(cell: str) -> str:
    """Return a cell with single blanks, line breaks kept, and no empty or padded lines."""
    if not cell or cell.isspace():
        return ""
    lines = (BLANKS.sub(" ", line).strip() for line in INVISIBLE.sub("", cell).splitlines())
    return "\n".join(line for line in lines if line)


def stated(cell: str) -> str:
    """Return what a cell states, cleaned: "" where it is empty or says that nobody knows."""
    text = clean(cell)
    return "" if text in UNKNOWN else text


def squeezed(text: str) -> str:
    """Return a text without any blanks and with half-width letters, as headings are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def order_of(mark: str) -> int:
    """Return 0 for (a), 1 for (b), 25 for (z), 26 for (aa); -1 for what numbers nothing."""
    letters = unicodedata.normalize("NFKC", mark).lower().replace("©", "c")
    if len(set(letters)) != 1:
        return -1
    return ord(letters[0]) - ord("a") + 26 * (len(letters) - 1)


def enumerated(text: str) -> list[str]:
    """Return the values before which (a), (b), ... stand; a text without marks is one value.

    A letter counts as a mark only where it follows the mark before it, so that "(c)" inside a name
    stays there; a second (a) begins the list again in the other language.
    """
    if not MARK.search(text):
        return [text]
    pieces, begin, last = [], 0, -1
    for match in MARK.finditer(text):
        order = order_of(match[1] or match[2])
        if order == 0 or (order > 0 and last <= order <= last + 2):
            pieces.append(text[begin : match.start()])
            begin, last = match.end(), order
    pieces.append(text[begin:])
    return [piece.strip() for piece in pieces if piece.strip()]


def split_outside(text: str, separators: str) -> list[str]:
    """Return the parts between separators that stand in no bracket, without empty ones."""
    if not any(separator in text for separator in separators):
        return [text]
    pieces, begin, depth = [], 0, 0
    for place, letter in enumerate(text):
        if letter in OPENING:
            depth += 1
        elif letter in CLOSING:
            depth = max(0, depth - 1)
        elif letter in separators and not depth:
            pieces.append(text[begin:place])
            begin = place + 1
    pieces.append(text[begin:])
    return [piece.strip() for piece in pieces if piece.strip()]


def bracketed(text: str) -> list[tuple[str, bool]]:
    """Return the runs of a text and, for each, whether it stood in an outermost bracket.

    A closing bracket that nothing opened is left out; one that is missing is taken to stand at the
    end. Runs keep their blanks.
    """
    if not any(letter in text for letter in "()（）"):
        return [(text, False)]
    runs: list[tuple[str, bool]] = []
    begin, depth = 0, 0
    for place, letter in enumerate(text):
        if letter in OPENING:
            if not depth:
                runs.append((text[begin:place], False))
                begin = place + 1
            depth += 1
        elif letter in CLOSING:
            depth -= 1
            if depth <= 0:
                runs.append((text[begin:place], depth == 0))
                begin, depth = place + 1, 0
    runs.append((text[begin:], depth > 0))
    return [(run, inside) for run, inside in runs if run.strip()]


def without_brackets(text: str) -> str:
    """Return a text without its brackets and what stands in them."""
    return " ".join("".join(run for run, inside in bracketed(text) if not inside).split())


def is_japanese(text: str) -> bool:
    """Say whether a text has kana or Han characters."""
    return bool(JAPANESE.search(text))


def is_latin(text: str) -> bool:
    """Say whether a text has Latin letters and neither kana nor Han characters."""
    return bool(LATIN.search(text)) and not is_japanese(text)


def paragraphs(text: str) -> list[str]:
    """Return the lines of a cell, with those joined that a narrow column broke.

    Two lines are one where both are Japanese or both Latin, unless they begin with the same word:
    then they are two spellings. A line in brackets belongs to the line before it.
    """
    joined: list[str] = []
    for line in text.split("\n"):
        if joined and belongs(joined[-1], line):
            gap = "" if is_japanese(joined[-1][-1]) or line[0] in "（・" else " "
            joined[-1] += gap + line
        else:
            joined.append(line)
    return joined


def belongs(before: str, line: str) -> bool:
    """Say whether a line goes on with the one before it."""
    if line[0] in OPENING:
        return True
    if before[-1] in CLOSING:
        return False
    one, other = without_brackets(before), without_brackets(line)
    if is_japanese(one) != is_japanese(other):
        return False
    return one.split(" ")[0].casefold() != other.split(" ")[0].casefold()
