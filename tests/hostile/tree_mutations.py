"""Changes to a tree: what somebody does who slips, pastes at the wrong place, or means harm."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.hostile.trees import Block, Spot, copied, spots
from tests.hostile.values import KEYS, alike, hostile

GENTLE = 0.4
Change = Callable[[random.Random, Block], str]


def mutated(random_: random.Random, tree: Block) -> list[str]:
    """Change a tree in one to three ways; says which.

    Four times in ten it is one value of the same type, so that many mutants are run as well.
    """
    if random_.random() < GENTLE:
        return [like_value(random_, tree)]
    return [random_.choice(CHANGES)(random_, tree) for _ in range(random_.choice((1, 1, 2, 3)))]


def other_value(random_: random.Random, tree: Block) -> str:
    """Replace a value by any other."""
    one = _any(random_, tree)
    new = hostile(random_)
    one.put(new)
    return f"value {_named(one)} is {new!r:.60}"


def like_value(random_: random.Random, tree: Block) -> str:
    """Replace a value by another of its type."""
    leaves = [each for each in spots(tree) if not isinstance(each.get(), list)]
    if not leaves:
        return other_value(random_, tree)
    one = random_.choice(leaves)
    new = alike(random_, one.get())
    one.put(new)
    return f"value {_named(one)} is {new!r:.60}"


def value_from_elsewhere(random_: random.Random, tree: Block) -> str:
    """Replace a value by one that stands elsewhere in the file."""
    one, other = _any(random_, tree), _any(random_, tree)
    one.put(copied(other.get()))
    return f"value {_named(one)} is that of {_named(other)}"


def swap(random_: random.Random, tree: Block) -> str:
    """Let two values change places."""
    one, other = _any(random_, tree), _any(random_, tree)
    first, second = copied(one.get()), copied(other.get())
    one.put(second)
    other.put(first)
    return f"values {_named(one)} and {_named(other)} change places"


def without(random_: random.Random, tree: Block) -> str:
    """Leave something out."""
    one = _any(random_, tree)
    name = _named(one)
    del one.holder[one.at]
    return f"without {name}"


def twice(random_: random.Random, tree: Block) -> str:
    """Write something twice."""
    one = _any(random_, tree)
    (again,) = copied(one.holder[one.at : one.at + 1])
    one.holder.insert(random_.randint(0, len(one.holder)), again)
    return f"twice {_named(one)}"


def moved(random_: random.Random, tree: Block) -> str:
    """Put something somewhere else, with its key."""
    one = _any(random_, tree)
    what = f"moved {_named(one)}"
    key = one.holder[one.at][0] if one.keyed else random_.choice(KEYS)
    value = one.get()
    del one.holder[one.at]
    _add(random_, tree, key, copied(value))
    return what


def renamed(random_: random.Random, tree: Block) -> str:
    """Give something another key."""
    one = _keyed(random_, tree)
    if one is None:
        return other_value(random_, tree)
    old = one.holder[one.at][0]
    known = [each.holder[each.at][0] for each in spots(tree) if each.keyed]
    slips = (f"{old}s", str(old)[:-1], str(old).upper(), f"{old} ")
    new = random_.choice((*slips, random_.choice(KEYS), random_.choice(known)))
    one.holder[one.at][0] = new
    return f"key {old!r:.40} is {new!r:.40}"


def key_more(random_: random.Random, tree: Block) -> str:
    """Put a key where it does not belong."""
    known = [each.holder[each.at][0] for each in spots(tree) if each.keyed]
    key = random_.choice((random_.choice(KEYS), random_.choice(known or ["x"])))
    source = random_.choice((hostile(random_), copied(_any(random_, tree).get())))
    _add(random_, tree, key, source)
    return f"key {key!r:.40} more"


def many(random_: random.Random, tree: Block) -> str:
    """Write a great many of something."""
    one = _any(random_, tree)
    times = random_.choice((20, 300, 3_000))
    if one.keyed:
        key, value = one.holder[one.at]
        small = value if not isinstance(value, list) or len(value) < 4 else None
        one.holder.extend([f"{key}{n}", copied(small)] for n in range(times))
    else:
        one.holder.extend(copied(one.get()) for _ in range(min(times, 300)))
    return f"{times} times {_named(one)}"


CHANGES: tuple[Change, ...] = (
    *(other_value, other_value, like_value, like_value, like_value, value_from_elsewhere),
    *(swap, without, without, twice, moved, renamed, key_more, many),
)


def _any(random_: random.Random, tree: Block) -> Spot:
    if not tree:
        tree.append(["x", None])
    return random_.choice(list(spots(tree)))


def _keyed(random_: random.Random, tree: Block) -> Spot | None:
    found = [each for each in spots(tree) if each.keyed]
    return random_.choice(found) if found else None


def _add(random_: random.Random, tree: Block, key: Any, value: Any) -> None:
    holders = [tree, *(s.get() for s in spots(tree) if isinstance(s.get(), list))]
    holder = random_.choice(holders)
    at = random_.randint(0, len(holder))
    holder.insert(at, [key, value] if isinstance(holder, Block) else value)


def _named(spot: Spot) -> str:
    return f"{spot.holder[spot.at][0]!r:.40}" if spot.keyed else f"[{spot.at}]"
