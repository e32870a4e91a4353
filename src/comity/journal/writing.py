"""Writing: one job after another, by the thread that writes, and the line of jobs before it.

The most urgent job goes first, and among equals the one that came first. Jobs of one precedence
that wait at the same moment share a commit, as long as it stays short: one fsync for all of them. A
job is answered only when its commit is on the disk. A job that raises is undone alone.

A FLASH that finds nobody writing and nobody waiting is written at once, by whoever brings it: to
wake another thread and to be woken by it would cost more than the commit itself.
"""

import asyncio
import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any, TypeVar

from comity.errors import UnavailableError
from comity.journal.store import ClosedError, Store
from comity.journal.writer import Writer
from comity.records.precedence import Precedence

LONGEST = 0.003
"""Seconds after which no further job joins a commit."""

ENOUGH = 100
"""Records after which no further job joins a commit."""

T = TypeVar("T")

Job = Callable[[Writer], Any]


class NotWrittenError(UnavailableError):
    """The database could not take what was to be written."""

    code = "journal-not-written"
    template = (
        "nothing was written to the journal {where}: {reason}; see that the disk has room and the "
        "database runs, then do it again"
    )


@dataclass(order=True, slots=True)
class Task:
    """A job in the line.

    Attributes:
        precedence: how urgent it is.
        order: which came first.
        job: what is to be done.
        future: where the answer goes.
    """

    precedence: Precedence
    order: int
    job: Job = field(compare=False)
    future: Future[Any] = field(compare=False)


Answers = list[tuple[Task, Any, Exception | None]]
"""Jobs of one commit, each with its result or why there is none."""


async def written(future: Future[T]) -> T:
    """Return what a job came to once it is on the disk; at once where it is already."""
    return future.result() if future.done() else await asyncio.wrap_future(future)


class Line:
    """Jobs that wait, the most urgent in front."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._tasks: list[Task] = []
        self._changed = threading.Condition()
        self._numbers = count()
        self._closed = False

    def join(self, job: Job, precedence: Precedence) -> Future[Any]:
        """Put a job in the line.

        Raises:
            ClosedError: the line takes no more.
        """
        future: Future[Any] = Future()
        with self._changed:
            if self._closed:
                raise ClosedError(where=self.where)
            heapq.heappush(self._tasks, Task(precedence, next(self._numbers), job, future))
            self._changed.notify()
        return future

    def wait(self) -> bool:
        """Wait for a job; say whether there is one: there is none when the line is closed."""
        with self._changed:
            while not self._tasks and not self._closed:
                self._changed.wait()
            return bool(self._tasks)

    def first(self) -> Task | None:
        """Return the next job, None if somebody else took it."""
        with self._changed:
            return heapq.heappop(self._tasks) if self._tasks else None

    def empty(self) -> bool:
        """Say whether nobody waits and the line still takes jobs."""
        with self._changed:
            return not self._tasks and not self._closed

    def next(self, precedence: Precedence) -> Task | None:
        """Return the next job if one of this precedence is in front."""
        with self._changed:
            if self._tasks and self._tasks[0].precedence == precedence:
                return heapq.heappop(self._tasks)
            return None

    def close(self) -> None:
        """Take no more; what waits is still done."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class WritingThread(threading.Thread):
    """Takes jobs from the line and commits them.

    Attributes:
        crash: called at named points of a commit, for tests of faults.
    """

    def __init__(self, store: Store, line: Line, crash: Callable[[str], None]) -> None:
        super().__init__(name="journal", daemon=True)
        self.store = store
        self.line = line
        self.crash = crash
        self._finishing: set[str] = set()
        self._writing = threading.Lock()

    def run(self) -> None:
        """Work until the line is closed and empty."""
        while self.line.wait():
            answers: Answers = []
            with self._writing:  # taken before the job is, so that nobody overtakes it
                task = self.line.first()
                if task is not None and task.future.set_running_or_notify_cancel():
                    answers = self._commit(task)
            self._resolve(answers)

    def now(self, job: Job) -> Future[Any] | None:
        """Do a FLASH at once in the thread of the caller; None if somebody writes or waits."""
        if not self._writing.acquire(blocking=False):
            return None
        try:
            if not self.line.empty():
                return None
            task = Task(Precedence.FLASH, 0, job, Future())
            task.future.set_running_or_notify_cancel()
            answers = self._commit(task)
        finally:
            self._writing.release()
        self._resolve(answers)
        return task.future

    def _commit(self, first: Task) -> Answers:
        """Do a job, and others that may share its commit; return what they are to be told."""
        answers: Answers = []
        try:
            writer = Writer(self.store.begin())
        except Exception as error:  # noqa: BLE001 - whoever waits for an answer must get one
            return [(first, None, self._not_written(error))]
        try:
            began, task = monotonic(), first
            while True:
                answers.append((task, None, None))
                answers[-1] = (task, *self._do(task.job, writer))
                if writer.written >= ENOUGH or monotonic() - began > LONGEST:
                    break
                following = self._following(first.precedence)
                if following is None:
                    break
                task = following
            self.crash("before-commit")
            self.store.commit()
        except Exception as error:  # noqa: BLE001 - whoever waits for an answer must get one
            return self._give_up(answers, error)
        self.crash("after-commit")
        self._finish(writer.unfinished)
        self.crash("before-resolve")
        return answers

    def _resolve(self, answers: Answers) -> None:
        """Tell every job of a commit; whoever hears it may write again."""
        for task, result, refusal in answers:
            if refusal is not None:
                task.future.set_exception(refusal)
            else:
                task.future.set_result(result)

    def _following(self, precedence: Precedence) -> Task | None:
        while (task := self.line.next(precedence)) is not None:
            if task.future.set_running_or_notify_cancel():
                return task
        return None

    def _do(self, job: Job, writer: Writer) -> tuple[Any, Exception | None]:
        """Do one job; undo it alone when it raises."""
        written, unfinished = writer.written, set(writer.unfinished)
        with writer.session() as session:
            session.run("SAVEPOINT job")
            try:
                result = job(writer)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the job's answer
                session.run("ROLLBACK TO SAVEPOINT job")
                session.run("RELEASE SAVEPOINT job")
                writer.written, writer.unfinished = written, unfinished
                failed = isinstance(error, self.store.failures)
                return None, self._not_written(error) if failed else error
            session.run("RELEASE SAVEPOINT job")
            return result, None

    def _give_up(self, answers: Answers, error: Exception) -> Answers:
        """Roll back; return what every job of the commit is to be told."""
        try:
            self.store.rollback()
        except Exception as worse:  # noqa: BLE001 - whoever waits for an answer must get one
            error = worse
        return [(task, None, refusal or self._not_written(error)) for task, _, refusal in answers]

    def _finish(self, circles: set[str]) -> None:
        """Put what one job may not admit in the line as a job of its own."""
        for circle in circles - self._finishing:
            self._finishing.add(circle)
            self.admit_later(circle)

    def admit_later(self, circle: str) -> None:
        """Put the admission of what waits in a circle in the line."""

        def admit(writer: Writer) -> None:
            self._finishing.discard(circle)
            writer.admit(circle)

        try:
            self.line.join(admit, Precedence.ROUTINE)
        except ClosedError:
            return  # the journal is being closed; it goes on from here when it is opened again

    def _not_written(self, error: Exception) -> NotWrittenError:
        wrapped = NotWrittenError(where=self.store.where, reason=error)
        wrapped.__cause__ = error
        return wrapped
