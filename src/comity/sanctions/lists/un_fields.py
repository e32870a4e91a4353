"""Fields of the UN list: which are read into a listing, and which are left out and why.

Paths are "parent/child" for elements and "element@attribute", as `xml.check_known` walks them; a
path that is on neither list stops the reader.
"""

ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")

READ = frozenset(
    ["CONSOLIDATED_LIST", "CONSOLIDATED_LIST@dateGenerated"]
    + [f"CONSOLIDATED_LIST/{group}" for group in ("INDIVIDUALS", "ENTITIES")]
    + ["INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY"]
    + [
        f"{entry}/{field}"
        for entry in ("INDIVIDUAL", "ENTITY")
        for field in (
            "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT",
            "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "COMMENTS1", f"{entry}_ALIAS",
            f"{entry}_ADDRESS",
        )
    ]
    + [f"INDIVIDUAL_ADDRESS/{field}" for field in (*ADDRESS, "NOTE")]
    + [f"ENTITY_ADDRESS/{field}" for field in (*ADDRESS, "NOTE")]
    + [f"INDIVIDUAL_PLACE_OF_BIRTH/{field}" for field in (*ADDRESS, "NOTE")]
    + [f"ENTITY_ALIAS/{field}" for field in ("QUALITY", "ALIAS_NAME", "NOTE")]
    + """INDIVIDUAL/GENDER INDIVIDUAL/TITLE TITLE/VALUE INDIVIDUAL/DESIGNATION DESIGNATION/VALUE
    INDIVIDUAL/NATIONALITY NATIONALITY/VALUE INDIVIDUAL/INDIVIDUAL_DATE_OF_BIRTH
    INDIVIDUAL/INDIVIDUAL_PLACE_OF_BIRTH INDIVIDUAL/INDIVIDUAL_DOCUMENT
    INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE INDIVIDUAL_DATE_OF_BIRTH/DATE
    INDIVIDUAL_DATE_OF_BIRTH/YEAR INDIVIDUAL_DATE_OF_BIRTH/FROM_YEAR
    INDIVIDUAL_DATE_OF_BIRTH/TO_YEAR INDIVIDUAL_DATE_OF_BIRTH/NOTE INDIVIDUAL_ALIAS/QUALITY
    INDIVIDUAL_ALIAS/ALIAS_NAME INDIVIDUAL_ALIAS/NOTE INDIVIDUAL_ALIAS/DATE_OF_BIRTH
    INDIVIDUAL_ALIAS/CITY_OF_BIRTH INDIVIDUAL_ALIAS/COUNTRY_OF_BIRTH
    INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT2
    INDIVIDUAL_DOCUMENT/NUMBER INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY
    INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE INDIVIDUAL_DOCUMENT/NOTE""".split()
)  # fmt: skip

ROW_KEY = "key of the export, not of the target: it changed for every entry between two editions"
SORTING = "empty, for the website's own sorting"

LEFT_OUT = {
    "INDIVIDUAL/DATAID": ROW_KEY,
    "ENTITY/DATAID": ROW_KEY,
    "INDIVIDUAL/VERSIONNUM": "always 1",
    "ENTITY/VERSIONNUM": "always 1",
    "INDIVIDUAL/LIST_TYPE": "always 'UN List'",
    "ENTITY/LIST_TYPE": "always 'UN List'",
    "LIST_TYPE/VALUE": "always 'UN List'",
    "INDIVIDUAL/LAST_DAY_UPDATED": "days of amendments; comparing editions shows what changed",
    "ENTITY/LAST_DAY_UPDATED": "days of amendments; comparing editions shows what changed",
    "LAST_DAY_UPDATED/VALUE": "days of amendments; comparing editions shows what changed",
    "INDIVIDUAL/SORT_KEY": SORTING,
    "ENTITY/SORT_KEY": SORTING,
    "INDIVIDUAL/SORT_KEY_LAST_MOD": SORTING,
    "ENTITY/SORT_KEY_LAST_MOD": SORTING,
    "INDIVIDUAL_DOCUMENT/DATE_OF_ISSUE": "no comparison uses it; the bytes are kept",
    "INDIVIDUAL_DOCUMENT/CITY_OF_ISSUE": "no comparison uses it; the bytes are kept",
}
"""Fields that are not in a listing, each with its reason."""

KNOWN = READ | LEFT_OUT.keys()
