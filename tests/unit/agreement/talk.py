"""A talk: a few parties who say things to each other, and hear them when the test says so."""

import datetime as dt

from tests.unit.agreement.histories import START, Node, prelude, proven

from comity.agreement.adoption import Agreement, adopted
from comity.agreement.standing import RULES, Rules
from comity.agreement.statements import Draft
from comity.records.party import Party
from comity.records.record import Record


class Talk:
    """Parties with terms of reference that allow silence, and one text with two revisions.

    Attributes:
        text: id of the text.
        first: hash of its first revision.
        second: hash of its second revision.
        nodes: of the parties.
        now: what every clock says.
        start: what everybody knew before.
        rules: one of which a test may take out.
    """

    def __init__(self, *parties: Party, rules: Rules = RULES) -> None:
        start = prelude(parties)
        self.text = start.text
        self.first, self.second = start.revisions
        self.now = START + dt.timedelta(days=1)
        self.nodes = {}
        for party in parties:
            self.nodes[party] = Node(party, Agreement(start.circle, proven, rules))
            self.nodes[party].receive(start.records, self.now)
        self.start = start
        self.rules = rules

    @property
    def records(self) -> list[Record]:
        """Return everything that anybody said."""
        return [*self.start.records, *(one for node in self.nodes.values() for one in node.wrote)]

    def says(self, party: Party, draft: Draft) -> Record:
        """Let a party write a record that nobody hears yet."""
        return self.nodes[party].write(draft, self.now)

    def also_says(self, party: Party, draft: Draft, instead_of: Record) -> Record:
        """Let a party speak twice: write a record at the place of another one."""
        place = next(one for one in self.records if one.hash == instead_of.prev)
        return self.nodes[party].write(draft, self.now, place, instead_of.cut)

    def hears(self, party: Party, *others: Party) -> None:
        """Let a party hear all that others hold, their own records and those they heard."""
        for other in others:
            held = {one.hash: one for one in self.records}
            known = self.nodes[other].agreement.history.links
            self.nodes[party].receive([held[key] for key in known if key in held], self.now)

    def all_hear(self) -> None:
        """Let everybody hear everything."""
        for node in self.nodes.values():
            node.receive(self.records, self.now)

    def of(self, party: Party) -> Agreement:
        """Return what a party's node holds."""
        return self.nodes[party].agreement

    def adopted(self, party: Party) -> list[str]:
        """Return the revisions of the text that a party's node holds for adopted."""
        return [one.revision for one in adopted(self.of(party), self.text)]

    def void(self, record: Record) -> str:
        """Return why an act is void, for somebody who holds everything that anybody said."""
        agreement = Agreement(self.start.circle, proven, self.rules)
        agreement.take(self.records)
        matter = agreement.matter(record.body["object"])
        acts = [act for acts in matter.acts.values() for act in acts]
        return next(act.void for act in acts if act.record.hash == record.hash)
