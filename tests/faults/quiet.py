"""Quiet: whether everybody has everything, as the nodes themselves say."""

from typing import Any

from comity.records.party import Party


def lacks(statuses: dict[Party, dict[str, Any] | None]) -> list[str]:
    """Return what somebody still lacks."""
    missing: list[str] = []
    sizes: dict[tuple[str, str], dict[Party, int]] = {}
    for party, status in statuses.items():
        if status is None:
            missing.append(f"{party} does not answer")
            continue
        missing += own_lacks(party, status)
        for circle in status["circles"]:
            for chain, size in circle["chains"].items():
                sizes.setdefault((circle["circle"], chain), {})[party] = size
    for (name, chain), held in sizes.items():
        if len(held) != len(members_of(name, statuses)) or len(set(held.values())) != 1:
            missing.append(f"chain {chain} of {name[:8]}: {held}")
    return missing


def own_lacks(party: Party, status: dict[str, Any]) -> list[str]:
    """Return what one node says that it lacks itself."""
    missing: list[str] = []
    if status["behind"]:
        missing.append(f"{party} is behind its own chain: {status['behind']}")
    for circle in status["circles"]:
        if circle["admitted"] != circle["chains"]:
            missing.append(f"{party} admitted {circle['admitted']} of {circle['chains']}")
        own, received = circle["chains"].get(party, 0), circle["received"]
        without = [m for m in circle["members"] if m != party and received.get(m, 0) != own]
        if own and without:
            missing.append(f"{party} has no receipt of {', '.join(without)} for {own}")
    return missing


def members_of(name: str, statuses: dict[Party, dict[str, Any] | None]) -> list[str]:
    """Return the members of a circle, as the first node that knows it says."""
    circles = [circle for status in statuses.values() if status for circle in status["circles"]]
    return next((list(one["members"]) for one in circles if one["circle"] == name), [])
