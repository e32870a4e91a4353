"""A joint text of two parties, for the tests of the Word round trip, and what we write of it."""

from hashlib import sha256

from comity.agreement.text import Alternative, Stance, Text
from comity.positions.word_out import Cover, write_word
from comity.records.party import Party

UA, JP, KR = Party("ua"), Party("jp"), Party("kr")
ABOUT = sha256(b"statement").hexdigest()
NAMES = {UA: "Ukraine", JP: "Japan", KR: "Republic of Korea"}

WITHIN = "They share information within 24 hours of a relevant event."
PROMPTLY = "They share information as promptly as possible."


def name(clause: int, wording: int = 0) -> str:
    """The id of a wording; a clause has that of its first one."""
    return sha256(f"{clause}/{wording}".encode()).hexdigest()


def joint(*clauses: list[tuple[str, str]], language: str = "en") -> Text:
    """A text; each clause is a list of wordings with the stances on them, "ua:S jp:O"."""
    alternatives: dict[str, Alternative] = {}
    registers: dict[str, dict[Party, dict[str, Stance]]] = {}
    wordings: dict[str, tuple[str, ...]] = {}
    parties: set[Party] = {UA, JP}
    for number, wanted in enumerate(clauses):
        clause = name(number)
        for place, (words, said) in enumerate(wanted):
            one = name(number, place)
            by = Party(said.split(":")[0]) if said else UA
            text = {language: words} if words else {}
            alternatives[one] = Alternative(one, clause, text, by)
            wordings[clause] = (*wordings.get(clause, ()), one)
            for stance in said.split():
                party, letter = stance.split(":")
                parties.add(Party(party))
                held = registers.setdefault(clause, {}).setdefault(Party(party), {})
                held[one] = Stance(letter)
    ids = tuple(name(number) for number in range(len(clauses)))
    return Text(tuple(sorted(parties)), ids, alternatives, wordings, registers)


def statement() -> Text:
    """The text of the fixtures: six clauses with most of what a text can have."""
    return joint(
        [("The two sides met in Kyiv on 12 November 2026.", "ua:S jp:A")],
        [(WITHIN, "ua:S jp:O"), (PROMPTLY, "jp:S")],
        [
            ("They strongly condemn the unlawful transfer of weapons.", "ua:S"),
            ("They condemn the transfer of weapons.", "jp:S"),
            ("They express concern about the transfer of weapons and call for restraint.", "jp:S"),
        ],
        [("They hold the next meeting in Tokyo in spring.", "jp:S ua:S")],
        [
            ("A working group reports to the ministers every month.", "ua:S"),
            ("", "jp:S"),
        ],
        [("The statement takes effect on the day of its adoption.", "ua:S")],
    )


def cover(text: Text, language: str = "en") -> Cover:
    """What stands around it."""
    times = dict.fromkeys(text.alternatives, "2026-11-12T08:05:00.000Z")
    return Cover(
        text=ABOUT,
        title="Joint statement of the two sides",
        language=language,
        marking="TLP:AMBER",
        as_of="As of 12 Nov 2026, 08:05 UTC",
        names=NAMES,
        times=times,
    )


def written(text: Text | None = None, language: str = "en") -> bytes:
    """The .docx of a text."""
    shown = text or statement()
    return write_word(shown, cover(shown, language))
