"""Subject: what is said about one target in one place, in the form that matching compares.

A subject says nothing about sanctions; a listing, an actor of the picture and a partner of an
initiative all have one. Values are as their author printed them, parsed but never completed.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a subject is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class Role(StrEnum):
    """What a name is to its bearer, as the author says."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Name:
    """One name as printed.

    Attributes:
        text: the name, blanks normalised, otherwise as printed; family and given names in the
            order of the source ("DORONIN, Andrey" keeps its comma).
        script: ISO 15924 code of its main script (Latn, Cyrl, Jpan, Kana, Hani, Hang, Arab, ...),
            "Zyyy" if it has no letters; see `comity.entities.scripts.script_of`.
        language: ISO 639-1 code where the author states it, else "".
        role: primary, alias, weak alias or former name.
        family: the part that the author marks as the family name, else "".
    """

    text: str
    script: str
    language: str = ""
    role: Role = Role.PRIMARY
    family: str = ""


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    CIRCA = "circa"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A date as exactly as its author knew it: every day from start to end is possible.

    >>> When.year(1965).text
    '1965'
    >>> When.day(1965, 3, 7).overlaps(When.year(1965))
    True
    """

    start: dt.date
    end: dt.date
    precision: Precision

    @classmethod
    def day(cls, year: int, month: int, day: int) -> "When":
        """Return one exact day; raise ValueError when the calendar has no such day."""
        date = dt.date(year, month, day)
        return cls(date, date, Precision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> "When":
        """Return some day of one month."""
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return cls(dt.date(year, month, 1), following - dt.timedelta(days=1), Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> "When":
        """Return some day of one year."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR)

    @classmethod
    def between(cls, first: int, last: int) -> "When":
        """Return some day from the first year to the last, both included."""
        return cls(dt.date(first, 1, 1), dt.date(last, 12, 31), Precision.RANGE)

    @classmethod
    def spanning(cls, first: "When", last: "When") -> "When":
        """Return some day from the start of the first to the end of the last."""
        return cls(first.start, last.end, Precision.RANGE)

    @classmethod
    def circa(cls, year: int) -> "When":
        """Return some day about one year: the year before and the year after are possible."""
        return cls(dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31), Precision.CIRCA)

    @property
    def text(self) -> str:
        """Return it as ISO 8601 for its precision: 1965-03-07, 1965-03, 1965, 1960/1962; ~1965."""
        match self.precision:
            case Precision.DAY:
                return self.start.isoformat()
            case Precision.MONTH:
                return f"{self.start:%Y-%m}"
            case Precision.YEAR:
                return f"{self.start.year:04}"
            case Precision.RANGE:
                whole = (self.start.month, self.start.day, self.end.month, self.end.day)
                if whole == (1, 1, 12, 31):
                    return f"{self.start.year:04}/{self.end.year:04}"
                return f"{self.start.isoformat()}/{self.end.isoformat()}"
            case Precision.CIRCA:
                return f"~{self.start.year + 1:04}"

    def overlaps(self, other: "When") -> bool:
        """Say whether both can be the same day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that somebody issued.

    Attributes:
        kind: one of the kinds in `IDENTIFIER_KINDS`.
        value: normalised for comparison: blanks, dots and dashes out, letters in upper case; an IMO
            number is seven digits.
        country: ISO 3166-1 alpha-2 code of the issuer in lower case, "" where not stated.
    """

    kind: str
    value: str
    country: str = ""


IDENTIFIER_KINDS = {
    "imo": "IMO number of a ship (seven digits, ship checksum valid or the author says ship)",
    "imo-company": "IMO company number: never a ship",
    "mmsi": "maritime mobile service identity",
    "call-sign": "radio call sign",
    "hull": "hull or aircraft construction number",
    "tail": "aircraft registration mark",
    "inn": "Russian taxpayer number: 10 digits organisation, 12 digits person",
    "ogrn": "Russian state registration number: 13 digits, 15 for entrepreneurs",
    "kpp": "Russian tax registration reason code: shared by branches, never identifying",
    "okpo": "Russian statistics code",
    "edrpou": "Ukrainian organisation number (ЄДРПОУ)",
    "rnokpp": "Ukrainian person's taxpayer number (РНОКПП, ІПН)",
    "unp": "Belarusian taxpayer number (УНП)",
    "tax": "taxpayer number of another country",
    "registration": "company registration number of another country",
    "lei": "legal entity identifier, ISO 17442",
    "swift": "bank identifier code, ISO 9362",
    "passport": "passport number",
    "national-id": "national identity number or card",
    "un": "reference of the UN Security Council list, number part zero-padded: KPi.075, QDe.145",
    "ofsi": "OFSI group id, printed by the two lists of the United Kingdom",
    "eu": "EU reference number (EU.1234.56)",
    "uk": "UniqueID of the UK Sanctions List (RUS1234)",
    "jp-mof": "key of an entry of the Japanese list that another entry points to",
    "crypto": "address of a crypto-asset",
    "other": "any other number: shown, never compared",
}
"""Every kind of identifier and what it is; readers use no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What matching compares.

    Attributes:
        kind: person, organisation, vessel or aircraft.
        names: every name, primary first.
        birth_dates: for persons birth, for organisations and vessels founding or building.
        countries: ISO alpha-2 codes, lower case, of nationality, registration, flag or address.
        identifiers: numbers that somebody issued.
        gender: "male", "female" or "".
    """

    kind: Kind
    names: tuple[Name, ...]
    birth_dates: tuple[When, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    gender: str = ""
