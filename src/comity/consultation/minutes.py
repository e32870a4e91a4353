"""Minutes: what the notes of a meeting become when they are put before the other parties.

Minutes are one text in all working languages, which people edit before they propose it. A decision
is proposed as an object of its own, so that each can be adopted, or not, for itself; an action that
was noted after a decision of its item is assigned by that decision, every other one by the minutes.
Nothing is assigned twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from comity.agreement.effects import Type
from comity.consultation.notes import Entry, Item, lacking, of_item

LONGEST_TITLE = 300
LONGEST_ACTION = 2000
MAIN = "minutes"
"""Key of the minutes themselves among what is proposed."""


class Manner(Protocol):
    """How one language writes minutes."""

    def say(self, code: str, facts: Mapping[str, str]) -> str:
        """Return a phrase: "decision", "action", "action-due", "action-open", "untranslated"."""
        ...

    def party(self, code: str) -> str:
        """Return what a party is called."""
        ...

    def day(self, day: str) -> str:
        """Return a day as the language writes it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Something that is about to be put before the other parties.

    Attributes:
        key: names it on the page where it is edited: "minutes", or the entry that is decided.
        type: of the object.
        title: by language.
        text: by language.
        effect: what it does once it is adopted.
    """

    key: str = ""
    type: Type
    title: Mapping[str, str]
    text: Mapping[str, str]
    effect: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What a read-back must still ask for.

    Attributes:
        entry: of which entry.
        code: "translation", "owner", "due" or "two-wordings".
        language: that is missing, "" for anything else.
    """

    entry: Entry
    code: str
    language: str = ""


READ_BACK = ("decision", "action")
"""Sorts of entries that are read back; minutes have remarks too."""


def lacks(
    entries: Iterable[Entry], tongues: Sequence[str], sorts: Collection[str] = READ_BACK
) -> tuple[Lack, ...]:
    """Return what entries of some sorts still lack, in their order."""
    found: list[Lack] = []
    for entry in entries:
        if entry.now.sort not in sorts:
            continue
        found += [
            Lack(entry=entry, code="translation", language=one)
            for one in lacking(entry.words, tongues)
        ]
        if entry.others:
            found.append(Lack(entry=entry, code="two-wordings"))
        if entry.now.sort == "action":
            if not entry.now.owner:
                found.append(Lack(entry=entry, code="owner"))
            if not entry.now.due:
                found.append(Lack(entry=entry, code="due"))
    return tuple(found)


def in_language(words: Mapping[str, str], tongue: str, manner: Manner) -> str:
    """Return words in a language; where there are none, those of another one, marked as such."""
    own = words.get(tongue, "").strip()
    if own:
        return own
    other = next((text for text in words.values() if text.strip()), "")
    return manner.say("untranslated", {"words": other.strip()})


def written(items: Sequence[Item], entries: Sequence[Entry], tongue: str, manner: Manner) -> str:
    """Return the text of minutes in one language: item by item, everything that was noted."""
    blocks: list[str] = []
    for number, item in enumerate(items, 1):
        lines = [f"{number}. {in_language(item.title, tongue, manner)}"]
        lines += [_line(one, tongue, manner) for one in of_item(item.id, entries, items)]
        blocks.append("\n".join(lines))
    loose = of_item("", entries, items)
    if loose:
        blocks.append("\n".join(_line(one, tongue, manner) for one in loose))
    return "\n\n".join(blocks)


def _line(entry: Entry, tongue: str, manner: Manner) -> str:
    words = in_language(entry.words, tongue, manner)
    now = entry.now
    if now.sort == "decision":
        return manner.say("decision", {"words": words})
    if now.sort != "action":
        return words
    if not now.owner:
        return manner.say("action-open", {"words": words})
    facts = {"words": words, "owner": manner.party(now.owner)}
    if not now.due:
        return manner.say("action", facts)
    return manner.say("action-due", {**facts, "day": manner.day(now.due)})


def assigned(entries: Iterable[Entry], manners: Mapping[str, Manner]) -> list[dict[str, Any]]:
    """Return the actions among entries as an effect assigns them; those without an owner are none.

    The day until which it is due stands in the words: only the owner sets it, when it accepts.
    """
    return [
        {
            "action": entry.id,
            "owner": entry.now.owner,
            "what": {
                tongue: _action(entry, text, manners.get(tongue))[:LONGEST_ACTION]
                for tongue, text in entry.words.items()
                if text.strip()
            },
        }
        for entry in entries
        if entry.now.sort == "action" and entry.now.owner
    ]


def _action(entry: Entry, text: str, manner: Manner | None) -> str:
    if not entry.now.due or manner is None:
        return text.strip()
    return manner.say("due", {"words": text.strip(), "day": manner.day(entry.now.due)})


def proposals(
    meeting: str,
    title: Mapping[str, str],
    items: Sequence[Item],
    entries: Sequence[Entry],
    manners: Mapping[str, Manner],
) -> tuple[Proposed, ...]:
    """Return what notes become: the minutes first, then each decision in order.

    Args:
        meeting: id of the meeting.
        title: of the minutes, by language.
        items: of the meeting.
        entries: that were noted.
        manners: of each working language.
    """
    decisions: list[Proposed] = []
    bound: set[str] = set()
    for item in (*items, Item(id="", title=title)):
        of = of_item(item.id, entries, items)
        places = [place for place, one in enumerate(of) if one.now.sort == "decision"]
        for place, following in pairwise([*places, len(of)]):
            actions = [one for one in of[place:following] if one.now.sort == "action"]
            bound.update(one.id for one in actions)
            decisions.append(_decision(meeting, item, of[place], actions, manners))
    rest = [one for one in entries if one.id not in bound]
    effect: dict[str, Any] = {"of": meeting}
    if given := assigned(rest, manners):
        effect["assigned"] = given
    text = {tongue: written(items, entries, tongue, manner) for tongue, manner in manners.items()}
    minutes = Proposed(key=MAIN, type=Type.MINUTES, title=title, text=text, effect=effect)
    return (minutes, *decisions)


def _decision(
    meeting: str,
    item: Item,
    decision: Entry,
    actions: Iterable[Entry],
    manners: Mapping[str, Manner],
) -> Proposed:
    effect: dict[str, Any] = {"of": meeting}
    if given := assigned(actions, manners):
        effect["assigned"] = given
    title = {tongue: words[:LONGEST_TITLE] for tongue, words in item.title.items() if words}
    text = {tongue: words.strip() for tongue, words in decision.words.items() if words.strip()}
    return Proposed(
        key=decision.id, type=Type.DECISION, title=title or text, text=text, effect=effect
    )


def section(text: str, title: str) -> str:
    r"""Return what minutes say under the item with a title, "" where they have no such item.

    >>> section("1. Drones\nDecision: yes\n\n2. Ships\nNothing", "Drones")
    'Decision: yes'
    """
    for block in text.replace("\r\n", "\n").split("\n\n"):
        first, _, rest = block.strip().partition("\n")
        number, _, name = first.partition(". ")
        if number.isdecimal() and name.strip() == title.strip():
            return rest.strip()
    return ""
