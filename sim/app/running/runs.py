"""Make runs: one at a time for each project, others wait; stop one, and go on where it was.

A run is a process of its own. It keeps its finished runs on disk, so that whatever happens to it or
to the app, the same command goes on from there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.app.projects import Project
from sim.app.running import speed
from sim.app.running.commands import Command, asked_at, keep, kept, said_file
from sim.app.running.progress import Progress, Seen, State, ended_words, how_far, look
from sim.app.running.results import finished
from sim.errors import SimError
from sim.scenario import Scenario
from sim.studies.store.sessions import this_machine
from sim.studies.store.status import at_work, find_stores

PROGRAM = (sys.executable, "-P", "-m", "sim")  # -P: no file of a project is ever imported
EVERY = 1.0  # seconds between two looks at a command, whether or not a page shows it
STOPPED_CODES = (None, 130, -signal.SIGTERM)


class Runs:
    """All commands that this app gives."""

    def __init__(self, start: Callable[[list[str], Path, Path], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._lock = threading.RLock()
        self._at_work: dict[Path, tuple[str, subprocess.Popen[bytes]]] = {}
        self._waiting: dict[Path, list[Command]] = {}
        self._ended: dict[tuple[Path, str], int] = {}
        self._begun: dict[tuple[Path, str], float] = {}
        self._stopping: set[tuple[Path, str]] = set()
        self._seen: dict[tuple[Path, str], Seen] = defaultdict(Seen)

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
            self._seen.pop((project.folder, key), None)
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
                self._stopping.add((project.folder, key))
                mine[1].terminate()
                return
            if others := _at_work(project, key):
                self._stopping.add((project.folder, key))
        for pid in others:
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

    def every(self, project: Project, earlier: Sequence[speed.Took] = ()) -> list[Progress]:
        """Return how far each command of a project is, the last asked first.

        Parameters
        ----------
        earlier
            What finished commands took, for how long others still take.
        """
        return [
            self._progress(project, each, earlier)._replace(asked=asked_at(project, each.key))
            for each in kept(project)
        ]

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
        self._begun[project.folder, command.key] = time.monotonic()
        threading.Thread(
            target=self._see_to_end, args=(project, command, process), daemon=True
        ).start()

    def _see_to_end(
        self, project: Project, command: Command, process: subprocess.Popen[bytes]
    ) -> None:
        """Look at a command until its end, and give the next one of its project."""
        code, mark = None, (project.folder, command.key)
        while code is None:
            try:
                code = process.wait(EVERY)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(OSError, SimError):  # a project removed meanwhile
                    look(project, Progress(command, State.AT_WORK), self._seen[mark], ())
        self._seen[mark].pace.end(time.monotonic())
        with self._lock:
            self._begun.pop(mark)
            self._ended[mark] = code
            self._stopping.discard(mark)
            self._at_work.pop(project.folder, None)
            waiting = self._waiting.get(project.folder, [])
            if waiting:
                self._give(project, waiting.pop(0))
        if code == 0 and self._seen[mark].pace.made:
            with contextlib.suppress(OSError):  # a project that was removed meanwhile
                speed.note(project, command, self._seen[mark].pace)

    def _progress(
        self, project: Project, command: Command, earlier: Sequence[speed.Took] = ()
    ) -> Progress:
        mark = (project.folder, command.key)
        with self._lock:
            mine = self._at_work.get(project.folder)
            is_mine = mine is not None and mine[0] == command.key
            waiting = self._waiting.get(project.folder, [])
            before = waiting.index(command) + 1 if command in waiting else 0
            code, begun = self._ended.get(mark), self._begun.get(mark)
        if before:
            return Progress(command, State.WAITING, before=before)
        since = None if begun is None else time.monotonic() - begun
        if is_mine or _at_work(project, command.key):
            state = State.STOPPING if mark in self._stopping else State.AT_WORK
            going = Progress(command, state, since=since)
            return look(project, going, self._seen[mark], earlier)
        self._stopping.discard(mark)
        if finished(project, command.key):
            return Progress(command, State.FINISHED)
        if code in STOPPED_CODES:
            return how_far(project, Progress(command, State.STOPPED))
        return ended_words(project, Progress(command, State.FAILED), code)


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
