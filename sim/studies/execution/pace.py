"""Measure how fast runs are finished, to estimate the time left and the size of tasks."""

from __future__ import annotations

import time
from collections.abc import Callable

TASK_SECONDS = 1.0
"""How many seconds a task should take.

This is long compared with the time for sending it, and short for a person who waits.
"""
LARGEST_TASK = 512  # runs


class Pace:
    """Counts finished runs and the time that they took.

    The time until the first run is finished is not counted, because programs are loaded and
    compiled in it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._counted = 0
        self._latest = 0.0

    def add(self, runs: int) -> None:
        """Record that this many runs have just been finished."""
        self._latest = self._clock()
        if self._began is None:
            self._began = self._latest
        else:
            self._counted += runs

    @property
    def runs_per_second(self) -> float:
        """Return runs per second so far; 0 if it is too early to say."""
        if self._began is None or self._counted == 0:
            return 0.0
        return self._counted / max(self._latest - self._began, 1e-9)

    def seconds_left(self, runs: int) -> float | None:
        """Return the seconds that this many runs will take; None if it is too early to say."""
        pace = self.runs_per_second
        if not pace:
            return None
        return max(0.0, runs / pace - (self._clock() - self._latest))

    def task_size(self, left: int, lanes: int) -> int:
        """Return how many runs to give to a worker at a time.

        Tasks are small while the pace is not known, and small again towards the end, so that all
        workers finish together.
        """
        by_time = round(self.runs_per_second / max(lanes, 1) * TASK_SECONDS)
        share = -(-left // (4 * max(lanes, 1)))
        return max(1, min(by_time, share, LARGEST_TASK))
