"""Herald: remembers the last news, for pages that are open.

News have numbers; a page that has seen number 7 asks for what came after it. They are kept in
memory only: a page that comes later shows what is, and needs no news.
"""

import threading
from collections import deque
from collections.abc import Callable

from comity.exchange.conversation import Message
from comity.exchange.receipt import EarlyReceipt, Receipt
from comity.exchange.watch import Contact, Peer
from comity.records.party import Party
from comity.web.desk import News

REMEMBERED = 500


class Herald:
    """Remembers what happened.

    Attributes:
        me: whose node it is.
        early: hashes and members of whom a receipt ahead of the chain came.
    """

    def __init__(self, me: Party, peers: Callable[[], tuple[Peer, ...]]) -> None:
        self.me = me
        self.early: set[tuple[str, Party]] = set()
        self._peers = peers
        self._news: deque[News] = deque(maxlen=REMEMBERED)
        self._number = 0
        self._lock = threading.Lock()
        self._sizes: dict[tuple[str, Party, Party], int] = {}
        self._links: dict[Party, tuple[bool, bool]] = {}

    @property
    def newest(self) -> int:
        """Return the number of the newest piece of news that was noticed."""
        return self._number

    def news(self, after: int) -> list[News]:
        """Return what happened after a piece of news, as far as it is remembered."""
        self._look()
        with self._lock:
            return [one for one in self._news if one.number > after]

    def said(self, party: Party, message: Message | None) -> None:
        """Hear of a record, and of the message that it is."""
        self._add("record" if message is None else "message", message, party)

    def received(self, receipt: Receipt | EarlyReceipt) -> None:
        """Hear of a receipt; each heartbeat tells the same one again, which is no news."""
        if isinstance(receipt, EarlyReceipt):
            self.early = {*list(self.early)[-REMEMBERED:], (receipt.hash, receipt.member)}
        else:
            key = (receipt.circle, receipt.chain, receipt.member)
            if self._sizes.get(key, 0) >= receipt.size:
                return
            self._sizes[key] = receipt.size
        self._add("receipt", None, receipt.member)

    def drafted(self) -> None:
        """Hear that drafts, or what was opened, changed."""
        self._add("draft", None, self.me)

    def _look(self) -> None:
        """See whether a link changed since somebody last looked."""
        for peer in self._peers():
            state = (peer.contact is Contact.ANSWERING, peer.clocks_apart)
            known = self._links.get(peer.party)
            if known != state:
                self._links[peer.party] = state
                if known is not None:
                    self._add("link", None, peer.party, well=state[0])

    def _add(self, what: str, message: Message | None, party: str, *, well: bool = True) -> None:
        with self._lock:
            self._number += 1
            self._news.append(News(self._number, what, message, party, well))
