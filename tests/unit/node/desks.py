"""Kyiv and Tokyo in memory, with the desks of their people."""

from typing import Any

from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.exchange.drafts import Letter
from comity.exchange.statements import report
from comity.node.serving import Serving
from comity.node.traffic import Traffic
from comity.records.marking import Marking
from comity.records.precedence import Precedence


class Desks:
    """Two nodes with a circle, and a desk on each.

    Attributes:
        world: the nodes and what is between them.
        circle: id of their circle.
        kyiv, tokyo: the desks.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.circle = world.open(UKRAINE, JAPAN)
        world.settle()
        self.kyiv, self.tokyo = self.desk(UKRAINE, JAPAN), self.desk(JAPAN, UKRAINE)

    def desk(self, party: Any, other: Any) -> Traffic:
        """Return the desk of one of them."""
        serving = Serving(self.world.nodes[party])
        serving.links = {other: self.world.links[party, other]}
        return Traffic(self.world.nodes[party], serving)

    def letter(
        self,
        subject: str = "Ешелон",
        marking: Marking = Marking.GREEN,
        precedence: Precedence = Precedence.ROUTINE,
        **more: Any,
    ) -> Letter:
        """Return a report as somebody wrote it."""
        place = {name: more.pop(name) for name in ("files", "quoted") if name in more}
        body = report(precedence=precedence, subject=subject, words="Текст", language="uk", **more)
        return Letter(kind="report/1", circle=self.circle, body=body, marking=marking, **place)

    def close(self) -> None:
        """Close both."""
        self.kyiv.close()
        self.tokyo.close()
