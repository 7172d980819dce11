"""Make runs: one at a time for each project, others wait; stop one, and go on where it was.

A run is a process of its own. It keeps its finished runs on disk, so that whatever happens to it or
to the app, the same command goes on from there.
"""

from __future__ import annotations

import contextlib
import enum
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.app.projects import Project
from sim.app.running.commands import Command, keep, kept, said_file
from sim.app.running.results import finished
from sim.cli.status import time_in_words
from sim.errors import SimError
from sim.scenario import Scenario
from sim.studies.store.sessions import this_machine
from sim.studies.store.status import at_work, find_stores, status

LAST_WORDS = 4_000  # characters of what a command said that are shown
PROGRAM = (sys.executable, "-P", "-m", "sim")  # -P: no file of a project is ever imported


class State(enum.Enum):
    """How far a command is."""

    WAITING = "waiting for the run before it"
    AT_WORK = "at work"
    STOPPED = "stopped"
    FAILED = "ended with a message"
    FINISHED = "finished"


class Progress(NamedTuple):
    """How far a command is, with its runs."""

    command: Command
    state: State
    done: int = 0
    wanted: int = 0  # 0: not known yet
    left: str = ""  # how long it takes, in words
    said: str = ""  # the message with which it ended

    @property
    def link(self) -> str:
        """The page of a project that shows its results."""
        page = "compare" if self.command.kind == "run" else "find"
        return f"{page}?result={self.command.key}"

    @property
    def goes_on(self) -> bool:
        """Whether the page changes by itself."""
        return self.state in (State.WAITING, State.AT_WORK)


class Runs:
    """All commands that this app gives."""

    def __init__(self, start: Callable[[list[str], Path, Path], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._lock = threading.RLock()
        self._at_work: dict[Path, tuple[str, subprocess.Popen[bytes]]] = {}
        self._waiting: dict[Path, list[Command]] = {}
        self._ended: dict[tuple[Path, str], int] = {}

    def ask(self, project: Project, command: Command, scenario: Scenario) -> None:
        """Keep a command, and give it as soon as no other of its project is at work."""
        keep(project, command, scenario)
        self.go_on(project, command.key)

    def go_on(self, project: Project, key: str) -> None:
        """Give a command that was kept again; it goes on where it was."""
        with self._lock:
            command = _named(project, key)
            waiting = self._waiting.setdefault(project.folder, [])
            if self._is_given(project, key):
                return
            self._ended.pop((project.folder, key), None)
            if project.folder in self._at_work:
                waiting.append(command)
            else:
                self._give(project, command)

    def stop(self, project: Project, key: str) -> None:
        """Stop a command, whichever start of the app gave it; finished runs are kept."""
        with self._lock:
            command = _named(project, key)
            waiting = self._waiting.get(project.folder, [])
            if command in waiting:
                waiting.remove(command)
            mine = self._at_work.get(project.folder)
            if mine is not None and mine[0] == key:
                mine[1].terminate()
                return
        for pid in _at_work(project, key):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGTERM)

    def stop_all(self) -> None:
        """Stop every command that this app gave, and wait until they have ended."""
        with self._lock:
            self._waiting.clear()
            at_work = [process for _, process in self._at_work.values()]
        for process in at_work:
            process.terminate()
        for process in at_work:
            process.wait()

    def every(self, project: Project) -> list[Progress]:
        """Return how far each command of a project is, the last asked first."""
        return [self._progress(project, command) for command in kept(project)]

    def progress(self, project: Project, key: str) -> Progress:
        """Return how far one command is; raise SimError if there is none of this key."""
        return self._progress(project, _named(project, key))

    def _is_given(self, project: Project, key: str) -> bool:
        mine = self._at_work.get(project.folder)
        waiting = self._waiting.get(project.folder, ())
        return (
            (mine is not None and mine[0] == key)
            or any(each.key == key for each in waiting)
            or bool(_at_work(project, key))
        )

    def _give(self, project: Project, command: Command) -> None:
        process = self._start(
            command.arguments(project), project.folder, said_file(project, command.key)
        )
        self._at_work[project.folder] = (command.key, process)
        threading.Thread(
            target=self._see_to_end, args=(project, command.key, process), daemon=True
        ).start()

    def _see_to_end(self, project: Project, key: str, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of a command, and give the next one of its project."""
        code = process.wait()
        with self._lock:
            self._ended[project.folder, key] = code
            self._at_work.pop(project.folder, None)
            waiting = self._waiting.get(project.folder, [])
            if waiting:
                self._give(project, waiting.pop(0))

    def _progress(self, project: Project, command: Command) -> Progress:
        with self._lock:
            mine = self._at_work.get(project.folder)
            is_mine = mine is not None and mine[0] == command.key
            is_waiting = command in self._waiting.get(project.folder, ())
            code = self._ended.get((project.folder, command.key))
        if is_waiting:
            return Progress(command, State.WAITING)
        if is_mine or _at_work(project, command.key):
            return _how_far(project, Progress(command, State.AT_WORK))
        if finished(project, command.key):
            return Progress(command, State.FINISHED)
        if code in (None, 130, -signal.SIGTERM):
            return _how_far(project, Progress(command, State.STOPPED))
        return Progress(command, State.FAILED, said=_last_words(project, command.key))


def in_process(arguments: list[str], folder: Path, said: Path) -> subprocess.Popen[bytes]:
    """Begin a command in a process of its own, which says what it says into a file."""
    with said.open("wb") as words:
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
        )


def _named(project: Project, key: str) -> Command:
    for command in kept(project):
        if command.key == key:
            return command
    raise SimError("There is no run of this name.\n  Choose one from the list.")


def _at_work(project: Project, key: str) -> list[int]:
    """Return the processes of this machine at work on a command, of this or another start."""
    return [
        seen.pid
        for store in find_stores(project.results / key)
        for seen in at_work(store).values()
        if seen.machine == this_machine()
    ]


def _how_far(project: Project, progress: Progress) -> Progress:
    """Add how many runs are finished, as far as the folder of results tells."""
    try:
        found = status(project.results / progress.command.key)
    except SimError:  # nothing is begun yet, or its notes are just being written
        return progress
    seconds = [each.seconds_left for each in found]
    left = "" if not seconds or seconds[0] is None else time_in_words(seconds[0])
    return progress._replace(
        done=sum(each.done for each in found), wanted=sum(each.wanted for each in found), left=left
    )


def _last_words(project: Project, key: str) -> str:
    try:
        words = said_file(project, key).read_bytes()[-LAST_WORDS:].decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(line for line in words.splitlines() if " runs finished" not in line).strip()
