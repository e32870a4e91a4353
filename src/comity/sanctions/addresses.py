"""Addresses: where each authority publishes the files that our readers read.

Only the authority's own addresses stand here, never a copy that somebody else keeps. A list without
a machine-readable official form that a reader reads says so in `by_file`, and a person hands it in.

>>> moved("https://sanctionslist.fcdo.gov.uk/docs/a.xml?x=1", "http://mirror.internal/lists")
'http://mirror.internal/lists/docs/a.xml?x=1'
"""

import html
import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import SplitResult, urljoin, urlsplit

from comity.errors import RefusedError

FORMS = ("csv", "xlsx", "xls")
"""Which form of one edition is taken where a page offers several; the CSV of 2026 comes first."""

VISIBLE = re.compile(r"[!-~]+")
HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


class MirrorError(RefusedError):
    """The mirror is not the base of an address. Facts: mirror."""

    code = "fetch-mirror"
    template: ClassVar[str] = (
        "{mirror} cannot be a mirror; give its base as https://host/path or http://host:port/path, "
        "without a name, password, question mark or #"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One file of an official list, and where its authority publishes it.

    Attributes:
        list: the list's name, as in `comity.sanctions.lists.registry.LISTS`.
        part: which file of the list ("sdn", "alt"), "" where the list is one file.
        url: the file; the page that links to it where `link` is set; where `by_file` is set, the
            page on which a person finds the list.
        file: the name it is saved under, "" where the page decides or nothing is downloaded.
        link: for a page: what the linked file's name must match in full. Its first group is the
            date of the edition as digits, its second the form; the newest date is taken.
        by_file: why nothing is downloaded, in a sentence; "" for a list that is.
        note: what a maintainer should know about the address.
        checked: where the address was seen to be the authority's, and when.
    """

    list: str
    part: str = ""
    url: str
    file: str = ""
    link: str = ""
    by_file: str = ""
    note: str = ""
    checked: str


def moved(url: str, mirror: str | None) -> str:
    """Return the address at the mirror: its scheme and host replaced, path and query kept.

    Raises:
        MirrorError: the mirror is not a base address.
    """
    if mirror is None:
        return url
    base, official = _split(mirror), urlsplit(url)
    if base is None or base.scheme not in {"http", "https"} or not base.hostname:
        raise MirrorError(mirror=mirror.rpartition("@")[2])
    if "@" in base.netloc or base.query or base.fragment:
        raise MirrorError(mirror=mirror.rpartition("@")[2])
    return official._replace(
        scheme=base.scheme, netloc=base.netloc, path=base.path.rstrip("/") + official.path
    ).geturl()


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, None if it is none: only visible ASCII and a sound port."""
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 and VISIBLE.fullmatch(url) else None
    except ValueError:
        return None


def newest_link(address: Address, page: str) -> str | None:
    """Return the newest file that a list's page links to, None if it links to none.

    Links that lead to another host are passed over: a list stands on its authority's own site.

    Args:
        address: an address with `link` set.
        page: the page as HTML text.
    """
    home = urlsplit(address.url)
    found: list[tuple[str, int, str]] = []
    for href in HREF.findall(page):
        place = _joined(address.url, html.unescape(href))
        if place is None or place.netloc != home.netloc:
            continue
        if match := re.fullmatch(address.link, place.path.rpartition("/")[2], re.IGNORECASE):
            date, form = match.groups()
            found.append((date, -FORMS.index(form.lower()), place.geturl()))
    return max(found)[2] if found else None


def _joined(page: str, href: str) -> SplitResult | None:
    try:
        return _split(urljoin(page, href))
    except ValueError:
        return None


OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
OFAC_CHECKED = "OFAC's own list service; many public programs fetch it so, 2024 to 2026"
OFAC_NOTE = "Redirects to signed storage whose address ends within the hour: keep only this one."

ADDRESSES = (
    Address(
        list="us-ofac",
        part="sdn",
        url=f"{OFAC}SDN.CSV",
        file="SDN.CSV",
        note=OFAC_NOTE,
        checked=OFAC_CHECKED,
    ),
    Address(
        list="us-ofac",
        part="alt",
        url=f"{OFAC}ALT.CSV",
        file="ALT.CSV",
        note=OFAC_NOTE,
        checked=OFAC_CHECKED,
    ),
    Address(
        list="us-ofac",
        part="add",
        url=f"{OFAC}ADD.CSV",
        file="ADD.CSV",
        note=OFAC_NOTE,
        checked=OFAC_CHECKED,
    ),
    Address(
        list="us-ofac",
        part="comments",
        url=f"{OFAC}SDN_COMMENTS.CSV",
        file="SDN_COMMENTS.CSV",
        note=OFAC_NOTE,
        checked="the same service; three public programs fetch it so, 2025 and 2026",
    ),
    Address(
        list="us-ofac",
        part="consolidated",
        url=f"{OFAC}CONSOLIDATED.XML",
        file="CONSOLIDATED.XML",
        note=OFAC_NOTE,
        checked="the same service; a public copy of 2026-09-14 (481 entries) names this address",
    ),
    Address(
        list="eu-fsf",
        url=(
            "https://webgate.ec.europa.eu/fsd/fsf/public/files/"
            "xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
        ),
        file="xmlFullSanctionsList_1_1.xml",
        note=(
            "The token is public and everybody's: base64 of 'token-2017', on the Commission's own "
            "page since then. The server answers a conditional request with the whole file."
        ),
        checked="opensanctions/opensanctions datasets/eu/fsf/eu_fsf.yml and others, 2025 and 2026",
    ),
    Address(
        list="eu-oj",
        url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32014R0269",
        by_file="The Official Journal has no machine-readable form of its annexes.",
        checked="the address pattern of EUR-Lex by CELEX number",
    ),
    Address(
        list="uk",
        url="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
        file="UK-Sanctions-List.xml",
        note="Fixed since January 2026; honours conditional requests.",
        checked="public programs of 2026 that fetch it so, with the measured answer",
    ),
    Address(
        list="uk-ofsi",
        url=(
            "https://www.gov.uk/guidance/"
            "moving-to-a-single-list-for-uk-sanctions-designations-28-january-2026"
        ),
        by_file=(
            "The OFSI list was closed on 28 January 2026; the file is still served but no longer "
            "kept up to date, so only copies at hand are read, as history."
        ),
        checked="announcements of 2025 and 2026; the guidance page named there",
    ),
    Address(
        list="un",
        url="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
        file="consolidated.xml",
        note="Redirects to signed storage; answers GET only.",
        checked="public programs and a national authority's guidance, 2025 and 2026",
    ),
    Address(
        list="jp-mof",
        url=(
            "https://www.mof.go.jp/policy/international_policy/gaitame_kawase/"
            "gaitame/economic_sanctions/list.html"
        ),
        link=r"shisantouketsu(\d{8})\.(csv|xlsx|xls)",
        note="The file's name carries its date and no fixed name exists, so the page is asked.",
        checked="public programs of 2026 (links ./shisantouketsu20260828.csv and earlier)",
    ),
    Address(
        list="jp-meti-eul",
        url="https://www.meti.go.jp/policy/anpo/law05.html",
        by_file="METI publishes each revision under a new address, with a press release.",
        checked="public programs of 2025 and 2026 that look for the workbook there",
    ),
    Address(
        list="jp-export-ban",
        url=(
            "https://www.meti.go.jp/policy/external_economy/trade_control/"
            "02_export/17_russia/russia.html"
        ),
        by_file="Export-ban notices are published as PDF only.",
        checked="opensanctions/opensanctions datasets/jp/meti_ru/jp_meti_ru.yml, 2025",
    ),
    Address(
        list="ua-nsdc",
        url="https://drs.nsdc.gov.ua/",
        by_file=(
            "The register's API (api-drs.nsdc.gov.ua) needs a key and gives a form that no reader "
            "reads yet; the XLSX export is read."
        ),
        checked="public programs of 2025 and 2026",
    ),
    Address(
        list="ua-gur",
        url="https://war-sanctions.gur.gov.ua/en",
        by_file="The War & Sanctions portal is a set of web pages, without a file of the whole.",
        checked="the portal's address as printed in several public projects, 2025 and 2026",
    ),
    Address(
        list="ch-seco",
        url="https://www.sesam.search.admin.ch/",
        by_file="SECO's XML is not the form that the reader reads; it comes later.",
        checked="public programs of 2025 and 2026 fetch the XML from this host",
    ),
    Address(
        list="ca-sema",
        url=(
            "https://www.international.gc.ca/world-monde/assets/office_docs/"
            "international_relations-relations_internationales/sanctions/sema-lmes.xml"
        ),
        file="sema-lmes.xml",
        note="Slow at times.",
        checked="many public programs fetch it so, 2020 to 2026",
    ),
    Address(
        list="au-dfat",
        url=(
            "https://www.dfat.gov.au/sites/default/files/"
            "Australian_Sanctions_Consolidated_List.xlsx"
        ),
        by_file="the workbook of today has 19 columns, and the reader knows the 12 of before",
        note=(
            "The name since November 2025; 19 columns, more than the older workbook has. The old "
            "name regulation8_consolidated still answers, with a file of 2022. The server drops "
            "connections whose User-Agent does not begin as a browser's does."
        ),
        checked="public programs of 2026, with the measured answer",
    ),
)
"""Every list of the registry, in its order. What `checked` says was read, not tried by us."""
