"""Tally: many trials added up, as a table for people and as JSON for programs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.checker import Fault
from tests.faults.trial import Outcome

MOST_SHOWN = 40


@dataclass(slots=True)
class Tally:
    """What came of many trials.

    Attributes:
        left_out: faults that cannot be had on this machine, with the reason.
    """

    left_out: Sequence[str] = ()
    trials: int = 0
    acknowledged: int = 0
    received: int = 0
    gone: int = 0
    orphans: int = 0
    unknown: int = 0
    seconds: float = 0.0
    slowest_healing: float = 0.0
    themes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[int, str, list[str]]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Add a trial."""
        self.trials += 1
        self.themes[outcome.plan.theme] += 1
        self.acknowledged += outcome.acknowledged
        self.received += outcome.received
        self.gone += outcome.gone
        self.orphans += outcome.orphans
        self.unknown += outcome.unknown
        self.seconds += outcome.seconds
        self.slowest_healing = max(self.slowest_healing, outcome.healing)
        self.faults += outcome.faults
        self.refused += outcome.refused
        self.evidence += outcome.evidence
        if outcome.findings:
            self.found.update({str(one.fault): 1 for one in outcome.findings})
            told = [f"{one.fault}, {one.node}: {one.about}" for one in outcome.findings]
            self.failed.append((outcome.plan.number, outcome.plan.theme, told))

    def as_json(self) -> dict[str, Any]:
        """Return everything for a program."""
        return {
            "trials": self.trials,
            "acknowledged": self.acknowledged,
            "received": self.received,
            "lost": self.found[Fault.LOST] + self.found[Fault.UNRECEIVED],
            "doubled": self.found[Fault.DOUBLED],
            "out_of_order": self.found[Fault.OUT_OF_ORDER],
            "gone_with_a_replaced_disk": self.gone,
            "orphans_of_a_replaced_disk": self.orphans,
            "orders_without_answer": self.unknown,
            "seconds_of_all_trials": round(self.seconds, 1),
            "slowest_healing": round(self.slowest_healing, 2),
            "themes": dict(sorted(self.themes.items())),
            "faults": dict(sorted(self.faults.items())),
            "refused": dict(sorted(self.refused.items())),
            "evidence": dict(sorted(self.evidence.items())),
            "trials_with": dict(sorted(self.found.items())),
            "left_out": list(self.left_out),
            "failed": [
                {"trial": number, "theme": theme, "findings": told}
                for number, theme, told in self.failed
            ],
        }

    def lines(self) -> list[str]:
        """Return everything for people."""
        said = self.as_json()
        shown = [
            f"{'trials':>28}  {said['trials']}",
            f"{'records acknowledged':>28}  {said['acknowledged']}",
            f"{'of these seen receipted':>28}  {said['received']}",
            f"{'trials with a lost record':>28}  {said['lost']}",
            f"{'with a doubled one':>28}  {said['doubled']}",
            f"{'with one out of order':>28}  {said['out_of_order']}",
            f"{'gone with a replaced disk':>28}  {said['gone_with_a_replaced_disk']}",
            f"{'early orphans of such a disk':>28}  {said['orphans_of_a_replaced_disk']}",
            f"{'orders without an answer':>28}  {said['orders_without_answer']}",
            f"{'seconds of all trials':>28}  {said['seconds_of_all_trials']}",
            f"{'slowest healing, seconds':>28}  {said['slowest_healing']}",
        ]
        for name in ("faults", "refused", "evidence", "trials_with"):
            shown.append(f"{name.replace('_', ' ')}:")
            shown += [f"{what:>28}  {count}" for what, count in said[name].items()]
        shown += [f"left out: {one}" for one in self.left_out]
        for number, theme, told in self.failed[:MOST_SHOWN]:
            shown.append(f"trial {number} ({theme}):")
            shown += [f"    {one[:600]}" for one in told[:12]]
        return shown
