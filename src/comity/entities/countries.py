"""Countries: from the name of a country, in a dozen languages, to its ISO 3166-1 code.

Names come from the CLDR (through Babel); what official lists write otherwise stands in `WRITTEN`.

>>> country_code("ロシア"), country_code("Росія"), country_code("Islamic Republic of Iran")
('ru', 'ru', 'ir')
>>> country_code("Atlantis")
''
"""

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale

LANGUAGES = ("en", "uk", "ru", "ja", "fr", "de", "zh", "ko", "es", "it", "fa", "ar", "be")

WRITTEN = {
    "russian federation": "ru",
    "the russian federation": "ru",
    "россия": "ru",
    "российская федерация": "ru",
    "російська федерація": "ru",
    "рф": "ru",
    "ussr": "ru",
    "soviet union": "ru",
    "former ussr": "ru",
    "ロシア連邦": "ru",
    "露": "ru",
    "democratic people's republic of korea": "kp",
    "democratic people s republic of korea": "kp",
    "dprk": "kp",
    "korea north": "kp",
    "north korea": "kp",
    "korea democratic people's republic of": "kp",
    "korea democratic peoples republic of": "kp",
    "朝鮮民主主義人民共和国": "kp",
    "北朝鮮": "kp",
    "кндр": "kp",
    "корейська народно-демократична республіка": "kp",
    "republic of korea": "kr",
    "korea south": "kr",
    "korea republic of": "kr",
    "korea": "kr",
    "大韓民国": "kr",
    "islamic republic of iran": "ir",
    "iran islamic republic of": "ir",
    "іран ісламська республіка": "ir",
    "исламская республика иран": "ir",
    "ісламська республіка іран": "ir",
    "イラン・イスラム共和国": "ir",
    "syrian arab republic": "sy",
    "シリア・アラブ共和国": "sy",
    "people's republic of china": "cn",
    "people s republic of china": "cn",
    "china people's republic of": "cn",
    "prc": "cn",
    "中華人民共和国": "cn",
    "中国": "cn",
    "китайська народна республіка": "cn",
    "кнр": "cn",
    "hong kong": "hk",
    "hong kong china": "hk",
    "hong kong sar": "hk",
    "hong kong sar china": "hk",
    "香港": "hk",
    "macau": "mo",
    "macao": "mo",
    "taiwan": "tw",
    "taiwan province of china": "tw",
    "台湾": "tw",
    "burma": "mm",
    "myanmar": "mm",
    "ミャンマー連邦": "mm",
    "republic of belarus": "by",
    "республика беларусь": "by",
    "республіка білорусь": "by",
    "ベラルーシ共和国": "by",
    "belarussian": "by",
    "byelorussia": "by",
    "viet nam": "vn",
    "turkiye": "tr",
    "turkey": "tr",
    "czech republic": "cz",
    "macedonia": "mk",
    "cape verde": "cv",
    "swaziland": "sz",
    "ivory coast": "ci",
    "cote d ivoire": "ci",
    "democratic republic of the congo": "cd",
    "congo democratic republic of the": "cd",
    "congo democratic republic": "cd",
    "drc": "cd",
    "republic of the congo": "cg",
    "congo republic of the": "cg",
    "united arab emirates": "ae",
    "uae": "ae",
    "оае": "ae",
    "アラブ首長国連邦": "ae",
    "united kingdom": "gb",
    "united kingdom of great britain and northern ireland": "gb",
    "uk": "gb",
    "great britain": "gb",
    "england": "gb",
    "英国": "gb",
    "united states": "us",
    "united states of america": "us",
    "usa": "us",
    "сша": "us",
    "米国": "us",
    "アメリカ合衆国": "us",
    "republic of moldova": "md",
    "moldova republic of": "md",
    "libyan arab jamahiriya": "ly",
    "state of libya": "ly",
    "west bank": "ps",
    "gaza": "ps",
    "palestinian": "ps",
    "palestinian territories": "ps",
    "palestinian territory occupied": "ps",
    "palestine": "ps",
    "state of palestine": "ps",
    "kosovo": "xk",
    "the gambia": "gm",
    "gambia": "gm",
    "the bahamas": "bs",
    "bahamas": "bs",
    "virgin islands british": "vg",
    "british virgin islands": "vg",
    "bvi": "vg",
    "cook islands": "ck",
    "tanzania united republic of": "tz",
    "united republic of tanzania": "tz",
    "venezuela bolivarian republic of": "ve",
    "bolivarian republic of venezuela": "ve",
    "bolivia plurinational state of": "bo",
    "lao people's democratic republic": "la",
    "brunei darussalam": "bn",
    "guinea bissau": "gw",
    "timor leste": "tl",
    "holy see": "va",
    "netherlands the": "nl",
    "the netherlands": "nl",
    "crimea": "ua",
    "crimea occupied": "ua",
    "україна": "ua",
    "украина": "ua",
    "республика молдова": "md",
    "республіка молдова": "md",
    "kyrgyz republic": "kg",
    "киргизия": "kg",
    "kingdom of saudi arabia": "sa",
    "republic of kazakhstan": "kz",
    "республіка казахстан": "kz",
    "республика казахстан": "kz",
    "republic of serbia": "rs",
    "république centrafricaine": "cf",
    "central african republic": "cf",
    "中央アフリカ": "cf",
    "former soviet union": "ru",
    "china hong kong special administrative region": "hk",
    "north korean": "kp",
    "south korean": "kr",
    "saudi arabian": "sa",
    "mauritanian": "mr",
    "mauritian": "mu",
    "senegalese": "sn",
    "union of the comoros": "km",
    "saint vincent and the grenadines": "vc",
    "bosnia and herzegovina": "ba",
    "trinidad and tobago": "tt",
    "st kitts and nevis": "kn",
    "saint kitts and nevis": "kn",
    "antigua and barbuda": "ag",
    "sao tome and principe": "st",
    "occupied palestinian territories": "ps",
    "republic of ireland": "ie",
    "コンゴ民主共和国": "cd",
    "コンゴ共和国": "cg",
    "ミャンマー": "mm",
    "サウディ・アラビア": "sa",
    "クウェイト": "kw",
    "グルジア": "ge",
    "パレスチナ": "ps",
    "ソビエト社会主義共和国連邦": "ru",
}
"""How official lists write countries where CLDR has another form; keys as `folded` gives them."""

DEMONYMS = (
    "russian:ru ukrainian:ua belarusian:by iranian:ir syrian:sy chinese:cn korean:kr "
    "turkish:tr iraqi:iq lebanese:lb libyan:ly afghan:af pakistani:pk indian:in emirati:ae "
    "kazakh:kz uzbek:uz kyrgyz:kg tajik:tj turkmen:tm georgian:ge armenian:am azerbaijani:az "
    "azeri:az moldovan:md serbian:rs bosnian:ba croatian:hr bulgarian:bg romanian:ro "
    "hungarian:hu polish:pl czech:cz slovak:sk slovenian:si latvian:lv lithuanian:lt "
    "estonian:ee finnish:fi swedish:se danish:dk norwegian:no german:de austrian:at swiss:ch "
    "italian:it french:fr spanish:es portuguese:pt greek:gr cypriot:cy maltese:mt british:gb "
    "irish:ie dutch:nl belgian:be american:us canadian:ca australian:au japanese:jp "
    "vietnamese:vn thai:th indonesian:id malaysian:my singaporean:sg filipino:ph burmese:mm "
    "egyptian:eg tunisian:tn algerian:dz moroccan:ma sudanese:sd somali:so ethiopian:et "
    "eritrean:er kenyan:ke tanzanian:tz ugandan:ug rwandan:rw congolese:cd angolan:ao "
    "nigerian:ng malian:ml nigerien:ne saudi:sa yemeni:ye omani:om qatari:qa kuwaiti:kw "
    "bahraini:bh jordanian:jo israeli:il venezuelan:ve cuban:cu nicaraguan:ni haitian:ht "
    "guatemalan:gt mexican:mx colombian:co"
)
"""Adjectives of nationality as the lists write them."""


def folded(text: str) -> str:
    """Return a name in the form in which it is looked up."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "'")
    latin = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = latin if latin.isascii() else text
    return " ".join(re.sub(r"[(),.;:\-/]+", " ", text).split())


@cache
def codes() -> dict[str, str]:
    """Return the code of every known name in folded form."""
    table: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "UN", "EZ", "ZZ", "XA", "XB"}
            ):
                table.setdefault(folded(name), code.lower())
    table |= dict(pair.split(":") for pair in DEMONYMS.split())
    return table | {folded(name): code for name, code in WRITTEN.items()}


@cache
def known_codes() -> frozenset[str]:
    """Return every ISO code that CLDR names."""
    return frozenset(codes().values())


@lru_cache(maxsize=16384)
def country_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-2 code in lower case, "" for what no table knows.

    A two-letter code in upper case is taken as a code.
    """
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.isupper() and text.lower() in known_codes():
        return text.lower()
    key = folded(text)
    return codes().get(key) or codes().get(key.removeprefix("the "), "")
