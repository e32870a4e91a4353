"""Text: the clauses of a joint text, their wordings, and what each party thinks of them.

An alternative is one wording; it never changes. A register holds all that one party thinks of one
clause; the last one in its chain counts (R5). Everything else is derived: a clause is agreed when
one wording is supported or accepted by all.

A wording lives while any party supports it; when nobody does any more, another party may table it
again by supporting it (R15). Of two wordings that all accept none is picked here: the revision
that is signed decides (R16).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.agreement.adoption import Agreement
from comity.agreement.history import Link
from comity.agreement.standing import Matter
from comity.agreement.statements import ALTERNATIVE, ORDER, STANCE
from comity.records.party import Party
from comity.records.record import Record


@dataclass(frozen=True, slots=True)
class Stance:
    """What one party thinks of one wording.

    Attributes:
        letter: S support, A can accept, Q ad referendum, R reserve, O object.
        only_if: wordings of other clauses that must be agreed with it (R14).
    """

    letter: str
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording of a clause.

    Attributes:
        id: hash of its record.
        clause: id of the clause, the hash of its first wording.
        words: in each language; {} to delete the clause.
        by: who tabled it first.
    """

    id: str
    clause: str
    words: Mapping[str, str]
    by: Party


@dataclass(frozen=True, slots=True)
class Text:
    """A joint text as it stands.

    Attributes:
        parties: all of them, in order.
        clauses: ids, in the order in which they are shown (R17).
        alternatives: every wording, by id, dead ones too.
        wordings: ids of each clause's wordings, in the order of their tabling.
        registers: by clause and party, the stance on each wording.
    """

    parties: tuple[Party, ...]
    clauses: tuple[str, ...]
    alternatives: Mapping[str, Alternative]
    wordings: Mapping[str, tuple[str, ...]]
    registers: Mapping[str, Mapping[Party, Mapping[str, Stance]]]

    def stance(self, party: Party, alternative: str) -> Stance | None:
        """Return what a party thinks of a wording, None when it has not said."""
        clause = self.alternatives[alternative].clause
        return self.registers.get(clause, {}).get(party, {}).get(alternative)

    def holders(self, alternative: str, letters: str) -> tuple[Party, ...]:
        """Return the parties whose stance on a wording is one of some letters."""
        found = ((party, self.stance(party, alternative)) for party in self.parties)
        return tuple(
            party for party, stance in found if stance is not None and stance.letter in letters
        )

    def live(self, clause: str) -> tuple[str, ...]:
        """Return the wordings of a clause that somebody supports, in the order of their tabling."""
        return tuple(one for one in self.wordings.get(clause, ()) if self.holders(one, "S"))


def joint_text(agreement: Agreement, about: str) -> Text:
    """Return a joint text as it stands.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    said = sorted(matter.others, key=lambda one: (one[0].height, one[1].hash))
    alternatives = _alternatives(said)
    registers: dict[str, dict[Party, dict[str, Stance]]] = {}
    for link, record in said:
        if record.kind == STANCE.name and agreement.history.on_chain(link):
            clause = registers.setdefault(record.body["clause"], {})
            clause[link.party] = _register(record, alternatives)
    parties = agreement.circle.members
    clauses = _order(agreement, matter, alternatives)
    wordings: dict[str, tuple[str, ...]] = {}
    for one in alternatives.values():
        wordings[one.clause] = (*wordings.get(one.clause, ()), one.id)
    return Text(parties, clauses, alternatives, wordings, registers)


def _alternatives(said: list[tuple[Link, Record]]) -> dict[str, Alternative]:
    """Return every wording; one that names a clause which its author did not know is left out."""
    found: dict[str, Alternative] = {}
    links: dict[str, Link] = {}
    for link, record in said:
        if record.kind != ALTERNATIVE.name:
            continue
        clause = record.body.get("clause", record.hash)
        first = links.get(clause)
        if clause == record.hash or (first is not None and link.knows(first)):
            words = record.body.get("text", {})
            found[record.hash] = Alternative(record.hash, clause, words, link.party)
            if clause == record.hash:
                links[clause] = link
    return found


def _register(record: Record, alternatives: Mapping[str, Alternative]) -> dict[str, Stance]:
    """Return the stances that a record takes, on wordings of its own clause."""
    return {
        one: Stance(said["stance"], tuple(said.get("only_if", ())))
        for one, said in record.body["stances"].items()
        if one in alternatives and alternatives[one].clause == record.body["clause"]
    }


def _order(
    agreement: Agreement, matter: Matter, alternatives: Mapping[str, Alternative]
) -> tuple[str, ...]:
    """Return the clauses as the party that opened the text has ordered them, then the others."""
    known = [one.id for one in alternatives.values() if one.clause == one.id]
    wanted: list[str] = []
    for link, record in matter.others:
        if record.kind == ORDER.name and link.party == matter.link.party:
            wanted = record.body["clauses"] if agreement.history.on_chain(link) else wanted
    first = [clause for clause in dict.fromkeys(wanted) if clause in known]
    return (*first, *(clause for clause in known if clause not in first))
