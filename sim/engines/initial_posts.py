"""Draw which posts are vacant at minute 0, and when their first workers start."""

from __future__ import annotations

import numpy as np

from sim.draws import Purpose, uniform_pair
from sim.engines.start import RunSeed
from sim.laws import Ints
from sim.resolved import Numbers
from sim.rules.distributions import minutes
from sim.rules.posts import chance_vacant, key_of_worker


def first_starts(numbers: Numbers, run_seed: RunSeed) -> list[Ints]:
    """Return for each team the minutes in which the first workers of its posts start.

    It is 0 for posts that are filled at minute 0, and at least 1 for others. The draws belong to
    the post, so both engines, and arms with more or fewer posts, find the same.
    """
    teams, last_share = numbers.workforce, numbers.services.last_share
    found = []
    for team, vacant in enumerate(teams.vacant_at_start.tolist()):
        starts = np.zeros(int(teams.posts[team]), np.int64)
        name, share = int(teams.name[team]), int(last_share[teams.service[team]])
        for post in range(len(starts)) if vacant else ():
            chance = chance_vacant(post, len(starts), share, vacant)
            key = int(key_of_worker(name, post, 0))
            u, left = uniform_pair(*run_seed, int(Purpose.VACANT_AT_START), name, key, 0)
            if u < chance:
                row = int(teams.vacancy_left[team])
                starts[post] = max(1, int(minutes(numbers.distributions, row, left)))
        found.append(starts)
    return found
