"""Compose: what a person typed, and whether it can be said.

What was typed is kept as it was typed, whatever is wrong with it: each fault is named at its field,
and the page comes back with everything in it. Files alone a browser does not keep.
"""

import re
import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PureWindowsPath

from starlette.datastructures import FormData, UploadFile

from comity.exchange.drafts import File, Letter, LoweredMarkingError, need_marking
from comity.exchange.statements import (
    LARGEST_FILE,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    MOST_FILES,
    REPORT,
    report,
)
from comity.records.circle import Circle
from comity.records.kinds import LANGUAGES
from comity.records.marking import TEXTS, Marking
from comity.records.precedence import WORDS, Precedence
from comity.web.desk import MessageSeen
from comity.web.words import Language, time_of

LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
"""How a browser writes a day and a time without a zone; here it is UTC."""

TYPE = re.compile(r"[\w!#$&^.+-]{1,64}/[\w!#$&^.+-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form as they were typed.

    Attributes:
        token: of the page on which it was typed.
        circle, precedence, marking, language, subject, text: of the message.
        reply_to: hash of the message that it answers, "" for none.
        quote: whether it quotes that message.
        answer_by: the moment until which an answer is asked for, as the browser writes it, in UTC.
        read_receipt: whether it asks to be told that it was read.
    """

    token: str = ""
    circle: str = ""
    precedence: str = Precedence.ROUTINE.word
    marking: str = ""
    language: str = ""
    subject: str = ""
    text: str = ""
    reply_to: str = ""
    quote: bool = False
    answer_by: str = ""
    read_receipt: bool = False

    @property
    def shown(self) -> Marking:
        """Return the marking of a page that shows this; nothing is lower before it is chosen."""
        return TEXTS.get(self.marking, Marking.CLEAR)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field.

    Attributes:
        code: of `faultlabels.FAULTS`.
        facts: what its words name.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


Faults = Mapping[str, Fault]
"""By the name of the field."""


def fresh(
    language: Language, circles: Sequence[Circle], answered: MessageSeen | None = None
) -> Typed:
    """Return a form that nobody has typed in.

    Args:
        language: of the page.
        circles: that this party belongs to.
        answered: the message that is answered, None for a new one.
    """
    typed = Typed(token=uuid.uuid4().hex, language=language.value)
    if answered is None:
        return replace(typed, circle=circles[0].id if len(circles) == 1 else "")
    message = answered.message
    subject = message.subject if message.subject.startswith("Re: ") else f"Re: {message.subject}"
    return replace(
        typed,
        circle=message.circle,
        precedence=message.precedence.word,
        marking=message.marking.text,
        subject=subject[:LONGEST_SUBJECT],
        reply_to=message.hash,
    )


def typed_in(form: FormData) -> Typed:
    """Return what was typed."""

    def text(name: str) -> str:
        value = form.get(name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    return Typed(
        token=text("token")[:64],
        circle=text("circle"),
        precedence=text("precedence"),
        marking=text("marking"),
        language=text("language"),
        subject=" ".join(text("subject").split()),
        text=text("text"),
        reply_to=text("reply_to"),
        quote=bool(text("quote")),
        answer_by=text("answer_by"),
        read_receipt=bool(text("read_receipt")),
    )


def read(
    typed: Typed,
    form: FormData,
    circles: Sequence[Circle],
    answered: MessageSeen | None,
    folder: Path,
) -> tuple[Letter | None, Faults]:
    """Return the letter that was typed, or what is wrong with it.

    Args:
        typed: the fields.
        form: with the files.
        circles: that this party belongs to.
        answered: the message that is answered, None for none.
        folder: where the files are put; the letter counts as long as it is there.
    """
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    faults = dict(faults_of(typed, circles, answered))
    if len(uploads) > MOST_FILES:
        faults["files"] = Fault("files-many", {"most": MOST_FILES})
    if any((one.size or 0) > LARGEST_FILE for one in uploads):
        faults["files"] = Fault("files-large")
    if not typed.text.strip() and not uploads:
        faults["text"] = Fault("text-missing")
    quotes = [typed.reply_to] if typed.quote and answered is not None else []
    quoted = Marking.CLEAR
    if quotes and answered is not None and "marking" not in faults:
        try:
            quoted = need_marking(TEXTS[typed.marking], [answered.message.marking])
        except LoweredMarkingError as error:
            faults["marking"] = Fault("marking-lowered", error.facts)
    if faults:
        if uploads:
            faults.setdefault("files", Fault("files-again"))
        return None, faults
    body = report(
        precedence=WORDS[typed.precedence],
        subject=typed.subject,
        words=typed.text,
        language=typed.language,
        reply_to=typed.reply_to,
        quotes=quotes,
        answer_by=f"{typed.answer_by}:00.000Z" if typed.answer_by else "",
        read_receipt=typed.read_receipt,
    )
    return Letter(
        kind=REPORT.name,
        circle=typed.circle,
        body=body,
        marking=TEXTS[typed.marking],
        quoted=quoted,
        files=tuple(kept(one, folder / str(number)) for number, one in enumerate(uploads)),
    ), {}


def faults_of(
    typed: Typed, circles: Sequence[Circle], answered: MessageSeen | None
) -> dict[str, Fault]:
    """Return what is wrong with the fields themselves."""
    faults: dict[str, Fault] = {}
    if typed.circle not in {circle.id for circle in circles}:
        faults["circle"] = Fault("circle-missing")
    if typed.reply_to and (answered is None or answered.message.circle != typed.circle):
        faults["circle"] = Fault("circle-other")
    if typed.precedence not in WORDS:
        faults["precedence"] = Fault("precedence-missing")
    if typed.marking not in TEXTS:
        faults["marking"] = Fault("marking-missing")
    if typed.language not in LANGUAGES:
        faults["language"] = Fault("language-missing")
    if not typed.subject:
        faults["subject"] = Fault("subject-missing")
    elif len(typed.subject) > LONGEST_SUBJECT:
        facts = {"most": LONGEST_SUBJECT, "count": len(typed.subject)}
        faults["subject"] = Fault("subject-long", facts)
    if len(typed.text) > LONGEST_TEXT:
        faults["text"] = Fault("text-long", {"most": LONGEST_TEXT, "count": len(typed.text)})
    if typed.answer_by and (
        not LOCAL.fullmatch(typed.answer_by) or time_of(f"{typed.answer_by}:00.000Z") is None
    ):
        faults["answer_by"] = Fault("answer-by")
    return faults


def kept(upload: UploadFile, path: Path) -> File:
    """Return a file that was handed in, once it lies in a folder."""
    with path.open("xb") as file:
        shutil.copyfileobj(upload.file, file, 1 << 20)
    name = PureWindowsPath(PurePath(upload.filename or "").name).name
    clean = "".join(letter for letter in name if letter.isprintable())[:255]
    media = upload.content_type or ""
    return File(
        name=clean or "file",
        type=media if TYPE.fullmatch(media) else "application/octet-stream",
        size=path.stat().st_size,
        path=path,
    )
