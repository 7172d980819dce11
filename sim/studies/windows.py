"""Measures of other windows than the measured time: an arm is measured again through each."""

from __future__ import annotations

from collections.abc import Sequence

from sim.events import InWindow, Window
from sim.measures import Row
from sim.measures.words.recorded import RECORDS
from sim.resolved import Resolved
from sim.studies.asking import asking, in_every_part


def wanted_in_windows(resolved: Resolved) -> dict[Window, list[InWindow]]:
    """Return the measures of other windows that are asked for, by window, the earliest first."""
    asked, every = resolved.measuring.asked, resolved.measuring.in_windows
    names = None if asked is None else {measure for _, measure in asked}
    wanted = [each for each in every if names is None or each.name in names]
    windows = sorted({each.window for each in wanted})
    return {window: [each for each in wanted if each.window == window] for window in windows}


def through_windows(resolved: Resolved) -> dict[Window, Resolved]:
    """Return the arm as it is measured through each window, for what is wanted in it.

    Windows of which only measures of records are wanted are left out.
    """
    found = {}
    for window, wanted in wanted_in_windows(resolved).items():
        names = [each.measure for each in wanted if not of_records(each)]
        if names:
            there = resolved._replace(measuring=resolved.measuring._replace(window=window))
            found[window] = asking(there, in_every_part(resolved, names))
    return found


def of_records(wanted: InWindow) -> bool:
    """Return whether a measure is one of records, which need the complete log of a run."""
    return wanted.measure.startswith(RECORDS)


def named(rows: Sequence[Row], wanted: Sequence[InWindow]) -> list[Row]:
    """Return rows measured through a window, under the names that they have in a run."""
    return [
        row._replace(measure=each.name)
        for each in wanted
        for row in rows
        if row.measure == each.measure
    ]
