"""A checkpoint is read in one way only and counts with both signatures of its author."""

import base64
from dataclasses import replace

import pytest

from comity.records.party import Party
from comity.records.tree import EMPTY, leaf_hash
from comity.seal.checkpoint import (
    LARGEST_NOTE,
    Checkpoint,
    Note,
    NoteError,
    SignatureLine,
    cosign,
    cosignature_line,
    cosignatures,
    issue,
    read_note,
    verify,
    verify_cosignature,
    with_cosignatures,
)
from comity.seal.signing import ForgedError, SigningKeys

UA, JP, KR = Party("ua"), Party("jp"), Party("kr")
UKRAINE, JAPAN, KOREA = (SigningKeys.generate() for _ in range(3))
HERE = Checkpoint("9f" * 32, UA, 7, leaf_hash(b"seven records"))
NOTE = issue(HERE, UKRAINE)
NINE = 1772703000
"""Half past nine on 5 March 2026."""


def text_with(before: bytes, after: bytes) -> bytes:
    """The note with one part changed, which must be there."""
    assert before in NOTE

    return NOTE.replace(before, after, 1)


def refusal(data: bytes) -> str:
    """Why a note is refused."""
    with pytest.raises(NoteError) as caught:
        read_note(data)
    return caught.value.facts["reason"]


def test_what_is_issued_is_read_and_verified() -> None:
    assert verify(read_note(NOTE), UKRAINE.public) == HERE


def test_the_text_is_origin_size_and_root() -> None:
    root = base64.b64encode(HERE.root).decode()

    assert HERE.text.decode() == f"comity/{'9f' * 32}/ua\n7\n{root}\n"


def test_a_note_is_its_text_a_blank_line_and_two_signatures() -> None:
    text, _, under = NOTE.decode().partition("\n\n")
    first, second, end = under.split("\n")

    assert (text + "\n").encode() == HERE.text
    assert first.startswith(f"— {HERE.origin} ")
    assert second.startswith(f"— {HERE.origin} ")
    assert end == ""
    assert [len(line.signature) for line in read_note(NOTE).lines] == [64, 3309]


def test_a_note_that_is_read_is_written_back_byte_for_byte() -> None:
    assert read_note(NOTE).encode() == NOTE


def test_the_first_party_cannot_be_verified_with_the_keys_of_another() -> None:
    with pytest.raises(ForgedError):
        verify(read_note(NOTE), JAPAN.public)


@pytest.mark.parametrize(("left_out", "algorithm"), [(0, "Ed25519"), (1, "ML-DSA-65")])
def test_a_checkpoint_without_one_of_its_signatures_is_forged(
    left_out: int, algorithm: str
) -> None:
    lines = list(read_note(NOTE).lines)
    del lines[left_out]

    with pytest.raises(ForgedError) as caught:
        verify(Note(HERE, tuple(lines)), UKRAINE.public)

    assert caught.value.facts == {"algorithm": algorithm}


def test_another_size_under_the_same_signatures_is_forged() -> None:
    with pytest.raises(ForgedError):
        verify(read_note(text_with(b"\n7\n", b"\n8\n")), UKRAINE.public)


def test_the_chain_of_another_circle_under_the_same_signatures_is_forged() -> None:
    with pytest.raises(ForgedError):
        verify(read_note(NOTE.replace(b"9f" * 32, b"aa" * 32)), UKRAINE.public)


def test_a_root_signed_by_another_party_in_the_first_ones_name_is_forged() -> None:
    with pytest.raises(ForgedError):
        verify(read_note(issue(HERE, JAPAN)), UKRAINE.public)


def test_lines_of_keys_that_nobody_knows_decide_nothing() -> None:
    witness = SignatureLine("witness.example", b"1234", b"anything")

    longer = with_cosignatures(NOTE, [witness])

    assert verify(read_note(longer), UKRAINE.public) == HERE
    assert read_note(longer).lines[2] == witness


def test_no_bit_of_the_text_can_change_unseen() -> None:
    for place in range(len(HERE.text)):
        changed = bytearray(NOTE)
        changed[place] ^= 1
        with pytest.raises((NoteError, ForgedError)):
            verify(read_note(bytes(changed)), UKRAINE.public)


BROKEN = {
    "longer than any": (NOTE + b"x" * LARGEST_NOTE, f"{len(NOTE) + LARGEST_NOTE} bytes; 32768 is"),
    "no UTF-8": (b"\xff" + NOTE, "it is not UTF-8"),
    "text alone": (HERE.text, "no blank line stands between text and signatures"),
    "nothing under the text": (HERE.text + b"\n", "0 signatures; 1 to 32 may stand"),
    "cut off": (NOTE[:-1], "it does not end with a line break"),
    "a blank line at the end": (NOTE + b"\n", "a signature line has not its form"),
    "leading zero": (text_with(b"\n7\n", b"\n07\n"), "its second line is no number of records"),
    "plus sign": (text_with(b"\n7\n", b"\n+7\n"), "its second line is no number of records"),
    "Arabic digit": (text_with(b"\n7\n", "\n٧\n".encode()), "its second line is no number"),
    "too many": (text_with(b"\n7\n", b"\n" + b"9" * 16 + b"\n"), f"a chain of {'9' * 16} records"),
    "none, with a root": (text_with(b"\n7\n", b"\n0\n"), "an empty chain has another root"),
    "a fourth line": (text_with(b"\n7\n", b"\n7\n7\n"), "its text has 4 lines; a checkpoint has"),
    "carriage return": (text_with(b"\n7\n", b"\r\n7\n"), "the party is not two to ten small"),
    "another origin": (text_with(b"comity/", b"comedy/"), "its first line names no chain"),
    "capital party": (text_with(b"/ua\n", b"/UA\n"), "the party is not two to ten small Latin"),
    "capital circle": (text_with(b"9f" * 32, b"9F" * 32), "the circle is not 64 hexadecimal"),
    "another dash": (text_with("— ".encode(), b"- "), "a signature line has not its form"),
    "no padding": (text_with(b"=\n\n", b"\n\n"), "a part is not base64 as we write it"),
    "no base64": (HERE.text + "\n— a b\n".encode(), "a part is not base64 as we write it"),
    "spare bits": (HERE.text + "\n— a YWFhYWF=\n".encode(), "a part is not base64 as we write it"),
    "plus in a name": (HERE.text + "\n— a+b YWFhYWE=\n".encode(), "a key's name has not its form"),
    "no-break space": (HERE.text + "\n— a\u00a0b YWFhYWE=\n".encode(), "a key's name has not"),
    "unseen letter": (HERE.text + "\n— a\u200bb YWFhYWE=\n".encode(), "a key's name has not its"),
    "only a key id": (HERE.text + "\n— a YWFhYQ==\n".encode(), "a signature is missing after"),
    "two blank lines": (HERE.text + b"\n" + NOTE[len(HERE.text) :], "a signature line has not its"),
    "a key twice": (HERE.text + b"\n" + "— a YWFhYWE=\n".encode() * 2, "two signatures of one key"),
    "33 lines": (HERE.text + b"\n" + "— a YWFhYWE=\n".encode() * 33, "33 signatures; 1 to 32 may"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_note_that_could_be_read_in_two_ways_is_refused(name: str) -> None:
    note, reason = BROKEN[name]

    assert refusal(note).startswith(reason)


def test_the_root_has_32_bytes() -> None:
    root = base64.b64encode(HERE.root)

    assert refusal(text_with(root, root[:40])) == "the root has 30 bytes, it must have 32"


def test_an_empty_chain_can_be_signed() -> None:
    nothing = Checkpoint("9f" * 32, UA, 0, EMPTY.root)

    assert verify(read_note(issue(nothing, UKRAINE)), UKRAINE.public) == nothing


def test_what_could_not_be_read_cannot_be_made() -> None:
    with pytest.raises(NoteError):
        replace(HERE, size=-1)


def test_a_receipt_says_when_it_was_given() -> None:
    receipt = cosign(HERE, JP, JAPAN, NINE)

    assert len(receipt) == 72
    assert verify_cosignature(HERE, JP, JAPAN.public, receipt) == NINE


def test_a_receipt_signs_time_and_text_as_c2sp_writes_them() -> None:
    receipt = cosign(HERE, JP, JAPAN, NINE)
    signed = b"cosignature/v1\ntime 1772703000\n" + HERE.text

    JAPAN.public.verify_ed25519(signed, receipt[8:])
    assert receipt[:8] == NINE.to_bytes(8, "big")


def test_the_time_of_a_receipt_cannot_be_moved() -> None:
    receipt = cosign(HERE, JP, JAPAN, NINE)

    with pytest.raises(ForgedError):
        verify_cosignature(HERE, JP, JAPAN.public, (NINE + 1).to_bytes(8, "big") + receipt[8:])


def test_a_receipt_of_seven_records_is_none_of_eight() -> None:
    receipt = cosign(HERE, JP, JAPAN, NINE)

    with pytest.raises(ForgedError):
        verify_cosignature(replace(HERE, size=8), JP, JAPAN.public, receipt)


@pytest.mark.parametrize("length", [0, 8, 71, 73])
def test_a_receipt_of_another_length_is_forged(length: int) -> None:
    receipt = (cosign(HERE, JP, JAPAN, NINE) + b"\0")[:length]

    with pytest.raises(ForgedError):
        verify_cosignature(HERE, JP, JAPAN.public, receipt)


@pytest.mark.parametrize("at", [0, -1, 2**63])
def test_a_receipt_has_a_time(at: int) -> None:
    with pytest.raises(NoteError, match=f"{at} is no time of a receipt"):
        cosign(HERE, JP, JAPAN, at)


def test_a_receipt_without_a_time_is_refused() -> None:
    with pytest.raises(NoteError, match="0 is no time of a receipt"):
        verify_cosignature(HERE, JP, JAPAN.public, bytes(72))


def test_nobody_gives_himself_a_receipt() -> None:
    with pytest.raises(NoteError):
        cosign(HERE, UA, UKRAINE, NINE)


def test_the_authors_signature_of_a_checkpoint_is_no_receipt() -> None:
    signature = NINE.to_bytes(8, "big") + UKRAINE.sign_ed25519(HERE.text)

    with pytest.raises(ForgedError):
        verify_cosignature(HERE, JP, UKRAINE.public, signature)


def test_receipts_travel_under_the_note_and_are_read_back() -> None:
    lines = [
        cosignature_line(JP, JAPAN.public, cosign(HERE, JP, JAPAN, NINE)),
        cosignature_line(KR, KOREA.public, cosign(HERE, KR, KOREA, NINE + 5)),
    ]

    note = read_note(with_cosignatures(NOTE, lines))

    assert verify(note, UKRAINE.public) == HERE
    assert cosignatures(note, {JP: JAPAN.public, KR: KOREA.public}) == {JP: NINE, KR: NINE + 5}


def test_a_receipt_that_is_not_there_is_not_made_up() -> None:
    assert cosignatures(read_note(NOTE), {JP: JAPAN.public}) == {}


def test_a_receipt_under_the_note_that_is_forged_is_named() -> None:
    line = cosignature_line(JP, JAPAN.public, cosign(HERE, JP, KOREA, NINE))

    with pytest.raises(ForgedError):
        cosignatures(read_note(with_cosignatures(NOTE, [line])), {JP: JAPAN.public})


def test_the_same_receipt_does_not_stand_twice_under_a_note() -> None:
    line = cosignature_line(JP, JAPAN.public, cosign(HERE, JP, JAPAN, NINE))

    with pytest.raises(NoteError):
        with_cosignatures(NOTE, [line, line])
