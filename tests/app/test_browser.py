"""The app in a browser: the planner's journey, with and without scripts, by keyboard, and axe."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.app.house import SCREENS
from sim.app.projects import SCENARIO
from sim.scenario import load
from tests.app.conftest import RIVERSIDE, SMALL, SMALL_AREA
from tests.app.served import NARROW, NARROWEST, WIDE, Served, Window, chromium, served
from tests.report.browser import NoBrowserError, axe_source

RULES = 15  # axe looks at more than these in every page; fewer would mean that it did not run
POSTS, PLACES = "services.team.workers.posts", "services.ward.capacity.places"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


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


@pytest.fixture
def uploaded(tmp_path: Path) -> Path:
    file = tmp_path / "Our area.yaml"
    file.write_text(SMALL_AREA, encoding="utf-8")
    return file


def wait_for_runs(window: Window, path: str) -> None:
    """Look at a page of runs until none is at work."""
    for _ in range(240):
        window.open(path)
        if not window.page.get_by_role("button", name="Stop").count():
            return
        window.page.wait_for_timeout(500)
    raise AssertionError("the run does not end")


def save(page: Any) -> None:
    """Press the button, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def upload(window: Window, file: Path) -> str:
    """Upload a file, and return the address of the project."""
    window.page.get_by_label("Workbook or scenario file").set_input_files(file)
    window.page.get_by_role("button", name="Upload it").click()
    window.page.wait_for_url("**/our-area*/check")
    return re.sub(r".*(/projects/[^/]+)/.*", r"\1", window.page.url)


def mend_two_faults(window: Window, where: str) -> None:
    """Enter what cannot be, and mend it from the check."""
    page = window.page
    for number, wrong, right in ((POSTS, "-4", "4"), (PLACES, "some", "3")):
        window.open(f"{where}/services")
        page.locator(f"[id='{number}']").fill(wrong)
        save(page)
        window.open(f"{where}/check")
        page.locator(".summary a").first.click()
        page.locator(f"[id='{number}']").fill(right)
        save(page)
    window.open(f"{where}/check")
    assert "No fault" in page.inner_text("main")
    assert "its caseload is the tighter limit" in page.inner_text("main")


def make_a_way_of_care(window: Window) -> None:
    """Add two WTE, and limit caseloads."""
    page = window.page
    page.get_by_role("link", name="What if").click()
    page.get_by_label("What is it called?").fill("More staff")
    page.get_by_role("button", name="Make it").click()
    for lever, amount in (("wte", "2"), ("caseload", "25")):
        if not page.locator("#more_staff-lever").is_visible():
            page.get_by_text("Add a change to More staff").click()
        page.locator("#more_staff-lever").select_option(lever)
        page.locator("#more_staff-service").select_option("team")
        page.locator("#more_staff-amount").fill(amount)
        page.get_by_role("button", name="Add the change").last.click()
    assert "differs" in page.inner_text("main")


def run_and_compare(window: Window, where: str) -> None:
    """Run, wait, and see the answer."""
    page = window.page
    page.get_by_role("link", name="Run", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for_runs(window, f"{where}/run")
    page.get_by_role("link", name="See what came out").click()
    report = page.frame_locator("iframe").locator("main").inner_text()
    assert "The question and the answer" in report


def ask_how_much(window: Window, where: str, *, answered: bool) -> None:
    """Ask how much is enough; wait for the answer, which takes long, or stop."""
    page = window.page
    page.get_by_role("link", name="Find", exact=True).click()
    page.locator("#service").select_option("team")
    for field, text in (("low", "3"), ("high", "4"), ("share", "5"), ("weeks", "18")):
        page.locator(f"#{field}").fill(text)
    page.locator("#futures").select_option("quick")
    page.get_by_role("button", name="Find it").click()
    if answered:
        wait_for_runs(window, f"{where}/run")
        page.get_by_role("link", name="See what came out").first.click()
        assert "Posts at Team" in page.frame_locator("iframe").locator("body").inner_text()
    else:
        page.get_by_role("button", name="Stop").click()


def take_away(window: Window, archive: Path) -> None:
    """Take the brief away."""
    page = window.page
    page.get_by_role("link", name="Take away").first.click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download the archive").click()
    downloading.value.save_as(archive)
    assert "results/brief.docx" in zipfile.ZipFile(archive).namelist()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_planner_goes_from_an_upload_to_the_brief(
    browser: Any, app: Served, uploaded: Path, tmp_path: Path, scripts: bool
) -> None:
    window = Window(browser, app, scripts=scripts)

    where = upload(window, uploaded)
    mend_two_faults(window, where)
    make_a_way_of_care(window)
    run_and_compare(window, where)
    ask_how_much(window, where, answered=scripts)
    take_away(window, tmp_path / "brief.zip")

    assert window.said == []
    assert window.elsewhere == []
    window.context.close()


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
    window.page.locator(".summary").wait_for()
    field.fill("2")
    field.press("Tab")
    window.page.locator(".summary").wait_for(state="detached")
    assert load(file).services["clinic"].workers.posts.value == 2  # type: ignore[union-attr]
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
    row = two.page.get_by_role("row", name="services.ward.capacity.places").inner_text()
    assert row.split()[-2:] == ["6", "5"]
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
        **{f"{words}, with faults": f"/projects/faulty/{key}" for key, words in SCREENS},
        "A faulty field": "/projects/faulty/field?at=people.arrivals.newcomers.rate",
    }


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


def test_no_screen_scrolls_sideways_on_the_narrowest_window(browser: Any, app: Served) -> None:
    window = Window(browser, app)
    window.page.set_viewport_size({"width": NARROWEST, "height": 700})
    for name, path in states(app).items():
        window.open(path)
        window.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert window.sideways() <= 0, name
    window.context.close()


def test_the_made_up_area_is_uploaded_and_checked_in_a_browser(browser: Any, app: Served) -> None:
    window = Window(browser, app)
    window.page.get_by_label("Workbook or scenario file").set_input_files(RIVERSIDE)
    window.page.get_by_role("button", name="Upload it").click()
    window.page.wait_for_url("**/riverside*/check")

    assert "No fault" in window.page.inner_text("main")
    window.context.close()


def tab_to(page: Any, name: str) -> None:
    """Press the tab key until the focus is on what has this name."""
    for _ in range(400):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(e => e.getAttribute('aria-label') || (e.labels && e.labels[0] "
            "&& e.labels[0].innerText) || e.innerText)(document.activeElement)"
        )
        if str(label).strip() == name:
            return
    raise AssertionError(f"the tab key never leads to {name}")


def test_every_step_can_be_done_by_keyboard_alone(browser: Any, app: Served) -> None:
    window = Window(browser, app)
    page = window.page
    tab_to(page, "queue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/check")
    tab_to(page, "Services")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/services")
    tab_to(page, "Group, places")
    page.keyboard.press("Control+A")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.get_by_text("Saved.").wait_for()
    page.goto(f"{app.base}/projects/queue/what-if")
    tab_to(page, "What is it called?")
    page.keyboard.type("Five")
    tab_to(page, "Make it")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Five").wait_for()
    tab_to(page, "What")
    page.keyboard.type("Change places")
    tab_to(page, "Where")
    page.keyboard.type("Group")
    tab_to(page, "How much")
    page.keyboard.type("5")
    tab_to(page, "Add the change")
    page.keyboard.press("Enter")
    page.get_by_text("Places at Group").first.wait_for()
    tab_to(page, "Run")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/run")
    tab_to(page, "Run")
    page.keyboard.press("Enter")
    arm = load(app.house.projects.named("queue").scenario).arm("five").services["group"]
    assert arm.capacity is not None
    assert arm.capacity.plain()["places"]["value"] == 5
    window.context.close()
