"""Why something is open has words in every language, with its numbers, days and parties."""

import pytest

from comity.consultation.open_items import Reason, Why
from comity.records.party import Party
from comity.web.pages import environment
from comity.web.words import Language

SINCE = "2026-03-18"


@pytest.mark.parametrize("language", Language)
def test_every_reason_is_said_in_words_of_its_own(language: Language) -> None:
    page = environment(language).from_string(
        "{% from 'consultations/macros.html' import reason with context %}{{ reason(one) }}"
    )
    around = {"standing": None, "places": (), "shell": None}

    said = {
        why: page.render(
            one=Reason(why=why, number=3, of=2, since=SINCE, by=Party("jp"), name="agreed"),
            **around,
        ).strip()
        for why in Why
    }

    assert len(set(said.values())) == len(Why)
    assert all(said.values())
    assert all("%(" not in text and "2026-03-18" not in text for text in said.values())
