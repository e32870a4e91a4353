"""United Kingdom: the UK Sanctions List of the Foreign, Commonwealth and Development Office.

The same list is published as XML, one `Designation` per target, and as CSV, where `uk_csv` puts the
rows of one target together again. In the XML a measure stands twice, as text in `SanctionsImposed`
and as an indicator; shipping, transport and banking sanctions have no indicator, so both are read.
About one name in five hundred has a type and no part: that is no name.

Format: https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml. The element names were checked
against the lists of paths that two public readers of the official file keep, and against the two
rebuilt files of 2026 in the kit; `CryptoWalletAddresses`, which the schema has and no file used,
would stop the reader.
"""

from collections import defaultdict
from collections.abc import Iterator

from comity.sanctions.listing import Reading, Role
from comity.sanctions.lists import dates, uk_csv, xml
from comity.sanctions.lists.source import DamagedFileError, EmptyFileError, SourceFile
from comity.sanctions.lists.uk_designation import Designation, PrintedName
from comity.sanctions.lists.uk_listing import check_unique, listing, through

LIST = "uk"
JURISDICTION = "uk"

INDICATORS = {
    "AssetFreeze": "Asset freeze",
    "ArmsEmbargo": "Arms embargo",
    "TargetedArmsEmbargo": "Targeted arms embargo",
    "CharteringOfShips": "Chartering of ships",
    "ClosureOfRepresentativeOffices": "Closure of representative offices",
    "CrewServicingOfShipsAndAircraft": "Crew servicing of ships and aircraft",
    "Deflag": "De-flag",
    "PreventionOfBusinessArrangements": "Prevention of business arrangements",
    "ProhibitionOfPortEntry": "Prohibition of port entry",
    "TravelBan": "Travel Ban",
    "PreventionOfCharteringOfShips": "Prevention of chartering of ships",
    "PreventionOfCharteringOfShipsAndAircraft": "Prevention of chartering of ships and aircraft",
    "TechnicalAssistanceRelatedToAircraft": "Technical assistance related to aircraft",
    "TrustServicesSanctions": "Trust Services Sanctions",
    "DirectorDisqualificationSanction": "Director Disqualification Sanction",
}
"""Elements of `SanctionsImposedIndicators` to the words of `SanctionsImposed`."""

READ = frozenset(
    """Designations Designations/DateGenerated Designations/Designation Designation/DateDesignated
    Designation/UniqueID Designation/OFSIGroupID Designation/UNReferenceNumber Designation/Names
    Names/Name Name/Name1 Name/Name2 Name/Name3 Name/Name4 Name/Name5 Name/Name6 Name/NameType
    Name/AliasStrength Designation/NonLatinNames NonLatinNames/NonLatinName
    NonLatinName/NameNonLatinScript NonLatinName/NonLatinScriptLanguage Designation/Titles
    Titles/Title Designation/RegimeName Designation/IndividualEntityShip
    Designation/SanctionsImposed Designation/SanctionsImposedIndicators
    Designation/OtherInformation Designation/UKStatementofReasons Designation/Addresses
    Addresses/Address Address/AddressLine1 Address/AddressLine2 Address/AddressLine3
    Address/AddressLine4 Address/AddressLine5 Address/AddressLine6 Address/AddressPostalCode
    Address/AddressCountry Designation/IndividualDetails IndividualDetails/Individual
    Individual/DOBs DOBs/DOB Individual/Nationalities Nationalities/Nationality
    Individual/PassportDetails PassportDetails/Passport Passport/PassportNumber
    Passport/PassportAdditionalInformation Individual/NationalIdentifierDetails
    NationalIdentifierDetails/NationalIdentifier NationalIdentifier/NationalIdentifierNumber
    NationalIdentifier/NationalIdentifierAdditionalInformation Individual/Positions
    Positions/Position Individual/Genders Genders/Gender Individual/BirthDetails
    BirthDetails/Location Location/TownOfBirth Location/CountryOfBirth Designation/EntityDetails
    EntityDetails/Entity Entity/BusinessRegistrationNumbers
    BusinessRegistrationNumbers/BusinessRegistrationNumber Designation/ShipDetails
    ShipDetails/Ship Ship/IMONumbers IMONumbers/IMONumber Ship/CurrentBelievedFlagOfShips
    CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip Ship/PreviousFlags
    PreviousFlags/PreviousFlag Ship/YearsBuilt YearsBuilt/YearBuilt Ship/HullIdentificationNumbers
    HullIdentificationNumbers/HullIdentificationNumber""".split()
) | {f"SanctionsImposedIndicators/{indicator}" for indicator in INDICATORS}

UNUSED = "no comparison uses it; the bytes are kept"
OTHER_TARGET = "the name of another target; the bytes are kept"

LEFT_OUT = {
    "Designation/LastUpdated": "a comparison of editions says what changed and when",
    "Designation/DesignationSource": "the UN reference says that the UN lists the target too",
    "NonLatinName/NonLatinScriptType": "the letters themselves say it, and more reliably",
    "Designation/PhoneNumbers": UNUSED,
    "PhoneNumbers/PhoneNumber": UNUSED,
    "Designation/EmailAddresses": UNUSED,
    "EmailAddresses/EmailAddress": UNUSED,
    "Designation/Websites": UNUSED,
    "Websites/Website": UNUSED,
    "Entity/TypeOfEntities": UNUSED,
    "TypeOfEntities/TypeOfEntity": UNUSED,
    "Entity/ParentCompanies": OTHER_TARGET,
    "ParentCompanies/ParentCompany": OTHER_TARGET,
    "Entity/Subsidiaries": OTHER_TARGET,
    "Subsidiaries/Subsidiary": OTHER_TARGET,
    "Ship/CurrentOwnerOperators": OTHER_TARGET,
    "CurrentOwnerOperators/CurrentOwnerOperator": OTHER_TARGET,
    "Ship/PreviousOwnerOperators": OTHER_TARGET,
    "PreviousOwnerOperators/PreviousOwnerOperator": OTHER_TARGET,
    "Ship/TypeOfShipDetails": UNUSED,
    "TypeOfShipDetails/TypeOfShip": UNUSED,
    "Ship/TonnageOfShipDetails": UNUSED,
    "TonnageOfShipDetails/TonnageOfShip": UNUSED,
    "Ship/LengthOfShipDetails": UNUSED,
    "LengthOfShipDetails/LengthOfShip": UNUSED,
}
"""Fields that are not in a listing, each with its reason."""

KNOWN = READ | LEFT_OUT.keys()

LINES = (*(f"AddressLine{line}" for line in range(1, 7)), "AddressPostalCode")
PARTS = tuple(f"Name{part}" for part in range(1, 7))


def recognise(source: SourceFile) -> bool:
    """Say whether this is the UK Sanctions List, by its root element or its headings."""
    head = source.content[:65536]
    listed = b"<Designations" in head or b"<Designation>" in head
    return (xml.is_markup(head) and listed) or uk_csv.recognise(head)


def read(source: SourceFile) -> Reading:
    """Read one whole file, XML or CSV.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    if uk_csv.recognise(source.content[:65536]):
        return uk_csv.read(source)
    root = xml.parse(source)
    xml.check_known(source, root, KNOWN)
    printed = xml.text(root, "DateGenerated")
    generated = dates.day_first(printed[:10])
    if generated is None:
        raise xml.unknown_value(source, root, "DateGenerated", printed, "a date such as 22/08/2026")
    listings = tuple(
        listing(source, designation(source, element))
        for element in root.iterchildren("Designation")
    )
    if not listings:
        raise EmptyFileError(
            file=source.name,
            place=xml.place(root),
            expected="designations",
            found="none",
            action=xml.AGAIN,
        )
    check_unique(source, listings)
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        date=generated.start,
        through=through(listings),
        records=len(listings),
        listings=listings,
        left_out={},
    )


Fields = defaultdict[str, list[xml.Element]]
"""Elements by their name, in order."""


def fields(*elements: xml.Element) -> Fields:
    """Return the children of all elements by their name."""
    found: Fields = defaultdict(list)
    for element in elements:
        for child in element.iterchildren("*"):
            found[child.tag].append(child)
    return found


def values(elements: list[xml.Element]) -> list[str]:
    """Return the texts of elements, empty ones left out."""
    return [text for element in elements if (text := xml.tidy(element.text))]


def listed(within: Fields, name: str) -> list[str]:
    """Return the texts of the items of the list of that name: DOBs holds several DOB."""
    return [value for element in within[name] for value in values(list(element))]


def rows(within: Fields, name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the items of the list of that name, each as the texts of its columns."""
    for element in within[name]:
        for item in element.iterchildren("*"):
            found = {child.tag: xml.tidy(child.text) for child in item.iterchildren("*")}
            yield tuple(found.get(column, "") for column in columns)


def pairs(within: Fields, name: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """Yield the items of the list of that name, each as the texts of its two columns."""
    yield from ((one, other) for one, other in rows(within, name, first, second))


def designation(source: SourceFile, element: xml.Element) -> Designation:
    """Return the fields of one Designation."""
    top = fields(element)
    person = fields(*(item for group in top["IndividualDetails"] for item in group))
    entity = fields(*(item for group in top["EntityDetails"] for item in group))
    ship = fields(*(item for group in top["ShipDetails"] for item in group))
    unique_id = " ".join(values(top["UniqueID"]))
    if not unique_id:
        raise DamagedFileError(
            file=source.name,
            place=xml.place(element),
            expected="a UniqueID",
            found="none",
            action=xml.AGAIN,
        )
    return Designation(
        list=LIST,
        key=unique_id,
        place=xml.place(element),
        kind=" ".join(values(top["IndividualEntityShip"])),
        names=[
            PrintedName(name[:6], name[6], name[7])
            for name in rows(top, "Names", *PARTS, "NameType", "AliasStrength")
            if any(name[:6])
        ],
        non_latin=[
            name
            for name in pairs(top, "NonLatinNames", "NameNonLatinScript", "NonLatinScriptLanguage")
            if name[0]
        ],
        regimes=values(top["RegimeName"]),
        imposed=[*imposed(top), *indicated(source, top)],
        listed=values(top["DateDesignated"]),
        unique_ids=[unique_id],
        ofsi_ids=values(top["OFSIGroupID"]),
        un_references=values(top["UNReferenceNumber"]),
        births=[*listed(person, "DOBs"), *listed(ship, "YearsBuilt")],
        birth_places=[
            place
            for place in pairs(person, "BirthDetails", "TownOfBirth", "CountryOfBirth")
            if any(place)
        ],
        nationalities=[
            *listed(person, "Nationalities"),
            *listed(ship, "CurrentBelievedFlagOfShips"),
            *listed(ship, "PreviousFlags"),
        ],
        passports=pairs(
            person, "PassportDetails", "PassportNumber", "PassportAdditionalInformation"
        ),
        national_ids=pairs(
            person,
            "NationalIdentifierDetails",
            "NationalIdentifierNumber",
            "NationalIdentifierAdditionalInformation",
        ),
        registrations=listed(entity, "BusinessRegistrationNumbers"),
        imo_numbers=listed(ship, "IMONumbers"),
        hulls=listed(ship, "HullIdentificationNumbers"),
        addresses=[
            (address[:-1], address[-1])
            for address in rows(top, "Addresses", *LINES, "AddressCountry")
        ],
        genders=listed(person, "Genders"),
        positions=[*listed(top, "Titles"), *listed(person, "Positions")],
        information=" ".join(values(top["OtherInformation"])),
        reasons=" ".join(values(top["UKStatementofReasons"])),
    )


def imposed(top: Fields) -> Iterator[str]:
    """Yield the sanctions that SanctionsImposed prints between upright strokes."""
    for text in values(top["SanctionsImposed"]):
        yield from (part.strip() for part in text.split("|") if part.strip())


def indicated(source: SourceFile, top: Fields) -> Iterator[str]:
    """Yield the sanctions whose indicator is true."""
    for group in top["SanctionsImposedIndicators"]:
        for indicator in group.iterchildren("*"):
            text = xml.tidy(indicator.text)
            if text == "true":
                yield INDICATORS[indicator.tag]
            elif text != "false":
                raise xml.unknown_value(
                    source, indicator, indicator.tag, text, "one of false, true"
                )
