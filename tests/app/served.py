"""The app on a port of its own, and Chromium looking at it through Playwright."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn

from sim.app.application import application
from sim.app.house import House
from sim.app.projects import Projects
from sim.app.safety import ENTER, Keys
from sim.app.serving import listening_on
from tests.report.browser import NAMES, RUN_AXE

WIDE, NARROW, NARROWEST = 1280, 390, 320
LONGEST = 90_000  # milliseconds: for one step, on a machine that does much else


class Served(NamedTuple):
    """A running app."""

    house: House
    base: str

    @property
    def first_address(self) -> str:
        """The address that lets a browser in."""
        return f"{self.base}{ENTER}?token={self.house.keys.token}"


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """Serve the app in a thread of this process."""
    with listening_on(0) as socket:
        port = socket.getsockname()[1]
        house = House(Projects(root), Keys(port))
        server = uvicorn.Server(
            uvicorn.Config(application(house), log_level="error", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[socket])))
        thread.start()
        try:
            yield Served(house, f"http://127.0.0.1:{port}")
        finally:
            house.runs.stop_all()
            house.closing.set()
            server.should_exit = True
            thread.join(20)


@contextmanager
def chromium() -> Iterator[Any]:
    """Give Chromium, driven by Playwright; skip the test where one of them is not here."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("Chromium is not here")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """A window of the browser, let in to an app; it notes every request to somewhere else."""

    def __init__(self, browser: Any, app: Served, *, scripts: bool = True) -> None:
        self.app = app
        self.context = browser.new_context(java_script_enabled=scripts, accept_downloads=True)
        self.context.set_default_timeout(LONGEST)
        self.page = self.context.new_page()
        self.elsewhere: list[str] = []
        self.said: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.app.house.keys.token = "again"
        self.page.goto(app.first_address)

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.app.base, "data:", "about:")):
            self.elsewhere.append(request.url)

    def open(self, path: str) -> None:
        """Open a page of the app."""
        self.page.goto(f"{self.app.base}{path}")

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def violations(self, axe: str) -> tuple[list[str], int]:
        """Return what axe finds in the page, and how many rules it looked at."""
        self.page.evaluate(f"{axe};0")
        rules = json.loads(self.page.evaluate(RUN_AXE))
        broken = [
            f"{rule['id']}: {node['target']} {node['html'][:160]}"
            for rule in rules
            for node in rule.get("nodes", ())
        ]
        return broken, len(rules)
