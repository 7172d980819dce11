"""Posts that an arm moves from one service to another: as many as have the same hours.

What arrives is rounded to thousandths of a post, half to even.

It is worked out in the tree of the arm, after its mechanisms and its `set`. So it follows whatever
sets the posts or the hours: a lever, an uncertain number, or another arm that it is compared with.
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
"""Posts have parts of so many to the whole."""


class Move(NamedTuple):
    """Posts that leave one service and the posts with the same hours that another gets."""

    origin: str
    target: str
    leave: Fraction  # posts
    arrive: Fraction


def moves(tree: Block, transfer: Tree) -> Iterator[Move]:
    """Iterate over the moves of a transfer: one in each area, where its services have areas.

    Nothing is moved, and a check tells why, where the services or their numbers are not there, or
    where only one of the two stands in areas.
    """
    if not isinstance(transfer, Block):
        return
    posts = _number(transfer.get(POSTS))
    for origin, target in pairs(tree, str(transfer.get(FROM)), str(transfer.get(TO))):
        here, there = (_number(_workers(tree, name).get(HOURS)) for name in (origin, target))
        if posts is not None and here is not None and there:
            arrive = round(posts * here / there * PARTS)
            yield Move(origin, target, posts, Fraction(arrive, PARTS))


def pairs(tree: Block, origin: str, target: str) -> list[tuple[str, str]]:
    """Return the services between which posts move: those of each area, or the two themselves.

    There are none where just one of the two stands in areas.
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
    """Return the tree of an arm after its posts have moved, also those of later changes."""
    for move in moves(tree, transfer):
        for name, more in ((move.origin, -move.leave), (move.target, move.arrive)):
            for path in _posts(tree, name):
                now = _number(at(tree, path))
                after = None if now is None else now + more
                if after is not None and after >= 0:
                    tree = put(tree, path, _written(at(tree, path), after))
    return tree


def posts_over_time(tree: Block, service: str) -> list[Fraction]:
    """Return the posts of a service at first and after each of its changes."""
    numbers = (_number(at(tree, path)) for path in _posts(tree, service))
    return [number for number in numbers if number is not None]


def _posts(tree: Block, service: str) -> Iterator[Path]:
    """Iterate over the places where the posts of a service are written."""
    here = ("services", service, "workers")
    workers = _workers(tree, service)
    if POSTS in workers:
        yield (*here, POSTS)
    changes = workers.get("changes")
    for number, change in enumerate(changes if isinstance(changes, Row) else ()):
        if isinstance(change, Block) and POSTS in change:
            yield (*here, "changes", number, POSTS)


def _workers(tree: Block, service: str) -> Mapping[str, Tree]:
    path = ("services", service, "workers")
    found = at(tree, path) if written_steps(tree, path) == path else None
    return found if isinstance(found, Block) else {}


def _number(value: Tree) -> Fraction | None:
    """Return a number as it is written, with or without its range."""
    if isinstance(value, Block):
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return Fraction(str(float(value)))


def _written(before: Tree, posts: Fraction) -> WrittenInt | WrittenFloat:
    """Return a number of posts with the place and the source of the one that it replaces."""
    number: WrittenInt | WrittenFloat = WrittenFloat(float(posts))
    if posts.denominator == 1:
        number = WrittenInt(int(posts))
    inner = before.get("value", before) if isinstance(before, Block) else before
    number.location = inner.location if hasattr(inner, "location") else before.location
    number.source = before.source
    return number
