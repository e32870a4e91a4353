"""OFAC's XML files: SDN.XML and CONSOLIDATED.XML, one schema under two namespaces.

The namespace changed between 2021 and 2025 and says nothing about the list: a file is the SDN list
or the consolidated (non-SDN) list by the programmes inside, since only the second has sectoral and
investment programmes without blocking. Format: "SDN List Data Formats" of OFAC.
"""

import datetime as dt
from collections.abc import Iterator

from comity.entities.countries import country_code
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import xml
from comity.sanctions.lists.source import DamagedFileError, SourceFile
from comity.sanctions.lists.us_ofac_remarks import LABELS, date_of, identifier

LIST = "us-ofac"
SDN, CONSOLIDATED = "us-ofac-sdn", "us-ofac-consolidated"

KINDS = {
    "Individual": Kind.PERSON,
    "Entity": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
    "Aircraft": Kind.AIRCRAFT,
}

CONSOLIDATED_MEASURES = {
    "UKRAINE-EO13662": Measure.TRANSACTION_BAN,
    "RUSSIA-EO14024": Measure.TRANSACTION_BAN,
    "BURMA-EO14014": Measure.TRANSACTION_BAN,
    "561-Related": Measure.TRANSACTION_BAN,
    "CMIC-EO13959": Measure.INVESTMENT_BAN,
}
"""What programmes of the non-SDN list forbid, as OFAC says; Measure.OTHER for the others."""

NON_BLOCKING = frozenset({"NS-PLC", "CMIC-EO13959", "561-Related", "UKRAINE-EO13662"})
"""Programmes of half and more of the non-SDN list, and of hardly any entry of the SDN list."""

READ = frozenset(
    """sdnList sdnList/publshInformation publshInformation/Publish_Date
    publshInformation/Record_Count sdnList/sdnEntry sdnEntry/uid sdnEntry/firstName
    sdnEntry/lastName sdnEntry/title sdnEntry/sdnType sdnEntry/remarks sdnEntry/programList
    programList/program sdnEntry/idList idList/id id/idType id/idNumber id/idCountry
    sdnEntry/akaList akaList/aka aka/type aka/category aka/lastName aka/firstName
    sdnEntry/addressList addressList/address address/address1 address/address2 address/address3
    address/city address/stateOrProvince address/postalCode address/country
    sdnEntry/nationalityList nationalityList/nationality nationality/country
    sdnEntry/citizenshipList citizenshipList/citizenship citizenship/country
    sdnEntry/dateOfBirthList dateOfBirthList/dateOfBirthItem dateOfBirthItem/dateOfBirth
    sdnEntry/placeOfBirthList placeOfBirthList/placeOfBirthItem placeOfBirthItem/placeOfBirth
    sdnEntry/vesselInfo vesselInfo/callSign vesselInfo/vesselFlag""".split()
)

LEFT_OUT = {
    "aka/uid": "key of the row, not of the target",
    "address/uid": "key of the row, not of the target",
    "id/uid": "key of the row, not of the target",
    "nationality/uid": "key of the row, not of the target",
    "nationality/mainEntry": "all nationalities are kept in order, main first",
    "citizenship/uid": "key of the row, not of the target",
    "citizenship/mainEntry": "all citizenships are kept in order, main first",
    "dateOfBirthItem/uid": "key of the row, not of the target",
    "dateOfBirthItem/mainEntry": "all birth dates are kept in order, main first",
    "placeOfBirthItem/uid": "key of the row, not of the target",
    "placeOfBirthItem/mainEntry": "all birth places are kept in order, main first",
    "id/issueDate": "no comparison uses it; the bytes are kept",
    "id/expirationDate": "no comparison uses it; the bytes are kept",
    "vesselInfo/vesselType": "no comparison uses it; the bytes are kept",
    "vesselInfo/vesselOwner": "prose about another target; the bytes are kept",
    "vesselInfo/tonnage": "no comparison uses it; the bytes are kept",
    "vesselInfo/grossRegisteredTonnage": "no comparison uses it; the bytes are kept",
}

KNOWN = READ | LEFT_OUT.keys()


def recognise(head: bytes) -> bool:
    """Say whether this is OFAC's XML, by its root element."""
    return xml.is_markup(head) and b"<sdnList" in head


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    root = xml.parse(source)
    xml.check_known(source, root, KNOWN)
    information = next(xml.children(root, "publshInformation"), None)
    if information is None:
        raise missing(source, root, "publshInformation")
    published = us_date(source, information)
    entries = list(xml.children(root, "sdnEntry"))
    stated = xml.text(information, "Record_Count")
    if stated != str(len(entries)):
        raise DamagedFileError(
            file=source.name,
            place=xml.place(information),
            expected=f"{stated} entries, as Record_Count says",
            found=str(len(entries)),
            action="Download the file again; it is cut or was edited.",
        )
    non_blocking = sum(
        any(p.text in NON_BLOCKING for p in items(entry, "programList", "program"))
        for entry in entries
    )
    consolidated = 2 * non_blocking > len(entries)
    return Reading(
        list=LIST,
        series=CONSOLIDATED if consolidated else SDN,
        role=FileRole.FULL,
        date=published,
        records=len(entries),
        listings=tuple(listing(source, entry, consolidated=consolidated) for entry in entries),
        left_out={},
    )


def missing(source: SourceFile, element: xml.Element, name: str) -> DamagedFileError:
    """Return the error for an element that every OFAC file has."""
    return DamagedFileError(
        file=source.name,
        place=xml.place(element),
        expected=f"the element {name}",
        found="none",
        action="Download the file again; it is not a whole OFAC list.",
    )


def us_date(source: SourceFile, information: xml.Element) -> dt.date:
    """Return the publication date, printed as month/day/year."""
    text = xml.text(information, "Publish_Date")
    try:
        month, day, year = map(int, text.split("/"))
        return dt.date(year, month, day)
    except ValueError as error:
        raise xml.unknown_value(
            source, information, "Publish_Date", text, "a date such as 03/28/2025"
        ) from error


def listing(source: SourceFile, entry: xml.Element, *, consolidated: bool) -> Listing:
    """Return the listing of one sdnEntry."""
    sdn_type = xml.text(entry, "sdnType")
    if sdn_type not in KINDS:
        raise xml.unknown_value(
            source, entry, "sdnType", sdn_type, f"one of {', '.join(sorted(KINDS))}"
        )
    kind = KINDS[sdn_type]
    programmes = tuple(xml.tidy(p.text) for p in items(entry, "programList", "program"))
    numbers = list(items(entry, "idList", "id"))
    identifiers, prose = identifiers_of(numbers, kind)
    vessel = next(xml.children(entry, "vesselInfo"), None)
    call_sign = xml.text(vessel, "callSign") if vessel is not None else ""
    if call_sign:
        identifiers.append(Identifier("call-sign", call_sign))
    nations = [
        xml.text(nation, "country")
        for outer, inner in (("nationalityList", "nationality"), ("citizenshipList", "citizenship"))
        for nation in items(entry, outer, inner)
    ]
    nations += [flag] if vessel is not None and (flag := xml.text(vessel, "vesselFlag")) else []
    addresses = tuple(address(a) for a in items(entry, "addressList", "address"))
    codes = [
        *map(country_code, nations),
        *(a.country for a in addresses),
        *(i.country for i in identifiers),
    ]
    title = xml.text(entry, "title")
    remarks = "; ".join(text for text in (xml.text(entry, "remarks"), *prose) if text)
    return Listing(
        list=LIST,
        key=xml.text(entry, "uid"),
        kind=kind,
        names=tuple(names(entry, kind)),
        measures=measures(kind, programmes, consolidated=consolidated),
        programmes=programmes,
        birth_dates=tuple(birth_dates(source, entry)),
        birth_places=tuple(
            xml.text(item, "placeOfBirth")
            for item in items(entry, "placeOfBirthList", "placeOfBirthItem")
        ),
        nationalities=tuple(dict.fromkeys(nations)),
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(identifiers)),
        gender=next(
            (xml.text(n, "idNumber").lower() for n in numbers if xml.text(n, "idType") == "Gender"),
            "",
        ),
        positions=(title,) if title else (),
        reasons=remarks,
        place=xml.place(entry),
    )


def measures(kind: Kind, programmes: tuple[str, ...], *, consolidated: bool) -> tuple[Measure, ...]:
    """Return what the listing forbids."""
    if consolidated:
        return tuple(dict.fromkeys(CONSOLIDATED_MEASURES.get(p, Measure.OTHER) for p in programmes))
    return (Measure.VESSEL_MEASURES if kind is Kind.VESSEL else Measure.ASSET_FREEZE,)


def items(entry: xml.Element, outer: str, inner: str) -> Iterator[xml.Element]:
    """Yield the elements of one of the entry's lists."""
    for group in xml.children(entry, outer):
        yield from xml.children(group, inner)


def names(entry: xml.Element, kind: Kind) -> Iterator[Name]:
    """Yield the name and every alias."""
    yield name(entry, kind, Role.PRIMARY)
    for aka in items(entry, "akaList", "aka"):
        former = xml.text(aka, "type") == "f.k.a."
        weak = xml.text(aka, "category") == "weak"
        yield name(aka, kind, Role.FORMER if former else Role.WEAK if weak else Role.ALIAS)


def name(element: xml.Element, kind: Kind, role: Role) -> Name:
    """Return one name in the order of the CSV files: family name, comma, given names."""
    last, first = xml.text(element, "lastName"), xml.text(element, "firstName")
    text = f"{last}, {first}" if first else last
    return Name(
        text, script_of(text), role=role, family=last if kind is Kind.PERSON and first else ""
    )


def identifiers_of(numbers: list[xml.Element], kind: Kind) -> tuple[list[Identifier], list[str]]:
    """Return the numbers, and as prose what OFAC keeps among the numbers but is none."""
    identifiers, prose = [], []
    for element in numbers:
        label, number = xml.text(element, "idType"), xml.text(element, "idNumber")
        country = xml.text(element, "idCountry")
        if label in LABELS:
            identifiers.append(
                identifier(label, f"{number} ({country})" if country else number, kind)
            )
        elif label.startswith("Digital Currency Address - "):
            identifiers.append(Identifier("crypto", f"{label.rpartition(' ')[2]}:{number}"))
        elif label != "Gender":
            prose.append(f"{label} {number}" + (f" ({country})" if country else ""))
    return identifiers, prose


def birth_dates(source: SourceFile, entry: xml.Element) -> Iterator[When]:
    """Yield the birth dates of a person and the founding date of an organisation."""
    texts = [xml.text(i, "dateOfBirth") for i in items(entry, "dateOfBirthList", "dateOfBirthItem")]
    texts += [
        xml.text(number, "idNumber")
        for number in items(entry, "idList", "id")
        if xml.text(number, "idType") == "Organization Established Date"
    ]
    for text in dict.fromkeys(texts):
        try:
            yield date_of(text)
        except ValueError as error:
            raise xml.unknown_value(
                source, entry, "date", text, "a date such as 07 Mar 1965"
            ) from error


def address(element: xml.Element) -> Address:
    """Return an address on one line."""
    fields = (
        "address1",
        "address2",
        "address3",
        "city",
        "stateOrProvince",
        "postalCode",
        "country",
    )
    parts = [xml.text(element, name) for name in fields]
    return Address(", ".join(part for part in parts if part), country_code(parts[-1]))
