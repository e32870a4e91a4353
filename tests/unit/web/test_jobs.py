"""A job runs beside the pages and says truly how far it is."""

import threading

import pytest

from comity.errors import RefusedError
from comity.web.jobs import (
    FETCH_PLAN,
    KEPT,
    Job,
    JobBrokeError,
    Jobs,
    Report,
    State,
    UnplannedStepError,
    fraction_of,
    job_page,
    news,
)
from comity.web.words import Language


class NoListError(RefusedError):
    """The folder has no list."""

    code = "no-list"
    template = "{folder} has no list"


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


def test_a_job_that_returns_is_done(jobs: Jobs) -> None:
    started = jobs.start("import", lambda report: report.step("read", 1, 2))

    ended = jobs.wait(started.id, timeout=5)

    assert (ended.state, ended.fraction, ended.percent) == (State.DONE, 1.0, 100)


def test_a_job_that_is_refused_fails_with_the_error_itself(jobs: Jobs) -> None:
    def work(report: Report) -> None:
        report.step("import", 1, 4)
        raise NoListError(folder="lists")

    ended = jobs.wait(jobs.start("import", work).id, timeout=5)

    assert ended.state is State.FAILED
    assert isinstance(ended.error, NoListError)
    assert ended.step == "import"


def test_a_fault_of_the_program_fails_the_job_and_is_logged(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: Report) -> None:
        message = "no such column"
        raise ValueError(message)

    ended = jobs.wait(jobs.start("import", work).id, timeout=5)

    assert isinstance(ended.error, JobBrokeError)
    assert ended.error.facts == {"reason": "ValueError: no such column"}
    assert caplog.records[0].exc_info


def test_a_step_outside_the_plan_fails_the_job(jobs: Jobs) -> None:
    ended = jobs.wait(jobs.start("import", lambda r: r.step("fetch")).id, timeout=5)

    assert isinstance(ended.error, UnplannedStepError)
    assert str(ended.error) == (
        "the work reports the step 'fetch', but its plan has only import, read, resolve, compare, "
        "store; give Jobs.start a plan with it"
    )


def test_the_whole_never_goes_back(jobs: Jobs) -> None:
    seen: list[float] = []

    def work(report: Report) -> None:
        for done, total in ((1, 2), (1, 10), (9, 10), (0, 0)):
            report.step("fetch", done, total)
            job = jobs.running()
            assert job
            seen.append(job.fraction)

    jobs.wait(jobs.start("fetch", work, FETCH_PLAN).id, timeout=5)

    assert seen == sorted(seen)
    assert seen[0] == fraction_of(FETCH_PLAN, "fetch", 0.5)


def test_a_running_job_never_says_a_hundred_per_cent() -> None:
    assert Job(id="1", title="import", fraction=0.9999).percent == 99


def test_a_job_is_found_while_it_runs_and_after(jobs: Jobs) -> None:
    go_on = threading.Event()

    def work(_: Report) -> None:
        go_on.wait(5)

    started = jobs.start("import", work)

    running = jobs.running()
    go_on.set()
    ended = jobs.wait(started.id, timeout=5)

    assert running
    assert running.id == started.id
    assert jobs.running() is None
    assert jobs.newest() == jobs.get(started.id) == ended
    assert jobs.get("nosuch") is None


def test_only_the_newest_ended_jobs_are_remembered(jobs: Jobs) -> None:
    started = []
    for _ in range(KEPT + 5):
        started.append(jobs.start("import", lambda _: None))
        jobs.wait(started[-1].id, timeout=5)

    assert [jobs.get(job.id) is None for job in started].count(True) == 5
    assert jobs.get(started[-1].id)


def test_news_say_the_step_the_detail_and_how_far() -> None:
    job = Job(
        id="1", title="import", fraction=0.123, step="import", done=3, total=9, detail="sdn.xml"
    )

    assert news(Language.ENGLISH, job) == {
        "state": "running",
        "percent": 12,
        "shown": "12%",
        "text": "Reading the files · sdn.xml · 3 of 9",
        "said": "12% · Reading the files · sdn.xml · 3 of 9",
    }
    assert news(Language.JAPANESE, Job(id="1", title="import"))["text"] == "開始しています"


@pytest.mark.parametrize("language", Language)
def test_a_running_job_refreshes_itself_without_a_script(language: Language) -> None:
    page = job_page(language, Job(id="1", title="import", fraction=0.5, step="resolve"))

    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert '<progress max="100" value="50"' in page


@pytest.mark.parametrize("language", Language)
def test_a_job_that_ended_does_not_refresh_and_leads_to_the_board(language: Language) -> None:
    failed = Job(
        id="1", title="fetch", state=State.FAILED, error=JobBrokeError(reason="OSError: disk full")
    )
    for job in (Job(id="1", title="demo", state=State.DONE), failed):
        page = job_page(language, job)

        assert "refresh" not in page
        assert f'href="/{language}/sanctions"' in page
    assert "OSError: disk full" in page
    assert "job-broke" in page
