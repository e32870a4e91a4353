"""Labels of official lists and of the jobs that read them; see `comity.web.labels`."""

from collections.abc import Mapping

from comity.entities.notes import NOTES

JURISDICTIONS = {
    "us": "United States",
    "eu": "European Union",
    "uk": "United Kingdom",
    "un": "United Nations",
    "jp": "Japan",
    "ua": "Ukraine",
    "ch": "Switzerland",
    "ca": "Canada",
    "au": "Australia",
}

LISTS = {
    "us-ofac": "OFAC sanctions lists",
    "us-ofac-sdn": "OFAC, SDN List",
    "us-ofac-consolidated": "OFAC, Consolidated (non-SDN) List",
    "eu-fsf": "Financial Sanctions Files",
    "eu-oj": "Official Journal, annexes",
    "uk": "UK Sanctions List",
    "uk-ofsi": "OFSI Consolidated List (closed)",
    "un": "Security Council Consolidated List",
    "jp-mof": "Asset freezes (Ministry of Finance)",
    "jp-meti-eul": "End User List (METI)",
    "jp-export-ban": "Export-ban notices",
    "ua-nsdc": "NSDC sanctions register",
    "ua-gur": "War & Sanctions (GUR)",
    "ch-seco": "SECO sanctions list",
    "ca-sema": "Special Economic Measures (SEMA)",
    "au-dfat": "DFAT Consolidated List",
}
"""Lists, and those of their series that are named apart."""

FAMILIES = {
    "russia": "Russia: aggression",
    "russia-trade": "Russia: trade",
    "shadow-fleet": "Shadow fleet",
    "belarus": "Belarus",
    "dprk": "DPRK",
    "iran": "Iran",
    "syria": "Syria",
    "terrorism": "Terrorism",
    "proliferation": "Proliferation",
    "human-rights": "Human rights and corruption",
    "cyber": "Cyber and hybrid threats",
    "crime": "Organised crime",
    "myanmar": "Myanmar",
    "africa": "African regimes",
    "americas": "American regimes",
    "other": "Other programmes",
}

KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "vessel": "Vessel",
    "aircraft": "Aircraft",
}

MEASURES = {
    "asset-freeze": "asset freeze",
    "travel-ban": "travel ban",
    "export-ban": "export ban",
    "transaction-ban": "transaction ban",
    "investment-ban": "investment ban",
    "services-ban": "services ban",
    "vessel-measures": "vessel measures",
    "end-user-warning": "end-user warning",
    "other": "other measure",
}

ROLES = {
    "full": "whole edition",
    "part": "part of an edition",
    "delta": "amending act",
    "companion": "companion file",
}

DATED_BY = {
    "content": "dated by its content",
    "given": "date given at import",
    "folder": "dated by its folder",
}

IDENTIFIERS = {
    "imo": "IMO number",
    "imo-company": "IMO company number",
    "mmsi": "MMSI",
    "call-sign": "Call sign",
    "hull": "Construction number",
    "tail": "Registration mark",
    "inn": "INN",
    "ogrn": "OGRN",
    "kpp": "KPP",
    "okpo": "OKPO",
    "edrpou": "EDRPOU",
    "rnokpp": "RNOKPP",
    "unp": "UNP",
    "tax": "Tax number",
    "registration": "Registration number",
    "lei": "LEI",
    "swift": "BIC",
    "passport": "Passport",
    "national-id": "National identity number",
    "un": "UN reference",
    "ofsi": "OFSI group",
    "eu": "EU reference",
    "uk": "UK reference",
    "jp-mof": "MOF reference",
    "crypto": "Crypto-asset address",
    "other": "Other number",
}

PARTS = {
    "partners": "Partners that list it",
    "recency": "Recency",
    "programme": "Programme",
    "identifiers": "Identifiers",
    "picture": "Shared picture",
}

FIELDS = {
    "start": "Start",
    "name": "Name",
    "native-script": "Native script",
    "birth-date": "Birth, founding",
    "identifier": "Number",
    "country": "Country",
    "gender": "Gender",
    "kind": "Kind",
    "legal-form": "Legal form",
}
"""What a reason of a match is about."""

GENDERS = {"male": "male", "female": "female"}

VERDICTS = {
    "same": "one target",
    "undecided": "undecided",
    "different": "kept apart",
}

JOBS = {
    "import": "Reading the lists",
    "fetch": "Downloading the lists",
    "demo": "Preparing the demonstration",
}
"""What a job is for."""

STEPS = {
    "fetch": "Downloading the lists",
    "import": "Reading the files",
    "read": "Gathering the newest editions",
    "resolve": "Finding the same targets across lists",
    "compare": "Comparing who lists what",
    "store": "Keeping the result",
}
"""What a job is doing."""

SANCTION_TABLES: Mapping[str, Mapping[str, str]] = {
    "jurisdiction": JURISDICTIONS,
    "list": LISTS,
    "family": FAMILIES,
    "kind": KINDS,
    "measure": MEASURES,
    "role": ROLES,
    "dated": DATED_BY,
    "identifier": IDENTIFIERS,
    "part": PARTS,
    "field": FIELDS,
    "gender": GENDERS,
    "verdict": VERDICTS,
    "job": JOBS,
    "step": STEPS,
    "note": NOTES,
}
"""Every table by the context of its messages."""
