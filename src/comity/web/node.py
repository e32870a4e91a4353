"""Node: who answers, how far every chain is, what left this node, whose keys count.

Also what was refused, with what it means. What left is shown in clear, word for word as the others
could read it, so that anybody here can see that nothing else did; the page is marked as the highest
of it.
"""

from comity.exchange.watch import NodeSeen, told
from comity.records.marking import highest
from comity.seal.fingerprint import LANGUAGES
from comity.seal.fingerprint import words as fingerprint_words
from comity.web.pages import Shell, render
from comity.web.traffic import base
from comity.web.trafficlabels import EVIDENCE
from comity.web.words import Language


def node_page(language: Language, seen: NodeSeen, role: str) -> str:
    """Return the page of the node."""
    sent = [one for circle in seen.circles for one in circle.sent]
    shell = Shell(language=language, path="/node", marking=highest(one.marking for one in sent))
    spoken = shell.words
    values = {
        **base(shell, role),
        "seen": seen,
        "told": told,
        "means": lambda code: spoken.label("evidence", code if code in EVIDENCE else "other"),
        "read_aloud": lambda fingerprint: [
            (one, fingerprint_words(fingerprint, one)) for one in LANGUAGES
        ],
    }
    return render("node/node.html", shell, values)
