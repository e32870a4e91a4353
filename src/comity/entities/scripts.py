"""Scripts: which writing a text is in, by the letters it has.

>>> script_of("Андрей ДОРОНИН"), script_of("アンドレイ・ドローニン"), script_of("第224航空隊")
('Cyrl', 'Kana', 'Hani')
>>> script_of("株式会社アルファ"), script_of("김금철"), script_of("123")
('Jpan', 'Hang', 'Zyyy')
"""

import unicodedata
from collections import Counter
from functools import lru_cache

SCRIPT_WORDS = {
    "LATIN": "Latn",
    "FULLWIDTH LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "KATAKANA-HIRAGANA": "Kana",
    "HALFWIDTH KATAKANA": "Kana",
    "CJK": "Hani",
    "HANGUL": "Hang",
    "HALFWIDTH HANGUL": "Hang",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "THAI": "Thai",
    "MYANMAR": "Mymr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "TAMIL": "Taml",
    "SINHALA": "Sinh",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "ETHIOPIC": "Ethi",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
}
"""First words of Unicode character names to ISO 15924 codes (Unicode Character Database)."""


@lru_cache(maxsize=8192)
def script_of_letter(letter: str) -> str:
    """Return the ISO 15924 code of one letter, "Zyyy" for what belongs to no script."""
    if letter < "\u0250" and letter.isalpha():
        return "Latn"
    if not letter.isalpha():
        return "Zyyy"
    words = unicodedata.name(letter, "").split()
    return SCRIPT_WORDS.get(" ".join(words[:2])) or SCRIPT_WORDS.get(
        words[0] if words else "", "Zyyy"
    )


@lru_cache(maxsize=65536)
def script_of(text: str) -> str:
    """Return the ISO 15924 code of a text's main script.

    Kana together with Han is "Jpan"; otherwise the script with the most letters, and where two have
    as many, the one that comes first in the text.
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts = Counter(script_of_letter(letter) for letter in text)
    del counts["Zyyy"]
    if not counts:
        return "Zyyy"
    if counts["Hani"] and (counts["Kana"] or counts["Hira"]):
        kana = counts["Kana"] + counts["Hira"] + counts["Hani"]
        if kana >= max(counts.values()):
            return "Jpan"
    return counts.most_common(1)[0][0]
