"""Resolved: which entries the own resolution took for the target of an entry, found by its name.

An entry is named as decisions name it: "eu-fsf/EU.9001.11", its list and its key there.
"""

from collections import defaultdict
from collections.abc import Sequence

from comity.sanctions.state import State


def split(named: str) -> tuple[str, str]:
    """Return the list and the key that name an entry.

    >>> split("eu-oj/32014R0269#I#12/a")
    ('eu-oj', '32014R0269#I#12/a')
    """
    list_name, _, key = named.partition("/")
    return list_name, key


class Resolved:
    """The clusters of a state, to be asked by entry.

    Attributes:
        state: of which.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        columns = (state.frame[name].to_list() for name in ("list", "key", "cluster", "snapshot"))
        self._place: dict[tuple[str, str], int] = {}
        self._clusters: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
        self._cluster: list[int] = state.frame["cluster"].to_list()
        for place, (list_name, key, cluster, number) in enumerate(zip(*columns, strict=True)):
            self._place[list_name, key] = place
            self._clusters[cluster].append((list_name, number, key))

    def place(self, named: str) -> int | None:
        """Return where an entry stands in the state, None where it is not in force here."""
        return self._place.get(split(named))

    def same_target(self, named: str, list_name: str) -> Sequence[tuple[int, str]]:
        """Return the entries of a list in the cluster of an entry: their snapshots and keys."""
        place = self.place(named)
        if place is None:
            return ()
        cluster = self._clusters[self._cluster[place]]
        return [(number, key) for one, number, key in cluster if one == list_name]
