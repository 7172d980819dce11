"""How long a command takes on this machine: the one estimate that every page shows.

A command is made in the pieces of `stages`. How long each takes is known from commands that were
made here before, else roughly from the costs of the package, which are those of another machine.
Once runs of the command itself are finished, their own pace counts, as `pace` has it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.app.projects import Project
from sim.app.running.commands import Command, Size, kept, took_file
from sim.app.running.pace import Pace
from sim.app.running.stages import Piece, Stage
from sim.cli.status import time_in_words
from sim.compiling.announcing import QUARTER
from sim.studies.files.reading import read_json
from sim.writing import write_whole

AROUND = {Piece.STARTING: 3.0, Piece.BETWEEN: 4.0, Piece.PAGE: 4.0}
"""Seconds of what is made around the runs, on a free machine like that of `studies.costs`."""
FACTOR = 3.0
"""How far the estimate of the package may be off on another machine, as it says itself."""
COMPILING = 45.0
"""Seconds that compiling takes on such a machine, once for each version."""
ALIKE, AS_ALIKE = 5, 1.5
"""So many earlier commands tell how long one takes: those whose length is as like, to a factor."""
EARLY = 0.2
"""The share of its runs from which on the pace of a command is that of all of them."""
LIKELY = 1.5
"""How far a time is off that few runs or commands have shown; a narrower range is told as one."""

WHY = {
    True: "Times are those of this machine, as earlier runs took.",
    False: "How fast this machine is shows with its first run. That one is also longer, as the "
    "simulator is compiled once.",
}
"""What an expected time rests on: whether a command has been made here before."""


class Took(NamedTuple):
    """How long a finished command took, piece by piece."""

    expected: float  # seconds for its runs, by the costs of the package
    seconds: Mapping[Piece, float]

    @property
    def is_sound(self) -> bool:
        """Whether these can be lengths of time."""
        times = (self.expected, *self.seconds.values())
        return self.expected > 0 and all(0 <= each < math.inf for each in times)

    @property
    def of_runs(self) -> float:
        """Seconds in which runs were made."""
        return sum(self.seconds.get(each, 0.0) for each in Piece if each.is_of_runs)


class Time(NamedTuple):
    """A length of time, as well as it is known, in seconds."""

    low: float
    high: float

    def less(self, spent: float) -> Time:
        """Return what is left of it after so many seconds; half of them if it is overdue."""
        return Time(max(self.low - spent, 0.0), max(self.high - spent, spent / 2))

    @property
    def words(self) -> str:
        """The time in words: one where its ends are close, else both ends."""
        if self.high <= LIKELY * self.low:
            return time_in_words(math.sqrt(self.low * self.high))
        low, high = (time_in_words(each).removeprefix("about ") for each in self)
        if low == high:
            return high
        number, unit = low.split()
        is_same = high.split()[1].removesuffix("s") == unit.removesuffix("s")
        return f"{number if is_same else low} to {high}"


NONE = Time(0.0, 0.0)


def _together(times: Iterable[Time]) -> Time:
    """Return the length of all, one after the other."""
    found = list(times)
    return Time(sum(each.low for each in found), sum(each.high for each in found))


def note(project: Project, command: Command, pace: Pace) -> None:
    """Note how long the pieces of a command took, beside the last ones of the same name."""
    size, file = command.size, took_file(project, command.key)
    part = min(pace.made / size.most, 1.0) if size.most else 1.0
    took = Took(size.seconds * part, pace.spent)
    content = [
        {
            "expected": each.expected,
            "seconds": {piece.value: round(time, 2) for piece, time in each.seconds.items()},
        }
        for each in [took, *_read(file)][:ALIKE]
    ]
    write_whole(file, json.dumps(content).encode())


def taken(projects: Iterable[Project]) -> list[Took]:
    """Return how long finished commands took, of all projects on this machine."""
    return [
        each
        for project in projects
        for command in kept(project)
        for each in _read(took_file(project, command.key))
    ]


def _read(file: Path) -> list[Took]:
    """Return what a note says; nothing if there is none, or if it is damaged."""
    try:
        found = [
            Took(
                float(each["expected"]),
                {Piece(key): float(time) for key, time in each["seconds"].items()},
            )
            for each in read_json(file, follow=False)
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []
    return [each for each in found if each.is_sound]


def expected(size: Size, earlier: Sequence[Took]) -> Time:
    """Return how long a command takes from its beginning to its end.

    Parameters
    ----------
    size
        How much work it is.
    earlier
        What finished commands took. Those that were most alike in length are the measure.
    """
    return _together(_usual(size, earlier).values())


def left(size: Size, earlier: Sequence[Took], pace: Pace, now: Stage) -> Time | None:
    """Return how long a command that is being made still takes, until its results are there.

    None while it compiles and that shows nothing yet.

    Parameters
    ----------
    size, earlier
        As in `expected`.
    pace
        What was seen of it so far.
    now
        What is being made; all pieces before it are made.
    """
    usual, order = _usual(size, earlier), list(Piece)
    after = [each for each in order[order.index(now.piece) + 1 :] if each is not Piece.COMPILING]
    spent, of_a_run = pace.spent.get(now.piece, 0.0), pace.of_a_run
    rest = usual[now.piece].less(spent)
    if now.piece is Piece.COMPILING:
        if not now.part:
            return None
        rest = Time(*(spent * (1 / part - 1) for part in (min(now.part + QUARTER, 1), now.part)))
    if of_a_run is None or now.piece is Piece.PAGE:
        return _together([rest, *(usual[each] for each in after)])
    spread = LIKELY if now.done < EARLY * size.most else 1.0
    fewest = max((size.fewest or size.most) - now.done, 0)
    most = max(size.most, now.most) - now.done
    runs = Time(fewest * of_a_run / spread, most * of_a_run * spread)
    around = [usual[each] for each in after if not each.is_of_runs]
    return _together([runs, *around, *([] if now.piece.is_of_runs else [rest])])


def _usual(size: Size, earlier: Sequence[Took]) -> dict[Piece, Time]:
    """Return how long each piece takes that is not begun yet."""
    alike = _most_alike(size, earlier)
    found = {piece: _of_package(each) for piece, each in AROUND.items()}
    for piece in AROUND:
        if times := [each.seconds[piece] for each in alike if piece in each.seconds]:
            found[piece] = _of_few(times)
    if not size.follows:
        found[Piece.BETWEEN] = NONE
    found[Piece.COMPILING] = NONE if alike else Time(0.0, FACTOR * COMPILING)
    runs = _of_runs(size, alike)
    first = min(size.first / size.most, 1.0) if size.most else 1.0
    found[Piece.FIRST] = Time(runs.low * first, runs.high * first)
    found[Piece.FUTURES] = Time(runs.low * (1 - first), runs.high * (1 - first))
    return found


def _most_alike(size: Size, earlier: Sequence[Took]) -> list[Took]:
    if not earlier or size.seconds <= 0:
        return list(earlier[:ALIKE])
    apart = [(abs(math.log(each.expected / size.seconds)), at) for at, each in enumerate(earlier)]
    near = sorted(each for each in apart if each[0] <= min(apart)[0] + math.log(AS_ALIKE))
    return [earlier[at] for _, at in near[:ALIKE]]


def _of_runs(size: Size, alike: Sequence[Took]) -> Time:
    """Return how long all runs take.

    In a longer command the runs of another take as long again at least, and in proportion at most:
    a part of the time is for getting ready. The estimate of the package bounds that further.
    """
    package = _of_package(size.seconds)
    fewest = size.fewest / size.most if size.fewest else 1.0
    here = [
        one for each in alike for one in (each.of_runs, each.of_runs * size.seconds / each.expected)
    ]
    if here:
        low, high = max(min(here), package.low), min(max(here), package.high)
        package = Time(low, high) if low <= high else _of_few(here)
    return Time(package.low * fewest, package.high)


def _of_few(times: Sequence[float]) -> Time:
    """Return the time that a few earlier ones show: from the least to the most, or around one."""
    low, high = min(times), max(times)
    middle = math.sqrt(low * high)
    return Time(min(low, middle / LIKELY), max(high, middle * LIKELY))


def _of_package(seconds: float) -> Time:
    return Time(seconds / FACTOR, seconds * FACTOR)
