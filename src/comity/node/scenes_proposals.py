"""A scene of proposals: Kyiv proposes listings to Tokyo, and one of them is decided and accepted.

The evidence is real: it is made from the excerpt of official lists that comes with the program, as
the page makes it. That anybody proposed it is invented, and its words say so.
"""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import comity.sanctions
from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.consultation.statements import ACCEPT
from comity.node.lists import Lists
from comity.node.ownlists import OwnLists
from comity.node.scenes_text import Say
from comity.records.party import Party
from comity.sanctions.evidence import TargetEvidence, in_parts
from comity.sanctions.proposals import Proposed
from comity.sanctions.statements import PROPOSAL
from comity.web.proposalwords import action_words, decision_texts

EXCERPT = Path(comity.sanctions.__file__).parent / "excerpt"
"""The lists that come with the program."""

CHOSEN = ("us-ofac/45713", "us-ofac/39036", "us-ofac/48720")
"""Entries of three organisations that the European Union and the United States list."""

DECIDED = "us-ofac/39036"

TO, LIST, MEASURE = "jp", "jp-mof", "asset-freeze"
TONGUES = ("uk", "ja", "en")
NAMES = {Party("jp"): {"uk": "Японія", "ja": "日本", "en": "Japan"}}

TITLE = {
    "uk": "Пропозиція внести до списку три організації",
    "ja": "3団体の指定に関する提案",
    "en": "Proposal to list three organisations",
}
CASE = {
    "uk": "Їх внесли до списків Європейський Союз і Сполучені Штати; обґрунтування — у доказах. "
    "Це демонстрація: насправді такої пропозиції ніхто не робив.",
    "ja": "EU及び米国が指定している。理由は根拠資料のとおり。"
    "これは実演であり、実際の提案ではない。",
    "en": "The European Union and the United States list them; the reasons stand in the evidence. "
    "This is a demonstration: nobody has really proposed it.",
}
DECISION = {
    "uk": "Рішення щодо однієї з трьох організацій",
    "ja": "3団体のうち1団体に関する決定",
    "en": "Decision on one of the three organisations",
}
AHEAD = dt.timedelta(days=28)


def evidence() -> tuple[TargetEvidence, ...]:
    """Return the packs of the chosen targets, made from the excerpt."""
    with TemporaryDirectory() as folder:
        lists = Lists(Path(folder))
        for _ in lists.import_files([EXCERPT]):
            pass
        lists.overview()
        made, _ = OwnLists(lists).chosen(TO, CHOSEN)
    return tuple(one for _, one in made)


def play_proposals(kyiv: Say, tokyo: Say, now: dt.datetime, meeting: str = "") -> str:
    """Play a proposal, a decision on one of its targets, and its acceptance; return the proposal.

    Args:
        kyiv: says records for Kyiv.
        tokyo: the same for Tokyo.
        now: when it is played.
        meeting: that the decision belongs to, "" for none.
    """
    around = {"to": TO, "list": LIST, "measure": MEASURE, "title": TITLE, "words": CASE}
    (targets,) = in_parts(evidence(), around)
    body = {**around, "targets": [one.body() for one in targets]}
    (proposal,) = kyiv([Draft(PROPOSAL.name, body)])
    pack = next(one for one in targets if DECIDED in one.leads)
    target = Proposed(
        target=pack.target,
        kind=pack.kind,
        name=pack.name,
        since=pack.since,
        score=pack.score,
        entries=pack.leads,
    )
    text = decision_texts([target], TONGUES, owner=TO, list_name=LIST, measure=MEASURE, names=NAMES)
    assigned = {
        "action": target.target,
        "owner": TO,
        "what": action_words(target, LIST, MEASURE, TONGUES),
        "list": LIST,
        "listing": target.entries[0],
        "proposal": proposal,
        "measure": MEASURE,
    }
    effect = {"assigned": [assigned], **({"of": meeting} if meeting else {})}
    (decision,) = tokyo([open_object(Type.DECISION, DECISION)])
    draft = revise(decision, text, effect)
    signature = sign(decision, draft.body["revision"])
    tokyo([draft, signature])
    kyiv([signature])
    due = (now + AHEAD).astimezone(dt.UTC).date().isoformat()
    tokyo([Draft(ACCEPT.name, {"decision": decision, "action": target.target, "due": due})])
    return proposal
