"""The cells of a grid are used as in a spreadsheet: pasted into, moved through, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sim.app.projects import SCENARIO
from tests.app.conftest import SMALL_AREA
from tests.app.served import Served, Window, served

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
POSTS, HOURS = "workers.posts", "workers.contact_hours"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("projects")) as running:
        yield running


@pytest.fixture
def window(browser: Any, app: Served) -> Iterator[Window]:
    folder = app.house.projects.new_folder("area")
    (folder / SCENARIO).write_text(SMALL_AREA, encoding="utf-8")
    opened = Window(browser, app)
    opened.open(f"/projects/{folder.name}/services")
    yield opened
    assert opened.said == []
    opened.context.close()


def cell(window: Window, team: str, column: str) -> Any:
    return window.page.locator(f"[id='services.{team}.{column}']")


def focused(window: Window) -> str:
    return str(window.page.evaluate("document.activeElement.id")).removeprefix("services.")


def test_cells_copied_from_a_spreadsheet_are_pasted_and_taken_back_as_one(window: Window) -> None:
    said = window.page.locator("[data-said]")
    cell(window, "team", POSTS).click()
    window.page.evaluate(PASTE, "5\t21\r\n3\t22\r\n")
    said.get_by_text("Saved.").wait_for()
    window.page.reload()
    pasted = [cell(window, e, c).input_value() for e in ("team", "clinic") for c in (POSTS, HOURS)]
    assert pasted == ["5", "21", "3", "22"]

    cell(window, "team", POSTS).click()
    window.page.evaluate(PASTE, "6\t23\r\n4\t24\r\n")
    said.get_by_text("Saved.").wait_for()
    window.page.keyboard.press("Control+Z")
    cell(window, "clinic", HOURS).click()
    said.get_by_text("Saved.").wait_for()
    back = [cell(window, e, c).input_value() for e in ("team", "clinic") for c in (POSTS, HOURS)]
    assert back == pasted


def test_what_is_larger_than_the_table_is_not_pasted_in_part(window: Window) -> None:
    cell(window, "ward", POSTS).click()
    window.page.evaluate(PASTE, "5\r\n6\r\n")

    window.page.get_by_text("Nothing was pasted").wait_for()
    assert cell(window, "ward", POSTS).input_value() == ""


def test_enter_goes_down_and_escape_takes_back_what_is_typed(window: Window) -> None:
    cell(window, "team", POSTS).fill("7")
    window.page.keyboard.press("Enter")
    assert focused(window) == f"clinic.{POSTS}"
    window.page.get_by_text("Saved.").wait_for()
    window.page.keyboard.type("9")
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Shift+Enter")
    assert focused(window) == f"team.{POSTS}"
    assert cell(window, "clinic", POSTS).input_value() == "2"

    window.page.keyboard.press("Control+Z")
    assert cell(window, "team", POSTS).input_value() == "4"
    window.page.keyboard.press("Tab")
    assert focused(window) == f"team.{HOURS}"
