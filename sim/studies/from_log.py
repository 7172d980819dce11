"""Measures that need the complete log of a run: of its records, and of windows of targets."""

from __future__ import annotations

from collections.abc import Sequence

from sim.events import Run, Window
from sim.measures import Row, measure
from sim.measures.recorded.from_run import recorded
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.shown import as_shown
from sim.records.linking import linked
from sim.resolved import Resolved

RECORDS = "records."


def needs_log(resolved: Resolved) -> bool:
    """Return whether an arm has measures that cannot be computed while a run happens."""
    return resolved.names.records or bool(resolved.measuring.in_windows)


def measures_from_log(run: Run, resolved: Resolved) -> list[Row]:
    """Return the measures that need the complete log; none if the scenario wants none."""
    found = _of_records(run, resolved) if resolved.names.records else []
    for window in sorted({each.window for each in resolved.measuring.in_windows}):
        wanted = [each for each in resolved.measuring.in_windows if each.window == window]
        rows = _in_window(run, resolved, window, [each.measure for each in wanted])
        for each in wanted:
            found += [
                row._replace(measure=each.name) for row in rows if row.measure == each.measure
            ]
    return found


def _of_records(run: Run, resolved: Resolved, window: Window | None = None) -> list[Row]:
    """Return the measures of what an extract would show of a run, those with names of their own."""
    tables = as_shown(recorded(run, resolved, window=window))
    rows = measure_recorded(tables, resolved, linked(tables))
    return [row for row in rows if row.measure.startswith(RECORDS)]


def _in_window(run: Run, resolved: Resolved, window: Window, names: Sequence[str]) -> list[Row]:
    """Return the rows of measures of another window; both kinds only if they are named."""
    rows: list[Row] = []
    if any(name.startswith(RECORDS) for name in names):
        rows += _of_records(run, resolved, window)
    if not all(name.startswith(RECORDS) for name in names):
        measuring = resolved.measuring._replace(window=window)
        rows += measure(run, resolved._replace(measuring=measuring))
    return rows
