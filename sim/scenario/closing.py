"""Shares that add up to 1: if one share is set, others change to keep the sum.

A row is a set of shares that must add up to 1: the shares of next services, of entry services, of
starting states, of groups, of parts of a mixture, or of values in a table. In a file, a row of
routes, entries or states may end with `rest: name`. The entry of that name then gets the share
that the others leave. Such a row may also hold `dirichlet: {weight: 40}`: all its shares are unsure
together.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sim.errors import did_you_mean, listed
from sim.scenario.written import Block, Path, Row, Tree, WrittenFloat

REST = "rest"
DIRICHLET = "dirichlet"
WEIGHT = "weight"
UNCERTAIN = "uncertain"
IN_PROPORTION = "in proportion"
NOWHERE = "nowhere"
CLOSE_TO_NOTHING = 1e-9
DIGITS = 12
"""The number of decimals to which a computed share is rounded, so that 1 less 0.7 is 0.3."""


class NotClosed(Exception):  # noqa: N818 - becomes a fault, with its location, where that is known
    """A row that cannot be made to add up to 1."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


class RowOf(NamedTuple):
    """The row of shares to which a share belongs."""

    container: Path
    key: str
    inner: Path  # from an entry of the container to its share
    open: bool  # whether `nowhere` may be added

    def share(self, key: str) -> Path:
        """Return the path of the share of an entry."""
        return (*self.container, key, *self.inner)


def row_of(steps: Path) -> RowOf | None:
    """Return the row of the share at a path; None if the path is not a share of a row.

    The path may lead through a mechanism, an arm or a group.
    """
    texts = ("",) * 5 + (*map(str, steps),)  # so that all looks back are possible
    *_, before, kind, key = texts
    if kind == "entry" and (before == "seeking" or texts[-4] == "changes"):
        return None  # a level, not yet a share
    of_one = (kind, texts[-4]) in (("start", "needs"), ("areas", "groups"))
    if of_one or (kind, before) == ("probabilities", "table"):
        return RowOf(steps[:-1], key, (), False)
    if before == "mixture" and key == "share":
        return RowOf(steps[:-2], kind, ("share",), False)
    if before in ("groups", "areas") and key == "share" and len(steps) == 4:
        return RowOf(steps[:2], kind, ("share",), False)
    routes = before == "routes" and texts[-5] in ("services", "changes")
    entry = before == "entry" and "seeking" in (texts[-4], texts[-6])
    return RowOf(steps[:-1], key, (), True) if routes or entry else None


def is_closing(value: Any) -> bool:
    """Return whether a value names the share that takes what is left.

    An example is `{value: 0.3, rest: nowhere}`.
    """
    return isinstance(value, Mapping) and set(value) == {"value", REST}


def shares_in(container: Tree, row: RowOf) -> dict[str, float]:
    """Return the shares of a row as numbers, by key.

    Raises
    ------
    NotClosed
        If a share is not a number.
    """
    found = {}
    for key, entry in _entries(container):
        amount = _amount(_inside(entry, row.inner))
        if amount is None:
            raise NotClosed(
                f"The share of `{key}` is not a number, so nothing can make up for it.",
                "Write every share of the row as a number.",
            )
        found[key] = amount
    return found


def _inside(entry: Tree, inner: Path) -> Tree:
    for step in inner:
        entry = entry.get(str(step)) if isinstance(entry, Block) else None
    return entry


def closing_shares(
    shares: Mapping[str, float], fixed: Collection[str], rest: str, row: RowOf
) -> dict[str, float]:
    """Return the shares that must change so that a row adds up to 1, by key.

    Parameters
    ----------
    shares
        All shares of the row, including those that are set.
    fixed
        The keys of shares that are set and must not change.
    rest
        The key of the share that takes what is left. "in proportion" divides it among all shares
        that are not set.

    Raises
    ------
    NotClosed
        If the set shares exceed 1, or if no share can take what is left.
    """
    if rest == IN_PROPORTION:
        return _in_proportion(shares, fixed)
    known = [*shares, NOWHERE] if row.open and NOWHERE not in shares else list(shares)
    if rest not in known:
        raise NotClosed(
            f"`{rest}` is not in the row, and cannot take what is left.",
            did_you_mean(rest, known, f"Write one of {listed(known)}, or `{IN_PROPORTION}`."),
        )
    if rest in fixed:
        raise NotClosed(
            f"`{rest}` is set itself, and cannot take what is left.",
            f"Name another, or `{IN_PROPORTION}`.",
        )
    return {rest: left_over([share for key, share in shares.items() if key != rest], f"`{rest}`")}


def left_over(shares: Collection[float], name: str) -> float:
    """Return 1 minus the sum of some shares; raise NotClosed if it is negative."""
    left = 1.0 - math.fsum(shares)
    if left < -CLOSE_TO_NOTHING:
        raise NotClosed(
            f"The other shares add up to {math.fsum(shares):.10g}, which leaves less than nothing "
            f"for {name}.",
            "Lower them to 1 or less together.",
        )
    return max(0.0, round(left, DIGITS))


def _in_proportion(shares: Mapping[str, float], fixed: Collection[str]) -> dict[str, float]:
    others = {key: share for key, share in shares.items() if key not in fixed}
    left = left_over([share for key, share in shares.items() if key in fixed], "the rest")
    total = math.fsum(others.values())
    if total <= 0:
        if left <= CLOSE_TO_NOTHING:
            return {}
        raise NotClosed(
            "All other shares of the row are 0 or are set too, so none can make up in proportion.",
            "Write `rest:` with the name of the one that takes what is left.",
        )
    return {key: round(share / total * left, DIGITS) for key, share in others.items()}


def with_rest(row: Block) -> Block:
    """Return a row in which the entry `rest: name` is replaced by the share of that name.

    A service may be called `rest`. If a number follows the key, it is an ordinary share. What the
    row says of all its shares together is left out.

    Raises
    ------
    NotClosed
        If that name already has a share, or if the other shares exceed 1.
    """
    if moves_together(row) is not None:
        row = row.without(DIRICHLET)
    target = row.get(REST)
    if not isinstance(target, str):
        return row
    others = row.without(REST)
    if target in others:
        raise NotClosed(
            f"`{target}` has a share, and `rest` gives it what the others leave.",
            f"Take `{target}` or `rest` out.",
        )
    amounts = [_amount(value) for value in others.values() if value is not None]
    if None in amounts:
        return others  # that is told by itself
    share = WrittenFloat(left_over([a for a in amounts if a is not None], f"`{target}`"))
    share.location = row.values_at[REST]
    share.source = getattr(target, "source", None)
    others.put(str(target), share, row.keys_at[REST], row.values_at[REST])
    return others


def moves_together(row: Tree) -> Block | None:
    """Return what a row says of all its shares together; None if it says nothing.

    A service may be called `dirichlet`. If a number follows the key, it is an ordinary share.
    """
    found = row.get(DIRICHLET) if isinstance(row, Block) else None
    return found if isinstance(found, Block) and "value" not in found else None


def told_together(row: Block, together: Block | None) -> Block:
    """Return a row in which each share says what the row says of all of them.

    Raises
    ------
    NotClosed
        If a share has a range of its own, or if it is not said as of how many people.
    """
    if together is None:
        return row
    weight = together.get(WEIGHT)
    if set(together) != {WEIGHT} or isinstance(weight, bool) or not _is_above_zero(weight):
        raise NotClosed(
            f"`{DIRICHLET}` has a `{WEIGHT}` above 0 and nothing else.",
            f"Write `{DIRICHLET}: {{{WEIGHT}: 40}}`: as unsure as if 40 people had been counted.",
        )
    result = row.copied()
    for key, share in row.items():
        block = share.copied() if isinstance(share, Block) else Block(row.values_at[key])
        own = [each for each in ("low", "high", UNCERTAIN) if each in block]
        if own:
            raise NotClosed(
                f"`{own[0]}` of `{key}` and `{DIRICHLET}` say in two ways how unsure the share is.",
                f"Take one of the two out: of a row with `{DIRICHLET}` all shares move together.",
            )
        if not isinstance(share, Block):
            block.put("value", share, block.location, block.location)
            block.source = getattr(share, "source", None)
        law = Block(together.location)
        law.put(DIRICHLET, together, together.location, together.location)
        block.put(UNCERTAIN, law, together.location, together.location)
        result[key] = block
    return result


def _is_above_zero(value: Tree) -> bool:
    return isinstance(value, (int, float)) and 0 < value < math.inf


def _entries(container: Tree) -> list[tuple[str, Tree]]:
    if isinstance(container, Block):
        return [(key, value) for key, value in container.items() if value is not None]
    return [(str(n), value) for n, value in enumerate(container)] if _is_row(container) else []


def _is_row(container: Tree) -> bool:
    return isinstance(container, Row)


def _amount(value: Tree) -> float | None:
    """Return a share as a number, whether written bare or as a block; None if it is neither."""
    if isinstance(value, Block):
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value)
