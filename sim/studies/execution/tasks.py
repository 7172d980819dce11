"""Carry out one task of a worker: make a few runs and return their numbers, on any machine."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.errors import EndlessLoop, SimError
from sim.laws import Floats
from sim.measures import Row
from sim.measures.own import OwnMeasureError
from sim.own_rules import OwnRuleError
from sim.resolved import Resolved
from sim.studies.engines import Branching, Maker, Measured
from sim.studies.files.naming import about_a_file
from sim.studies.keys import numbers_digest
from sim.studies.packing import packed
from sim.studies.store.batches import NO_MONTHS
from sim.studies.study import Series


class Task(NamedTuple):
    """Runs that one worker makes one after the other."""

    maker: Maker
    program: str  # `numbers_digest` of the program that asks
    seed: int
    arms: tuple[Resolved, ...]  # each different one once
    runs: tuple[tuple[int, int], ...]  # (position in `arms`, replication)
    monthly: bool = False  # whether the series by months are wanted as well


class Made(NamedTuple):
    """A finished run."""

    series: bytes
    values: Floats
    monthly: Floats = NO_MONTHS  # the series by months, flat; none if they were not wanted


class Failed(NamedTuple):
    """A run that ended in an error."""

    reason: str
    details: str
    mendable: bool = False  # by the author of the scenario


Outcome: TypeAlias = Made | Failed


NO_MEMORY = (
    "there was not enough memory for it. Use fewer people, a shorter run, or fewer runs at once "
    "(--workers 1)"
)


class RunFailedError(Exception):
    """A run of a study ended in an error; the finished runs are kept."""

    def __init__(self, about: str, failed: Failed, more: int = 0) -> None:
        others = f" ({more} more {'run' if more == 1 else 'runs'} failed)" if more else ""
        first, *more_lines = failed.reason.splitlines() or [""]
        super().__init__("\n".join([f"{about}: {first}{others}", *more_lines]))
        self.details, self.mendable = failed.details, failed.mendable


class MendableRunError(RunFailedError, SimError):
    """A run ended in an error that the user can correct."""


class OtherProgramError(SimError):
    """A worker has another version of the program, so its numbers may differ."""

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        """Return the message, which says what the user can do."""
        return (
            "A worker has another version of Throughline, of Python, NumPy, Numba or SimPy.\n"
            "  Install the same versions everywhere; results of different ones are never mixed."
        )


def do(task: Task) -> list[Outcome]:
    """Make the runs of a task in their order. If a run fails, the others are still made.

    Raises
    ------
    OtherProgramError
        If the worker's program is not the program that submitted the task.
    """
    if numbers_digest() != task.program:
        raise OtherProgramError
    found: dict[int, Outcome] = {}
    for replication in dict.fromkeys(each for _, each in task.runs):
        places = [at for at, (_, each) in enumerate(task.runs) if each == replication]
        found |= _together(task, places) or {at: _one(task, *task.runs[at]) for at in places}
    return [found[at] for at in range(len(task.runs))]


def _together(task: Task, places: list[int]) -> dict[int, Outcome]:
    """Make runs of one replication, what they have in common once.

    Nothing is returned if there is no more than one run, if the maker makes each by itself, or if
    one of them fails: each is then made by itself, so that the others are there and the message is
    about the one that failed.
    """
    if len(places) < 2 or not isinstance(task.maker, Branching):
        return {}
    arms = [task.arms[task.runs[at][0]] for at in places]
    try:
        every = task.maker.together(arms, task.seed, task.runs[places[0]][1])
        return {at: _made(task, rows) for at, rows in zip(places, every, strict=True)}
    except Exception:
        return {}


def _one(task: Task, arm: int, replication: int) -> Outcome:
    try:
        return _made(task, task.maker(task.arms[arm], task.seed, replication))
    except (EndlessLoop, OwnMeasureError, OwnRuleError) as fault:
        return Failed(str(fault), traceback.format_exc(), mendable=True)
    except MemoryError:
        return Failed(NO_MEMORY, traceback.format_exc(), mendable=True)
    except OSError as error:
        return Failed(about_a_file(error), traceback.format_exc(), mendable=True)
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}", traceback.format_exc())


def _made(task: Task, rows: Sequence[Row]) -> Made:
    """Return what is kept of a finished run."""
    by_month = NO_MONTHS
    if task.monthly and isinstance(rows, Measured):
        by_month = rows.monthly().values.ravel()
    values = np.array([row.value for row in rows], dtype=np.float64)
    values[~np.isfinite(values)] = np.nan  # what is not a finite number is undefined
    series = packed(tuple(Series(r.group, r.measure, r.unit) for r in rows))
    return Made(series, values, by_month)
