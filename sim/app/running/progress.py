"""How far a command is, as pages show it."""

from __future__ import annotations

import enum
from typing import NamedTuple

from sim.app.projects import Project
from sim.app.running.commands import Command, said_file
from sim.app.running.results import has_results
from sim.app.running.stages import fault_of, stage
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
    most: int = 0  # runs in all, at most; 0: not known yet
    left: str = ""  # how long its runs still take, in words
    since: float | None = None  # seconds since it was begun; None if this app did not begin it
    before: int = 0  # how many are at work or wait before it
    first_is_there: bool = False  # whether there are results that lack something still
    problem: str = ""  # the message with which it ended
    remedy: str = ""

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


class Far(NamedTuple):
    """How many runs were finished when they were counted last."""

    done: int = 0
    beside: int = 0


NOTHING_YET = Far()


def how_far(project: Project, progress: Progress, least: Far = NOTHING_YET) -> tuple[Progress, Far]:
    """Return how far a command is, with what is happening, as far as the folder tells.

    Parameters
    ----------
    least
        How many runs were finished before: while a command puts the files of its runs together, a
        few are in none of them, and are still finished.
    """
    command = progress.command
    found = _newest(project, command)
    if found is not None:
        done, beside = max(found.done, least.done), max(found.beside, least.beside)
        found = found._replace(done=min(done, found.wanted), beside=beside)
    now = stage(command, said(project, command.key), found)
    far = least if found is None else Far(found.done, found.beside)
    return progress._replace(
        now=now.words,
        done=now.done,
        most=now.most,
        left=_left(found, now.most - now.done) if now.counted else "",
        first_is_there=command.kind == "run" and has_results(project, command.key),
    ), far


def ended_words(project: Project, progress: Progress, code: int | None) -> Progress:
    """Add why a command ended, and the way out."""
    progress = how_far(project, progress)[0]._replace(left="")
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


def _left(found: Status | None, runs: int) -> str:
    """Return in words how long so many runs take at the pace of now; empty if it is not known."""
    if found is None or not found.at_work or not found.pace or runs <= 0:
        return ""
    return time_in_words(runs / found.pace)
