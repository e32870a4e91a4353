"""Succession: a text that goes on in a wider circle, and old stances that can be stated again.

An object keeps the parties that it was opened with (R13). In a wider circle it is opened anew, and
each party states its own stances again: nobody can carry over another's word. A wording is known
again by its exact words in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.agreement.text import Text
from comity.records.canonical import encode
from comity.records.party import Party

CLOSED = {
    "uk": "Цей текст закрито; його продовжує текст {heir} у ширшому колі.",
    "ja": "この文書は終了し、より広いサークルの文書{heir}に引き継がれる。",
    "en": "This text is closed; text {heir} of a wider circle goes on from it.",
}
"""What the parties of a text sign to close it."""

RETAINED = {
    "uk": "Для наступної зустрічі залишено пункти тексту «{title}»: {numbers}.",
    "ja": "「{title}」の第{numbers}段落は、次回会合に持ち越す。",
    "en": "Clauses {numbers} of “{title}” are retained for the next meeting.",
}
"""What the parties sign to keep clauses that are not agreed."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a party thought of the wordings of a clause, where the text comes from.

    Attributes:
        clause: id of the clause in the new text.
        letters: of each wording of the new text that it had a stance on.
        only_if: of each wording, those of the new text that it was bound to.
    """

    clause: str
    letters: Mapping[str, str]
    only_if: Mapping[str, tuple[str, ...]]


def offered(old: Text, new: Text, party: Party) -> tuple[Offered, ...]:
    """Return the old stances that a party has not stated again.

    Only clauses on which it has said nothing yet in the new text are offered.
    """
    by_words: dict[bytes, list[str]] = {}
    for one in new.alternatives.values():
        by_words.setdefault(encode(dict(one.words)), []).append(one.id)
    same: dict[str, list[str]] = {
        one.id: by_words.get(encode(dict(one.words)), []) for one in old.alternatives.values()
    }
    letters: dict[str, dict[str, str]] = {}
    bound: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in old.alternatives.values():
        stance = old.stance(party, one.id)
        if stance is None:
            continue
        for heir in same[one.id]:
            clause = new.alternatives[heir].clause
            letters.setdefault(clause, {})[heir] = stance.letter
            ties = tuple(tie for before in stance.only_if for tie in same.get(before, ()))
            if ties:
                bound.setdefault(clause, {})[heir] = ties
    return tuple(
        Offered(clause, letters[clause], bound.get(clause, {}))
        for clause in new.clauses
        if clause in letters and party not in new.registers.get(clause, {})
    )
