"""Chromium without a window, spoken to through a pipe: no port is opened, no driver is needed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-pipe",
)
# Chromium takes commands from file descriptor 3 and answers on 4. The pipes may have these very
# numbers already, in the other order: so both are copied first.
MOVED = """import os, sys
reads, writes = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
os.dup2(reads, 3)
os.dup2(writes, 4)
os.set_inheritable(3, True)  # they are not where a copy got that very number
os.set_inheritable(4, True)
os.execv(sys.argv[3], sys.argv[3:])"""
AXE = "axe-core@4"
RUN_AXE = """axe.run(document).then(found => JSON.stringify([
    ...found.violations, ...found.passes.map(each => ({id: each.id}))
]))"""


class NoBrowserError(Exception):
    """A tool is missing, or axe-core cannot be fetched; the message says which."""


class ChromiumStoppedError(Exception):
    """Chromium is here and has stopped before it answered."""


def axe_source(folder: Path) -> str:
    """Fetch axe-core from the package registry into a folder that is not kept, and read it."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoBrowserError("npm is not here, which fetches axe-core")
    try:
        subprocess.run(
            [npm, "pack", AXE, "--silent"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoBrowserError(f"axe-core could not be fetched: {error}") from error
    (package,) = folder.glob("axe-core-*.tgz")
    with tarfile.open(package) as opened:
        source = opened.extractfile("package/axe.min.js")
        assert source is not None
        return source.read().decode()


class Browser:
    """A running Chromium with one page."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands, self._answers = commands, answers
        self._number = 0
        self._session: str | None = None
        target = self("Target.createTarget", url="about:blank")["targetId"]
        attached = self("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self("Page.enable")

    def __call__(self, method: str, **parameters: object) -> Any:
        """Give a command of the DevTools protocol, and return its result."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            command["sessionId"] = self._session
        try:
            self._commands.write(json.dumps(command).encode() + b"\0")
            self._commands.flush()
        except BrokenPipeError:
            raise ChromiumStoppedError from None
        while (answer := self._next()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, page: Path, width: int) -> None:
        """Show a page in a window of this width in CSS pixels, and wait until it is there."""
        self(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        self("Page.navigate", url=page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript in the page."""
        found = self(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def violations(self, page: Path, width: int, axe: str) -> tuple[list[str], int]:
        """Return each element that breaks a rule of axe, and how many rules were looked at."""
        self.open(page, width)
        self.evaluate(f"{axe};0")
        rules = json.loads(self.evaluate(RUN_AXE))
        broken = [
            f"{rule['id']}: {node['target']} {node['html'][:160]}"
            for rule in rules
            for node in rule.get("nodes", ())
        ]
        return broken, len(rules)

    def pdf(self, page: Path) -> bytes:
        """Print a page on A4, as a reader does."""
        self.open(page, 1100)
        printed = self(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True
        )
        return base64.b64decode(printed["data"])

    def _next(self) -> Any:
        """Read the next message of Chromium; each ends with a zero byte."""
        message = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            if not byte:
                raise ChromiumStoppedError
            message += byte
        return json.loads(message)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Run Chromium, with what it keeps in a folder."""
    if sys.platform == "win32":
        raise NoBrowserError("on Windows a process cannot hand over pipes by their numbers")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise NoBrowserError("Chromium is not here")
    (its_commands, commands), (answers, its_answers) = os.pipe(), os.pipe()

    numbers = [str(its_commands), str(its_answers)]
    process = subprocess.Popen(
        [
            *[sys.executable, "-c", MOVED, *numbers],
            *[program, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(its_commands, its_answers),
    )
    os.close(its_commands)
    os.close(its_answers)
    with os.fdopen(answers, "rb") as told, os.fdopen(commands, "wb") as said:
        try:
            yield Browser(said, told)
        finally:
            process.kill()
            process.wait()
