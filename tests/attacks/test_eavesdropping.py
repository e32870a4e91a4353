"""Attacks of whoever hears everything on the way, and holds no key."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, Network, World

from comity.exchange.parcel import read
from comity.exchange.station import Draft
from comity.records.canonical import decode
from comity.records.record import Head, write


def heads_heard(network: Network, circle: str) -> list[dict[str, Any]]:
    """The heads of a circle in every heartbeat of Kyiv, as they pass in clear."""
    bodies = [
        one.sent for one in network.passed if (one.sender, one.path) == (UKRAINE, "heartbeat")
    ]
    said = [decode(body) for body in bodies]
    return [one["heads"].get(circle, {}) for one in said if isinstance(one, dict)]


def moments(network: Network) -> Iterator[str]:
    """Times at which the last record may have been written: shortly before its parcel."""
    sent = [one.sent for one in network.passed if (one.sender, one.path) == (UKRAINE, "parcel")]
    created = dt.datetime.fromisoformat(read(sent[-1]).header.created)
    for early in range(50):
        time = created - dt.timedelta(milliseconds=early)
        yield time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_yes_or_no_cannot_be_guessed_from_what_passes(two: World, circle: str) -> None:
    """Tokyo asked Kyiv to forget something; did Kyiv do it?

    Who hears the heartbeats before and after the answer knows the hash of every last record. All of
    a short record but yes or no can be guessed, and the hash tells which guess is right.
    """
    asked = two.report(JAPAN, circle, "Please forget the last one").hash
    two.settle()
    two.beat(UKRAINE, JAPAN)
    two.say(
        UKRAINE,
        circle,
        Draft("recalled/1", {"recall": asked, "done": False, "note": ""}, MARKING),
    )
    two.deliver()
    two.beat(UKRAINE, JAPAN)

    *_, before, after = heads_heard(two.network, circle)
    guesses = [
        done
        for done in (True, False)
        for at in moments(two.network)
        if write(
            circle=circle,
            party=UKRAINE,
            seq=before[UKRAINE][0] + 1,
            prev=before[UKRAINE][1],
            cut={JAPAN: Head(*before[JAPAN])},
            kind="recalled/1",
            body={"recall": before[JAPAN][1], "done": done, "note": ""},
            at=at,
            marking=MARKING,
        ).hash
        == after[UKRAINE][1]
    ]

    assert guesses == []


def test_no_words_pass_in_clear(two: World, circle: str) -> None:
    two.report(UKRAINE, circle, "a word that nobody else says")
    two.settle()

    assert all(b"nobody else" not in one.sent + one.answer for one in two.network.passed)


def test_the_marking_does_not_pass_in_clear(two: World, circle: str) -> None:
    two.report(UKRAINE, circle, "guarded", marking="TLP:RED")
    two.settle()

    assert all(b"TLP:" not in one.sent + one.answer for one in two.network.passed)
