"""In a bounds-checked build a row that does not exist is an error, never somebody else's memory.

`THROUGHLINE_CHECKED=1 pytest tests/engines/fast tests/agreement` makes and uses such a build.
"""

from __future__ import annotations

import pytest

from sim.compiling import CHECKED
from sim.engines.fast import Fast
from sim.engines.fast.registry import At
from sim.errors import BrokenConservation
from tests.agreement.agreement import world_of

pytestmark = pytest.mark.skipif(not CHECKED, reason="needs a build with THROUGHLINE_CHECKED=1")

OF_THE_ARM = (At.SERVICE, At.LINE, At.POST, At.WAYS, At.LEVEL, At.ROUTES, At.MARKED, At.MINUTES)
UNUSED = (At.FREE_SPELL, At.FREE_PERSON, At.FREE_USE, At.FREE_NODE)
"""Heads of lists of unused rows."""
FULL = 31
BEYOND = 100_000_000


@pytest.mark.parametrize("table", OF_THE_ARM, ids=lambda table: table.name)
def test_a_row_beyond_the_end_of_a_table_stops_the_run(table: At) -> None:
    engine = Fast(world_of(FULL), 5, 0)
    assert engine.memory.map[table + 1] > 1
    # The table is whole; the map says that it has one row, so that all others lie beyond it.
    engine.memory.map[table + 1] = 1

    with pytest.raises(BrokenConservation, match="a row that does not exist"):
        engine.let_pass()


@pytest.mark.parametrize("head", UNUSED, ids=lambda head: head.name)
def test_an_unused_row_that_does_not_exist_stops_the_run(head: At) -> None:
    engine = Fast(world_of(FULL), 5, 0)
    engine.memory.map[head] = BEYOND

    with pytest.raises(BrokenConservation, match="a row that does not exist"):
        engine.let_pass()
