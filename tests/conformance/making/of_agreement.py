"""Cases of agreement: small histories, and what is adopted by them.

The records come in the order in which they were written; whoever takes them in another order must
find the same. Fingerprints of cards stand for cards: signatures of checkpoints are not looked at.
"""

from hashlib import sha256
from typing import Any

from tests.conformance.making.cases import File, given
from tests.conformance.making.wire import canonical, genesis, leaf, record

TWICE, ONCE = {"en": "They meet twice a year."}, {"en": "They meet once a year."}


def revision_of(text: dict[str, str], effect: dict[str, Any] | None = None) -> str:
    """Return what is signed."""
    signed: dict[str, Any] = {"text": text, "effect": effect} if effect else text
    return sha256(canonical(signed)).hexdigest()


class Talk:
    """What parties say in one circle.

    Attributes:
        circle: its id.
        said: every record, in the order of writing.
        about: the object that they talk about.
        twice, once: its two revisions.
    """

    def __init__(self, *parties: str, kind: str = "text") -> None:
        cards = {party: str(number) * 64 for number, party in enumerate(parties, 1)}
        first = genesis(parties[0], cards)
        self.circle = leaf(first).hex()
        self.chains: dict[str, list[bytes]] = {party: [] for party in parties}
        self.chains[parties[0]].append(first)
        self.seen: dict[str, dict[str, bytes]] = {party: {} for party in parties}
        self.said = [first]
        self.minute = 30
        self.all_hear()
        self.about = leaf(
            self.says(parties[0], "open/1", {"type": kind, "title": {"en": "Meetings"}})
        ).hex()
        self.twice, self.once = self.revises(parties[0], TWICE), self.revises(parties[0], ONCE)
        self.all_hear()

    def says(self, party: str, kind: str, body: dict[str, Any]) -> bytes:
        """Let a party write a record that nobody hears yet."""
        own = self.chains[party]
        self.minute += 1
        at = f"2026-03-05T{9 + self.minute // 60:02}:{self.minute % 60:02}:00.000Z"
        said = record(
            self.circle, party, own[-1] if own else None, body, kind, self.seen[party], at
        )
        own.append(said)
        self.said.append(said)
        return said

    def revises(self, party: str, text: dict[str, str], effect: Any = None) -> str:
        """Let a party put a revision on the table; return its hash."""
        revision = revision_of(text, effect)
        body = {"object": self.about, "text": text, "revision": revision}
        self.says(party, "revision/1", {**body, **({"effect": effect} if effect else {})})
        return revision

    def signs(self, party: str, revision: str, **more: object) -> bytes:
        """Let a party sign."""
        return self.says(party, "sign/1", {"object": self.about, "revision": revision, **more})

    def completes(self, party: str, revision: str) -> None:
        """Let a party say that it holds every signature."""
        self.says(party, "complete/1", {"object": self.about, "revision": revision})

    def withdraws(self, party: str) -> None:
        """Let a party take back its signature."""
        self.says(party, "withdraw/1", {"object": self.about})

    def acknowledges(self, party: str) -> None:
        """Let a party say only what it has received."""
        self.says(party, "ack/1", {})

    def hears(self, party: str, other: str) -> None:
        """Let a party hear all that another wrote, and what that one had heard."""
        for author, last in {**self.seen[other], other: self.chains[other][-1]}.items():
            own = self.chains[author]
            seen = self.seen[party].get(author)
            if author != party and (seen is None or own.index(seen) < own.index(last)):
                self.seen[party][author] = last

    def all_hear(self) -> None:
        """Let everybody hear everything."""
        for party in self.chains:
            for other in self.chains:
                if party != other and self.chains[other]:
                    self.seen[party][other] = self.chains[other][-1]


def of_agreement() -> File:
    """Return the cases of agreement."""
    file = File("agreement", "Agreement: what a history of records adopts")
    text = {"en": "The mechanism meets.", "uk": "Механізм збирається.", "ja": "協議を行う。"}
    effect: dict[str, Any] = {"closed": {}}
    rows: list[tuple[str, dict[str, Any], str]] = [
        ("a text in three languages", {"text": text}, revision_of(text)),
        ("a text with an effect", {"text": text, "effect": effect}, revision_of(text, effect)),
    ]
    for says, put, revision in rows:
        file.add("encode", "revision", says, put, answer={"revision": revision})
    for play in PLAYS:
        talk, revisions = play()
        history = {"records": [given(one) for one in talk.said], "object": talk.about}
        says = str(play.__doc__).removesuffix(".")
        answer = {"adopted": revisions, "disputed": False}
        file.add("check", "agreement", says, history, answer=answer)
    return file


def both_sign() -> tuple[Talk, list[str]]:
    """Japan signs what Ukraine signed, having received it."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice)
    return talk, [talk.twice]


def crossed() -> tuple[Talk, list[str]]:
    """Both sign at once: neither signature knows of the other, so nothing is adopted yet."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.signs("jp", talk.twice)
    return talk, []


def completed() -> tuple[Talk, list[str]]:
    """Both sign at once, and one completes once it has received the other signature."""
    talk, _ = crossed()
    talk.all_hear()
    talk.completes("jp", talk.twice)
    return talk, [talk.twice]


def different() -> tuple[Talk, list[str]]:
    """Each signs another revision: nothing is adopted, whoever completes."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.signs("jp", talk.once)
    talk.all_hear()
    talk.completes("ua", talk.twice)
    return talk, []


def locked() -> tuple[Talk, list[str]]:
    """Ukraine signs another revision before Japan acknowledged its withdrawal: void (R9)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.withdraws("ua")
    talk.signs("ua", talk.once)
    talk.all_hear()
    talk.signs("jp", talk.once)
    return talk, []


def released() -> tuple[Talk, list[str]]:
    """Ukraine withdraws, Japan acknowledges, Ukraine signs the other, Japan signs it too (R9)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.withdraws("ua")
    talk.hears("jp", "ua")
    talk.acknowledges("jp")
    talk.hears("ua", "jp")
    talk.signs("ua", talk.once)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.once)
    return talk, [talk.once]


def crossing() -> tuple[Talk, list[str]]:
    """A withdrawal crosses the completing signature in the mail: the adoption stands (R11)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice)
    talk.withdraws("ua")
    return talk, [talk.twice]


def withdrawn() -> tuple[Talk, list[str]]:
    """Japan signs knowing that Ukraine has withdrawn: nothing is adopted (R11)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.withdraws("ua")
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice)
    return talk, []


def conditional() -> tuple[Talk, list[str]]:
    """A conditional signature is void (R12)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice, condition={"en": "if the Diet agrees"})
    return talk, []


def referendum() -> tuple[Talk, list[str]]:
    """A signature ad referendum does not count (R12)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice, ad_referendum=True)
    return talk, []


def confirmed() -> tuple[Talk, list[str]]:
    """A signature ad referendum is confirmed by signing again (R12)."""
    talk, _ = referendum()
    talk.signs("jp", talk.twice)
    return talk, [talk.twice]


def three_parties() -> tuple[Talk, list[str]]:
    """Of three parties two have signed: nothing is adopted."""
    talk = Talk("jp", "kr", "ua")
    talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice)
    return talk, []


def third_signs() -> tuple[Talk, list[str]]:
    """The third party signs, having heard the first through the second."""
    talk, _ = three_parties()
    talk.hears("kr", "jp")
    talk.signs("kr", talk.twice)
    return talk, [talk.twice]


def after_adoption() -> tuple[Talk, list[str]]:
    """Both know what is adopted, withdraw and sign the other revision: void (R10)."""
    talk, _ = both_sign()
    talk.all_hear()
    for party in ("ua", "jp"):
        talk.withdraws(party)
    talk.all_hear()
    for party in ("ua", "jp"):
        talk.acknowledges(party)
    talk.all_hear()
    talk.signs("ua", talk.once)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.once)
    return talk, [talk.twice]


def silence_without_terms() -> tuple[Talk, list[str]]:
    """No terms of reference allow silence: a tacit signature is void (R8)."""
    talk = Talk("ua", "jp")
    talk.signs("ua", talk.twice)
    deadline = "2026-03-05T09:36:00.000Z"
    body = {"object": talk.about, "revision": talk.twice, "deadline": deadline}
    procedure = leaf(talk.says("ua", "silence/1", body)).hex()
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice, procedure=procedure)
    return talk, []


def not_hashed_right() -> tuple[Talk, list[str]]:
    """A revision does not have the hash that it names: every rule ignores it."""
    talk = Talk("ua", "jp")
    wrong = "1" * 64
    body = {"object": talk.about, "text": {"en": "They meet."}, "revision": wrong}
    talk.says("ua", "revision/1", body)
    talk.signs("ua", wrong)
    talk.hears("jp", "ua")
    talk.signs("jp", wrong)
    return talk, []


def past_is_missing() -> tuple[Talk, list[str]]:
    """The signature of Ukraine has not arrived: what rests on it waits."""
    talk = Talk("ua", "jp")
    signature = talk.signs("ua", talk.twice)
    talk.hears("jp", "ua")
    talk.signs("jp", talk.twice)
    talk.said.remove(signature)
    return talk, []


PLAYS = (
    both_sign, crossed, completed, different, locked, released, crossing, withdrawn, conditional,
    referendum, confirmed, three_parties, third_signs, after_adoption, silence_without_terms,
    not_hashed_right, past_is_missing,
)  # fmt: skip
