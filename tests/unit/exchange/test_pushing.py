"""What a link pushes, in which order, and what it does not push again."""

import asyncio
from contextlib import suppress

from tests.journeys.capitals import JAPAN, UKRAINE, Way, World

from comity.exchange.wire import RefusedByPeerError, UnreachableError
from comity.records.precedence import Precedence


class Forgetful(Way):
    """A way on which every answer to a parcel is lost."""

    async def post(self, path: str, body: bytes) -> bytes:
        """Carry a body there, and nothing back."""
        await super().post(path, body)
        raise UnreachableError(party=self.party, address=path, reason="the answer was lost")


class Refusing(Way):
    """A way whose other end refuses everything by name.

    Attributes:
        asked: how often.
    """

    asked = 0

    async def post(self, path: str, body: bytes) -> bytes:
        """Refuse."""
        del path, body
        self.asked += 1
        raise RefusedByPeerError(party=self.party, reason="forged", message="refused", said={})


def test_a_circle_that_is_refused_keeps_no_other_waiting(two: World) -> None:
    refused, other = (two.open(UKRAINE, JAPAN, nonce=nonce * 16) for nonce in ("1a", "2b"))
    two.report(UKRAINE, other, "behind it")
    link = two.links[UKRAINE, JAPAN]

    async def next_circle() -> str:
        link._shut(refused)
        made = link._next({})
        assert made is not None
        return made.header.circle

    assert two.run(next_circle()) == other


def test_an_urgent_record_that_is_refused_is_not_sent_again_and_again(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "urgent", precedence=Precedence.FLASH)
    link = two.links[UKRAINE, JAPAN]
    link.line = line = Refusing(UKRAINE, JAPAN, two.network)

    async def push() -> None:
        link.urgent.put_nowait((Precedence.FLASH, circle, 2))
        with suppress(TimeoutError):
            await asyncio.wait_for(link._push_urgent(), 0.5)

    two.run(push())

    assert line.asked == 1
    assert link.urgent.empty()


def test_what_left_without_a_receipt_is_known_to_have_left(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "on its way")
    two.links[UKRAINE, JAPAN].line = Forgetful(UKRAINE, JAPAN, two.network)

    two.deliver((UKRAINE, JAPAN))

    journal = two.nodes[UKRAINE].journal
    journal.write(lambda _: None).result(10)  # what was handed in before is written then
    assert journal.offered(circle, UKRAINE) == {JAPAN: 2}
    assert journal.receipts(circle, UKRAINE) == {}
