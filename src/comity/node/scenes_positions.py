"""A scene of the demonstration: five questions, with where both parties stand; all of it invented.

One is agreed, one close, and three are open: on one Ukraine has said nothing yet, on one Japan has
not, and on one they are apart. Japan has moved on the first.
"""

from collections.abc import Mapping

from comity.agreement.statements import Draft
from comity.node.scenes_text import Say
from comity.positions.statements import POSITION, QUESTION

Words = Mapping[str, str]

QUESTIONS: tuple[Words, ...] = (
    {
        "uk": "Чи проводити засідання робочої групи щомісяця?",
        "ja": "作業部会を毎月開催するか",
        "en": "Should the working group meet every month?",
    },
    {
        "uk": "Протягом якого часу повідомляти про передачу технологій подвійного призначення?",
        "ja": "両用技術の移転について、どの期間内に通報するか",
        "en": "Within what time are transfers of dual-use technology to be reported?",
    },
    {
        "uk": "Чи публікувати спільну оцінку обходу санкцій?",
        "ja": "制裁迂回に関する共同評価を公表するか",
        "en": "Should a joint assessment of sanctions evasion be published?",
    },
    {
        "uk": "Чи запрошувати третю сторону як спостерігача?",
        "ja": "第三者をオブザーバーとして招請するか",
        "en": "Should a third party be invited as an observer?",
    },
    {
        "uk": "Якою мовою вести робочі списки суден?",
        "ja": "船舶の作業用一覧はどの言語で管理するか",
        "en": "In which language are the working lists of vessels kept?",
    },
)

UKRAINE: Mapping[int, tuple[str, Words]] = {
    0: (
        "support",
        {
            "uk": "Щомісяця, у другий вівторок, за потреби у відеоформаті.",
            "en": "Every month, on the second Tuesday, by video where needed.",
        },
    ),
    1: (
        "support",
        {
            "uk": "Протягом 24 годин після того, як подія стала відомою.",
            "en": "Within 24 hours after the event has become known.",
        },
    ),
    2: ("can-accept", {"uk": "Публікувати без назв компаній."}),
    4: ("support", {"uk": "Англійською, з оригінальними назвами поруч."}),
}
JAPAN: tuple[tuple[int, str, Words], ...] = (
    (0, "studying", {"ja": "開催頻度については検討中である。"}),
    (1, "oppose", {"ja": "24時間は国内手続上困難であり、「可能な限り速やかに」とすべきである。"}),
    (2, "studying", {"ja": "公表の範囲を国内で調整中である。"}),
    (3, "reserve", {"ja": "情報保護の取決めが整うまで留保する。"}),
    (0, "can-accept", {"ja": "原則毎月とし、議題がない月は見送ることができる。"}),
)


def play_positions(kyiv: Say, tokyo: Say) -> None:
    """Let both ask questions and say where they stand."""
    asked = kyiv([Draft(QUESTION.name, {"title": dict(title)}) for title in QUESTIONS[:3]])
    asked += tokyo([Draft(QUESTION.name, {"title": dict(title)}) for title in QUESTIONS[3:]])
    kyiv([_position(asked[at], stance, words) for at, (stance, words) in UKRAINE.items()])
    tokyo([_position(asked[at], stance, words) for at, stance, words in JAPAN])


def _position(question: str, stance: str, words: Words) -> Draft:
    body = {"question": question, "stance": stance, "words": dict(words)}
    return Draft(POSITION.name, body)
