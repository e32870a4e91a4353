"""Jobs: long work that a page shows while it runs, and that nobody has to wait for.

A job lives in memory only and ends with the program; what it makes is kept by those who make it.
The work runs in a thread of its own and says how far it is; a page reads that as a frozen value, so
the two never wait for each other. The whole moves forward only, whatever the steps report.

>>> jobs = Jobs()
>>> job = jobs.start("import", lambda report: report.step("read", 3, 4, "list.xml"))
>>> jobs.wait(job.id).state
<State.DONE: 'done'>
"""

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from comity.errors import ComityError, UnavailableError
from comity.records.marking import highest
from comity.web.pages import Shell, render
from comity.web.words import Language, Words, words

log = logging.getLogger(__name__)

IMPORT_PLAN: Mapping[str, float] = {
    "import": 35,
    "read": 10,
    "resolve": 45,
    "compare": 7,
    "store": 3,
}
"""The steps of an import, in order, with about how long each takes beside the others."""

FETCH_PLAN: Mapping[str, float] = {"fetch": 60, **IMPORT_PLAN}
"""The steps of a download with the import that follows."""

KEPT = 50
"""Jobs that are remembered after they ended."""


class State(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobBrokeError(UnavailableError):
    """A fault of the program ended a job. Facts: reason."""

    code = "job-broke"
    template: ClassVar[str] = (
        "a fault in the program ended the work ({reason}); what was in force before still is. "
        "Start it again; if it ends so again, report it with the program's log"
    )


class UnplannedStepError(UnavailableError):
    """A job reports a step that is not in its plan. Facts: step, plan."""

    code = "job-unplanned-step"
    template: ClassVar[str] = (
        "the work reports the step '{step}', but its plan has only {plan}; "
        "give Jobs.start a plan with it"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stood at one moment.

    Attributes:
        id: names it in an address.
        title: a code of `sanctionlabels.JOBS`.
        state: running, done or failed.
        fraction: how much of the whole is done, 0 to 1.
        step: a code of `sanctionlabels.STEPS`, "" before the first.
        done, total: how far the step is, in its own units; total is 0 where it has none.
        detail: what the step is at, such as a file's name; "" where there is nothing to say.
        error: why it failed, None unless it did.
    """

    id: str
    title: str
    state: State = State.RUNNING
    fraction: float = 0.0
    step: str = ""
    done: float = 0
    total: float = 0
    detail: str = ""
    error: ComityError | None = None

    @property
    def percent(self) -> int:
        """Return the whole per cent that are done; 100 only when the job is."""
        return 100 if self.state is State.DONE else min(99, int(100 * self.fraction))


class Report:
    """What a job's work tells of itself; it may be called as often as one likes."""

    def __init__(self, tell: Callable[[str, float, float, str], None]) -> None:
        self._tell = tell

    def step(self, code: str, done: float = 0, total: float = 0, detail: str = "") -> None:
        """Say what is being done and how far it is.

        Args:
            code: of the step, one of the job's plan.
            done: how much of the step is done, in any unit.
            total: how much the step is in that unit, 0 where it cannot be said.
            detail: what it is at, shown as it is.

        Raises:
            UnplannedStepError: the plan has no such step.
        """
        self._tell(code, done, total, detail)


class Jobs:
    """Every job of this program, newest last."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._changed = threading.Condition()

    def start(
        self,
        title: str,
        work: Callable[[Report], None],
        plan: Mapping[str, float] = IMPORT_PLAN,
    ) -> Job:
        """Start work in a thread and return its job.

        Args:
            title: a code of `sanctionlabels.JOBS`.
            work: what to do; whatever it raises fails the job and nothing else.
            plan: its steps in order, with about how long each takes beside the others.
        """
        job = Job(id=uuid.uuid4().hex[:12], title=title)
        with self._changed:
            ended = [old.id for old in self._jobs.values() if old.state is not State.RUNNING]
            for old in ended[: max(0, len(ended) - KEPT + 1)]:
                del self._jobs[old]
            self._jobs[job.id] = job
        run = threading.Thread(
            target=self._run, args=(job.id, work, plan), name=f"job {title}", daemon=True
        )
        run.start()
        return job

    def get(self, name: str) -> Job | None:
        """Return a job as it stands now, None if there is none of that id."""
        with self._changed:
            return self._jobs.get(name)

    def running(self) -> Job | None:
        """Return the newest job that has not ended."""
        with self._changed:
            return next(
                (job for job in reversed(self._jobs.values()) if job.state is State.RUNNING), None
            )

    def newest(self) -> Job | None:
        """Return the newest job, ended or not."""
        with self._changed:
            return next(reversed(self._jobs.values()), None)

    def wait(self, name: str, timeout: float | None = None) -> Job:
        """Return the job when it has ended, or as it stands after so many seconds.

        Raises:
            KeyError: there is no such job.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._jobs[name].state is not State.RUNNING, timeout)
            return self._jobs[name]

    def _run(self, name: str, work: Callable[[Report], None], plan: Mapping[str, float]) -> None:
        def tell(code: str, done: float, total: float, detail: str) -> None:
            if code not in plan:
                raise UnplannedStepError(step=code, plan=", ".join(plan))
            share = min(1.0, done / total) if total else 0.0
            fraction = fraction_of(plan, code, share)
            job = self._jobs[name]
            self._put(
                replace(
                    job,
                    fraction=max(job.fraction, fraction),
                    step=code,
                    done=done,
                    total=total,
                    detail=detail,
                )
            )

        try:
            work(Report(tell))
        except ComityError as error:
            self._put(replace(self._jobs[name], state=State.FAILED, error=error))
        except Exception as error:
            log.exception("job %s broke", name)
            broke = JobBrokeError(reason=f"{type(error).__name__}: {error}")
            self._put(replace(self._jobs[name], state=State.FAILED, error=broke))
        else:
            self._put(replace(self._jobs[name], state=State.DONE, fraction=1.0))

    def _put(self, job: Job) -> None:
        with self._changed:
            self._jobs[job.id] = job
            self._changed.notify_all()


def fraction_of(plan: Mapping[str, float], step: str, share: float) -> float:
    """Return how much of a whole plan is done when this share of one step is.

    >>> fraction_of({"read": 30, "compare": 10}, "compare", 0.5)
    0.875
    """
    before = 0.0
    for code, length in plan.items():
        if code == step:
            return (before + share * length) / sum(plan.values())
        before += length
    raise KeyError(step)


def job_page(language: Language, job: Job) -> str:
    """Return the page of a job."""
    shell = Shell(language=language, path=f"/jobs/{job.id}", marking=highest(()))
    return render("job.html", shell, {"job": job, "doing": doing(shell.words, job)})


def news(language: Language, job: Job) -> dict[str, str | int]:
    """Return what a page that is open needs to know of a job now, in words.

    Keys: state; percent, 0 to 100; shown, the per cent as text; text, what it is doing; said, what
    to announce at every tenth of the way.
    """
    spoken = words(language)
    text = doing(spoken, job)
    shown = spoken.percent(job.percent / 100)
    return {
        "state": job.state.value,
        "percent": job.percent,
        "shown": shown,
        "text": text,
        "said": f"{shown} · {text}",
    }


def doing(spoken: Words, job: Job) -> str:
    """Return what a job is doing."""
    if not job.step:
        return spoken.gettext("Starting")
    parts = [spoken.label("step", job.step), job.detail]
    if job.total > 1:
        done, total = spoken.number(job.done), spoken.number(job.total)
        parts.append(spoken.gettext("%(done)s of %(total)s", done=done, total=total))
    return " · ".join(part for part in parts if part)
