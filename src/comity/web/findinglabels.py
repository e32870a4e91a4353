"""Labels of what analysts say of entries of lists; see `comity.web.labels`."""

from collections.abc import Mapping

MATCH_VERDICTS = {
    "same": "The same: it is the target",
    "different": "Another: it is not the target",
    "undecided": "Undecided",
}
"""What an analyst can say of an entry."""

MATCH_SAID = {
    "same": "confirms that it is the target",
    "different": "says that it is another one",
    "undecided": "is undecided",
    "none": "has not said yet",
}
"""What a party says of an entry."""

FINDING_TABLES: Mapping[str, Mapping[str, str]] = {
    "match-verdict": MATCH_VERDICTS,
    "match-said": MATCH_SAID,
}
