"""The app as a whole: what holds for the pages of every project."""

import threading
import time
from pathlib import Path

from sim.app.house import House
from tests.app.conftest import Planner


def test_a_page_shows_what_a_save_that_is_under_way_leaves(
    house: House, planner: Planner, small_area: Path
) -> None:
    """Who enters a number, and goes to another page at once, must find it when they come back."""
    before = small_area.read_text(encoding="utf-8")
    after = before.replace("title: ", "title: Saved. ", 1)
    is_saving = threading.Event()

    def save() -> None:
        with house.saver.alone(house.projects.named("area")):
            is_saving.set()
            time.sleep(0.3)  # the page is asked for meanwhile
            small_area.write_text(after, encoding="utf-8")

    saving = threading.Thread(target=save)
    saving.start()
    is_saving.wait(10)
    page = planner.get("/projects/area/services")
    saving.join()

    assert after != before
    assert "Saved. " in page
