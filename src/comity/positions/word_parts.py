"""Word parts: what every .docx that we write holds beside the text.

A .docx is put together by hand, for a library that writes paragraphs cannot write revisions. The
same parts give the same bytes: nothing in them tells when or on which machine they were written.
"""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from comity.positions.word_package import Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE = "application/vnd.openxmlformats-officedocument"
MEDIA = f"{TYPE}.wordprocessingml.document"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The moment that every part of the archive carries."""

TONGUES = {"uk": "uk-UA", "ja": "ja-JP", "en": "en-GB", "ko": "ko-KR"}
EAST = frozenset({"ja", "ko"})
"""Languages whose letters a word processor sets in its East Asian font."""

PARTS = {
    "word/document.xml": f"{MEDIA}.main+xml",
    "word/styles.xml": f"{TYPE}.wordprocessingml.styles+xml",
    "word/numbering.xml": f"{TYPE}.wordprocessingml.numbering+xml",
    "word/settings.xml": f"{TYPE}.wordprocessingml.settings+xml",
    "word/header1.xml": f"{TYPE}.wordprocessingml.header+xml",
    "word/footer1.xml": f"{TYPE}.wordprocessingml.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/custom.xml": f"{TYPE}.custom-properties+xml",
}


def element(name: str, /, *inside: Element | None, **attributes: object) -> Element:
    """Return an element of Word's, with attributes of Word's; None stands for nothing."""
    made = etree.Element(f"{{{W}}}{name}", nsmap={"w": W, "r": R})
    for key, value in attributes.items():
        made.set(f"{{{W}}}{key}", str(value))
    made.extend([one for one in inside if one is not None])
    return made


def printable(text: str) -> str:
    """Return a text without the letters that no XML can hold; each is shown as the sign for one."""
    return "".join(one if _in_xml(ord(one)) else "\ufffd" for one in text)


def _in_xml(code: int) -> bool:
    return (
        code in {9, 10, 13}
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0x10000 <= code < 0x110000
    )


def run(text: str, language: str, *, deleted: bool = False, bold: bool = False) -> Element:
    """Return a run of words; lines and tabs in it become Word's own."""
    tongue = TONGUES.get(language, "en-GB")
    key = "eastAsia" if language in EAST else "val"
    settings = element("rPr", element("b") if bold else None, element("lang", **{key: tongue}))
    made = element("r", settings)
    for number, line in enumerate(printable(text).replace("\r\n", "\n").split("\n")):
        if number:
            made.append(element("br"))
        for place, words in enumerate(line.split("\t")):
            if place:
                made.append(element("tab"))
            if words:
                made.append(element("delText" if deleted else "t"))
                made[-1].set(f"{{{XML}}}space", "preserve")
                made[-1].text = words
    return made


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the archive of the parts that are named in `PARTS`, and of those that name them."""
    kinds = "".join(f'<Override PartName="/{name}" ContentType="{PARTS[name]}"/>' for name in parts)
    types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    whole = relations(
        (f"{R}/officeDocument", "word/document.xml"),
        (core, "docProps/core.xml"),
        (f"{R}/custom-properties", "docProps/custom.xml"),
    )
    inside = relations(
        *((f"{R}/{name}", f"{name}.xml") for name in ("styles", "numbering", "settings")),
        (f"{R}/header", "header1.xml"),
        (f"{R}/footer", "footer1.xml"),
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": whole.encode(),
            "word/_rels/document.xml.rels": inside.encode(),
            **parts,
        }.items():
            info = zipfile.ZipInfo(name, BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return written.getvalue()


def relations(*named: tuple[str, str]) -> str:
    """Return the file that says which parts belong to one; ids are rId1, rId2 and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(named, 1)
    )
    return f'{HEAD}<Relationships xmlns="{RELS}">{lines}</Relationships>'


HEADER, FOOTER = "rId4", "rId5"
"""How the text names its header and footer, by the order in `packed`."""


def xml(root: Element) -> bytes:
    """Return an element as a part."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def properties(named: Mapping[str, str]) -> bytes:
    """Return the part of the properties that we add."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    root = etree.Element(f"{{{space}}}Properties", nsmap={"op": space, "vt": types})
    for number, (name, value) in enumerate(named.items(), 2):
        one = etree.SubElement(root, f"{{{space}}}property")
        one.set("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}")
        one.set("pid", str(number))
        one.set("name", name)
        etree.SubElement(one, f"{{{types}}}lpwstr").text = printable(value)
    return xml(root)


def core(title: str, language: str) -> bytes:
    """Return the part that names the document."""
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    plain = "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{space}}}coreProperties", nsmap={"cp": space, "dc": plain})
    etree.SubElement(root, f"{{{plain}}}title").text = printable(title)
    etree.SubElement(root, f"{{{plain}}}language").text = TONGUES.get(language, "en-GB")
    return xml(root)


SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:trackRevisions/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
).encode()
"""Whoever goes on writing does so in revisions, unless they switch it off."""

NUMBERING = (
    f'{HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
).encode()
"""Clauses are numbered by the word processor, so that no number is part of a wording."""


def styles(language: str) -> bytes:
    """Return the part that says how the text looks."""
    tongue = TONGUES.get(language, "en-GB")
    east = tongue if language in EAST else "ja-JP"
    latin = "en-GB" if language in EAST else tongue
    lines = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"{default}><w:name w:val="{shown}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
        for name, shown, default, paragraph, letters in (
            ("Normal", "Normal", ' w:default="1"', "", ""),
            ("Title", "Title", "", '<w:spacing w:after="360"/><w:jc w:val="center"/>', LARGE),
            ("Clause", "Clause", "", NUMBERED, ""),
            ("Wording", "Other wording", "", '<w:ind w:left="1134"/>', ""),
            ("Marking", "Marking", "", '<w:spacing w:after="0"/><w:jc w:val="center"/>', SMALL),
        )
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts '
        'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Yu Mincho" '
        'w:cs="Times New Roman"/><w:sz w:val="24"/>'
        f'<w:lang w:val="{latin}" w:eastAsia="{east}"/></w:rPr></w:rPrDefault><w:pPrDefault>'
        '<w:pPr><w:spacing w:after="160" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>{lines}</w:styles>"
    ).encode()


LARGE = '<w:b/><w:sz w:val="30"/>'
SMALL = '<w:sz w:val="18"/>'
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
