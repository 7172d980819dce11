"""Hold the series by months of all runs of a study: average them, write them, and read them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.measures.monthly import Column
from sim.studies.archives import open_archive
from sim.writing import write_whole

RUNS_IN_RANGE = 90
"""The percentage of runs that lie within the range shown for a month."""


@dataclass(frozen=True)
class MonthlyTable:
    """Every monthly number of every run. NaN where an arm does not have the number."""

    arms: tuple[str, ...]
    months: Ints  # (T + 1,) minutes: where each month begins, and where the last one ends
    columns: tuple[Column, ...]  # of all arms
    values: Floats  # (arms, replications, T, columns)

    def has(self, measure: str, service: str = "") -> bool:
        """Return whether any arm has this series."""
        return any(each[:2] == (service, measure) for each in self.columns)

    def of(self, arm: str, measure: str, service: str = "") -> Floats:
        """Return a series of one arm, shape (replications, T); KeyError if there is none."""
        for position, each in enumerate(self.columns):
            if each[:2] == (service, measure):
                values: Floats = self.values[self.arms.index(arm), :, :, position]
                return values
        raise KeyError(f"{service} {measure}".strip())

    def arm_has(self, arm: str, column: int) -> bool:
        """Return whether an arm has the series in this column."""
        return bool(np.isfinite(self.values[self.arms.index(arm), :, :, column]).any())


class Course(NamedTuple):
    """The mean and the range of a series over replications; each has shape (T,)."""

    mean: Floats
    low: Floats  # nine of ten runs lie between `low` and `high`
    high: Floats


def course(values: Floats) -> Course:
    """Return the mean and the range of a series over its replications, shape (replications, T)."""
    ends = (50 - RUNS_IN_RANGE / 2, 50 + RUNS_IN_RANGE / 2)
    low, high = np.percentile(values, ends, axis=0)
    return Course(values.mean(axis=0), low, high)


def write_runs(table: MonthlyTable, path: Path) -> None:
    """Write every number of every run as a NumPy archive, which holds no code."""
    names = json.dumps({"arms": table.arms, "columns": table.columns}, ensure_ascii=False)
    file = io.BytesIO()
    np.savez(
        file,
        names=np.frombuffer(names.encode(), np.uint8),
        months=table.months.astype("<i8"),
        values=table.values.astype("<f8"),
    )
    write_whole(path, file.getvalue())


def read_runs(path: Path) -> MonthlyTable:
    """Read a table of monthly numbers that `write_runs` wrote.

    Raises
    ------
    DamagedError
        If the file was changed or damaged.
    FileNotFoundError
        If there is no such file.
    """
    with open_archive(path) as data:
        names = json.loads(data["names"].tobytes())
        columns = tuple(Column(*each) for each in names["columns"])
        table = MonthlyTable(tuple(names["arms"]), data["months"], columns, data["values"])
        months = max(table.months.size - 1, 0)
        if (table.values.shape[0], *table.values.shape[2:]) != (
            len(table.arms),
            months,
            len(columns),
        ):
            raise ValueError("its parts do not fit together")
    return table


def flat(table: MonthlyTable, arm: str, replication: int) -> Floats:
    """Return the series by months of one run in one dimension, as a store keeps them."""
    has = [position for position in range(len(table.columns)) if table.arm_has(arm, position)]
    values = table.values[table.arms.index(arm), replication - 1][:, has]
    return np.ascontiguousarray(values).ravel()
