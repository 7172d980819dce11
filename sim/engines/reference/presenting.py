"""Find the level that a need shows to a service: the highest one over a recent time."""

from __future__ import annotations

import numpy as np

from sim.engines.reference.state import Person, Service
from sim.engines.reference.world import Part
from sim.events import NOBODY
from sim.laws import Ints
from sim.resolved import LEVELS
from sim.rules.presenting import NEVER_HELD, last_held, presenting_level


def held_before(level: int, now: int) -> Ints:
    """Return the last minute at which a need was at each level, for someone who arrives now.

    Up to now, the need counts as having been at `level`. Shape (LEVELS,).
    """
    held = np.full(LEVELS, NEVER_HELD, np.int64)
    held[level] = now - 1
    return held


class Presenting(Part):
    """The levels at which needs present themselves to services."""

    def over(self, person: Person, need: int) -> int:
        """Return the minutes over which a need's highest level counts; 0 for the level now."""
        return self.world.presenting_over[person.group][need]

    def level(self, person: Person, need: int) -> int:
        """Return the level at which a need presents itself now, 0 to 3.

        This is the highest level held in any minute of (now - over, now], with `over` the need's
        `presenting.over`. A crisis counts as severe unless it holds now. Without `presenting`, it
        is the level now. Before minute 0, or before the arrival, the need counts as having been at
        its first level.
        """
        over, level = self.over(person, need), person.levels[need]
        if over == 0:
            return level
        return int(presenting_level(level, person.held[need], self.world.now, over))

    def worst(self, person: Person, service: Service) -> tuple[int, int]:
        """Return the need that presents itself at the highest level, of those a service covers.

        Returns
        -------
        tuple
            The need and the level at which it presents itself. With equal levels, the need is the
            first in the file. (NOBODY, 0) if the service covers no need.
        """
        worst, highest = NOBODY, -1
        for need, covered in enumerate(service.row.covers):
            if covered and (level := self.level(person, need)) > highest:
                worst, highest = need, level
        return worst, max(highest, 0)

    def leave_level(self, person: Person, need: int, before: int) -> None:
        """Record that a need has left the level `before` in this minute."""
        if self.over(person, need) > 0:
            held, since = person.held[need], person.level_since[need]
            held[before] = last_held(since, self.world.now, int(held[before]))
            person.level_since[need] = self.world.now
