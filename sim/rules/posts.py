"""The share that a post has of the hours and the caseload of a whole one.

Only the last post of a team, the one with the highest number, can be part of a whole one.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.resolved import WHOLE_POST


@compiled
def share_of(post, posts, last_share):
    """Return the share of a post in thousandths, of `posts` whose last one has `last_share`."""
    return np.int64(last_share) if post == posts - 1 else np.int64(WHOLE_POST)


@compiled
def part_of(whole, share):
    """Return the part of a whole post's minutes, people or weight that a share of it has.

    It is rounded down, to at least 1 of what a whole post has any of: who has a post can do some
    work, and can have somebody.
    """
    return np.int64(min(whole, max(1, whole * share // WHOLE_POST)))
