"""How long a command takes on this machine: as earlier ones did, and roughly before the first.

The package says how many seconds of work the runs of a command are, on another machine. Beside
them every command reads the file and writes its page, tables and brief. How much slower or faster
this machine is than that shows with the first command that was made in one go.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sim.app.projects import Project
from sim.app.running.commands import Command, kept, took_file
from sim.cli.status import time_in_words
from sim.writing import write_whole

AROUND = 8.0
"""Seconds that a command takes around its runs, on a free machine like that of `studies.costs`."""
FACTOR = 3.0
"""How far the estimate of the package may be off on another machine, as it says itself."""
COMPILING = 45.0
"""Seconds that the first command on a machine takes more, about, as the simulator is compiled."""


WHY = {
    True: "Times are those of this machine, as earlier runs took.",
    False: "How fast this machine is shows with its first run. That one is also longer, as the "
    "simulator is compiled once.",
}
"""What an expected time rests on: whether a command has been made here before."""


class Took(NamedTuple):
    """How long a finished command took."""

    expected: float  # seconds, before anything was known of this machine
    seconds: float


def note(project: Project, command: Command, seconds: float) -> None:
    """Note how long a command took that was made in one go, without compiling."""
    write_whole(took_file(project, command.key), f"{seconds:.1f}\n".encode())


def taken(projects: Iterable[Project]) -> list[Took]:
    """Return how long finished commands took, of all projects on this machine."""
    return [each for project in projects for each in _of(project)]


def _of(project: Project) -> Iterator[Took]:
    for command in kept(project):
        with contextlib.suppress(OSError, ValueError):
            seconds = float(took_file(project, command.key).read_text(encoding="ascii"))
            if math.isfinite(seconds) and seconds > 0:
                yield Took(AROUND + command.size.seconds, seconds)


def time_here(seconds: float, earlier: Sequence[Took]) -> str:
    """Return in words how long a command takes; `WHY` says why that is known as well as it is.

    Parameters
    ----------
    seconds
        For its runs, by the costs of the package.
    earlier
        What finished commands took. The one that was most alike in length is the measure.
    """
    whole = AROUND + seconds
    known = sorted(earlier, key=lambda each: abs(math.log(each.expected / whole)))
    if known:
        here = whole * known[0].seconds / known[0].expected
        return time_in_words(here)
    return f"{time_in_words(whole / FACTOR)} to {time_in_words(FACTOR * whole + COMPILING)}"
