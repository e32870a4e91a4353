"""Material: keys that grow from seeds, and every byte that chance had a part in.

Sealing and ML-DSA-65 draw fresh random numbers, so that making vectors twice would give other
bytes. What was drawn once is kept in `vectors/pieces.json` under the hash of what it was drawn
for, and looked up the next time: then everything else follows from the seeds alone. Where
something is missing it is drawn anew, and `make_vectors` says so.

Vectors name these pieces instead of repeating them, public keys as well.
"""

import base64
import json
from collections.abc import Callable
from hashlib import sha256, shake_256
from pathlib import Path

from comity.seal.sealing import SealingKeys, seal
from comity.seal.signing import SigningKeys

VECTORS = Path(__file__).parents[1] / "vectors"
PIECES = VECTORS / "pieces.json"


class Material:
    """What chance gave, by the hash of what it was asked for; and public keys.

    Attributes:
        used: every piece that was looked up, drawn or made.
        drawn: how much of it was drawn now.
    """

    def __init__(self, kept: Path = PIECES) -> None:
        held = json.loads(kept.read_text("utf-8"))["pieces"] if kept.exists() else {}
        self._held = {name: base64.b64decode(text) for name, text in held.items()}
        self.used: dict[str, bytes] = {}
        self.drawn = 0

    def get(self, draw: Callable[[], bytes], *asked: bytes) -> bytes:
        """Return what was drawn for these bytes, now or earlier."""
        digest = sha256()
        for one in asked:
            digest.update(len(one).to_bytes(8, "big") + one)
        name = digest.hexdigest()[:16]
        if name not in self.used:
            if name not in self._held:
                self.drawn += 1
                self._held[name] = draw()
            self.used[name] = self._held[name]
        return self.used[name]

    def know(self, piece: bytes) -> bytes:
        """Return bytes that are long and stand in many places."""
        self.used[sha256(piece).hexdigest()[:16]] = piece
        return piece

    def encode(self) -> bytes:
        """Return the file of all pieces."""
        pieces = {name: base64.b64encode(self.used[name]).decode() for name in sorted(self.used)}
        title = "Pieces: what vectors name instead of repeating it"
        return (json.dumps({"title": title, "pieces": pieces}, indent=1) + "\n").encode()


class Signer:
    """A pair of signing keys whose ML-DSA-65 signatures are drawn once.

    Attributes:
        seed: 64 bytes: of Ed25519, then of ML-DSA-65.
        ed25519: the public key.
        mldsa65: the public key.
    """

    def __init__(self, seed: bytes, material: Material) -> None:
        self.seed = seed
        self._keys = SigningKeys.from_bytes(seed)
        self._material = material
        self.ed25519 = self._keys.public.ed25519
        self.mldsa65 = material.know(self._keys.public.mldsa65)

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message."""
        return self._keys.sign_ed25519(message)

    def sign_mldsa65(self, message: bytes, before: bytes = b"") -> bytes:
        """Return the ML-DSA-65 signature of a message after some bytes, the same every time."""
        return self._material.get(
            lambda: before + self._keys.sign_mldsa65(message),
            b"ml-dsa-65",
            self.mldsa65,
            message,
            before,
        )


class Sealer:
    """A pair of sealing keys; what is sealed to them is drawn once.

    Attributes:
        seed: 96 bytes: the seed of ML-KEM-768, then the X25519 key.
        mlkem768: the public key.
        x25519: the public key.
    """

    def __init__(self, seed: bytes, material: Material) -> None:
        self.seed = seed
        self._public = SealingKeys.from_bytes(seed).public
        self._material = material
        self.mlkem768 = material.know(self._public.mlkem768)
        self.x25519 = self._public.x25519

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """Return a plaintext sealed to these keys, the same way every time."""
        return self._material.get(
            lambda: seal(plaintext, self._public, info), b"hpke", self.mlkem768, info, plaintext
        )


def seed(name: str, size: int) -> bytes:
    """Return the seed of a name: SHAKE256 of it."""
    return shake_256(b"comity vectors/v1: " + name.encode()).digest(size)
