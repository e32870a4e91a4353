"""Names: what the lists' way of printing them says about their parts."""


def family_in_capitals(text: str) -> str:
    """Return the words in capitals of a person's name, as many lists print the family name.

    A name that is all in capitals, or has none, says nothing; a single letter is an initial.

    >>> family_in_capitals("Ihor Vymyshlenyi-TESTENKO"), family_in_capitals("Ihor O. TESTENKO")
    ('', 'TESTENKO')
    """
    words = text.split()
    capital = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
    return " ".join(capital) if len(capital) < len(words) else ""
