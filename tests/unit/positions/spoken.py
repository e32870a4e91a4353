"""Texts of a few clauses, said by parties to each other, as pages look at them."""

from collections.abc import Mapping

from tests.unit.agreement.histories import JP, UA
from tests.unit.agreement.talk import Talk

from comity.agreement.adoption import Agreement
from comity.agreement.statements import Draft, alternative, take_stance
from comity.positions.views import Views, views
from comity.records.party import Party

Words = Mapping[str, str]


class Negotiation:
    """A joint text on which everybody hears everything at once.

    Attributes:
        talk: between the parties.
        about: id of the text.
    """

    def __init__(self, *parties: Party) -> None:
        self.talk = Talk(*(parties or (JP, UA)))
        self.about = self.talk.text

    def says(self, party: Party, draft: Draft) -> str:
        """Let a party say something; return the hash."""
        said = self.talk.says(party, draft).hash
        self.talk.all_hear()
        return said

    def table(self, party: Party, words: Words | None, clause: str = "") -> str:
        """Let a party table a wording and support it beside what it supports; return its id."""
        one = self.says(party, alternative(self.about, words, clause or None))
        held = self.shown.text.registers.get(clause, {}).get(party, {})
        letters = {name: stance.letter for name, stance in held.items()}
        self.take(party, clause or one, {**letters, one: "S"})
        return one

    def take(
        self,
        party: Party,
        clause: str,
        letters: Words,
        only_if: Mapping[str, tuple[str, ...]] | None = None,
    ) -> str:
        """Let a party take stances on a clause."""
        return self.says(party, take_stance(self.about, clause, letters, only_if))

    @property
    def agreement(self) -> Agreement:
        """Return what Ukraine's node holds."""
        return self.talk.of(UA)

    @property
    def shown(self) -> Views:
        """Return the text as pages of Ukraine look at it."""
        return views(self.agreement, self.about)
