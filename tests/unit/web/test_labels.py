"""Every code that the rules know has a name on the page."""

import re
from pathlib import Path

from comity.entities.notes import NOTES
from comity.entities.score import Verdict
from comity.entities.subject import IDENTIFIER_KINDS, Kind
from comity.exchange.drafts import ROLES
from comity.exchange.progress import Reach
from comity.exchange.statements import KINDS
from comity.exchange.watch import Contact
from comity.records.kinds import LANGUAGES
from comity.records.precedence import WORDS
from comity.sanctions.gaps import WEIGHTS
from comity.sanctions.listing import Measure, Role
from comity.sanctions.lists.registry import READERS
from comity.sanctions.programmes import FAMILIES
from comity.web import compose, faultlabels, labels, sanctionlabels, trafficlabels
from comity.web.jobs import FETCH_PLAN
from comity.web.words import Language, words


def test_every_code_of_the_rules_has_a_label() -> None:
    assert set(sanctionlabels.FAMILIES) == set(FAMILIES)
    assert set(sanctionlabels.KINDS) == set(Kind)
    assert set(sanctionlabels.MEASURES) == set(Measure)
    assert set(sanctionlabels.ROLES) == set(Role)
    assert set(sanctionlabels.IDENTIFIERS) == set(IDENTIFIER_KINDS)
    assert set(sanctionlabels.PARTS) == set(WEIGHTS)
    assert set(sanctionlabels.VERDICTS) == set(Verdict)
    assert set(labels.TABLES["note"]) == set(NOTES)


def test_every_list_and_jurisdiction_has_a_label() -> None:
    assert {reader.list for reader in READERS} <= set(sanctionlabels.LISTS)
    assert {reader.jurisdiction for reader in READERS} == set(sanctionlabels.JURISDICTIONS)


def test_every_step_of_a_plan_has_a_label() -> None:
    assert set(FETCH_PLAN) == set(sanctionlabels.STEPS)


def test_every_code_of_the_exchange_has_a_label() -> None:
    assert set(trafficlabels.PRECEDENCES) == set(WORDS)
    assert set(trafficlabels.REACHES) == set(Reach)
    assert set(trafficlabels.CONTACTS) == set(Contact)
    assert set(labels.ACTING) == set(ROLES)
    assert set(labels.LANGUAGES) == set(LANGUAGES)
    assert {kind.name for kind in KINDS} <= set(trafficlabels.RECORDS)


def test_every_fault_of_a_form_has_words_and_no_words_are_left_over() -> None:
    sources = [file.read_text("utf-8") for file in Path(compose.__file__).parent.glob("*.py")]
    said = {code for source in sources for code in re.findall(r'Fault\("([a-z-]+)"', source)}

    assert {*said, "reason", "answer"} == set(faultlabels.FAULTS)


def test_the_kingdom_and_the_language_share_a_code_and_nothing_else() -> None:
    assert words(Language("uk")).label("jurisdiction", "uk") == "Велика Британія"
    assert words(Language("uk")).label("list", "uk") == "Санкційний список Британії"


def test_labels_of_one_table_differ_from_each_other_in_every_language() -> None:
    for language in Language:
        for table, rows in labels.TABLES.items():
            said = [words(language).label(table, code) for code in rows]

            assert len(set(said)) == len(said), (language, table)
