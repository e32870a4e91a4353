"""Gates: the decisions of a circle that let initiatives reach a stage, adopted or not."""

from collections.abc import Iterator

from comity.agreement.adoption import Agreement, adopted, signed
from comity.agreement.effects import Type
from comity.agreement.standing import Matter
from comity.exchange.conversation import level_of
from comity.initiatives.stages import Gate
from comity.node.dossier import revisions_of
from comity.records.marking import highest


def gates_of(agreement: Agreement) -> tuple[Gate, ...]:
    """Return the gates of a circle, the newest first; the caller holds the agreement."""
    found = [one for matter in agreement.matters.values() for one in _gate(agreement, matter)]
    return tuple(sorted(found, key=lambda one: (one.at, one.object), reverse=True))


def _gate(agreement: Agreement, matter: Matter) -> Iterator[Gate]:
    """Yield the gate that a decision opens or would open, if it is one."""
    if matter.type is not Type.DECISION or not matter.revisions:
        return
    done = next(iter(adopted(agreement, matter.id)), None) if matter.completions else None
    _, newest = revisions_of(agreement, matter)[0]
    revision = matter.revisions[done.revision] if done is not None else newest
    gate = revision.body.get("effect", {}).get("gate")
    if gate is None:
        return
    at = ""
    if done is not None:
        acts = matter.completions[done.revision]
        at = next(act.record.at for act in acts if act.link.hash == done.by)
    on = signed(agreement, matter.id)
    yield Gate(
        object=matter.id,
        initiative=gate["initiative"],
        stage=gate["stage"],
        title=matter.record.body["title"],
        signed=tuple(
            party for party, hold in on.items() if hold.revision == revision.body["revision"]
        ),
        parties=agreement.circle.members,
        adopted=at,
        at=revision.at,
        marking=highest([level_of(matter.record.marking), level_of(revision.marking)]),
    )
