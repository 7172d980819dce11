"""Runs of a project: one at a time, stopped and gone on with, and found again."""

import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.app.house import House
from sim.app.running import Runs, State, in_process
from sim.app.running.commands import said_file
from sim.app.screens.compare import IN_A_FRAME
from sim.studies.sizes import SIZES, Size, Sure
from tests.app.conftest import SMALL, Planner

RUN, LONGEST = "/projects/queue/run", 120.0
SLEEP = "import time; time.sleep(60)"
FAIL = (
    "import sys; print('Runs to make: 2.\\n0 of 2 runs finished\\nNo memory is left.\\n"
    "  Close other programs.', file=sys.stderr); sys.exit(2)"
)
STAY = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: time.sleep(2) or exit(130))\n"
"""It takes two seconds to stop."""


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def instead(code: str) -> Callable[[list[str], Path, Path], subprocess.Popen[bytes]]:
    """Begin another process in place of the program."""

    def start(arguments: list[str], folder: Path, said: Path) -> subprocess.Popen[bytes]:
        with said.open("wb") as words:
            return subprocess.Popen([sys.executable, "-c", code], cwd=folder, stderr=words)

    return start


@pytest.fixture
def stopped_at_the_end(house: House) -> object:
    yield None
    house.runs.stop_all()


def test_a_run_is_made_compared_found_again_and_taken_away(
    planner: Planner, project: Callable[..., Path]
) -> None:
    folder = project()

    assert planner.post(RUN, {"sure": "chance", "action": ""}).headers["location"] == RUN
    runs = planner.house.runs
    queue = planner.house.projects.named("queue")
    wait_until(lambda: not any(each.goes_on for each in runs.every(queue)))
    (made,) = runs.every(queue)
    assert made.state is State.FINISHED, made.problem

    again = planner.post(RUN, {"sure": "chance", "action": ""}).headers["location"]
    assert again == f"/projects/queue/compare?result={made.command.key}&again=1"
    page = planner.get(again)
    assert "nothing was run again" in page
    assert 'sandbox=""' in page
    frame = planner.client.request("GET", f"/projects/queue/compare/{made.command.key}")
    assert frame.headers["content-security-policy"] == IN_A_FRAME
    assert frame.content == (folder / "results" / made.command.key / "report.html").read_bytes()
    for anchor in re.findall(r'#([a-z-]+)" target="report"', page):
        assert f'id="{anchor}"' in frame.text
    assert "The question and the answer" in page

    away = "/projects/queue/take-away"
    assert "A brief of two pages for a board, in Word" in planner.get(away)
    sent = planner.post(away, {"result": made.command.key})
    archive = zipfile.ZipFile(io.BytesIO(sent.content))
    names = set(archive.namelist())
    told = archive.read("Read me.txt").decode()
    for name in re.findall(r"^((?:results|project|find)/\S+|brief\S+)\n    \S", told, re.M):
        assert name in names
    assert "\nbrief.docx\n    A brief of two pages" in told
    brief = planner.client.request("GET", f"{away}/{made.command.key}/brief.docx")
    assert brief.content == archive.read("brief.docx")
    planner.get(f"{away}/{made.command.key}/manifest.json", status=404)
    assert names >= {
        *("brief.docx", "brief.pptx", "results/brief.docx", "results/results.xlsx"),
        *("results/report.html", "results/resolved.yaml", "project/area.yaml"),
        *("drafts/STRESS-DES.md", "drafts/TRACE.md", "drafts/ODD.md", "drafts/sources.bib"),
    }

    (folder / "area.yaml").write_text(SMALL.replace("seed: 1", "seed: 2"), encoding="utf-8")
    assert "has been changed since this run" in planner.get("/projects/queue/compare")


def test_the_frame_lets_a_page_do_nothing() -> None:
    assert IN_A_FRAME.startswith("sandbox; default-src 'none';")
    assert "allow-" not in IN_A_FRAME
    assert "script" not in IN_A_FRAME


def test_a_second_run_waits_for_the_first(
    house: House, project: Callable[..., Path], stopped_at_the_end: None
) -> None:
    house.runs = Runs(instead(SLEEP))
    planner = Planner(house)
    folder = project()
    planner.post(RUN, {"sure": "chance"})
    (folder / "area.yaml").write_text(SMALL.replace("seed: 1", "seed: 2"), encoding="utf-8")
    planner.post(RUN, {"sure": "chance"})
    queue = house.projects.named("queue")

    second, first = sorted(house.runs.every(queue), key=lambda each: each.state is State.AT_WORK)
    assert (first.state, second.state) == (State.AT_WORK, State.WAITING)
    assert "1 run is before it" in planner.get(RUN)

    planner.post(RUN, {"action": f"stop:{first.command.key}"})
    wait_until(lambda: house.runs.progress(queue, second.command.key).state is State.AT_WORK)
    assert house.runs.progress(queue, first.command.key).state is State.STOPPED
    planner.post(RUN, {"action": f"stop:{second.command.key}"})
    wait_until(lambda: not any(each.goes_on for each in house.runs.every(queue)))
    assert "Go on" in planner.get(RUN)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process at once")
def test_a_run_that_is_asked_to_stop_says_so_until_it_has_stopped(
    house: House, project: Callable[..., Path], stopped_at_the_end: None
) -> None:
    ready = "open('ready', 'w').close()\n"
    house.runs = Runs(instead(f"{STAY}{ready}{SLEEP}"))
    planner = Planner(house)
    folder = project()
    planner.post(RUN, {"sure": "chance"})
    wait_until((folder / "ready").exists)
    queue = house.projects.named("queue")
    (made,) = house.runs.every(queue)

    planner.post(RUN, {"action": f"stop:{made.command.key}"})
    page = planner.get(RUN)
    assert "Stopping …" in page
    assert "data-going" in page
    assert f"stop:{made.command.key}" not in page
    wait_until(lambda: house.runs.progress(queue, made.command.key).state is State.STOPPED)
    assert "Stopping" not in planner.get(RUN)


def test_a_run_that_the_system_ended_says_so_with_a_way_out(
    house: House, project: Callable[..., Path]
) -> None:
    house.runs = Runs(instead("import os; os.abort()"))
    planner = Planner(house)
    project()
    planner.post(RUN, {"sure": "chance"})
    queue = house.projects.named("queue")
    wait_until(lambda: not any(each.goes_on for each in house.runs.every(queue)))

    (made,) = house.runs.every(queue)
    assert made.state is State.FAILED
    assert made.problem.startswith(("The system ended it", "It ended, and did not say why"))
    assert made.remedy


def test_a_run_goes_on_with_its_own_question_after_the_app_was_killed(
    planner: Planner, project: Callable[..., Path], tmp_path: Path
) -> None:
    folder = project()
    planner.house.runs = Runs(instead(SLEEP))
    planner.post(RUN, {"sure": "chance"})
    queue = planner.house.projects.named("queue")
    (before,) = planner.house.runs.every(queue)
    planner.house.runs.stop_all()
    (folder / "area.yaml").write_text(SMALL.replace("seed: 1", "seed: 2"), encoding="utf-8")

    planner.house.runs = Runs(in_process)  # as a new start of the app has it
    (left,) = planner.house.runs.every(queue)
    assert (left.state, left.command) == (State.STOPPED, before.command)
    planner.post(RUN, {"action": f"go_on:{before.command.key}"})
    wait_until(lambda: not any(each.goes_on for each in planner.house.runs.every(queue)))

    (made,) = planner.house.runs.every(queue)
    assert made.state is State.FINISHED, made.problem
    assert "has been changed since this run" in planner.get("/projects/queue/compare")


def test_what_a_run_says_at_its_end_is_shown(house: House, project: Callable[..., Path]) -> None:
    house.runs = Runs(instead(FAIL))
    planner = Planner(house)
    project()
    planner.post(RUN, {"sure": "chance"})
    queue = house.projects.named("queue")
    wait_until(lambda: not any(each.goes_on for each in house.runs.every(queue)))

    assert house.runs.every(queue)[0].state is State.FAILED
    page = planner.get(RUN)
    assert "Ended with a fault</strong>: No memory is left." in page
    assert "Close other programs." in page
    assert "tries again from there" in page
    assert said_file(queue, house.runs.every(queue)[0].command.key).is_file()


def test_no_file_of_a_project_is_imported_by_its_run(
    planner: Planner, project: Callable[..., Path]
) -> None:
    folder = project()
    (folder / "numpy.py").write_text("raise SystemExit('carried out')", encoding="utf-8")
    process = in_process(["check", "area.yaml"], folder, folder / "said.txt")

    assert process.wait(LONGEST) == 0
    assert "carried out" not in (folder / "said.txt").read_text(encoding="utf-8")


def test_progress_comes_as_it_is_made(planner: Planner, project: Callable[..., Path]) -> None:
    project()
    answer = planner.client.request("GET", f"{RUN}/events")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "data: <p>There is no run yet.</p>" in answer.text


def test_without_scripts_the_page_loads_itself_again_while_a_run_is_at_work(
    house: House, project: Callable[..., Path], stopped_at_the_end: None
) -> None:
    house.runs = Runs(instead(SLEEP))
    planner = Planner(house)
    project()
    assert "http-equiv" not in planner.get(RUN)
    planner.post(RUN, {"sure": "chance"})

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in planner.get(RUN)


def test_a_first_look_does_not_take_the_place_of_fuller_results(
    planner: Planner, small_area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SIZES, Sure.QUICK, Size(20, 1))
    area, run = planner.house.projects.named("area"), "/projects/area/run"
    planner.post(run, {"sure": "quick", "action": ""})
    wait_until(lambda: not any(each.goes_on for each in planner.house.runs.every(area)))
    (made,) = planner.house.runs.every(area)
    assert made.state is State.FINISHED, made.problem

    page = planner.get(run)
    assert re.findall(r'value="(\w+)" checked', page) == ["quick"]
    assert page.count("There already, with 20 futures: it is shown at once.") == 2
    there = planner.post(run, {"sure": "chance"}).headers["location"]
    assert there == f"/projects/area/compare?result={made.command.key}&again=1"

    planner.house.runs = Runs(instead(SLEEP))
    planner.post(run, {"sure": "usual", "action": ""})
    longer = next(each for each in planner.house.runs.every(area) if each.is_at_work)
    planner.house.runs.stop_all()
    assert longer.command.key != made.command.key
    compare = planner.get("/projects/area/compare")
    assert re.search(r"20 futures[^<]*as it is now", compare)
    assert f'src="/projects/area/compare/{made.command.key}"' in compare
