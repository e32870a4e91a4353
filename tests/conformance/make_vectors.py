"""Makes the vectors, their schemas and the worked example of the page:
`python -m tests.conformance.make_vectors`.

Everything follows from fixed seeds but what chance had a part in, which is kept in
`vectors/pieces.json`. Running it twice changes nothing; `test_vectors.py` holds it to that.
"""

import json
import sys

from tests.conformance.making.example import with_example
from tests.conformance.making.material import PIECES, VECTORS, Material
from tests.conformance.making.of_agreement import of_agreement
from tests.conformance.making.of_cards import (
    of_cards,
    of_epochs,
    of_fingerprints,
    of_forks,
    of_revocations,
)
from tests.conformance.making.of_couriers import of_couriers
from tests.conformance.making.of_messages import (
    of_attachments,
    of_messages,
    of_receipts,
)
from tests.conformance.making.of_notes import of_checkpoints, of_cosignatures
from tests.conformance.making.of_parcels import of_parcels
from tests.conformance.making.of_proofs import of_proofs
from tests.conformance.making.of_records import of_bodies, of_canonical, of_records, of_trees
from tests.conformance.making.people import People
from tests.conformance.making.schemas import schemas

SCHEMAS = VECTORS.parent / "schema"
PAGE = VECTORS.parents[2] / "docs" / "reference" / "protocol.md"


def make(material: Material) -> dict[str, bytes]:
    """Return every file of vectors, by name."""
    people = People(material)
    files = [
        of_canonical(),
        of_records(),
        of_bodies(),
        of_trees(),
        of_checkpoints(people),
        of_cosignatures(people),
        of_cards(people),
        of_revocations(people),
        of_epochs(people),
        of_forks(people),
        of_fingerprints(people),
        of_parcels(people),
        of_proofs(people),
        of_messages(people),
        of_receipts(people),
        of_couriers(people),
        of_attachments(),
        of_agreement(),
    ]
    return {f"{file.name}.json": file.encode(material.used) for file in files}


def main() -> int:
    """Write the files."""
    material = Material()
    made = make(material)
    VECTORS.mkdir(exist_ok=True)
    SCHEMAS.mkdir(exist_ok=True)
    for name, data in made.items():
        (VECTORS / name).write_bytes(data)
    PIECES.write_bytes(material.encode())
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        (SCHEMAS / f"{name}.schema.json").write_text(text, "utf-8")
    PAGE.write_text(with_example(PAGE.read_text("utf-8"), People(material)), "utf-8")
    sys.stdout.write(f"{len(made)} files, {material.drawn} of {len(material.used)} drawn anew\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
