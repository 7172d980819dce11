"""Measures that need the complete log of a run: of its records, and of windows of targets."""

from __future__ import annotations

from sim.events import Run, Window
from sim.measures import Row, measure
from sim.measures.recorded.from_run import recorded
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.shown import as_shown
from sim.measures.words.recorded import RECORDS
from sim.records.linking import linked
from sim.resolved import Resolved
from sim.studies.asking import only_asked
from sim.studies.windows import named, of_records, through_windows, wanted_in_windows


def needs_log(resolved: Resolved) -> bool:
    """Return whether an arm has measures that cannot be computed while a run happens."""
    every = wanted_in_windows(resolved).values()
    return _wants_records(resolved) or any(of_records(each) for some in every for each in some)


def measures_from_log(run: Run, resolved: Resolved) -> list[Row]:
    """Return the measures of records and of other windows; none if the scenario wants none."""
    found = _of_records(run, resolved) if _wants_records(resolved) else []
    through = through_windows(resolved)
    for window, wanted in wanted_in_windows(resolved).items():
        rows = _of_records(run, resolved, window) if any(map(of_records, wanted)) else []
        if window in through:
            rows += measure(run, through[window])
        found += named(rows, wanted)
    return only_asked(found, resolved)


def _wants_records(resolved: Resolved) -> bool:
    """Return whether measures of records, in the measured time, are asked for."""
    asked = resolved.measuring.asked
    named_here = asked is None or any(measure.startswith(RECORDS) for _, measure in asked)
    return resolved.names.records and named_here


def _of_records(run: Run, resolved: Resolved, window: Window | None = None) -> list[Row]:
    """Return the measures of what an extract would show of a run, those with names of their own."""
    tables = as_shown(recorded(run, resolved, window=window))
    rows = measure_recorded(tables, resolved, linked(tables))
    return [row for row in rows if row.measure.startswith(RECORDS)]
