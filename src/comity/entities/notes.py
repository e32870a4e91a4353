"""Notes: what a reason of a match says, as a stable code and an English sentence.

A code never changes and is the key of the translated sentence; pages show the two values beside it.

>>> NOTES["birth-date-equal"]
'Both have the same date of birth.'
"""

from comity.entities.evidence import Dates

NOTES = {
    "any-two": (
        "Two entries taken at random are almost never the same target; every match starts here."
    ),
    "names-agree": "The names agree word by word.",
    "names-alike": "The names agree in part or in a like spelling.",
    "romanisations-agree": (
        "The names are written in different scripts or spellings and read alike."
    ),
    "words-contradict": "Each name has a word that the other one lacks.",
    "words-missing": "One name has words that the other one does not state.",
    "patronymic-contradicts": "The patronymics are different.",
    "patronymic-missing": "Only one name states a patronymic.",
    "numbers-contradict": "The names hold different numbers.",
    "number-missing": "Only one name holds a number.",
    "branch": "Only one of the two is a branch or representative office.",
    "native-script-same": "The names agree in Hangul, which tells apart what Latin letters cannot.",
    "native-script-differs": "Both names are known in Hangul, and they are different.",
    "birth-date-equal": "Both have the same date of birth.",
    "birth-date-first-of-january": (
        "Both say 1 January of the same year, which often stands for the year alone."
    ),
    "birth-month-equal": "Both were born in the same month.",
    "birth-year-equal": "The years of birth agree; at least one side does not state the day.",
    "birth-range-agrees": (
        "The date of birth of one lies in the range of years that the other states."
    ),
    "birth-circa-agrees": "The date of birth of one is near the approximate date of the other.",
    "birth-date-swapped": "Day and month of birth are exchanged.",
    "birth-date-other-year": "Day and month of birth agree, the year does not: perhaps a slip.",
    "birth-date-one-digit": "The dates of birth differ in one digit: perhaps a slip.",
    "birth-date-same-year": "Both were born in the same year, on different days.",
    "birth-date-near": "The dates of birth are in two neighbouring years.",
    "birth-date-conflict": "The dates of birth exclude each other.",
    "birth-year-apart": "The years of birth do not meet, by little.",
    "birth-years-apart": "The years of birth are far apart.",
    "founding-date-agrees": "The dates of founding or building agree.",
    "founding-date-differs": "The dates of founding or building are different.",
    "same-identifier": "Both carry the same number.",
    "also-same-identifier": (
        "Both carry this number too; a second kind of number adds a little, more of them nothing."
    ),
    "imo-differs": "The ships have different IMO numbers.",
    "inn-differs": "The Russian taxpayer numbers are different.",
    "ogrn-differs": "The Russian registration numbers are different.",
    "un-reference-differs": "The references to the UN list are different.",
    "lei-differs": "The legal entity identifiers are different.",
    "country-same": "They have a country in common.",
    "country-differs": "They have no country in common.",
    "gender-same": "The same gender is stated.",
    "gender-differs": "Different genders are stated.",
    "kind-differs": (
        "One is of another kind than the other: person, organisation, vessel or aircraft."
    ),
    "unrivalled": "Neither entry has another likely partner on the other's list.",
    "legal-form-same": "The legal forms belong to one family.",
    "legal-form-differs": "The legal forms belong to different families.",
}
"""Every note. `Reason.note` holds no other; "unrivalled" has no points, it is about a link."""

DATE_NOTES = {
    Dates.DAY: "birth-date-equal",
    Dates.FIRST_OF_JANUARY: "birth-date-first-of-january",
    Dates.MONTH: "birth-month-equal",
    Dates.YEAR: "birth-year-equal",
    Dates.RANGE: "birth-range-agrees",
    Dates.CIRCA: "birth-circa-agrees",
    Dates.SWAPPED: "birth-date-swapped",
    Dates.SAME_DAY_OTHER_YEAR: "birth-date-other-year",
    Dates.ONE_DIGIT: "birth-date-one-digit",
    Dates.SAME_YEAR: "birth-date-same-year",
    Dates.NEAR_YEAR: "birth-date-near",
    Dates.CONFLICT: "birth-date-conflict",
    Dates.YEAR_APART: "birth-year-apart",
    Dates.YEARS_APART: "birth-years-apart",
}
"""What two dates of birth are to each other, as a note."""
