"""Roots: the keys above a party's card, k of n, held by different officers.

One officer signs for one root. A signature that does not fit refuses the whole, even where enough
others do: somebody changed something, and people should know.
"""

from collections.abc import Mapping, Sequence

from comity.errors import RefusedError
from comity.seal.encoding import decode64, encode64
from comity.seal.messages import Label, Signatures, verify_both
from comity.seal.signing import ForgedError, PublicKeys

Written = dict[str, dict[str, str]]
"""Signatures as they stand in a body: the number of the root, then the algorithm."""


class TooFewRootsError(RefusedError):
    """Fewer officers signed than the card asks for."""

    code = "too-few-roots"
    template = (
        "{given} of the roots of the card signed, {needed} must; let more of its officers sign, "
        "or ask the sender for the whole"
    )


class RootSignatureError(RefusedError):
    """A signature in the name of a root is not that root's."""

    code = "root-signature"
    template = (
        "the signature of root {index} does not fit: {reason}; take nothing of it, and ask the "
        "officer who holds that root"
    )


def need_roots(
    label: Label,
    data: bytes,
    signed: Mapping[int, Signatures],
    *,
    roots: Sequence[PublicKeys],
    threshold: int,
) -> None:
    """Check that enough roots signed a message.

    Args:
        label: of the message.
        data: the message.
        signed: by number of the root, from 0.
        roots: of the card.
        threshold: how many of them must have signed.

    Raises:
        RootSignatureError: a signature is not of the root that it names.
        TooFewRootsError: all fit, and they are too few.
    """
    for index, pair in signed.items():
        if not 0 <= index < len(roots):
            raise RootSignatureError(index=index, reason=f"the card has {len(roots)} roots")
        try:
            verify_both(label, data, pair, roots[index])
        except ForgedError as error:
            raise RootSignatureError(
                index=index, reason=f"{error.facts['algorithm']} is not its own"
            ) from None
    if len(signed) < threshold:
        raise TooFewRootsError(given=len(signed), needed=threshold)


def write_signatures(signed: Signatures) -> dict[str, str]:
    """Return signatures as they stand in a body."""
    return {"ed25519": encode64(signed.ed25519), "ml-dsa-65": encode64(signed.mldsa65)}


def read_signatures(written: Mapping[str, str]) -> Signatures:
    """Return the signatures that stand in a body which fits its kind.

    Raises:
        Base64Error: one of them is not base64.
    """
    return Signatures(decode64(written["ed25519"]), decode64(written["ml-dsa-65"]))


def write_roots(signed: Mapping[int, Signatures]) -> Written:
    """Return the signatures of roots as they stand in a body."""
    return {str(index): write_signatures(pair) for index, pair in signed.items()}


def read_roots(written: Mapping[str, Mapping[str, str]]) -> dict[int, Signatures]:
    """Return the signatures of roots that stand in a body which fits its kind.

    Raises:
        Base64Error: one of them is not base64.
    """
    return {int(index): read_signatures(pair) for index, pair in written.items()}
