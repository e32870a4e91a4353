"""Small editions of official lists, in their formats, with invented people."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.sanctions.lists.jp_mof_csv import HEADINGS


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list of the Ministry of Finance.

    Attributes:
        category, number: of the key.
        japanese, latin: names.
        born: as the ministry writes it.
        remark: of it.
    """

    category: int
    number: int
    japanese: str
    latin: str
    born: str = ""
    remark: str = ""


TARGET = Row(29, 7, "エウランピー・ネブィワレツ", "Evlampii Nebyvalets", "1971年4月5日")
NAMESAKE = Row(29, 7, "フォマ・ネウリツァ", "Foma Neulitsa", "1950年1月2日")
"""Another person under the key that was the target's."""

OTHERS = tuple(
    Row(28, number, japanese, latin, born)
    for number, (japanese, latin, born) in enumerate(
        (
            ("アルヒプ・ペスコレイ", "Arkhip Peskolei", "1960年2月3日"),
            ("ヴァルラム・ドジデヴィク", "Varlam Dozhdevik", "1961年3月4日"),
            ("ゲラシム・シュモロヴ", "Gerasim Shmolov", "1962年4月5日"),
            ("ドロフェイ・クルグロフ", "Dorofei Kruglov", "1963年5月6日"),
            ("エラスト・ムフタロフ", "Erast Mukhtarov", "1964年6月7日"),
            ("ジェガラ・トポルコフ", "Zhegala Toporkov", "1965年7月8日"),
            ("ザハル・ヤブロチキン", "Zakhar Yablochkin", "1966年8月9日"),
            ("イッポリト・ベレゾフ", "Ippolit Berezov", "1967年9月10日"),
        ),
        start=1,
    )
)


def jp_mof(path: Path, rows: Sequence[Row]) -> Path:
    """Write an edition of the list of asset freezes."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    for row in rows:
        cells = dict.fromkeys(HEADINGS, "")
        cells |= {
            "区分": str(row.category),
            "番号": f"{row.category:03}-{row.number:06}",
            "告示日付": "2022.3.1",
            "告示番号": str(row.number),
            "個人・団体": "個人",
            "氏名（日本語）": row.japanese,
            "氏名（英語）": row.latin,
            "生年月日": row.born,
            "その他の情報": row.remark,
        }
        sheet.writerow(cells.values())
    return _written(path, text.getvalue().encode())


PERSON = """
    <sanctionEntity designationDate="2018-05-14" designationDetails="" unitedNationId="" \
euReferenceNumber="{key}" logicalId="{number}">
        <regulation regulationType="regulation" organisationType="council" \
publicationDate="2018-05-14" entryIntoForceDate="2018-05-15" numberTitle="2018/705 (OJ L118I)" \
programme="UKR" logicalId="1">
            <publicationUrl>https://example.eu</publicationUrl>
        </regulation>
        <subjectType code="person" classificationCode="P"/>
        <nameAlias wholeName="{name}" lastName="{family}" firstName="" middleName="" function="" \
gender="M" title="" nameLanguage="EN" strong="true" regulationLanguage="en" logicalId="2">
            <regulationSummary regulationType="regulation" publicationDate="2018-05-14" \
numberTitle="2018/705 (OJ L118I)" publicationUrl="https://example.eu"/>
        </nameAlias>
        <birthdate circa="false" calendarType="GREGORIAN" city="" zipCode="" birthdate="{born}" \
dayOfMonth="{day}" monthOfYear="{month}" year="{year}" region="" place="" countryIso2Code="00" \
countryDescription="UNKNOWN" regulationLanguage="en" logicalId="3">
            <regulationSummary regulationType="regulation" publicationDate="2018-05-14" \
numberTitle="2018/705 (OJ L118I)" publicationUrl="https://example.eu"/>
        </birthdate>
    </sanctionEntity>"""

REFERENCE = "eu-fsf/EU.9100.11"
"""The reference's entry of the target."""


def eu_fsf(path: Path, day: str, people: Sequence[tuple[str, str, str]]) -> Path:
    """Write an edition of the Financial Sanctions Files of people: key, name, day of birth."""
    entries = "".join(
        PERSON.format(
            key=key,
            number=9000 + number,
            name=name,
            family=name.rpartition(" ")[2],
            born=born,
            day=int(born[8:]),
            month=int(born[5:7]),
            year=int(born[:4]),
        )
        for number, (key, name, born) in enumerate(people)
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export"'
        f' generationDate="{day}T16:28:05.354+01:00" globalFileId="900001">'
    )
    return _written(path, f"{head}{entries}\n</export>\n".encode())


def reference(path: Path, day: str = "2022-03-01") -> Path:
    """Write an edition of the European Union's list that has the target."""
    people = [
        ("EU.9100.11", "Evlampii NEBYVALETS", "1971-04-05"),
        ("EU.9100.12", "Mefodii KOROBEINIK", "1959-11-12"),
    ]
    return eu_fsf(path / "xmlFullSanctionsList_1_1.xml", day, people)


def ofac(path: Path) -> Path:
    """Write an edition of the United States' list that has the target."""
    null = "-0- "
    rows = (
        (910001, "NEBYVALETS, Evlampii", "DOB 05 Apr 1971; nationality Russia; Gender Male."),
        (910002, "KOROBEINIK, Mefodii", "DOB 12 Nov 1959; nationality Russia; Gender Male."),
    )
    lines = [
        f'{key},"{name}","individual","RUSSIA-EO14024",{",".join([null] * 7)},"{remarks}"'
        for key, name, remarks in rows
    ]
    return _written(path / "sdn.csv", ("\r\n".join(lines) + "\r\n\x1a").encode())


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
