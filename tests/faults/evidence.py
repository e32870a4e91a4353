"""Evidence: which refusals the injected faults explain, and which they never may."""

from collections.abc import Collection, Mapping

from tests.faults.checker import Finding
from tests.faults.proxy import Fate
from tests.faults.reading import Found

from comity.records.party import Party

DAMAGE = frozenset({Fate.FLIP, Fate.FLIP_ANSWER})
OF_DAMAGE = frozenset(
    {
        "forged",
        "damaged-parcel",
        "parcel",
        "unknown-version",
        "oversize",
        "not-canonical",
        "message",
        "wrong-audience",
        "unpaired-sender",
        "not-a-member",
        "stale-answer",
    }
)
"""What one bit can turn a parcel, a message or a receipt into."""


def unexpected(
    party: Party, found: Found, faults: Mapping[str, int], restored: Collection[Party]
) -> tuple[list[Finding], int]:
    """Return the evidence that nothing which was done to the nodes explains, and orphans.

    An orphan is an urgent record that overtook its chain and alone is left of what its author said
    last before its disk was replaced: nobody has the records between, and its author gives it up.
    It is counted apart from what is wrong; to call it a second story would be wrong.
    """
    allowed: set[str] = set()
    if any(faults.get(str(fate)) for fate in DAMAGE):
        allowed |= OF_DAMAGE
    if party in restored:  # the others have seen more of its chain than it has itself
        allowed.add("cut-beyond-own")
    findings: list[Finding] = []
    orphans = 0
    for one in found.evidence:
        if one.code == "given-up" and one.party in restored:
            orphans += 1
        elif one.code not in allowed:
            findings.append(Finding("evidence", party, f"{one.code} {one.party} {one.details}"))
    for author, count in found.early.items():
        if author in restored:
            orphans += count
        else:
            about = f"{count} early records of {author} never got their turn"
            findings.append(Finding("early left over", party, about))
    return findings, orphans
