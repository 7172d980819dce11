"""What a planner does in a browser, step by step: by mouse, without scripts, by keyboard alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sim.app.running import State
from tests.app.served import Window

PATIENCE = 400_000  # milliseconds: how long a run may take on a slow machine
ENDED = re.compile(f"^({State.FINISHED.value}|{State.FAILED.value})$")
FOCUSED = """(e => [
  e.tagName,
  e.getAttribute("aria-label") || (e.labels && e.labels[0] && e.labels[0].innerText) || e.innerText,
  getComputedStyle(e).outlineStyle,
])(document.activeElement)"""
"""What has the focus: its kind, its name, and how its outline is drawn."""


class Mouse:
    """A planner who points and clicks."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page

    def press(self, name: str) -> None:
        """Press a button, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=begins(name)).first.click()

    def follow(self, name: str) -> None:
        """Follow a link, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=begins(name)).first.click()

    def download(self, name: str, to: Path) -> None:
        """Press a button that sends a file."""
        with self.page.expect_download() as downloading:
            self.page.get_by_role("button", name=begins(name)).click()
        downloading.value.save_as(to)

    def enter(self, label: str, text: str) -> None:
        """Put a text into a field."""
        self._field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list by its words."""
        self._field(label).select_option(label=option)

    def upload(self, label: str, file: Path) -> None:
        """Choose a file."""
        self.page.get_by_label(label, exact=True).set_input_files(file)

    def unfold(self, words: str) -> None:
        """Open what is folded, if it is."""
        summary = self.page.locator("summary", has_text=words)
        if not self.page.evaluate("e => e.parentElement.open", summary.element_handle()):
            summary.click()

    def _field(self, label: str) -> Any:
        return self.page.get_by_label(label, exact=True).locator("visible=true").first


class WithoutScripts(Mouse):
    """A planner whose browser runs no script, so that nothing of a page can be asked of it."""

    def unfold(self, words: str) -> None:
        folded = self.page.locator("details:not([open]) > summary", has_text=words)
        if folded.count():
            folded.click()


class Keyboard(Mouse):
    """A planner who has no mouse: only the tab key leads anywhere."""

    def press(self, name: str) -> None:
        self._tab_to(name, "BUTTON")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        self._tab_to(name, "A")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def download(self, name: str, to: Path) -> None:
        self._tab_to(name, "BUTTON")
        with self.page.expect_download() as downloading:
            self.page.keyboard.press("Enter")
        downloading.value.save_as(to)

    def enter(self, label: str, text: str) -> None:
        self._tab_to(label, "INPUT")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        self._tab_to(label, "SELECT")
        self.page.keyboard.type(option)
        assert self.page.evaluate("document.activeElement.selectedOptions[0].text") == option

    def upload(self, label: str, file: Path) -> None:
        self._tab_to(label, "INPUT")
        late = pytest.importorskip("playwright.sync_api").TimeoutError
        for key in ("Space", "Enter", "Space"):  # a busy browser sometimes misses the first
            try:
                with self.page.expect_file_chooser(timeout=10_000) as chooser:
                    self.page.keyboard.press(key)
            except late:
                continue
            chooser.value.set_files(file)
            return
        raise AssertionError(f"no key opens {label}")

    def unfold(self, words: str) -> None:
        self._tab_to(words, "SUMMARY")
        if not self.page.evaluate("document.activeElement.parentElement.open"):
            self.page.keyboard.press("Enter")

    def _tab_to(self, name: str, kind: str) -> None:
        """Press the tab key until the focus is on what has this name, and can be seen there."""
        named = begins(name)
        for _ in range(400):
            self.page.keyboard.press("Tab")
            found, here, outline = self.page.evaluate(FOCUSED)
            if found == kind and named.match(str(here).strip()):
                assert outline != "none", name
                return
        raise AssertionError(f"the tab key never leads to {name}")


def begins(name: str) -> re.Pattern[str]:
    """Return the pattern of a name, with what it is about behind a colon, if anything."""
    return re.compile(rf"{re.escape(name)}(:.*)?$", re.S)


def upload(planner: Mouse, file: Path, project: str) -> str:
    """Upload a file, and return the address of its project."""
    planner.upload("Workbook or scenario file", file)
    planner.press("Upload it")
    planner.page.wait_for_url(f"**/{project}*/check")
    return re.sub(r".*(/projects/[^/]+)/.*", r"\1", planner.page.url)


def mend_two_faults(planner: Mouse, cells: dict[str, tuple[str, str]]) -> None:
    """Enter what cannot be into cells of the services, mend it from the check, and see the lights.

    Parameters
    ----------
    cells
        The wrong and the right entry, by the name of the cell.
    """
    page = planner.page
    for cell, (wrong, right) in cells.items():
        planner.follow("Services")
        planner.enter(cell, wrong)
        planner.press("Save")
        planner.follow("Check")
        with page.expect_navigation():
            page.locator(".summary a").first.press("Enter")
        planner.enter(cell, right)
        planner.press("Save")
    planner.follow("Check")
    assert "No fault" in page.inner_text("main")
    lights = page.get_by_role("region", name="Load against").inner_text()
    assert re.search("[✓✗?]", lights)
    assert "hours" in lights.lower()


def make_a_way_of_care(planner: Mouse, team: str, from_day: str) -> None:
    """Add two WTE to a team from a day on, and limit its caseloads to 25."""
    planner.follow("What if")
    planner.enter("What is it called?", "More staff")
    planner.press("Make it")
    card = planner.page.locator("section.card").last
    for lever, amount, begin in (("wte", "2", from_day), ("caseload", "25", "")):
        planner.unfold("Add a change to More staff")
        planner.choose("What", card.locator(f"option[value={lever}]").inner_text())
        planner.choose("Where", team)
        planner.enter("How much", amount)
        planner.enter("From which day", begin)
        planner.press("Add the change")
    changed = card.inner_text()
    assert changed.count("Take out") >= 2
    assert re.search(r"\b(?:25|24\.8)\b", changed)  # caseloads of a post are whole people


def run_and_compare(planner: Mouse) -> None:
    """Take a first look, wait, and see the answer."""
    planner.follow("Run")
    planner.press("Run")
    wait_for_the_end(planner)
    planner.follow("See what came out")
    report = planner.page.frame_locator("iframe").locator("main").inner_text()
    assert "The question and the answer" in report
    assert "More staff" in report


def find_the_least(planner: Mouse, team: str, low: str, high: str) -> None:
    """Ask how much is enough so that at most 5 % wait over 18 weeks, wait, and see the answer."""
    planner.follow("Find")
    planner.choose("Of which team or service", f"{team}: WTE")
    planner.press("Choose")
    for label, text in (("At least", low), ("At most", high), ("Too long is over", "18")):
        planner.enter(label, text)
    planner.enter("So that at most this share waits too long", "5")
    planner.press("Find it")
    wait_for_the_end(planner)
    planner.follow("See what came out")
    said = planner.page.inner_text("section[aria-labelledby=answer]")
    assert re.search(
        r"at most 5 % .* waited over 18 weeks.* in \d+ of \d+ possible futures", said, re.S
    )
    frame = planner.page.frame_locator("iframe[name=report]")
    assert f"posts at {team}".lower() in frame.locator("body").inner_text().lower()


def take_away(planner: Mouse, archive: Path) -> None:
    """Take everything away; the Word brief is in it."""
    planner.follow("Take away")
    assert "Word" in planner.page.inner_text("main")
    planner.download("Download everything in one archive", archive)
    names = zipfile.ZipFile(archive).namelist()
    assert {"results/brief.docx", "project/area.yaml", "Read me.txt"} <= set(names)


def wait_for_the_end(planner: Mouse) -> None:
    """Wait until the last run has ended, at a page that comes again by itself."""
    last = planner.page.locator("[data-run]").first.locator("strong", has_text=ENDED)
    last.wait_for(timeout=PATIENCE)
    assert last.inner_text() == State.FINISHED.value, planner.page.inner_text("main")
