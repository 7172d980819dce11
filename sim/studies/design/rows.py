"""The row of shares that an uncertain share belongs to: what else changes where it is varied."""

from __future__ import annotations

from typing import NamedTuple

from sim.scenario import Scenario
from sim.scenario.closing import (
    DIRICHLET,
    IN_PROPORTION,
    NOWHERE,
    REST,
    UNCERTAIN,
    NotClosed,
    moves_together,
    row_of,
    shares_in,
    with_rest,
)
from sim.scenario.replacing import steps_to
from sim.scenario.world_tables import names_in_table
from sim.scenario.written import Block, Row, at, written_steps
from sim.scenario.written_ranges import bare, in_order


class OfRow(NamedTuple):
    """A row of shares as it is written, seen from one of its shares."""

    key: str  # of the share
    names: dict[str, str]  # by key: the path of every share, in the order of the row
    shares: dict[str, float]  # by key: as written
    rest: str  # the share that takes what is left where the row says so; empty where it does not
    together: bool  # all shares are unsure together
    order: tuple[str, ...]  # the keys, in the order in which shares that move together are drawn

    @property
    def closed_by(self) -> str:
        """What to write beside a value of the share, so that the row adds up to 1."""
        return "" if self.rest and not self.together else IN_PROPORTION

    @property
    def container(self) -> tuple[str, ...]:
        """What tells this row from every other."""
        return tuple(self.names.values())


def of_row(scenario: Scenario, path: str) -> OfRow | None:
    """Return the row of the share at a path; None if it is in none, or in one not written out."""
    steps = steps_to(scenario, path)
    row = row_of(steps)
    if row is None or written_steps(scenario.tree, row.container) != row.container:
        return None
    container = at(scenario.tree, row.container)
    together = moves_together(container) is not None
    rest = container.get(REST) if isinstance(container, Block) else None
    rest = str(rest) if isinstance(rest, str) else ""
    if isinstance(container, Block):
        container = with_rest(container.without_nulls())
    elif not isinstance(container, Row):
        return None
    try:
        shares = shares_in(container, row)
    except NotClosed:
        return None
    own = container.get(row.key) if isinstance(container, Block) else container[int(row.key)]
    for step in row.inner:
        own = own.get(str(step)) if isinstance(own, Block) else None
    law = own.get(UNCERTAIN) if isinstance(own, Block) else None
    together = together or (isinstance(law, Block) and DIRICHLET in law)
    names = {key: ".".join(map(str, row.share(key))) for key in shares}
    return OfRow(row.key, names, shares, rest, together, _order(scenario, names, rest))


def _order(scenario: Scenario, names: dict[str, str], rest: str) -> tuple[str, ...]:
    """Return keys by name, and last `nowhere` and the share that takes what is left.

    Shares that a table of worlds has come first: what it says holds, and the others share the rest.
    """
    columns = names_in_table(scenario)
    told = {bare(each) for each in scenario.in_areas(dict.fromkeys(columns))}
    return tuple(
        sorted(names, key=lambda k: (names[k] not in told, k == rest, k == NOWHERE, in_order(k)))
    )
