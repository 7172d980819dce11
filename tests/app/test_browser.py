"""The app in a browser: fields that save themselves, two tabs, and axe in every state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from sim.app.house import SCREENS
from sim.app.projects import SCENARIO, Project
from sim.app.running import Command, Progress, Runs, Size, State, Took, in_process
from sim.scenario import load
from tests.app.conftest import SMALL, SMALL_AREA
from tests.app.served import NARROW, NARROWEST, WIDE, Served, Window, served
from tests.report.browser import NoBrowserError, axe_source

RULES = 15  # axe looks at more than these in every page; fewer would mean that it did not run
POSTS, PLACES = "services.team.workers.posts", "services.ward.capacity.places"


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    try:
        return axe_source(tmp_path_factory.mktemp("axe"))
    except NoBrowserError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("projects")) as running:
        for name, text in (("area", SMALL_AREA), ("queue", SMALL)):
            folder = running.house.projects.new_folder(name)
            (folder / SCENARIO).write_text(text, encoding="utf-8")
        yield running


def test_each_field_is_saved_when_it_is_left(browser: Any, app: Served) -> None:
    window = Window(browser, app)
    window.open("/projects/area/services")
    file = app.house.projects.named("area").scenario
    field = window.page.locator("[id='services.clinic.workers.posts']")

    field.fill("3")
    field.press("Tab")
    window.page.get_by_text("Saved.").wait_for()
    assert load(file).services["clinic"].workers.posts.value == 3  # type: ignore[union-attr]

    field.fill("many")
    field.press("Tab")
    window.page.get_by_text("Saved as it is, but it has to be mended before a run").wait_for()
    assert "All that was entered is saved." in window.page.inner_text(".summary")
    field.fill("2")
    field.press("Tab")
    window.page.locator(".summary").wait_for(state="detached")
    assert load(file).services["clinic"].workers.posts.value == 2  # type: ignore[union-attr]
    window.context.close()


def test_the_picture_of_flows_goes_with_what_is_entered_beside_it(
    browser: Any, app: Served
) -> None:
    window = Window(browser, app)
    window.open("/projects/area/flows?reason=finished_settled")
    image, row = window.page.locator(".pathway img"), "services.ward.routes.finished_settled"
    for share, text, total in (("team", "40 %", "✗ 90 %"), ("nowhere", "60 %", "✓ 100 %")):
        before = image.get_attribute("src")
        field = window.page.locator(f"[id='{row}.{share}']")
        field.fill(text)
        field.press("Tab")
        window.page.locator(f"[data-cell='{row}.sum']", has_text=total).wait_for()
        assert image.get_attribute("src") != before

    table, picture = (window.page.locator(each).bounding_box() for each in (".grid", ".pathway"))
    assert picture["x"] >= table["x"] + table["width"]  # beside it
    window.context.close()


def test_the_second_of_two_tabs_is_told(browser: Any, app: Served) -> None:
    one, two = Window(browser, app), Window(browser, app)
    for window in (one, two):
        window.open("/projects/area/services")
    for window, text in ((one, "5"), (two, "6")):
        field = window.page.locator("[id='services.ward.capacity.places']")
        field.fill(text)
        field.press("Tab")
    one.page.get_by_text("Saved.").wait_for()

    two.page.get_by_role("heading", name="This project was changed meanwhile").wait_for()
    choice = two.page.get_by_label("Ward, places")
    assert choice.locator("option").all_inner_texts() == ["Yours: 6", "There now: 5"]
    assert "services.ward" not in two.page.inner_text("main")
    two.page.get_by_role("button", name="Save what is chosen").click()
    two.page.wait_for_url("**/services")
    assert two.page.locator("[id='services.ward.capacity.places']").input_value() == "6"
    for window in (one, two):
        window.context.close()


def states(app: Served) -> dict[str, str]:
    """Every screen, by what it shows."""
    screens = {words: f"/projects/area/{key}" for key, words in SCREENS}
    return {
        "Start": "/",
        **screens,
        "A field": "/projects/area/field?at=people.arrivals.newcomers.rate",
        "A field of parts": "/projects/area/field?at=services.team",
        "Nothing": "/projects/nobody/check",
        "The workbook": "/projects/area/workbook",
        **{f"{words}, with faults": f"/projects/faulty/{key}" for key, words in SCREENS},
        "A faulty field": "/projects/faulty/field?at=people.arrivals.newcomers.rate",
    }


def save(page: Any) -> None:
    """Press the button, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_on_any_screen(browser: Any, app: Served, axe: str, width: int) -> None:
    if not any(each.name == "faulty" for each in app.house.projects.every()):
        folder = app.house.projects.new_folder("faulty")
        text = SMALL_AREA.replace("posts: 2\n", "posts: -2\n").replace("value: 2 per", "value: per")
        (folder / SCENARIO).write_text(text, encoding="utf-8")
    window = Window(browser, app)
    window.page.set_viewport_size({"width": width, "height": 900})
    for name, path in states(app).items():
        window.open(path)
        window.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        violations, rules = window.violations(axe)
        assert violations == [], (name, width)
        assert rules > RULES, name
    assert window.elsewhere == []
    window.context.close()


RUN = Command("area-0123456789ab", "run", "Area: 100 futures", (), Size(4, 404, 9.0, "100 futures"))
IN_EVERY_STATE = [
    Progress(RUN, State.AT_WORK, "Run 3 of 404", 2, 404, "20 seconds", 9.0, first_is_there=True),
    Progress(RUN._replace(key="area-1123456789ab"), State.AT_WORK, "Starting", since=1.0),
    Progress(RUN._replace(key="area-2123456789ab"), State.WAITING, before=2),
    Progress(RUN._replace(key="area-3123456789ab"), State.STOPPING),
    Progress(RUN._replace(key="area-4123456789ab"), State.STOPPED, done=3),
    Progress(
        RUN._replace(key="area-5123456789ab"),
        State.FAILED,
        problem="No room is left.",
        remedy="Make room on the disk.",
    ),
    Progress(RUN._replace(key="area-6123456789ab"), State.FINISHED),
]


class InEveryState(Runs):
    """Runs that stay as they are, one in each state."""

    def every(self, project: Project, earlier: Sequence[Took] = ()) -> list[Progress]:
        return IN_EVERY_STATE


@pytest.fixture
def staged(app: Served) -> Iterator[None]:
    before, app.house.runs = app.house.runs, InEveryState(in_process)
    yield
    app.house.runs = before


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_with_a_run_in_any_state(
    browser: Any, app: Served, axe: str, staged: None, width: int
) -> None:
    window = Window(browser, app)
    window.page.set_viewport_size({"width": width, "height": 900})
    for screen in ("run", "find"):
        window.open(f"/projects/area/{screen}")
        violations, rules = window.violations(axe)
        assert violations == [], screen
        assert rules > RULES
    window.open("/projects/area/run")
    said = window.page.inner_text("main")
    for words in (
        *("2 runs are before it", "Stopping …", "3 runs are kept", "Make room on the disk"),
        *("Running: run 3 of 404.", "Time left: 20 seconds. Begun 9 seconds ago."),
        "The first results are there, with the numbers as they are written. Still being worked out",
    ):
        assert words in said
    assert said.count("Go on") == 3  # of the stopped one, and of the failed one with its hint
    window.context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_on_a_page_that_refuses(
    browser: Any, app: Served, axe: str, width: int
) -> None:
    window = Window(browser, app)
    window.page.set_viewport_size({"width": width, "height": 900})

    window.open("/projects/area/people")
    file = app.house.projects.named("area").scenario
    file.write_text(f"{file.read_text(encoding='utf-8')}# {width}\n", encoding="utf-8")
    save(window.page)
    assert "This project was changed meanwhile" in window.page.inner_text("main")
    assert window.violations(axe)[0] == []

    window.open("/")
    window.page.get_by_role("button", name="Upload it").click()
    window.page.locator(".summary").wait_for()
    assert window.violations(axe)[0] == []
    window.context.close()


def test_no_screen_scrolls_sideways_on_the_narrowest_window(browser: Any, app: Served) -> None:
    window = Window(browser, app)
    window.page.set_viewport_size({"width": NARROWEST, "height": 700})
    for name, path in states(app).items():
        window.open(path)
        window.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert window.sideways() <= 0, name
    window.context.close()
