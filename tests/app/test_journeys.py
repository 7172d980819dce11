"""A planner goes from a workbook to a brief: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.app.projects import SCENARIO
from tests.app.conftest import RIVERSIDE, SMALL_AREA
from tests.app.served import NARROW, WIDE, Served, Window, served
from tests.app.steps import (
    Keyboard,
    Mouse,
    WithoutScripts,
    find_the_least,
    make_a_way_of_care,
    mend_two_faults,
    run_and_compare,
    take_away,
    upload,
)
from tests.report.browser import NoBrowserError, axe_source

SMALL_FAULTS = {"Team, posts": ("-4", "4"), "Ward, places": ("some", "3")}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("projects")) as running:
        yield running


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "Our area.yaml"
    file.write_text(SMALL_AREA, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe; empty where it cannot be fetched, and then the journey is all."""
    try:
        return axe_source(tmp_path_factory.mktemp("axe"))
    except NoBrowserError:
        return ""


def see_that_it_is_clean(window: Window, axe: str) -> None:
    """See that axe finds nothing in the page as it is, and that nothing stands outside of it."""
    for width in (NARROW, WIDE):
        window.page.set_viewport_size({"width": width, "height": 900})
        assert window.sideways() <= 0
        if axe:
            assert window.violations(axe)[0] == [], (window.page.url, width)


def shorten(app: Served, where: str) -> None:
    """Let a project look at fewer months and repeats, so that its runs are short."""
    file = app.house.projects.named(where.rpartition("/")[2]).folder / SCENARIO
    text = file.read_text(encoding="utf-8")
    shorter = text.replace("length: 913 days", "length: 365 days")
    shorter = shorter.replace("replications: 10", "replications: 2")
    assert shorter.count("365 days") > text.count("365 days")
    file.write_text(shorter, encoding="utf-8")


def test_a_planner_goes_from_the_shipped_workbook_to_the_brief(
    browser: Any, app: Served, axe: str, tmp_path: Path
) -> None:
    window = Window(browser, app)
    planner = Mouse(window)

    where = upload(planner, RIVERSIDE, "riverside")
    shorten(app, where)
    mend_two_faults(
        planner,
        {"Psychology, posts": ("-4", "4"), "Ward, places": ("some", "19")},
    )
    see_that_it_is_clean(window, axe)
    make_a_way_of_care(planner, "Community team, North", "01/10/2025")
    see_that_it_is_clean(window, axe)
    run_and_compare(planner)
    see_that_it_is_clean(window, axe)
    find_the_least(planner, "Community team, North", "4", "4.5")
    see_that_it_is_clean(window, axe)
    take_away(planner, tmp_path / "brief.zip")
    see_that_it_is_clean(window, axe)

    assert window.said == []
    assert window.elsewhere == []
    window.context.close()


def go_the_same_way(planner: Mouse, small: Path, archive: Path) -> None:
    upload(planner, small, "our-area")
    mend_two_faults(planner, SMALL_FAULTS)
    make_a_way_of_care(planner, "Team", "01/10/2026")
    run_and_compare(planner)
    find_the_least(planner, "Team", "3.5", "4")
    take_away(planner, archive)


def test_a_planner_without_scripts_goes_the_same_way(
    browser: Any, app: Served, small: Path, tmp_path: Path
) -> None:
    window = Window(browser, app, scripts=False)
    planner = WithoutScripts(window)

    go_the_same_way(planner, small, tmp_path / "brief.zip")

    assert window.elsewhere == []
    window.context.close()


def test_a_planner_with_a_keyboard_alone_goes_the_same_way(
    browser: Any, app: Served, small: Path, tmp_path: Path
) -> None:
    window = Window(browser, app)
    planner = Keyboard(window)

    go_the_same_way(planner, small, tmp_path / "brief.zip")

    assert window.said == []
    assert window.elsewhere == []
    window.context.close()
