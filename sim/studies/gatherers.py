"""Everything that reads the rows of one run while it happens: one reader for each window."""

from __future__ import annotations

from sim.events import EventLog, Window
from sim.measures import Row
from sim.measures.asked import asks_of_measured_time
from sim.measures.monthly import Monthly
from sim.measures.streaming import Gatherer
from sim.measures.streaming.branching import go_on, measure_alike
from sim.resolved import Resolved
from sim.studies.asking import only_asked
from sim.studies.windows import named, through_windows, wanted_in_windows

MEASURED_TIME = None
"""The window of the scenario, among the windows of the readers."""


class Gatherers:
    """The readers of a run: of the measured time, and of each other window that is asked for.

    They give what `measure` and `measures_from_log` give from a log, without measures of records.
    """

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.readers: dict[Window | None, Gatherer] = {}
        if asks_of_measured_time(resolved.measuring.asked):
            self.readers[MEASURED_TIME] = Gatherer(resolved)
        for window, arm in through_windows(resolved).items():
            self.readers[window] = Gatherer(arm)

    def read(self, rows: EventLog) -> None:
        """Read the next rows, as `Gatherer.read` does."""
        for each in self.readers.values():
            each.read(rows)

    def measures_like(self, other: Gatherers) -> bool:
        """Return whether another arm is measured in the same way until the rules change.

        Neither may have read anything yet.
        """
        return self.readers.keys() == other.readers.keys() and all(
            measure_alike(own, other.readers[window]) for window, own in self.readers.items()
        )

    def go_on_from(self, history: Gatherers) -> None:
        """Take over what the common history has counted; nothing may have been read yet."""
        for window, own in self.readers.items():
            go_on(history.readers[window], own)

    def rows(self) -> list[Row]:
        """Return the measures of a run that is over."""
        closes = self.resolved.numbers.closes
        rows = {window: each.rows(closes) for window, each in self.readers.items()}
        found = rows.get(MEASURED_TIME, [])
        for window, wanted in wanted_in_windows(self.resolved).items():
            found += only_asked(named(rows[window], wanted), self.resolved)
        return found

    def monthly(self) -> Monthly:
        """Return the series by months of a run that is over."""
        return self.readers[MEASURED_TIME].monthly(self.resolved.numbers.closes)
