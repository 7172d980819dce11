"""How fast runs are finished, and so how long the rest will take and how many to hand out."""

from __future__ import annotations

import time
from collections.abc import Callable

TASK_SECONDS = 1.0
"""How long a task should take: long beside the cost of sending it, short beside a coffee."""
LARGEST_TASK = 512  # runs


class Pace:
    """Counts finished runs against the clock.

    The time until the first run is finished is left out: programs are loaded and compiled in it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._counted = 0
        self._latest = 0.0

    def add(self, runs: int) -> None:
        """Note that so many runs are finished now."""
        self._latest = self._clock()
        if self._began is None:
            self._began = self._latest
        else:
            self._counted += runs

    @property
    def runs_per_second(self) -> float:
        """Runs a second so far; 0 when it is too early to say."""
        if self._began is None or self._counted == 0:
            return 0.0
        return self._counted / max(self._latest - self._began, 1e-9)

    def seconds_left(self, runs: int) -> float | None:
        """How long so many runs will take from now; None when it is too early to say."""
        pace = self.runs_per_second
        if not pace:
            return None
        return max(0.0, runs / pace - (self._clock() - self._latest))

    def task_size(self, left: int, lanes: int) -> int:
        """How many runs to hand out at once, of so many left, to so many workers.

        Few while the pace is unknown, and again towards the end, so that all workers end together.
        """
        by_time = round(self.runs_per_second / max(lanes, 1) * TASK_SECONDS)
        share = -(-left // (4 * max(lanes, 1)))
        return max(1, min(by_time, share, LARGEST_TASK))
