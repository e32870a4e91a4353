"""Counting: what of a circle's records counts, once forks and revocations are known (R2, R20).

What a party says on one of two stories, or what a card signed that was revoked from there on,
counts for nothing, in whatever table it stands. Which records that are can change without any new
record of that sort, so that whoever keeps what it added up asks whether it has changed.
"""

from collections.abc import Iterable

from comity.agreement.adoption import Agreement
from comity.agreement.standing import voided


def shaken(agreement: Agreement) -> int:
    """Return a number that is another one whenever other records may be void; 0 for none."""
    told_twice = any(len(tips) > 1 for tips in agreement.history.tips.values())
    return len(agreement.history.links) if told_twice or agreement.proofs else 0


def void_among(agreement: Agreement, hashes: Iterable[str]) -> frozenset[str]:
    """Return the records among some that count for nothing."""
    if not shaken(agreement):
        return frozenset()
    links, present = agreement.history.links, agreement.history.present
    return frozenset(
        one for one in hashes if one in links and voided(links[one], present, agreement.proofs)
    )
