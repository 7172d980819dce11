"""What a worker does: make a few runs and send back their numbers, wherever it is."""

from __future__ import annotations

import traceback
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.errors import SimError
from sim.resolved import Floats, Resolved
from sim.studies.keys import numbers_digest
from sim.studies.making import Maker, packed
from sim.studies.study import Series


class Task(NamedTuple):
    """Runs that one worker makes one after the other."""

    maker: Maker
    program: str  # `numbers_digest` of the program that asks
    seed: int
    arms: tuple[Resolved, ...]  # each different one once
    runs: tuple[tuple[int, int], ...]  # (place in `arms`, replication)


class Made(NamedTuple):
    """A finished run."""

    series: bytes
    values: Floats


class Failed(NamedTuple):
    """A run that ended in an error."""

    reason: str
    details: str


Outcome: TypeAlias = Made | Failed


class RunFailedError(Exception):
    """A run of a study ended in an error; what was finished is kept."""

    def __init__(self, about: str, reason: str, details: str = "", more: int = 0) -> None:
        others = f" ({more} more runs failed)" if more else ""
        super().__init__(f"{about}: {reason}{others}")
        self.about, self.reason, self.details = about, reason, details


class OtherProgramError(SimError):
    """A worker has another version of the program, so its numbers may be others."""

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        """What to do."""
        return (
            "A worker has another version of Throughline, of Python, NumPy, Numba or SimPy.\n"
            "  Install the same versions everywhere; results of different ones are never mixed."
        )


def do(task: Task) -> list[Outcome]:
    """Make the runs of a task, in their order; a run that fails does not stop the others.

    Raises
    ------
    OtherProgramError
        When this is not the program that asks.
    """
    if numbers_digest() != task.program:
        raise OtherProgramError
    return [_one(task, arm, replication) for arm, replication in task.runs]


def _one(task: Task, arm: int, replication: int) -> Outcome:
    try:
        rows = task.maker(task.arms[arm], task.seed, replication)
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}", traceback.format_exc())
    values = np.array([row.value for row in rows], dtype=np.float64)
    values[~np.isfinite(values)] = np.nan  # what is not a finite number is undefined
    return Made(packed(tuple(Series(r.group, r.measure, r.unit) for r in rows)), values)
