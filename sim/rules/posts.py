"""Compute the size of a post, the keys of its workers, and the chance that it is vacant at first.

A size is a share of a whole post's hours and caseload.

Only the last post of a team, the one with the highest number, can be part of a whole one.

Posts that are vacant at minute 0 are those with the highest numbers, so that a later cut closes
them first. Their number can have a fraction: chance then decides whether one more post is vacant.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.draws import LARGEST_KEY
from sim.resolved import WHOLE_POST

INCUMBENTS = 1 << 20
"""The most workers that one post can have; it keeps the keys of a team's workers apart."""


@compiled
def is_last(post, posts):
    """Return whether a post is the last one of all `posts`, which can be part of a whole one."""
    return post == posts - 1


@compiled
def share_of(post, posts, last_share):
    """Return the size of a post in thousandths. Of all `posts`, the last one has `last_share`."""
    return np.int64(last_share) if is_last(post, posts) else np.int64(WHOLE_POST)


@compiled
def key_of_worker(team, post, incumbent):
    """Return the key of the worker who is the n-th in a post, by the name key of the team."""
    number = np.uint64(post) * np.uint64(INCUMBENTS) + np.uint64(incumbent)
    return np.int64((np.uint64(team) + number) % np.uint64(LARGEST_KEY))


def chance_vacant(post: int, posts: int, last_share: int, vacant: int) -> float:
    """Return the probability that a post is vacant at minute 0.

    With these probabilities, the vacant posts add up to `vacant` on average.

    Parameters
    ----------
    post, posts
        The number of the post, from 0, and how many there are.
    last_share, vacant
        Thousandths: the size of the last post, and how many posts are vacant.
    """
    size = int(share_of(post, posts, last_share))
    above = (posts - 1 - post) * WHOLE_POST - (
        0 if is_last(post, posts) else WHOLE_POST - last_share
    )
    return min(max((vacant - above) / size, 0.0), 1.0)


@compiled
def part_of(whole, share):
    """Return how many of a whole post's minutes, people or weight a post of this size has.

    The number is rounded down, but is at least 1 unless a whole post has 0: everyone in post can
    do some work and have someone in their caseload.
    """
    return np.int64(min(whole, max(1, whole * share // WHOLE_POST)))
