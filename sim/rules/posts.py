"""Compute the size of a post, as a share of a whole post's hours and caseload.

Only the last post of a team, the one with the highest number, can be part of a whole one.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.resolved import WHOLE_POST


@compiled
def is_last(post, posts):
    """Return whether a post is the last one of all `posts`, which can be part of a whole one."""
    return post == posts - 1


@compiled
def share_of(post, posts, last_share):
    """Return the size of a post in thousandths. Of all `posts`, the last one has `last_share`."""
    return np.int64(last_share) if is_last(post, posts) else np.int64(WHOLE_POST)


@compiled
def part_of(whole, share):
    """Return how many of a whole post's minutes, people or weight a post of this size has.

    The number is rounded down, but is at least 1 unless a whole post has 0: everyone in post can
    do some work and have someone in their caseload.
    """
    return np.int64(min(whole, max(1, whole * share // WHOLE_POST)))
