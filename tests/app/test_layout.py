"""The grids in a browser: headings and team names stay, and never cover the cell that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sim.app.projects import SCENARIO
from tests.app.conftest import SMALL_AREA
from tests.app.served import NARROW, NARROWEST, WIDE, Served, Window, served

LOW = 420  # pixels: so few that the grid scrolls inside its frame
SHARE, POSTS = "services.ward.contacts.attendance", "services.clinic.workers.posts"
ATTENDANCE = "services.team.contacts.attendance"
PLACES = """id => {
  const cell = document.getElementById(id), grid = cell.closest(".grid");
  const box = e => { const {top, bottom, left, right} = e.getBoundingClientRect();
                     return {top, bottom, left, right}; };
  return {cell: box(cell), frame: box(grid), team: box(cell.closest("tr").querySelector("th")),
          head: box(grid.querySelector("thead th:nth-child(2)"))};
}"""

IS_BAD = """e => {
  const bad = getComputedStyle(document.documentElement).getPropertyValue("--bad").trim();
  const probe = document.createElement("i");
  probe.style.color = bad;
  document.body.append(probe);
  return getComputedStyle(probe).color === getComputedStyle(e).borderTopColor;
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("projects")) as running:
        folder = running.house.projects.new_folder("area")
        (folder / SCENARIO).write_text(SMALL_AREA, encoding="utf-8")
        yield running


@pytest.mark.parametrize("width", [WIDE, NARROW, NARROWEST])
def test_the_cell_of_a_fault_is_seen_whole_below_its_heading_and_beside_its_team(
    browser: Any, app: Served, width: int
) -> None:
    window = Window(browser, app)
    window.page.set_viewport_size({"width": width, "height": LOW})
    for cell in (SHARE, POSTS):
        window.open(f"/projects/area/services#{cell}")
        at = window.page.evaluate(PLACES, cell)

        assert at["head"]["top"] >= -1, (cell, at)  # the heading is in the window
        assert at["cell"]["top"] >= at["head"]["bottom"] - 1, (cell, at)
        assert at["cell"]["left"] >= at["team"]["right"] - 1, (cell, at)
        assert at["cell"]["bottom"] <= at["frame"]["bottom"] + 1, (cell, at)
        assert at["cell"]["right"] <= at["frame"]["right"] + 1, (cell, at)
        assert at["team"]["left"] >= at["frame"]["left"] - 1, (cell, at)
    assert window.sideways() <= 0
    window.context.close()


def test_what_is_not_taken_is_marked_at_its_cell_and_the_rest_is_saved_when_it_is_mended(
    browser: Any, app: Served
) -> None:
    window = Window(browser, app)
    window.open("/projects/area/services")
    share, posts = (window.page.locator(f"[id='{each}']") for each in (ATTENDANCE, POSTS))

    share.fill("1")
    share.press("Tab")
    window.page.locator(f"[id='{ATTENDANCE}-wrong']").wait_for()
    assert share.input_value() == "1"
    assert share.evaluate(IS_BAD)
    posts.fill("3")
    posts.press("Tab")
    window.page.get_by_text("Not saved: see what is marked in red.").wait_for()
    assert posts.input_value() == "3"

    share.fill("0.8")
    share.press("Tab")
    window.page.get_by_text("Saved.", exact=True).wait_for()
    window.page.get_by_text("Team, attendance: “0.8” was read as 80 %.").wait_for()
    assert share.input_value() == "80 %"
    text = app.house.projects.named("area").scenario.read_text(encoding="utf-8")
    assert "posts: {value: 3, source: entered_in_the_app}" in text
    assert window.page.locator(".summary").count() == 0
    window.context.close()
