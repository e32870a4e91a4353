"""Twelve words stand for a card; one that was misheard is named with its place."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from comity.seal.fingerprint import (
    LANGUAGES,
    FingerprintFormError,
    FingerprintLanguageError,
    FingerprintLengthError,
    FingerprintMismatchError,
    FingerprintWordError,
    fold,
    need_same,
    read_words,
    word_list,
    words,
)

FINGERPRINT = "000102fdfeff101112707172" + "9f" * 20
UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
languages = st.sampled_from(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_256_different_words(language: str) -> None:
    assert len({fold(word) for word in word_list(language)}) == len(word_list(language)) == 256


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_begins_another(language: str) -> None:
    listed = sorted(fold(word) for word in word_list(language))

    assert not [pair for pair in pairwise(listed) if pair[1].startswith(pair[0])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_words_differ_in_two_letters_or_kana(language: str) -> None:
    listed = [fold(word) for word in word_list(language)]

    assert not [pair for pair in combinations(listed, 2) if Levenshtein.distance(*pair) < 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short(language: str) -> None:
    assert all(3 <= len(word) <= 10 for word in word_list(language))


def test_each_list_is_written_in_its_own_letters() -> None:
    kana = frozenset(chr(code) for code in range(ord("ぁ"), ord("ゖ") + 1)) | {"ー"}

    assert frozenset("".join(word_list("uk"))) <= UKRAINIAN
    assert frozenset("".join(word_list("en"))) <= LATIN
    assert frozenset("".join(map(fold, word_list("ja")))) <= kana


def test_a_fingerprint_has_twelve_words_of_its_first_twelve_bytes() -> None:
    listed = word_list("uk")

    assert words(FINGERPRINT, "uk") == tuple(
        listed[place] for place in (0, 1, 2, 253, 254, 255, 16, 17, 18, 112, 113, 114)
    )


def test_the_first_and_last_words_never_change() -> None:
    ends = {language: (word_list(language)[0], word_list(language)[255]) for language in LANGUAGES}

    assert ends == {
        "uk": ("абрикос", "ящірка"),
        "ja": ("あさがお", "わたあめ"),
        "en": ("acorn", "zipper"),
    }


@given(fingerprint=hashes, language=languages)
def test_words_are_read_back_as_the_bytes_they_stand_for(fingerprint: str, language: str) -> None:
    spoken = " ".join(words(fingerprint, language))

    assert read_words(spoken, language) == fingerprint[:24]


@given(fingerprint=hashes, language=languages)
def test_words_are_read_without_spaces_too(fingerprint: str, language: str) -> None:
    assert read_words("".join(words(fingerprint, language)), language) == fingerprint[:24]


@pytest.mark.parametrize(
    "between", [" ", ", ", "\n", "・", "、", "\u3000", " — ", ". ", "-", "1) "]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_does_not_matter_what_stands_between_words(language: str, between: str) -> None:
    spoken = between.join(words(FINGERPRINT, language))

    assert read_words(f"  {spoken}. ", language) == FINGERPRINT[:24]


def test_capitals_do_not_matter() -> None:
    assert read_words(" ".join(words(FINGERPRINT, "uk")).upper(), "uk") == FINGERPRINT[:24]


@pytest.mark.parametrize("apostrophe", "'’ʼ`")
def test_apostrophes_do_not_matter(apostrophe: str) -> None:
    first, *rest = words(FINGERPRINT, "uk")
    spoken = " ".join([first[:1] + apostrophe + first[1:], *rest])

    assert read_words(spoken, "uk") == FINGERPRINT[:24]


def test_letters_that_a_keyboard_puts_together_are_the_same() -> None:
    jam = word_list("uk").index("чайник")
    fingerprint = f"{jam:02x}" * 12 + "9f" * 20

    assert read_words("чаи\u0306ник " * 12, "uk") == fingerprint[:24]


def test_it_does_not_matter_which_kana_are_used() -> None:
    banana = word_list("ja").index("バナナ")

    assert read_words("ばなな ﾊﾞﾅﾅ バナナ " * 4, "ja") == f"{banana:02x}" * 12


def test_a_misheard_word_is_named_with_its_place() -> None:
    heard = list(words(FINGERPRINT, "en"))
    heard[4] = "zigzak"

    with pytest.raises(FingerprintWordError) as caught:
        read_words(" ".join(heard), "en")

    assert caught.value.facts["place"] == "5"
    assert caught.value.facts["word"] == "zigzak"
    assert caught.value.facts["nearest"].startswith("zigzag")


def test_words_of_another_language_are_named_at_once() -> None:
    with pytest.raises(FingerprintWordError) as caught:
        read_words(" ".join(words(FINGERPRINT, "uk")), "ja")

    assert str(caught.value) == (
        "word 1 of the fingerprint, 'абрикос', is none of the words; "
        "the nearest are far from it: ask for it again"
    )


@pytest.mark.parametrize(("kept", "count"), [(0, 0), (11, 11), (12, 13)])
def test_a_fingerprint_has_no_more_and_no_fewer_words(kept: int, count: int) -> None:
    heard = [*words(FINGERPRINT, "ja")[:kept], *(["さくら"] if kept == 12 else [])]

    with pytest.raises(FingerprintLengthError) as caught:
        read_words(" ".join(heard), "ja")

    assert caught.value.facts["count"] == str(count)


def test_words_of_the_same_card_are_the_same() -> None:
    need_same(FINGERPRINT, " ".join(words(FINGERPRINT, "ja")), "ja")


def test_words_of_another_card_are_refused_at_the_first_that_differs() -> None:
    heard = list(words(FINGERPRINT, "en"))
    heard[2] = "walnut"

    with pytest.raises(FingerprintMismatchError) as caught:
        need_same(FINGERPRINT, " ".join(heard), "en")

    assert caught.value.facts == {"place": "3", "heard": "walnut", "expected": "amber"}


def test_there_are_no_words_in_other_languages() -> None:
    with pytest.raises(FingerprintLanguageError) as caught:
        words(FINGERPRINT, "ko")

    assert caught.value.facts == {"language": "ko", "known": "uk, ja, en"}


@pytest.mark.parametrize("text", ["", "9f", "9F" * 32, "9f" * 33])
def test_what_is_no_fingerprint_has_no_words(text: str) -> None:
    with pytest.raises(FingerprintFormError):
        words(text, "uk")
