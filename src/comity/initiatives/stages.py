"""Stages: how far the parties have let an initiative come.

A gate is a decision that all parties sign. The stage is the last of the gates that are adopted
without a gap from the first; a gate that was adopted before its turn opens nothing until those
before it are adopted too. Which gates are adopted is told by the agreement, so that once a stage is
reached it stays reached for everyone who holds the same records.

>>> reached({"idea", "agreed"})
Stage(code='idea', waiting=(('agreed', 'scoped'),))
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from comity.agreement.effects import STAGES
from comity.records.marking import Marking
from comity.records.party import Party

PROPOSED = "proposed"
"""Stage of an initiative of which no gate is adopted."""

COURSE = (PROPOSED, *STAGES)
"""Every stage, in order."""

OVER = frozenset({"closed"})
"""Stages after which nothing is asked of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A decision that lets an initiative reach a stage, adopted or not.

    Attributes:
        object: of the decision.
        initiative: hash of the initiative.
        stage: one of `STAGES`.
        title: of the decision, in each language.
        signed: parties whose signature stands on its newest text.
        parties: whose signatures it takes.
        adopted: moment of its adoption, "" while it is not adopted.
        at: moment of its newest text.
        marking: of it.
    """

    object: str
    initiative: str
    stage: str
    title: Mapping[str, str]
    signed: tuple[Party, ...]
    parties: tuple[Party, ...]
    adopted: str
    at: str
    marking: Marking

    @property
    def awaiting(self) -> tuple[Party, ...]:
        """Return the parties that have not signed, () once it is adopted."""
        return () if self.adopted else tuple(p for p in self.parties if p not in self.signed)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an initiative has come.

    Attributes:
        code: one of `COURSE`.
        waiting: gates that were adopted before their turn, each with the first that it waits for.
    """

    code: str
    waiting: tuple[tuple[str, str], ...] = ()

    @property
    def following(self) -> str:
        """Return the stage that comes next, "" after the last one."""
        return COURSE[COURSE.index(self.code) + 1] if self.code != COURSE[-1] else ""


def reached(adopted: Collection[str]) -> Stage:
    """Return the stage that adopted gates let an initiative reach.

    Args:
        adopted: stages whose gates are adopted, in any order.
    """
    run = 0
    while run < len(STAGES) and STAGES[run] in adopted:
        run += 1
    ahead = tuple((stage, STAGES[run]) for stage in STAGES[run:] if stage in adopted)
    return Stage(COURSE[run], ahead)
