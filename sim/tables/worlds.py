"""Write the worlds of a study as CSV: what each world is, what came out, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.studies.design.levers import said
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.resampling import Range
from sim.studies.worlds_result import WorldsResult
from sim.tables.texts import Cell, write_csv

NUMBERS, RUNS, FINDINGS = "worlds.csv", "worlds_runs.csv", "worlds_findings.csv"
RUN_COLUMNS = ("world", "arm", "replication", "measure", "value")
SHARES = ("better", "worse", "neither")
AMOUNTS = ("low", "high", "mean", "worth_of_knowing")
FINDING_COLUMNS = (
    *("arm", "measure", "better_is", "matters", "worlds", "told", "reliability"),
    *(f"{each}{end}" for each in (*SHARES, *AMOUNTS) for end in ("", "_from", "_to")),
)


def write_worlds(found: WorldsResult, folder: Path) -> None:
    """Write three tables into a folder.

    `worlds.csv` has a row for each world that was run, with a column for each uncertain number, by
    its path. `worlds_runs.csv` has a row for each run and measure. `worlds_findings.csv` has a row
    for each arm and measure. Worlds are numbered from 1 in the order of their rows.
    """
    names = [moved.name for each in found.uncertain for moved in (each, *each.also)]
    write_csv(("world", *names), _numbers(found), folder / NUMBERS)
    write_csv(RUN_COLUMNS, _runs(found), folder / RUNS)
    write_csv(FINDING_COLUMNS, map(_finding, found.findings.headlines), folder / FINDINGS)


def _numbers(found: WorldsResult) -> Iterator[tuple[Cell, ...]]:
    for world, row in enumerate(found.inputs.values.tolist(), 1):
        cells: list[Cell] = [world]
        for each, value in zip(found.uncertain, row, strict=True):
            if each.choices:
                cells.append(each.choices[int(value)].name)
            else:
                cells += [said(moved.at(value)) for moved in (each, *each.also)]
        yield tuple(cells)


def _runs(found: WorldsResult) -> Iterator[tuple[Cell, ...]]:
    table = found.values
    for world in range(found.worlds):
        for at, arm in enumerate(table.arms):
            for each in range(found.size.each):
                for column, measure in enumerate(table.measures):
                    value = float(table.values[at, world, each, column])
                    yield world + 1, arm, each + 1, measure, value


def _finding(row: Headline) -> tuple[Cell, ...]:
    first = (row.arm, row.measure, row.direction or "", row.matters, row.worlds)
    if row.judged is None:
        return (*first, "no", *([float("nan")] * (len(FINDING_COLUMNS) - len(first) - 1)))
    judged = row.judged
    figures: list[Cell] = []
    for name in (*SHARES, *AMOUNTS):
        figure: Range = getattr(judged, name)
        figures += figure
    return (*first, judged.strength, judged.reliability, *figures)
