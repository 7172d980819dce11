"""How far a command is, as pages show it."""

from __future__ import annotations

import enum
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.app.projects import Project
from sim.app.running.commands import Command, said_file
from sim.app.running.pace import Pace
from sim.app.running.results import has_results
from sim.app.running.speed import Took, left
from sim.app.running.stages import Stage, fault_of, stage
from sim.cli.status import time_in_words
from sim.errors import SimError
from sim.studies.store.status import Status, status

LAST_WORDS = 4_000  # characters of what a command said that are read


class State(enum.Enum):
    """How far a command is."""

    WAITING = "Waiting"
    AT_WORK = "Running"
    STOPPING = "Stopping …"
    STOPPED = "Stopped"
    FAILED = "Ended with a fault"
    FINISHED = "Finished"


class Progress(NamedTuple):
    """How far a command is, with its runs."""

    command: Command
    state: State
    now: str = ""  # what is happening, of a command at work
    done: int = 0
    most: int = 0  # runs in all, as far as they can be counted before; 0: not known yet
    left: str = ""  # how long it still takes, in words; empty if that is not known
    since: float | None = None  # seconds since it was begun; None if this app did not begin it
    before: int = 0  # how many are at work or wait before it
    first_is_there: bool = False  # whether there are results that lack something still
    problem: str = ""  # the message with which it ended
    remedy: str = ""
    asked: str = ""  # the day and the time at which it was asked; empty if that is not known

    @property
    def link(self) -> str:
        """The page of a project that shows its results."""
        page = "compare" if self.command.kind == "run" else "find"
        return f"{page}?result={self.command.key}"

    @property
    def goes_on(self) -> bool:
        """Whether the page changes by itself."""
        return self.state in (State.WAITING, State.AT_WORK, State.STOPPING)

    @property
    def is_at_work(self) -> bool:
        """Whether it is being made, and has not been asked to stop."""
        return self.state is State.AT_WORK

    @property
    def begun(self) -> str:
        """How long ago it was begun, in words; empty if that is not known."""
        return "" if self.since is None else time_in_words(self.since)


def said(project: Project, key: str) -> str:
    """Return the last that a command has said."""
    try:
        return said_file(project, key).read_bytes()[-LAST_WORDS:].decode("utf-8", "replace")
    except OSError:
        return ""


@dataclass
class Seen:
    """What was seen of a command at work: how many runs are finished, and how fast."""

    done: int = 0
    beside: int = 0
    pace: Pace = field(default_factory=Pace)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def at_least(self, found: Status) -> Status:
        """Return how far it is, and remember it.

        While a command puts the files of its runs together, a few are in none of them, and are
        still finished.
        """
        self.done, self.beside = max(found.done, self.done), max(found.beside, self.beside)
        return found._replace(done=min(self.done, found.wanted), beside=self.beside)


def look(project: Project, progress: Progress, seen: Seen, earlier: Sequence[Took]) -> Progress:
    """Return how far a command at work is, and how long it still takes.

    Parameters
    ----------
    seen
        What was seen of it before; this look is added.
    earlier
        What finished commands took.
    """
    with seen.lock:
        found = _newest(project, progress.command)
        now = _stage(project, progress.command, None if found is None else seen.at_least(found))
        seen.pace.see(time.monotonic(), now.piece, now.done)
        rest = left(progress.command.size, earlier, seen.pace, now)
    shown = _with_stage(project, progress, now)
    return shown._replace(now=now.words, left="" if rest is None else rest.words)


def how_far(project: Project, progress: Progress) -> Progress:
    """Return how far a command is that is not at work, as far as its folder tells."""
    now = _stage(project, progress.command, _newest(project, progress.command))
    return _with_stage(project, progress, now)


def _stage(project: Project, command: Command, found: Status | None) -> Stage:
    return stage(command, said(project, command.key), found)


def _with_stage(project: Project, progress: Progress, now: Stage) -> Progress:
    command = progress.command
    is_there = command.kind == "run" and has_results(project, command.key)
    return progress._replace(done=now.done, most=now.most, first_is_there=is_there)


def ended_words(project: Project, progress: Progress, code: int | None) -> Progress:
    """Add why a command ended, and the way out."""
    progress = how_far(project, progress)
    problem, remedy = fault_of(said(project, progress.command.key))
    if not problem and code is not None and code < 0:
        problem = f"The system ended it (signal {-code}). Perhaps memory ran out."
        remedy = "Close other programs, or ask for fewer futures or a shorter run."
    elif not problem:
        problem = f"It ended, and did not say why (code {code})."
        remedy = "Look for room on the disk, and for somebody who ended it."
    return progress._replace(problem=problem, remedy=remedy)


def _newest(project: Project, command: Command) -> Status | None:
    try:
        return status(project.results / command.key)[0]
    except SimError:  # nothing is begun yet, or its notes are just being written
        return None
