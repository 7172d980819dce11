"""Ask runs for a few measures: those that worlds, a fit, a sweep or a question look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.measures.asked import Pairs, asked_of
from sim.measures.equity import COMPARED
from sim.measures.measuring import EVERYONE, Row, parts_of
from sim.resolved import Resolved


def asking(resolved: Resolved, pairs: Iterable[tuple[str, str]] | None) -> Resolved:
    """Return an arm whose runs give these numbers only; every measure if `pairs` is None.

    A number that the scenario does not have is not given. With a difference between groups come the
    values of the groups, because over many runs it is taken between their means.

    Parameters
    ----------
    pairs
        The (group, measure) of each. A group is `everyone`, a group, or an area as `area:NAME`.
    """
    if pairs is None:
        return resolved._replace(measuring=resolved.measuring._replace(asked=None))
    groups, _ = parts_of(resolved.names)
    asked = set(pairs)
    compared = {COMPARED[name] for of, name in asked if of == EVERYONE and name in COMPARED}
    asked |= {(group, outcome) for group in groups for outcome in compared}
    return resolved._replace(measuring=resolved.measuring._replace(asked=tuple(sorted(asked))))


def see_that_all_was_asked(pairs: Iterable[tuple[str, str]], asked: Pairs | None) -> None:
    """Raise RuntimeError if runs were not asked for one of these numbers, (group, measure) each.

    Its values would otherwise look undefined.
    """
    if asked is not None and (missing := set(pairs).difference(asked)):
        raise RuntimeError(f"The runs were not asked for {sorted(missing)}.")


def in_every_part(resolved: Resolved, measures: Sequence[str]) -> list[tuple[str, str]]:
    """Return (group, measure) of these measures for everyone and for each group and area."""
    groups, areas = parts_of(resolved.names)
    return [(part, measure) for part in (EVERYONE, *groups, *areas) for measure in measures]


def for_everyone(measures: Iterable[str]) -> list[tuple[str, str]]:
    """Return (group, measure) of these measures for everyone."""
    return [(EVERYONE, measure) for measure in measures]


def only_asked(rows: Iterable[Row], resolved: Resolved) -> list[Row]:
    """Return those of the rows that an arm is asked for, in their order."""
    asked = resolved.measuring.asked
    return [row for row in rows if asked_of(asked, row.group).has(row.measure)]
