"""Word files: the desk of joint texts that go out to Word and come back.

A file that comes back creates nothing by itself: it is laid beside the text, and what a person
chooses of it is tabled as this party's own, whoever the file names as an author.
"""

from collections.abc import Mapping, Sequence

from comity.agreement.statements import ALTERNATIVE, STANCE
from comity.errors import RefusedError
from comity.exchange.drafts import Letter
from comity.node.party import PartyNode
from comity.node.texts import NoTextError, SettledError, Texts
from comity.node.together import said
from comity.node.traffic import Traffic
from comity.positions.pasting import need_short
from comity.positions.word_clauses import lay_beside
from comity.positions.word_in import read_document
from comity.positions.word_out import Cover, write_word
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.positiondesk import Chosen, WordSeen
from comity.web.stale import need_fresh
from comity.web.textdesk import By, TextSeen


class NothingChosenError(RefusedError):
    """Nothing of a file was chosen."""

    code = "nothing-chosen"
    template = "no wording of the file was chosen; nothing was tabled. Mark those that you propose"


class WordFiles:
    """The desk of one party's Word files.

    Attributes:
        party: its node.
        traffic: its desk of messages, with the letters.
        texts: its desk of joint texts.
    """

    def __init__(self, party: PartyNode, traffic: Traffic, texts: Texts) -> None:
        self.party = party
        self.traffic = traffic
        self.texts = texts

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return self.traffic.four_eyes

    def text(self, hashed: str) -> TextSeen | None:
        """Return a joint text, None where there is none of this hash."""
        return self.texts.text(hashed)

    def _need_text(self, hashed: str) -> TextSeen:
        seen = self.texts.text(hashed)
        if seen is None:
            raise NoTextError(name=hashed[:12])
        return seen

    def word(self, hashed: str, language: str, names: Mapping[Party, str], as_of: str) -> bytes:
        """Return a joint text as a .docx."""
        seen = self._need_text(hashed)
        with self.party.agreeing.reading(seen.circle.id) as agreement:
            times = {record.hash: record.at for _, record in agreement.matter(hashed).others}
        cover = Cover(
            text=hashed,
            title=seen.title.get(language) or next(iter(seen.title.values())),
            language=language,
            marking=seen.marking.text,
            as_of=as_of,
            names=names,
            times=times,
        )
        return write_word(seen.shown.text, cover)

    def read_word(self, hashed: str, data: bytes) -> WordSeen:
        """Return what a .docx proposes for a joint text; nothing is kept."""
        seen, document = self._need_text(hashed), read_document(data)
        return WordSeen(seen, document, lay_beside(document, seen.shown.text, hashed))

    def propose(self, hashed: str, chosen: Sequence[Chosen], by: By) -> Outcome:
        """Table wordings out of a file, in the name of this party and of nobody else.

        Raises:
            NothingChosenError: none was chosen.
            SettledError: the text is adopted or closed.
            StalePageError: somebody said something of the text since the page was opened.
        """
        with self.texts.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            seen = self._need_text(hashed)
            if not chosen:
                raise NothingChosenError
            if not seen.live:
                raise SettledError
            need_fresh(by.seen, seen.seen, what="", who="")
            letters = [
                Letter(kind=kind, circle=seen.circle.id, body=body, marking=seen.marking)
                for kind, body in proposed(seen, chosen)
            ]
            outcome = self.traffic.letters.send_all(letters, by.role, by.token)
            self.texts.spoken.add(seen.circle.id)
            return outcome


def proposed(seen: TextSeen, chosen: Sequence[Chosen]) -> list[tuple[str, dict[str, object]]]:
    """Return what tables wordings and takes this party's stances, as kinds and bodies."""
    letters: list[tuple[str, dict[str, object]]] = []
    stances: dict[str, dict[str, object]] = {}
    for number, one in enumerate(chosen):
        clause = seen.shown.clause(one.clause) if one.clause else None
        if one.clause and clause is None:
            raise NoTextError(name=one.clause[:12])
        words = {one.language: one.words} if one.words else {}
        need_short(words, clause.number if clause is not None else len(seen.shown.clauses) + 1)
        body: dict[str, object] = {"object": seen.hash}
        body |= {"clause": one.clause} if one.clause else {}
        body |= {"text": words} if words else {}
        letters.append((ALTERNATIVE.name, body))
        place = one.clause or said(number)
        held = seen.shown.text.registers.get(one.clause, {}).get(seen.me, {})
        register = stances.setdefault(
            place,
            {
                name: {
                    "stance": stance.letter,
                    **({"only_if": list(stance.only_if)} if stance.only_if else {}),
                }
                for name, stance in held.items()
            },
        )
        register[said(number)] = {"stance": one.stance}
    for place, register in stances.items():
        letters.append((STANCE.name, {"object": seen.hash, "clause": place, "stances": register}))
    return letters
