"""Programmes: from an authority's own programme to a family that all authorities share.

A family is a coarse, reviewed grouping for the heat map; a listing keeps its authority's own words.
A listing can be in several families. The first column of the table is a regular expression over the
programme, without regard to case; all rows that match count.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from comity.entities.subject import Kind

FAMILIES = (
    "russia",
    "russia-trade",
    "shadow-fleet",
    "belarus",
    "dprk",
    "iran",
    "syria",
    "terrorism",
    "proliferation",
    "human-rights",
    "cyber",
    "crime",
    "myanmar",
    "africa",
    "americas",
    "other",
)
"""Every family, in the order of the heat map."""

PATTERNS = (
    (
        r"^EU-UKR|^UKR$|^RUS$|^RUSDA$|RUSSIA-EO14024|UKRAINE-EO|PEESA|^SERGEI|russia|ロシア",
        "russia",
    ),
    (r"росі|росс|ukrain|ウクライナ|crimea|クリミア|donetsk|ドネツク", "russia"),
    (r"^EU-RUS$|32014R0833|ロシア.*輸出|third-country|第三国", "russia-trade"),
    (r"belarus|^EU-BLR|^BLR$|ベラルーシ|республіка білорусь|білорус", "belarus"),
    (r"dprk|north korea|^EU-PRK|^PRK$|democratic people|北朝鮮|朝鮮|1718|korea, north", "dprk"),
    (r"\biran|^EU-IRN|^IRN$|IFSR|IFCA|IRGC|イラン|FSE-IR|HRIT-IR", "iran"),
    (r"syria|^EU-SYR|^SYR$|シリア|FSE-SY", "syria"),
    (
        r"SDGT|SDT$|FTO|terror|^EU-TERR|^TERR$|TAQA|al-qa.?i?da|isil|taliban|HAMAS|^HAM$",
        "terrorism",
    ),
    (
        r"アル・カーイダ|アルカイダ|タリバーン|テロ|^AFG$|afghan|1267|1373|1988|^NS-PLC$",
        "terrorism",
    ),
    (
        r"NPWMD|proliferat|chemical weapon|CHEM|CW$|WMD|化学兵器|大量破壊兵器|user list",
        "proliferation",
    ),
    (r"GLOMAG|MAGNIT|human rights|^EU-HR|^HR$|corrupt|人権|HK-EO13936", "human-rights"),
    (r"cyber|^EU-CYB|^CYB$|サイバー|HYBR|^EU-HYB|ELECTION", "cyber"),
    (r"SDNTK|SDNT\b|ILLICIT-DRUGS|TCO|narco|organi[sz]ed crime|people smuggl", "crime"),
    (r"irregular migration", "crime"),
    (r"myanmar|burma|^EU-MMR|^MMR$|ミャンマー", "myanmar"),
    (
        r"libya|somalia|sudan|darfur|congo|^DRC|central african|^CAR$|mali\b|zimbabwe|burundi",
        "africa",
    ),
    (
        r"guinea|^GB$|^GIN$|ethiopia|niger\b|liberia|ivoire|リビア|ソマリア|スーダン|コンゴ",
        "africa",
    ),
    (r"中央アフリカ|マリ|ジンバブエ|COD$|LBY|SDN$|SSD|SOM|CAF|ZWE|BDI|MLI|^TUN$|tunisia", "africa"),
    (r"venezuela|nicaragua|haiti|cuba|guatemala|^GTM$|VEN$|NIC$|HTI|ハイチ|colombia", "americas"),
)
"""Patterns over programmes as authorities write them, and their family."""

COMPILED = tuple((re.compile(pattern, re.IGNORECASE), family) for pattern, family in PATTERNS)

BY_LIST = {
    "jp-meti-eul": "proliferation",
    "jp-export-ban": "russia-trade",
    "ua-gur": "russia",
    "ua-nsdc": "russia",
}
"""Families of lists that are about one thing, whatever their entries say."""


@lru_cache(maxsize=65536)
def families_of(list_name: str, programmes: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """Return the families of a listing, in the order of `FAMILIES`; never none.

    A vessel under a Russian programme is in the shadow fleet and in no other Russian family.
    """
    found = {family for text in programmes for family in matching(text)}
    if not found and list_name in BY_LIST:
        found = {BY_LIST[list_name]}
    if kind is Kind.VESSEL and found & {"russia", "russia-trade"}:
        found = (found - {"russia", "russia-trade"}) | {"shadow-fleet"}
    return tuple(family for family in FAMILIES if family in found) or ("other",)


def matching(programme: str) -> Iterable[str]:
    """Yield the families whose pattern the programme has."""
    return (family for pattern, family in COMPILED if pattern.search(programme))
