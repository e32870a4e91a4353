"""Proposal words: how proposals and the decisions on them are worded in each working language.

A proposal and a decision say the same in every language of the circle. What is drafted here is
shown to a person, who may write it otherwise before anything is said.
"""

from collections.abc import Iterable, Mapping, Sequence

from comity.records.party import Party
from comity.sanctions.proposals import Proposed
from comity.web.sanctionlabels import LISTS, MEASURES
from comity.web.words import Language, Words, words

LONGEST_TITLE, LONGEST_ACTION, LONGEST_TEXT = 300, 2000, 60_000

Names = Mapping[Party, Mapping[str, str]]
"""What parties are called, by language."""


def spoken_in(tongue: str) -> Words:
    """Return the words of a language; those of English for one that has no pages."""
    known = {one.value: one for one in Language}
    return words(known.get(tongue, Language.ENGLISH))


def called(names: Names, party: str, tongue: str) -> str:
    """Return what a party is called in a language, as its card says."""
    return names.get(Party(party), {}).get(tongue, party.upper())


def list_in(spoken: Words, name: str) -> str:
    """Return what a list is called; one that nobody here knows keeps its name."""
    return spoken.label("list", name) if name in LISTS else name


def measure_in(spoken: Words, name: str) -> str:
    """Return what a measure is called, "" for none."""
    return spoken.label("measure", name) if name in MEASURES else name


def proposal_titles(targets: Sequence[str], tongues: Iterable[str]) -> dict[str, str]:
    """Return a title for a proposal of targets with these names, by language."""
    return {tongue: _title(spoken_in(tongue), targets) for tongue in tongues}


def _title(spoken: Words, targets: Sequence[str]) -> str:
    first, others = (targets[0] if targets else ""), len(targets) - 1
    if others <= 0:
        said = spoken.gettext("Proposal to list %(name)s", name=first)
    else:
        said = spoken.catalogue.ungettext(
            "Proposal to list %(name)s and %(n)s other",
            "Proposal to list %(name)s and %(n)s others",
            others,
        ) % {"name": first, "n": spoken.number(others)}
    return str(said)[:LONGEST_TITLE]


def numbered_title(title: Mapping[str, str], part: int, parts: int) -> dict[str, str]:
    """Return a title with which part of a proposal it is.

    >>> numbered_title({"en": "Proposal"}, 1, 2)
    {'en': 'Proposal (1/2)'}
    """
    if parts == 1:
        return dict(title)
    end = f" ({part}/{parts})"
    return {tongue: text[: LONGEST_TITLE - len(end)] + end for tongue, text in title.items()}


def decision_texts(
    targets: Sequence[Proposed],
    tongues: Iterable[str],
    *,
    owner: str,
    list_name: str,
    measure: str,
    names: Names,
) -> dict[str, str]:
    """Return the text of a decision that a party lists targets, by language."""
    found: dict[str, str] = {}
    for tongue in tongues:
        spoken = spoken_in(tongue)
        head = spoken.catalogue.ungettext(
            "%(party)s takes upon itself to list the following target in its list “%(list)s”, "
            "under the measure “%(measure)s”, and says by which day:",
            "%(party)s takes upon itself to list the following %(n)s targets in its list "
            "“%(list)s”, under the measure “%(measure)s”, and says by which day:",
            len(targets),
        ) % {
            "party": called(names, owner, tongue),
            "list": list_in(spoken, list_name),
            "measure": measure_in(spoken, measure),
            "n": spoken.number(len(targets)),
        }
        lines = [f"{place}. {_line(spoken, one)}" for place, one in enumerate(targets, 1)]
        found[tongue] = "\n".join([str(head), *lines])[:LONGEST_TEXT]
    return found


def action_words(
    target: Proposed, list_name: str, measure: str, tongues: Iterable[str]
) -> dict[str, str]:
    """Return what an action is called by which a party lists a target, by language."""
    return {
        tongue: spoken_in(tongue).gettext(
            "List %(target)s in “%(list)s”, under the measure “%(measure)s”",
            target=_line(spoken_in(tongue), target),
            list=list_in(spoken_in(tongue), list_name),
            measure=measure_in(spoken_in(tongue), measure),
        )[:LONGEST_ACTION]
        for tongue in tongues
    }


def _line(spoken: Words, target: Proposed) -> str:
    """Return a target with its kind and the first of its entries: "ORIENT MERLIN (vessel; …)"."""
    list_name, _, key = target.entries[0].partition("/")
    return spoken.gettext(
        "%(name)s (%(kind)s; %(list)s, %(key)s)",
        name=target.name,
        kind=spoken.label("kind", target.kind),
        list=list_in(spoken, list_name),
        key=key,
    )
