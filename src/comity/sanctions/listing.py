"""Listing: what one authority published about one target.

Every value is as the authority printed it, parsed but never completed: what is empty was empty, and
`place` says where in the source file a reader of this page can check it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from comity.entities.subject import Identifier, Kind, Name, Subject, When


class Measure(StrEnum):
    """What being listed means in law. One listing can carry several."""

    ASSET_FREEZE = "asset-freeze"
    TRAVEL_BAN = "travel-ban"
    EXPORT_BAN = "export-ban"
    TRANSACTION_BAN = "transaction-ban"
    INVESTMENT_BAN = "investment-ban"
    SERVICES_BAN = "services-ban"
    VESSEL_MEASURES = "vessel-measures"
    END_USER_WARNING = "end-user-warning"
    OTHER = "other"


class Role(StrEnum):
    """What a file is to its series.

    A *full* edition stands alone; a *part* makes the edition together with the other parts; a
    *delta* adds to the edition before it; a *companion* adds fields to the listings of another.
    """

    FULL = "full"
    PART = "part"
    DELTA = "delta"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True)
class Address:
    """A place as printed.

    Attributes:
        text: the whole address on one line.
        country: ISO 3166-1 alpha-2 code in lower case, "" where not stated.
    """

    text: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of one official list.

    Attributes:
        list: the list's name, for example "us-ofac"; see `comity.sanctions.lists.LISTS`.
        key: the authority's own key within the list, as `docs/reference/lists.md` defines it.
        kind: person, organisation, vessel or aircraft.
        names: every name as printed, primary first; at least one.
        measures: what the listing means in law; at least one.
        programmes: the authority's own programme codes or titles.
        announced: when the authority made the listing, None where the source does not say.
        in_effect: when it took effect, where the source says so apart from the announcement.
        ended: when it ends or ended, where the source says so.
        legal_act: the act or notice that made it: "32026R1843", "令和8年外務省告示第9号".
        birth_dates: of a person; founding of an organisation, building of a vessel.
        birth_places: as printed.
        nationalities: as printed; for vessels the flags.
        countries: ISO alpha-2 codes, lower case, that the listing states anywhere.
        addresses: as printed.
        identifiers: numbers that somebody issued.
        gender: "male", "female" or "".
        positions: functions held, as printed.
        reasons: the statement of reasons, or the authority's remarks.
        place: where in the source file: "line 90210", "sheet 17, row 12".
    """

    list: str
    key: str
    kind: Kind
    names: tuple[Name, ...]
    measures: tuple[Measure, ...]
    programmes: tuple[str, ...] = ()
    announced: When | None = None
    in_effect: When | None = None
    ended: When | None = None
    legal_act: str = ""
    birth_dates: tuple[When, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    gender: str = ""
    positions: tuple[str, ...] = ()
    reasons: str = ""
    place: str = ""

    def subject(self) -> Subject:
        """Return what matching compares of this listing."""
        return Subject(
            kind=self.kind,
            names=self.names,
            birth_dates=self.birth_dates,
            countries=self.countries,
            identifiers=self.identifiers,
            gender=self.gender,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader gives for one whole file; it gives nothing for half of one.

    Attributes:
        list: the list's name.
        series: the series within the list: "us-ofac-sdn" and "us-ofac-consolidated" are two series
            of one list; most lists have one series of the same name.
        role: full, part, delta or companion.
        part: which part or which companion ("32014R0269", "alt"), "" for a full edition; for a
            delta the part that it amends, "" for the whole series.
        date: the as-of date that the content states, None where it states none.
        through: the newest announcement inside, None where unknown. A delta joins an edition whose
            `through` is before the delta's date.
        records: rows or elements of the source, counted as the authority lays them out.
        listings: one per target; keys are unique within a reading.
        left_out: how many records gave no listing, by reason ("cancelled row": 12).
    """

    list: str
    series: str
    role: Role
    part: str = ""
    date: dt.date | None = None
    through: dt.date | None = None
    records: int
    listings: tuple[Listing, ...]
    left_out: dict[str, int]
