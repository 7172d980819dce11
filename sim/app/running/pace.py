"""How fast the runs of one command are made now, and how long each piece of it has taken.

Only looks at a command are counted, so that the pace is that of this machine with all that it does
beside. It is the pace of the later half of the time so far: a machine that gets busier shows soon,
and a burst of finished runs weighs little.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from types import MappingProxyType

from sim.app.running.stages import Piece

LATER = 0.5
"""The part of the time so far, counted from now, whose pace is that of the runs to come."""


class Pace:
    """What was seen of one command since it was begun."""

    def __init__(self) -> None:
        self._spent: dict[Piece, float] = {}
        self._last: tuple[float, Piece] | None = None
        self._done, self._began = 0, 0  # runs finished by now, and when it was looked at first
        self._known: float | None = None  # seconds a run, of an earlier piece
        self._before = 0  # runs that were finished when the piece began
        self._seen: list[tuple[float, int]] = []  # seconds in the piece, and runs, as they grew

    @property
    def spent(self) -> Mapping[Piece, float]:
        """Seconds in each piece so far."""
        return MappingProxyType(self._spent)

    @property
    def made(self) -> int:
        """Runs that were finished since it was looked at first."""
        return self._done - self._began

    def see(self, now: float, piece: Piece, done: int) -> None:
        """Note what is being made.

        Parameters
        ----------
        now
            Seconds on a clock that never goes back.
        piece
            What is being made now. The time since the last look is that of the piece seen then.
        done
            Runs finished by now.
        """
        if self._last is None:
            self._began = self._before = done
        else:
            then, was = self._last
            self._spent[was] = self._spent.get(was, 0.0) + now - then
            if done > self._done and was.is_of_runs:
                self._seen.append((self._spent[was], done))
            if was is not piece:
                self._known, self._before, self._seen = self.of_a_run, done, []
        self._spent.setdefault(piece, 0.0)
        self._last, self._done = (now, piece), max(done, self._done)

    def end(self, now: float) -> None:
        """Note that the command has ended."""
        if self._last is not None:
            self.see(now, self._last[1], self._done)

    @property
    def of_a_run(self) -> float | None:
        """Seconds that each run takes now; None as long as none shows.

        Until a piece shows it, the pace of the one before counts. The time before the first
        finished run is left out where there is a later one: programs are loaded in it.
        """
        if self._last is None or not self._seen:
            return self._known
        spent, done = self._spent[self._last[1]], self._seen[-1][1]
        if len(self._seen) == 1:
            return self._known or spent / (done - self._before)
        at = bisect.bisect_right(self._seen, (spent * (1 - LATER), done)) - 1
        since, runs = self._seen[min(max(at, 0), len(self._seen) - 2)]
        return (spent - since) / (done - runs)
