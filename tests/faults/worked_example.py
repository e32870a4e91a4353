"""The worked example of R18 over two real node processes: from a gap to a disputed source.

Every step is done on the pages of the two nodes, or by a command, on the day on which the story has
it; after it both nodes must show the same state. One story has small lists that we invented, the
other the real official lists beside the project; of those no line names anybody.

    bench/worked_example.py [--real]
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import openpyxl
from tests.faults.governments import Answer, Government, Governments, plain, until
from tests.journeys import invented_lists as invented

from comity.agreement.effects import Type
from comity.agreement.statements import open_object, revise
from comity.sanctions.editions import folded
from comity.sanctions.listing import Listing
from comity.sanctions.lists import jp_mof
from comity.sanctions.lists.source import SourceFile

FOLLOW_UP = "/follow-up/action"
DAYS = 28
"""Until which Japan undertakes it, after its acceptance."""


@dataclass(slots=True)
class Example:
    """The story as it goes.

    Attributes:
        parties: the two governments.
        say: told every step, in a line.
        path: of the page of the action that the story is about.
        lines: everything said.
    """

    parties: Governments
    say: Callable[[str], None] = print
    path: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def ua(self) -> Government:
        """Return Ukraine."""
        return self.parties.ua

    @property
    def jp(self) -> Government:
        """Return Japan."""
        return self.parties.jp

    def at(self, day: str) -> None:
        """Let it be another day."""
        self.parties.at(day)

    def read(self, file: Path, day: str, *whose: Government) -> None:
        """Let governments import a file."""
        for one in whose:
            one.command("sanctions", "import", str(file), "--date", day, "--data", str(one.folder))

    def edition(self, file: Path, day: str, *whose: Government) -> None:
        """Let governments import an edition, and their nodes tell what it shows."""
        whose = whose or tuple(self.parties.both)
        self.read(file, day, *whose)
        for one in self.parties.both:
            until(
                lambda one: all(each.party in told(one.get(self.path), day) for each in whose),
                f"what the edition of {day} shows, at {one.party}",
                one,
            )

    # --- what people do

    def propose(self, picks: Sequence[str]) -> str:
        """Let Ukraine propose the listings; return the path of the proposal."""
        query = "&".join(f"pick={quote(pick, safe='')}" for pick in picks)
        page = f"/sanctions/propose?party=jp&{query}"
        form = until(
            lambda: self.ua.get(page).form("/sanctions/propose"), "the form of the proposal"
        )
        fields = form.filled(
            circle=self.parties.circle,
            list="jp-mof",
            measure="asset-freeze",
            marking="TLP:GREEN",
            title_en="Listings that the European Union and the United States have made",
            case_en="Listed by both for what the statements of reasons say.",
        )
        fields += [("pick", value) for name, value in form.fields if name == "offered"]
        return led(self.ua.post(form, fields))

    def decide(self, proposal: str) -> str:
        """Let both sign a decision on all targets of a proposal; return its hash."""
        targets = re.findall(r'name="target" value="([^"]+)"', self.ua.get(proposal).text)
        query = "&".join(f"target={quote(one, safe='')}" for one in targets)
        offered = self.ua.get(f"{proposal}/decide?{query}").form("/decide")
        fields = offered.filled(marking="TLP:GREEN", sign="1")
        paper = led(self.ua.post(offered, fields))
        until(lambda: needs(self.jp.get(paper), 200), "the decision in Tokyo")
        led(self.jp.act(paper, "/sign"))
        return paper.rpartition("/")[2]

    def confirm(self, one: Government, key: str) -> None:
        """Let an analyst say that an entry is the target; whoever was overtaken says it again."""
        reason = "The names and the dates agree."

        def said() -> bool:
            form = one.get(self.path).form("/follow-up/match", key=key)
            answer = one.post(form, form.filled(verdict="same", match_en=reason))
            return answer.code != "stale-page" and bool(led(answer))

        until(said, f"the word of {one.party} about {key}")

    # --- what can be seen

    def keys(self, one: Government) -> list[str]:
        """Return the entries of which an analyst can say whether they are the target."""
        return re.findall(r'name="key" value="([^"]+)"', one.get(self.path).text)

    def told(self, what: str, state: str = "") -> None:
        """Say a step, once both nodes show a state.

        Raises:
            TimeoutError: they do not.
        """
        shown = state
        for one in self.parties.both if state else ():
            until(
                lambda one: state_of(one.get(self.path)) == state,
                f"{state} at {one.party}, which shows {state_of(one.get(self.path))}",
                one,
            )
        day = f"{self.parties.moment:%Y-%m-%d}"
        word = shown.replace("_", " ") or "–"
        line = f"{len(self.lines) + 1:>2}. {day}  {what:<72} Kyiv: {word:<14} Tokyo: {word}"
        self.lines.append(line)
        self.say(line)

    def agenda(self, one: Government, path: str) -> tuple[int, str]:
        """Return where something stands on the next agenda, and why; 0 where it does not."""
        page = one.get("/consultations").text
        found = re.search(r'<ol class="open-items">(.*?)</ol>', page, re.DOTALL)
        items = found[1].split('<p class="item-head">')[1:] if found else []
        for place, item in enumerate(items, 1):
            if f'href="/en{path}"' in item:
                reasons = item.partition("</p>")[2].partition("<form")[0]
                return place, plain(reasons)
        return 0, ""

    def on_agenda(self, path: str, *, first: bool = True) -> str:
        """Return the reason for which something stands on both next agendas.

        Raises:
            TimeoutError: it does not.
        """

        def there(one: Government) -> str:
            place, why = self.agenda(one, path)
            return why if place == 1 or (place and not first) else ""

        found = {str(until(there, "the agenda", one)) for one in self.parties.both}
        assert len(found) == 1, found
        return found.pop()

    def off_agenda(self) -> None:
        """Check that the action stands on nobody's agenda."""
        for one in self.parties.both:
            until(lambda one: not self.agenda(one, self.path)[0], "off the agenda", one)


def needs(answer: Answer, status: int) -> Answer:
    """Return an answer of a status.

    Raises:
        ConnectionError: it has another one.
    """
    if answer.status != status:
        raise ConnectionError(f"{answer.status} {answer.code}")
    return answer


def led(answer: Answer) -> str:
    """Return the path to which an act has led, without the language and what was done.

    Raises:
        AssertionError: it was refused.
    """
    assert answer.status == 303, (answer.status, answer.code, plain(answer.text)[:2000])
    return answer.place.removeprefix("/en").partition("?")[0]


def state_of(page: Answer) -> str:
    """Return how far the page of an action says that it has come."""
    found = re.search(r"act-state act-([a-z_]+)", page.text)
    return found[1] if found else ""


def told(page: Answer, day: str) -> set[str]:
    """Return the parties whose nodes the page of an action names as readers of an edition."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL)
    found: set[str] = set()
    current = ""
    for row in rows:
        dated = re.search(r'<th scope="row"[^>]*><time datetime="([0-9-]+)"', row)
        current = dated[1] if dated else current
        if current == day:
            found |= set(re.findall(r"party party-([a-z]+)", row))
    return found


def begin(example: Example, entries: Sequence[str]) -> None:
    """Play the story from the gap to the acceptance that is not Japan's.

    Args:
        example: the story.
        entries: of the reference, that Japan does not list; the first is followed.
    """
    proposal = example.propose(entries)
    example.told("Ukraine proposes the listing, with its evidence")
    why = example.on_agenda(proposal)
    example.told(f"on the next agenda: {why}")
    decision = example.decide(proposal)
    page = until(
        lambda: re.search(
            rf'href="/en({FOLLOW_UP}/{decision}/[^"]+)"', example.ua.get("/follow-up").text
        ),
        "the action",
    )
    example.path = page[1]
    example.told("both sign the decision", "assigned")
    due = f"{example.parties.moment.date().fromordinal(example.parties.moment.toordinal() + DAYS)}"
    led(example.jp.act(example.path, "/do/accept", due=due))
    example.told(f"Japan accepts it, until {due}", "accepted")
    action = example.path.rpartition("/")[2]
    refused = forged(example, decision, action, due)
    example.told(f"“accept” by Ukraine for Japan: refused by its node ({refused})", "accepted")
    example.told("the same, written past its desk: both nodes ignore it", "accepted")


def forged(example: Example, decision: str, action: str, due: str) -> str:
    """Let Ukraine accept on behalf of Japan: on the page, and past it; return the refusal.

    The page of Ukraine has no form for it, so that one of Japan's is sent to Ukraine's node; then
    the record is written without the desk, as a node that was tampered with would.
    """
    form = example.jp.get(example.path).form("/do/accept")
    own = example.ua.get(example.path)
    form.fields = [(n, v) for n, v in form.fields if n not in {"seen", "token"}]
    seen = re.search(r'name="seen" value="([^"]*)"', own.text)
    answer = example.ua.post(form, form.filled(due=due, seen=seen[1] if seen else ""))
    assert answer.status == 422, answer.status
    body = {"decision": decision, "action": action, "due": "2031-01-01"}
    circle = example.parties.circle
    example.ua.order("record.say", circle=circle, said=[["accept/1", body]], marking="TLP:AMBER")
    for one in example.parties.both:
        until(lambda one: "is-ignored" in one.get(example.path).text, "an ignored record", one)
    return answer.code


def follow(example: Example, missing: Path, found: Path, days: Sequence[str]) -> str:
    """Play the story from its day that passes to the entry that two analysts confirm.

    Args:
        example: the story.
        missing, found: the edition of the week of the report, and the one that shows the entry.
        days: on which it is overdue, reported done, and of the two editions.

    Returns:
        The name of the entry.
    """
    late, done, first, second = days
    example.at(late)
    example.told("the day has passed", "overdue")
    why = example.on_agenda(example.path)
    example.told(f"top of the next agenda: {why}", "overdue")
    example.at(done)
    led(example.jp.act(example.path, "/do/done", done_en="The notice was published."))
    example.told("Japan reports it done", "reported")
    example.at(first)
    example.edition(missing, first)
    example.told(f"the edition of {first} does not show it", "not_found")
    example.at(second)
    example.edition(found, second)
    key = example.keys(example.jp)[0]
    example.told(f"the edition of {second} shows an entry that may be it", "not_found")
    example.confirm(example.jp, key)
    example.told("an analyst of Japan confirms it: awaits a second analyst", "one_analyst")
    example.confirm(example.ua, key)
    example.told("an analyst of Ukraine confirms it", "verified")
    example.off_agenda()
    example.told("off the agenda", "verified")
    return key


def play_invented(path: Path, say: Callable[[str], None] = print) -> list[str]:
    """Play the story with small lists that we invented; return its lines."""
    target, others = invented.TARGET, invented.OTHERS
    files = path / "lists"
    without = invented.jp_mof(files / "without.csv", others)
    again = invented.jp_mof(files / "again.csv", [*others, invented.NAMESAKE])
    found = invented.jp_mof(files / "found.csv", [*others, target])
    gone = invented.jp_mof(files / "gone.csv", [*others, invented.NAMESAKE])
    renumbered = invented.Row(34, 2, target.japanese, target.latin, target.born)
    back = invented.jp_mof(files / "back.csv", [*others, invented.NAMESAKE, renumbered])
    other = invented.Row(34, 2, target.japanese, target.latin, target.born, "性別は男性。")
    differs = invented.jp_mof(files / "differs.csv", [*others, invented.NAMESAKE, other])
    example = Example(Governments(path, "2022-05-06"), say)
    try:
        for one in example.parties.both:
            example.read(without, "2022-05-05", one)
            example.read(invented.reference(files), "2022-03-01", one)
            example.read(invented.ofac(files), "2022-04-01", one)
            one.command("sanctions", "gaps", "--party", "jp", "--data", str(one.folder))
        example.at("2022-05-06")
        example.told("a gap of Japan: listed by the EU and the US, not by Japan")
        begin(example, [invented.REFERENCE])
        days = ("2022-06-08", "2022-06-15", "2022-06-19", "2022-11-02")
        follow(example, again, found, days)
        example.at("2023-03-05")
        example.edition(gone, "2023-03-05")
        example.told("months later another stands under its key, and it is gone", "regressed")
        why = example.on_agenda(example.path)
        example.told(f"back on the agenda: {why}", "regressed")
        example.at("2023-06-05")
        example.edition(back, "2023-06-05")
        example.told("it is back under another number, and says the same", "verified")
        example.edition(differs, "2023-06-05", example.jp)
        example.told("another file of that day shows the entry differently", "disputed")
        disputed(example)
        return example.lines
    finally:
        example.parties.close()


def disputed(example: Example) -> None:
    """Check that both pages name the two files with their whole hashes and who told of them."""
    pages = []
    for one in example.parties.both:
        page = one.get(example.path).text
        part = page.partition("Source disputed</strong>")[2].partition("</ul>")[0]
        pages.append(set(re.findall(r"<code>([0-9a-f]{64})</code>", part)))
    assert pages[0] == pages[1], pages
    assert len(pages[0]) == 2, pages
    example.told("both pages name the two files by hash, and whose nodes read them", "disputed")


def play_real(kit: Path, path: Path, say: Callable[[str], None] = print) -> list[str]:
    """Play the story with the real official lists of different dates; return its lines.

    An organisation that Japan listed between two editions of 2022 is followed to 2026, and beside
    it a person that Japan listed between 2022 and 2026, and an entry that the United States took
    off their list within two days of May 2024.
    """
    japan = {
        day: next((kit / "jp-mof" / day).iterdir())
        for day in ("2022-05-05", "2022-05-12", "2022-06-19", "2022-11-02", "2026-03-05")
    }
    example = Example(Governments(path, "2022-05-06"), say)
    try:
        for one in example.parties.both:
            example.read(japan["2022-05-05"], "2022-05-05", one)
            example.read(kit / "eu-fsf" / "2021-03-02", "2021-03-02", one)
        example.read(kit / "us-ofac" / "2021-03-10", "2021-03-10", example.ua)
        example.ua.command("sanctions", "gaps", "--party", "jp", "--data", str(example.ua.folder))
        example.at("2022-05-06")
        example.told("gaps of Japan: listed by the EU and the US, not by Japan")
        begin(example, [ORGANISATION, PERSON])
        example.at("2022-05-12")
        example.edition(japan["2022-05-12"], "2022-05-12")
        example.told("the edition of 2022-05-12 does not show it", "accepted")
        days = ("2022-06-08", "2022-06-15", "2022-06-19", "2022-11-02")
        follow(example, japan["2022-06-19"], japan["2022-11-02"], days)
        removal(example, kit)
        later(example, japan["2022-11-02"], japan["2026-03-05"], path)
        return example.lines
    finally:
        example.parties.close()


ORGANISATION, PERSON = "eu-fsf/EU.3949.53", "eu-fsf/EU.3027.48"
"""Entries of the European Union's list of 2021: only their keys stand here."""

REMOVED = "us-ofac/38556"
"""An entry that stands in the edition of 2024-05-01 and not in that of 2024-05-03."""


def removal(example: Example, kit: Path) -> None:
    """Play that the United States take an entry off their list: the action has regressed."""
    main = example.path
    example.at("2024-05-01")
    effect: dict[str, object] = {
        "assigned": [
            {
                "action": "us",
                "owner": "jp",
                "what": {"en": "Watch that an entry stays on the list of the United States"},
                "list": "us-ofac",
                "listing": REMOVED,
            }
        ]
    }
    paper = adopted(example, effect)
    example.path = f"{FOLLOW_UP}/{paper}/us"
    first = next((kit / "us-ofac" / "2024-05-01").glob("sdn*"))
    example.edition(first, "2024-05-01", example.ua)
    for one in example.parties.both:
        example.confirm(one, REMOVED.partition("/")[2])
    example.told("another action: OFAC's edition of 2024-05-01, read by Ukraine alone", "verified")
    example.at("2024-05-03")
    renew(example)
    second = next((kit / "us-ofac" / "2024-05-03").glob("sdn*"))
    example.edition(second, "2024-05-03", example.ua)
    example.told("OFAC's edition of 2024-05-03 does not have it any more", "regressed")
    example.path = main


def adopted(example: Example, effect: dict[str, object]) -> str:
    """Let both adopt a decision that no proposal led to; return its hash."""
    circle = example.parties.circle
    opened = open_object(Type.DECISION, {"en": "Decision"})
    said = [[opened.kind, dict(opened.body)]]
    about = example.ua.order("record.say", circle=circle, said=said, marking="TLP:GREEN")
    (hashed,) = about["records"]
    text = revise(hashed, {"en": "What an action says."}, effect)
    said = [[text.kind, dict(text.body)]]
    example.ua.order("record.say", circle=circle, said=said, marking="TLP:GREEN")
    path = f"/consultations/paper/{hashed}"
    for one in example.parties.both:
        until(lambda one: one.get(path).form("/sign"), "a text to sign", one)
        led(one.act(path, "/sign"))
    return str(hashed)


def renew(example: Example) -> None:
    """Let both issue new cards before those of two years ago end."""
    for one in example.parties.both:
        root = one.folder / "roots" / f"{one.party}-root-0.locked"
        one.command(
            "node", "renew", "--root", str(root), "--root-secret", "-", "--data", str(one.folder)
        )


def later(example: Example, before: Path, edition: Path, path: Path) -> None:
    """Play 2026: the entry still stands, a person was listed in between, and a file is disputed."""
    example.at("2026-03-05")
    example.edition(edition, "2026-03-05")
    example.told("years later the edition of 2026-03-05 has it, whatever its number", "verified")
    main, key_of = example.path, example.keys(example.ua)[0].partition("@")[0]
    others = re.findall(
        rf'href="/en({FOLLOW_UP}/{main.split("/")[3]}/[^"]+)"', example.ua.get("/follow-up").text
    )
    example.path = next(one for one in others if one != main)
    key = until(lambda: example.keys(example.jp), "the person")[0]
    for one in example.parties.both:
        example.confirm(one, key)
    example.told("a person that Japan listed in between, confirmed by both", "verified")
    example.path = main
    changed = altered(edition, same_name(before, key_of, edition), path / "altered.xlsx")
    example.edition(changed, "2026-03-05", example.jp)
    example.told("another file of that day shows the entry differently", "disputed")
    disputed(example)


def altered(edition: Path, entry: Listing, to: Path) -> Path:
    """Write a copy of a workbook in which one entry is spelled otherwise in Latin letters."""
    sheet, row = re.fullmatch(r"sheet (.+), row (\d+)", entry.place).groups()  # type: ignore[union-attr]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the official file has a print area that is no place
        book = openpyxl.load_workbook(edition)
    for cell in book[sheet][int(row)]:
        if isinstance(cell.value, str) and re.search("[A-Za-z]{4}", cell.value):
            cell.value = f"{cell.value}a"
            break
    book.save(to)
    return to


def same_name(before: Path, key: str, after: Path) -> Listing:
    """Return the entry of an edition that has the first name of an entry of an edition before."""
    old, new = (jp_mof.read(SourceFile.of(one.name, one.read_bytes())) for one in (before, after))
    name = folded(next(one for one in old.listings if one.key == key).names[0].text)
    (found,) = (one for one in new.listings if folded(one.names[0].text) == name)
    return found
