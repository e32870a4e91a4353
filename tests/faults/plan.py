"""Plan: what will happen in a trial, decided by the number of the trial alone.

Every trial has a theme, in turn, so that any sixteen trials in a row have them all; dice add the
weather between the nodes, the order of starts, and further trouble.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.faults.dice import Dice
from tests.faults.proxy import Fate, Weather

from comity.node.crash import POINTS
from comity.records.party import Party

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")


class Trouble(StrEnum):
    """What is done to a node, or between nodes."""

    KILL = "kill -9"
    RESTART = "stopped and started"
    BULK = "killed during a bulk push"
    FULL = "full disk"
    QUOTA = "file size limit"
    PARTITION = "partition"
    SKEW = "clock set"
    RESTORE = "old backup restored"
    OPEN = "circle opened"


@dataclass(frozen=True, slots=True)
class Deed:
    """Trouble at a time.

    Attributes:
        at: seconds from the beginning.
        trouble: what.
        party: whose node, or who is cut off.
        seconds: how long, or by how much a clock is wrong.
        number: records of a burst; of a restore, 1 for the one who speaks a lot before it.
    """

    at: float
    trouble: Trouble
    party: Party
    seconds: float = 0.0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will happen in a trial.

    Attributes:
        number: of the trial.
        theme: what it is about.
        parties: whose nodes take part.
        weather: between all of them.
        starts: who starts when, in seconds from the beginning.
        crashes: at which named point a node ends itself, "after-commit:3".
        skews: by how many seconds clocks are wrong from the start.
        deeds: trouble, in order.
        speakers: how many speak at each node at once.
        words: letters of a report, at most.
        lasting: seconds until everything is healed.
        whole: whether nodes start as `python -m comity` does.
        abrupt: whether nodes are killed in the end too.
    """

    number: int
    theme: str
    parties: tuple[Party, ...]
    weather: Weather
    starts: tuple[tuple[Party, float], ...]
    crashes: Mapping[Party, str] = field(default_factory=dict)
    skews: Mapping[Party, float] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    speakers: int = 1
    words: int = 400
    lasting: float = 1.3
    whole: bool = False
    abrupt: bool = False


CALM: Weather = {}
LOSSY: Weather = {Fate.LOSE: 0.06, Fate.UNANSWERED: 0.06, Fate.DELAY: 0.08}
REPEATING: Weather = {Fate.TWICE: 0.12, Fate.OLD_FIRST: 0.12, Fate.OVERTAKEN: 0.06}
DAMAGING: Weather = {Fate.FLIP: 0.06, Fate.FLIP_ANSWER: 0.05, Fate.CUT: 0.04, Fate.CUT_ANSWER: 0.04}
STORM: Weather = dict.fromkeys(Fate, 0.03)
WEATHERS = (CALM, LOSSY, REPEATING, DAMAGING, STORM)

WEATHER_THEMES: Mapping[str, Weather] = {"repeating line": REPEATING, "damaging line": DAMAGING}
THEMES: tuple[str, ...] = (
    Trouble.KILL, "before-commit", Trouble.RESTORE, "damaging line", Trouble.FULL, "after-commit",
    Trouble.PARTITION, "before-receipt", Trouble.BULK, "after-push", Trouble.SKEW, "before-resolve",
    Trouble.QUOTA, "before-push", "repeating line", "after-receipt",
)  # fmt: skip
FURTHER = (Trouble.KILL, Trouble.RESTART, Trouble.PARTITION, Trouble.SKEW, Trouble.OPEN)
"""What may happen beside the theme."""

LASTS: Mapping[Trouble, tuple[float, float]] = {
    Trouble.FULL: (0.2, 0.6),
    Trouble.QUOTA: (0.2, 0.6),
    Trouble.PARTITION: (0.1, 0.8),
}
"""Seconds that trouble lasts, at least and at most."""

COUNTS = (1, 1, 2, 3, 5, 8, 13, 21)
"""How often a node comes to a point before it ends there."""

CLOCKS = (-86400.0, -3600.0, -61.0, -2.0, 2.0, 61.0, 3600.0, 86400.0)


def plan_of(number: int, *, leave_out: frozenset[str] = frozenset()) -> Plan:
    """Return what will happen in a trial.

    Args:
        number: of the trial.
        leave_out: themes that cannot be had on this machine; another takes their turn.
    """
    dice = Dice(number, "plan")
    themes = [theme for theme in THEMES if theme not in leave_out]
    theme = themes[number % len(themes)]
    parties = (UKRAINE, JAPAN, KOREA) if dice.chance(0.3) else (UKRAINE, JAPAN)
    lasting = dice.between(0.9, 1.5)
    crashes: dict[Party, str] = {}
    deeds: list[Deed] = []
    if theme in POINTS:
        crashes[dice.one(parties)] = f"{theme}:{dice.one(COUNTS)}"
        if dice.chance(0.3):
            crashes[dice.one(parties)] = f"{dice.one(POINTS)}:{dice.one(COUNTS)}"
    elif theme not in WEATHER_THEMES:
        deeds += _deeds(Trouble(theme), dice, parties, lasting)
    if theme == Trouble.RESTORE and dice.chance(0.5):
        deeds += _deeds(Trouble.OPEN, dice, parties, lasting)
    for _ in range(dice.number(0, 2)):
        trouble = dice.one([one for one in FURTHER if one not in leave_out])
        deeds += _deeds(trouble, dice, parties, lasting)
    skews = {one: dice.one(CLOCKS) for one in parties if dice.chance(0.15)}
    return Plan(
        number=number,
        theme=str(theme),
        parties=parties,
        weather=WEATHER_THEMES.get(theme) or dice.one(WEATHERS),
        starts=tuple((p, dice.one((0.0, 0.0, 0.25)) * place)
                     for place, p in enumerate(dice.shuffled(parties))),
        crashes=crashes,
        skews=skews,
        deeds=tuple(sorted(deeds, key=lambda deed: deed.at)),
        speakers=dice.one((1, 1, 2, 3)),
        words=dice.one((60, 400, 400, 8000)),
        lasting=lasting,
        whole=dice.chance(0.03),
        abrupt=dice.chance(0.4),
    )  # fmt: skip


def _deeds(trouble: Trouble, dice: Dice, parties: tuple[Party, ...], lasting: float) -> list[Deed]:
    """Return one kind of trouble, once or several times."""
    party = dice.one(parties)
    at = dice.between(0.1, lasting * 0.7)
    if trouble is Trouble.KILL:
        times = dice.number(1, 3)
        return [
            Deed(dice.between(0.05, lasting), trouble, dice.one(parties), dice.between(0, 0.3))
            for _ in range(times)
        ]
    if trouble is Trouble.BULK:
        bursts = [Deed(at + 0.01 * n, trouble, party, 0.0, 400) for n in range(dice.number(1, 4))]
        victim = dice.one(parties)
        return [*bursts, Deed(at + dice.between(0.03, 0.5), Trouble.KILL, victim, 0.1)]
    if trouble is Trouble.SKEW:
        return [Deed(at, trouble, party, dice.one(CLOCKS))]
    if trouble is Trouble.RESTORE:
        return [Deed(at * 0.5, trouble, party, dice.between(0.1, 0.7))]
    return [Deed(at, trouble, party, dice.between(*LASTS.get(trouble, (0.0, 0.2))))]
