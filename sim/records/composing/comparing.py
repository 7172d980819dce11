"""Targets: what the model's results are compared with, measured in records, as may be written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sim.area.composing import COVARIANCE, TARGETS
from sim.events import Window
from sim.laws import Floats
from sim.measures.catalogue import describe
from sim.measures.measuring import EVERYONE, Row
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.tables import Recorded
from sim.measures.words.recorded import COMPARED
from sim.records.composing.deriving import SOURCE
from sim.records.disclosure import two_digits
from sim.records.estimating import Estimates
from sim.records.estimating.counted import Counted
from sim.records.estimating.targets import RESAMPLES, Target, targets
from sim.records.showing.values import Counts
from sim.units import DAY

STATISTICS_LEFT_OUT = (".number", ".median", ".p90", ".complete", ".censored")
LENGTHS_LEFT_OUT = (
    *("30_days", "90_days", "180_days", "within_4_", "within_26_", "within_52_"),
    *("over_4_", "over_26_", "over_52_"),
)
HEAD = (
    *(
        "target",
        "measure",
        "group",
        "service",
        "value",
        "standard_error",
        "n",
        "from_day",
        "to_day",
    ),
    *("definition", "role", "label", "source"),
)


class Compared(NamedTuple):
    """A target as it may be written."""

    name: str
    target: Target
    service: str
    n: int
    label: str
    definition: str

    @property
    def row(self) -> list[object]:
        """Its cells, in the order of `HEAD`."""
        each, place = self.target, f".{self.service}"
        measure = each.measure.replace(place, ".{service}", 1) if self.service else each.measure
        return [
            *(self.name, measure, EVERYONE, self.service, f"{each.value:.12g}"),
            *(f"{each.standard_error:.12g}", self.n, each.first.isoformat()),
            *(each.last.isoformat(), self.definition, each.role, self.label, SOURCE),
        ]


class Comparison(NamedTuple):
    """The targets of records, with the covariance of their errors in the same order."""

    rows: tuple[Compared, ...]
    covariance: Floats
    method: str

    @property
    def tables(self) -> dict[str, str]:
        """The texts of the tables of targets and covariances, by name; none without targets."""
        if not self.rows:
            return {}
        names = [each.name for each in self.rows]
        lines = [
            [name, *(f"{two_digits(float(each)):.12g}" for each in line)]
            for name, line in zip(names, self.covariance, strict=True)
        ]
        return {
            TARGETS: _csv(HEAD, (each.row for each in self.rows)),
            COVARIANCE: _csv(["target", *names], lines),
        }


def comparison(
    recorded: Recorded, estimates: Estimates, days: int, resamples: int = RESAMPLES
) -> Comparison:
    """Return the targets of records that may be written.

    Parameters
    ----------
    estimates
        What the model is made with, which is no target.
    days
        How far the next referral may lie from an ending.
    resamples
        How often people are drawn anew, for errors.
    """
    measure = Counted(_is_compared, days)
    found = targets(recorded, measure, estimates, resamples=resamples)
    counts = {
        days: _counts(recorded, Window(*days)) for days in {_days(recorded, e) for e in found.rows}
    }
    told = [(at, _told(counts[_days(recorded, each)], each)) for at, each in enumerate(found.rows)]
    kept = [(at, each) for at, each in told if each is not None]
    rows = [at for at, _ in kept]
    return Comparison(
        tuple(each for _, each in kept), found.covariance[np.ix_(rows, rows)], found.method
    )


def _days(recorded: Recorded, target: Target) -> tuple[int, int]:
    """Return when the window of a target opens and closes."""
    first, last = ((day - recorded.begins).days for day in (target.first, target.last))
    return first * DAY, (last + 1) * DAY


def _counts(recorded: Recorded, window: Window) -> Counts:
    inside = recorded._replace(window=window)
    return Counts(inside, measure_recorded(inside))


def _told(counts: Counts, target: Target) -> Compared | None:
    """Return a target as it may be written; None if it may not, or has no error."""
    value = counts.value(Row(EVERYONE, target.measure, describe(target.measure).unit, target.value))
    error = two_digits(target.standard_error)
    if value.value is None or value.n is None or not error > 0:
        return None
    shown = target._replace(value=value.value, standard_error=error)
    name = f"{target.measure.removeprefix('records.').replace('.', '_')}_{target.role}"
    return Compared(name, shown, value.service, value.n, value.label, value.definition)


def _is_compared(measure: str) -> bool:
    return (
        measure.startswith(COMPARED)
        and not measure.endswith(STATISTICS_LEFT_OUT)
        and not any(each in measure for each in LENGTHS_LEFT_OUT)
    )


def _csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
