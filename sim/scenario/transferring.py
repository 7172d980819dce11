"""Transfers of posts between services of an arm; contact hours stay the same in total.

The number that arrives is rounded to thousandths of a post, half to even. It is computed in the
tree of the arm, after its mechanisms and its `set` are applied. It therefore depends on everything
that sets posts or hours, such as a lever of a study or an uncertain number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from sim.scenario.dividing import common_names
from sim.scenario.putting import put
from sim.scenario.written import Block, Path, Row, Tree, WrittenFloat, WrittenInt, at, written_steps

FROM, TO, POSTS, HOURS = "from", "to", "posts", "contact_hours"
PARTS = 1_000
"""The number of parts into which a post is divided."""


class Move(NamedTuple):
    """A move of posts: those that leave one service, and those with the same hours that arrive."""

    origin: str
    target: str
    leave: Fraction  # posts
    arrive: Fraction


def moves(tree: Block, transfer: Tree) -> Iterator[Move]:
    """Iterate over the moves of a transfer: one in each area if its services have areas.

    There is no move if the services or their numbers are missing, or if only one of the two
    services has areas. A check reports this.
    """
    if not isinstance(transfer, Block):
        return
    posts = number_of(transfer.get(POSTS))
    for origin, target in pairs(tree, str(transfer.get(FROM)), str(transfer.get(TO))):
        here, there = (number_of(workers_of(tree, name).get(HOURS)) for name in (origin, target))
        if posts is not None and here is not None and there:
            arrive = round(posts * here / there * PARTS)
            yield Move(origin, target, posts, Fraction(arrive, PARTS))


def pairs(tree: Block, origin: str, target: str) -> list[tuple[str, str]]:
    """Return the pairs of services between which posts move: one pair, or one for each area.

    There are no pairs if only one of the two services has areas.
    """
    common = common_names(tree)
    if (origin in common) != (target in common):
        return []
    if origin not in common:
        return [(origin, target)]
    return [
        (name, common[target][area])
        for area, name in common[origin].items()
        if area in common[target]
    ]


def transferred(tree: Block, transfer: Tree) -> Block:
    """Return the tree of an arm after its posts have moved, also in later changes of posts."""
    for move in moves(tree, transfer):
        for name, more in ((move.origin, -move.leave), (move.target, move.arrive)):
            for path in posts_at(tree, name):
                now = number_of(at(tree, path))
                after = None if now is None else now + more
                if after is not None and after >= 0:
                    tree = put(tree, path, _written(at(tree, path), after))
    return tree


def posts_over_time(tree: Block, service: str) -> list[Fraction]:
    """Return the number of posts of a service at first and after each of its changes."""
    numbers = (number_of(at(tree, path)) for path in posts_at(tree, service))
    return [number for number in numbers if number is not None]


def posts_at(tree: Block, service: str) -> Iterator[Path]:
    """Iterate over the paths at which the posts of a service are written."""
    here = ("services", service, "workers")
    workers = workers_of(tree, service)
    if POSTS in workers:
        yield (*here, POSTS)
    changes = workers.get("changes")
    for number, change in enumerate(changes if isinstance(changes, Row) else ()):
        if isinstance(change, Block) and POSTS in change:
            yield (*here, "changes", number, POSTS)


def workers_of(tree: Block, service: str) -> Mapping[str, Tree]:
    """Return what is written of the workers of a service; an empty block if there is nothing."""
    path = ("services", service, "workers")
    found = at(tree, path) if written_steps(tree, path) == path else None
    return found if isinstance(found, Block) else {}


def number_of(value: Tree) -> Fraction | None:
    """Return a written number, with or without a range, as a fraction; else None."""
    if isinstance(value, Block):
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return Fraction(str(float(value)))


def _written(before: Tree, posts: Fraction) -> WrittenInt | WrittenFloat:
    """Return a number of posts with the location and source of the number that it replaces."""
    number: WrittenInt | WrittenFloat = WrittenFloat(float(posts))
    if posts.denominator == 1:
        number = WrittenInt(int(posts))
    inner = before.get("value", before) if isinstance(before, Block) else before
    number.location = inner.location if hasattr(inner, "location") else before.location
    number.source = before.source
    return number
