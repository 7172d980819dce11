"""Whatever goes wrong around the app, nothing is lost, and a page says what is so."""

import errno
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.app.house import House
from sim.app.running import Runs
from tests.app.conftest import REVISION, RIVERSIDE, Planner
from tests.app.test_running import SLEEP, instead

SERVICES, RUN = "/projects/area/services", "/projects/area/run"
POSTS = "services.team.workers.posts"


@pytest.fixture
def sleeping(house: House) -> Iterator[Planner]:
    """A planner whose runs never end."""
    house.runs = Runs(instead(SLEEP))
    yield Planner(house)
    house.runs.stop_all()


def test_a_full_disc_leaves_the_file_as_it_was(
    planner: Planner, small_area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = small_area.read_bytes()
    revision = REVISION.findall(planner.get(SERVICES))[0]

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    answer = planner.post(SERVICES, {"revision": revision, POSTS: "7"})
    monkeypatch.undo()

    assert answer.status_code == 500
    assert "No space left" in answer.text or "room" in answer.text
    assert "Traceback" not in answer.text
    assert small_area.read_bytes() == before
    assert {each.name for each in small_area.parent.iterdir()} == {small_area.name}


def test_a_double_click_on_run_begins_one_run(sleeping: Planner, small_area: Path) -> None:
    clicks = [
        threading.Thread(target=sleeping.post, args=(RUN, {"sure": "chance", "action": ""}))
        for _ in range(2)
    ]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    (made,) = sleeping.house.runs.every(sleeping.house.projects.named("area"))
    assert made.is_at_work
    assert made.before == 0


def test_a_stream_of_progress_ends_when_the_app_is_stopped(
    sleeping: Planner, small_area: Path
) -> None:
    sleeping.post(RUN, {"sure": "chance", "action": ""})
    sleeping.house.closing.set()

    answer = sleeping.client.request("GET", f"{RUN}/events")

    assert "Running" in answer.text


def test_a_project_that_was_removed_is_told_and_not_made_again(
    sleeping: Planner, small_area: Path
) -> None:
    revision = REVISION.findall(sleeping.get(SERVICES))[0]
    sleeping.post(RUN, {"sure": "chance", "action": ""})
    shutil.rmtree(small_area.parent)

    for path in (SERVICES, RUN):
        answer = sleeping.post(path, {"revision": revision, POSTS: "7", "sure": "chance"})
        assert answer.status_code == 404
        assert "There is no project of this name." in answer.text
    sleeping.house.runs.stop_all()
    assert not small_area.parent.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("area.xlsm", RIVERSIDE.read_bytes, "Macros are then left out."),
        ("photo.jpg", lambda: b"\xff\xd8\xff", "`photo.jpg` cannot be read here."),
        ("area.xlsx", lambda: b"no workbook", "It is not an Excel workbook"),
        ("area.xlsx", lambda: RIVERSIDE.read_bytes()[:9_000], "It is not an Excel workbook"),
    ],
)
def test_a_file_of_another_kind_is_told_with_a_way_out(
    planner: Planner, name: str, data: Callable[[], bytes], words: str
) -> None:
    answer = planner.post("/start/upload", {}, {"file": (name, data())})

    assert answer.status_code == 400
    assert words in answer.text
    assert list(planner.house.projects.every()) == []
