"""A record that is not addressed to Tokyo leaves no trace in anything that Tokyo receives.

The same history is played twice at Kyiv, Tokyo and Seoul: once as it is, and once without what is
not released to Tokyo. Tokyo must receive the same: opened contents, clear headers, sizes, counts
and order. What is drawn by lot is left out of the comparison, or drawn alike: the hash of a sealed
part, the carrier's signature over it, and ML-DSA signatures; nonces are all alike here.
"""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.attacks.pen import AT, Pen
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, Passage, World, draft, identity

from comity.errors import ComityError
from comity.exchange.answers import Answers
from comity.exchange.links import Link
from comity.exchange.messages import say
from comity.exchange.parcel import read
from comity.records.canonical import decode
from comity.records.party import Party
from comity.records.precedence import Precedence

PARTIES = (UKRAINE, JAPAN, KOREA)
BILATERAL, JOINT = "a", "c"
NONCES = {BILATERAL: "0a" * 16, JOINT: "0c" * 16}
NONCE = "00" * 16
LATTICE = 3309 * 4 // 3
"""Letters of an ML-DSA-65 signature in a note, about."""

Event = tuple[Any, ...]
Leak = Callable[[World], None]

# --- histories

urgency = st.sampled_from(Precedence)
words = st.text("абвгд", min_size=1, max_size=300)
speakers = st.sampled_from(
    [(UKRAINE, "a"), (JAPAN, "a"), (UKRAINE, "c"), (JAPAN, "c"), (KOREA, "c")]
)
near = st.sampled_from([(UKRAINE, JAPAN), (JAPAN, UKRAINE), (KOREA, JAPAN), (JAPAN, KOREA)])
shown = st.one_of(
    st.tuples(st.just("say"), speakers, words, urgency, st.integers(1, 3)),
    st.tuples(st.just("deliver")),
    st.tuples(st.just("beat"), near),
    st.tuples(st.just("clock"), st.integers(1, 1000)),
    st.tuples(st.just("junk"), st.sampled_from(["forged", "gap", "noise", "audience", "twice"])),
    st.tuples(st.just("ask"), st.sampled_from(["a", "c", "nowhere"]), st.integers(1, 5)),
    st.tuples(st.just("file"), st.sampled_from(["a", "c", "nowhere"])),
)
hidden = st.one_of(
    st.tuples(
        st.just("secret"), st.sampled_from([UKRAINE, KOREA]), words, urgency, st.integers(1, 5)
    ),
    st.tuples(st.just("draft"), words),
    st.tuples(st.just("noise"), st.integers(1, 3)),
    st.tuples(st.just("open"), st.integers(0, 2)),
)
histories = st.lists(st.one_of(shown, hidden), min_size=3, max_size=14)
HIDDEN = {"secret", "draft", "noise", "open"}


class Play:
    """One history as it is played."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.circles = {
            "a": world.open(UKRAINE, JAPAN, nonce=NONCES["a"]),
            "c": world.open(*PARTIES, nonce=NONCES["c"]),
            "nowhere": "ab" * 32,
        }
        world.settle()
        self.opened = 0

    def do(self, event: Event) -> None:
        """Let one thing happen."""
        happen: Callable[..., None] = getattr(self, f"do_{event[0]}")
        happen(*event[1:])

    def do_say(self, who: tuple[Party, str], text: str, precedence: Precedence, count: int) -> None:
        """Somebody says something to Tokyo too."""
        drafts = [draft(text, precedence=precedence)] * count
        self.world.say(who[0], self.circles[who[1]], *drafts)

    def do_deliver(self) -> None:
        """Everything that is to be pushed is pushed."""
        self.world.deliver()

    def do_beat(self, way: tuple[Party, Party]) -> None:
        """Somebody sends a heartbeat to Tokyo, or Tokyo to somebody."""
        with suppress(ComityError):  # a leak may make the other ask for what it must not have
            self.world.beat(*way)

    def do_clock(self, seconds: int) -> None:
        """Time passes."""
        self.world.clock.forward(seconds)

    def do_junk(self, what: str) -> None:
        """Tokyo sends Kyiv what must be refused."""
        pen = Pen.of(self.world, JAPAN, self.circles["a"])
        for _ in range(3):
            pen.write()
        bodies: dict[str, Callable[[], bytes]] = {
            "forged": lambda: pen.parcel(UKRAINE, signing=identity(KOREA).keys.signing),
            "gap": lambda: pen.parcel(UKRAINE),
            "noise": lambda: b"noise",
            "audience": lambda: pen.parcel(KOREA),
            "twice": lambda: b'{"v":1,"v":1}',
        }
        path = "heartbeat" if what == "twice" else "parcel"
        self.world.post(JAPAN, UKRAINE, path, bodies[what]())

    def do_ask(self, circle: str, first: int) -> None:
        """Tokyo asks Kyiv for a chain."""
        self._asked("chain", circle, {"chain": UKRAINE, "first": first})

    def do_file(self, circle: str) -> None:
        """Tokyo asks Kyiv for a file that Kyiv does not have."""
        self._asked("file", circle, {"address": "cd" * 32, "offset": 0})

    def _asked(self, name: str, circle: str, more: dict[str, Any]) -> None:
        common = {"v": 1, "from": JAPAN, "to": UKRAINE, "at": AT, "nonce": NONCE}
        said = {**common, "circle": self.circles.get(circle, circle), **more}
        body = say(name, identity(JAPAN).keys.signing, said)
        self.world.post(JAPAN, UKRAINE, name, body)

    # --- what is not released to Tokyo

    def do_secret(self, who: Party, text: str, precedence: Precedence, count: int) -> None:
        """Kyiv or Seoul says something to the other."""
        if "b" not in self.circles:
            self.do_open(0)
        if self.circles["b"] in self.world.nodes[who].station.roster.circles:
            drafts = [draft(text, precedence=precedence)] * count
            self.world.say(who, self.circles["b"], *drafts)

    def do_draft(self, text: str) -> None:
        """Somebody in Kyiv writes something that nobody is to see."""
        journal = self.world.nodes[UKRAINE].journal
        journal.write(lambda writer: writer.set_meta("draft", text)).result(10)

    def do_noise(self, count: int) -> None:
        """Somebody sends Kyiv what it refuses and keeps as evidence."""
        for number in range(count):
            self.world.post(KOREA, UKRAINE, "parcel", b"noise %d" % number)

    def do_open(self, number: int) -> None:
        """Kyiv opens a circle with Seoul alone."""
        self.opened += 1
        nonce = f"{self.opened:030x}0{number}"
        self.circles["b"] = self.world.open(UKRAINE, KOREA, nonce=nonce)


# --- what Tokyo receives


def received(history: Sequence[Event], leak: Leak) -> list[object]:
    """Return all that Tokyo receives while a history is played."""
    with tempfile.TemporaryDirectory() as path, World(Path(path), PARTIES) as world:
        play = Play(world)
        leak(world)
        for event in history:
            play.do(event)
        world.deliver()
        return [seen(passage) for passage in world.network.received_by(JAPAN)]


def seen(passage: Passage) -> object:
    """Return what Tokyo sees of a passage."""
    if passage.recipient == JAPAN:
        return ("was sent", passage.sender, passage.path, plain(passage.sent))
    return ("was answered", passage.recipient, passage.path, passage.status, plain(passage.answer))


def plain(body: bytes) -> object:
    """Return a body as far as it is not drawn by lot, with its size."""
    if not body.startswith(b"COMITY1"):
        return body
    parcel = read(body)
    blobs = parcel.open(identity(JAPAN).keys)
    shown = [without_lattice(blob) for blob in blobs]
    return parcel.clear[:-32], shown, [len(blob) for blob in blobs], len(body)


def without_lattice(blob: bytes) -> bytes:
    """Return a blob; of a checkpoint note without its ML-DSA signature."""
    if not blob.startswith(b"comity/"):
        return blob
    return b"\n".join(line for line in blob.split(b"\n") if len(line) < LATTICE)


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """All nonces of heartbeats and requests are alike."""
    monkeypatch.setattr("comity.exchange.repair.secrets.token_hex", lambda size: "00" * size)


def nothing(_: World) -> None:
    """Leak nothing."""


def without_hidden(history: Sequence[Event]) -> list[Event]:
    """Return a history without what is not released to Tokyo."""
    return [event for event in history if event[0] not in HIDDEN]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories)
def test_tokyo_receives_the_same_whatever_kyiv_and_seoul_say_to_each_other(
    history: list[Event],
) -> None:
    assert received(history, nothing) == received(without_hidden(history), nothing)


# --- the comparison can fail

LAST = ("say", (UKRAINE, "a"), "Добридень", Precedence.ROUTINE, 1)
HISTORY: list[Event] = [
    ("secret", UKRAINE, "Only for Seoul", Precedence.FLASH, 2),
    ("deliver",),
    ("secret", KOREA, "Only for Kyiv", Precedence.FLASH, 1),
    ("draft", "A red line"),
    ("noise", 2),
    LAST,
    ("deliver",),
    ("beat", (JAPAN, UKRAINE)),
    ("beat", (UKRAINE, JAPAN)),
    ("junk", "forged"),
    ("ask", "a", 1),
]


def counter_in_nonces(world: World) -> None:
    """Kyiv's nonces count everything that it ever received."""
    journal = world.nodes[UKRAINE].journal

    for (sender, _), link in world.links.items():
        if sender == UKRAINE:
            link.line.post = counting(  # type: ignore[method-assign, assignment]
                link, journal.last_admission
            )


def counting(link: Link, count: Callable[[], int]) -> Callable[[str, bytes], Any]:
    """Return a way on which a counter goes along in the nonce of each heartbeat."""
    post, keys = link.line.post, link.station.keys.signing

    async def counted(path: str, body: bytes) -> bytes:
        if path == "heartbeat":
            said = decode(body)
            assert isinstance(said, dict)
            told = {name: value for name, value in said.items() if name != "signature"}
            await post(path, say("heartbeat", keys, {**told, "nonce": f"{count():032x}"}))
        return await post(path, body)

    return counted


def counter_in_headers(world: World) -> None:
    """The milliseconds of Kyiv's clock count everything that it ever received."""
    station = world.nodes[UKRAINE].station
    now = station.now
    station.now = lambda: f"{now()[:-4]}{station.journal.last_admission() % 1000:03d}Z"  # type: ignore[method-assign]


def heads_of_foreign_circles(world: World) -> None:
    """Kyiv's heartbeats tell of circles that the other does not belong to."""
    answers = world.nodes[UKRAINE].answers
    answers.beat = telling(answers)  # type: ignore[method-assign, assignment]


def telling(answers: Answers) -> Callable[[Party, str], bytes]:
    """Return heartbeats that tell of every circle."""
    beat, station = answers.beat, answers.station

    def told(to: Party, nonce: str) -> bytes:
        said = decode(beat(to, nonce))
        assert isinstance(said, dict)
        honest = {name: value for name, value in said.items() if name != "signature"}
        heads = {
            circle: {p: [h.size, h.hash] for p, h in station.journal.heads(circle).items()}
            for circle in station.journal.circles()
        }
        return say("heartbeat", station.keys.signing, {**honest, "heads": heads})

    return told


def evidence_in_refusals(world: World) -> None:
    """Kyiv's refusals say how much it has refused so far."""
    answers = world.nodes[UKRAINE].answers
    refused = answers.refused

    async def counted(error: Any, path: str, body: bytes) -> None:
        await refused(error, path, body)
        error.facts["so far"] = str(len(answers.station.journal.evidence(0, 1000)))

    answers.refused = counted  # type: ignore[method-assign]


def parcels_that_grow(world: World) -> None:
    """Kyiv leaves a record out of a parcel when it has much else to do."""
    outbox = world.links[UKRAINE, JAPAN]
    following = outbox._next

    def later(skip: dict[str, int]) -> Any:
        made = following(skip)
        busy = len(world.nodes[UKRAINE].station.roster.circles) > 2
        return None if busy else made

    outbox._next = later  # type: ignore[method-assign]


@pytest.mark.parametrize(
    "leak",
    [
        counter_in_nonces,
        counter_in_headers,
        heads_of_foreign_circles,
        evidence_in_refusals,
        parcels_that_grow,
    ],
)
def test_a_leak_is_found(leak: Leak) -> None:
    assert received(HISTORY, leak) != received(without_hidden(HISTORY), leak)


def test_without_a_leak_the_same_history_gives_the_same() -> None:
    assert received(HISTORY, nothing) == received(without_hidden(HISTORY), nothing)


def test_what_is_released_is_seen() -> None:
    """The comparison sees a single word."""
    other = [*HISTORY]
    other[HISTORY.index(LAST)] = ("say", (UKRAINE, "a"), "Добривечір", Precedence.ROUTINE, 1)

    assert received(HISTORY, nothing) != received(other, nothing)


@pytest.mark.parametrize("name", ["chain", "file"])
def test_a_circle_is_not_betrayed_to_whoever_asks_for_it(name: str) -> None:
    """The id of a circle is seen by the network that carries its parcels, and so by Tokyo's ears.

    Tokyo asks Kyiv about it: the answer must be the same whether Kyiv belongs to it or not.
    """
    opened: list[Event] = [("open", 0)]
    with tempfile.TemporaryDirectory() as path, World(Path(path), PARTIES) as world:
        play = Play(world)
        play.do(opened[0])
        circle = play.circles["b"]
    asks: Event = ("ask", circle, 1) if name == "chain" else ("file", circle)

    assert received([*opened, asks], nothing) == received([asks], nothing)
