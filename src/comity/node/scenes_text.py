"""A scene of the demonstration: a joint statement of six clauses, half agreed.

Ukraine tables it in three languages. Japan accepts three clauses, puts its own words beside one,
binds another to them, and takes one to its capital. What is named in clause 3 is public; everything
else is invented.
"""

from collections.abc import Callable, Sequence

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, alternative, open_object, take_stance

Say = Callable[[Sequence[Draft]], list[str]]
"""Lets one party say something, waits until the other has it, and gives the hashes."""

TITLE = {
    "uk": "Спільна заява третьої регулярної консультації",
    "ja": "第3回定期協議 共同声明",
    "en": "Joint statement of the third regular consultation",
}

CLAUSES = (
    {
        "uk": "Сторони провели третю регулярну консультацію в Токіо та розглянули роботу, виконану "
        "після другої.",
        "ja": "両当事者は、東京において第3回定期協議を開催し、第2回以降に行われた作業を総括した。",
        "en": "The Parties held the third regular consultation in Tokyo and reviewed the work done "
        "since the second.",
    },
    {
        "uk": "Вони підтвердили, що інформація, отримана в межах цього механізму, зберігає "
        "позначку, надану її автором.",
        "ja": "両当事者は、この枠組みの下で受領した情報が、作成者の付した区分を維持することを"
        "再確認した。",
        "en": "They reaffirmed that information received under this mechanism keeps the marking "
        "given by its author.",
    },
    {
        "uk": "Вони взяли до відома внесення до санкційних списків, здійснені Японією 1 грудня "
        "2023 року у зв’язку з передачею озброєнь між КНДР і Росією.",
        "ja": "両当事者は、北朝鮮とロシアとの間の武器移転に関し日本が2023年12月1日に行った"
        "制裁対象指定に留意した。",
        "en": "They took note of the designations that Japan made on 1 December 2023 concerning "
        "transfers of arms between the DPRK and Russia.",
    },
    {
        "uk": "Вони обмінюватимуться інформацією про такі передачі протягом 24 годин після "
        "відповідної події.",
        "ja": "両当事者は、このような移転について、関連する事象の発生から24時間以内に情報を"
        "共有する。",
        "en": "They will share information on such transfers within 24 hours of a relevant event.",
    },
    {
        "uk": "Кожна Сторона щомісяця розглядатиме внесення до санкційних списків, здійснені іншою "
        "Стороною.",
        "ja": "各当事者は、他の当事者による制裁対象指定を毎月検討する。",
        "en": "Each Party will examine the designations of the other every month.",
    },
    {
        "uk": "Четверта консультація відбудеться в Києві в першому кварталі наступного року.",
        "ja": "第4回協議は、翌年の第1四半期にキーウで開催する。",
        "en": "The fourth consultation will take place in Kyiv in the first quarter of next year.",
    },
)

PROMPTLY = {
    "uk": "Вони обмінюватимуться інформацією про такі передачі якнайшвидше.",
    "ja": "両当事者は、このような移転について、可能な限り速やかに情報を共有する。",
    "en": "They will share information on such transfers as promptly as possible.",
}


def play_text(kyiv: Say, tokyo: Say) -> str:
    """Play the scene; return the id of the text."""
    (about,) = kyiv([open_object(Type.STATEMENT, TITLE)])
    clauses = kyiv([alternative(about, words) for words in CLAUSES])
    kyiv([take_stance(about, one, {one: "S"}) for one in clauses])
    first, second, third, fourth, fifth, sixth = clauses
    (own,) = tokyo([alternative(about, PROMPTLY, fourth)])
    tokyo(
        [
            take_stance(about, first, {first: "A"}),
            take_stance(about, second, {second: "A"}),
            take_stance(about, third, {third: "S"}),
            take_stance(about, fourth, {own: "S", fourth: "R"}),
            take_stance(about, fifth, {fifth: "A"}, {fifth: [own]}),
            take_stance(about, sixth, {sixth: "Q"}),
        ]
    )
    return about
