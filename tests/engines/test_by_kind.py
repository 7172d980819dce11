"""Columns that a random world has no draw of its own for get values of their kind."""

from __future__ import annotations

import numpy as np

from sim.columns import FLAG, columns_of
from sim.draws import name_key
from sim.resolved import Services
from tests.engines.by_kind import drawn_by_kind
from tests.engines.rows import Table

NO_KIND = {"name", "team", "covers", "routes", "excludes", "follow_up_by", "contact_interval"}
NO_KIND |= {"routes_by_group"}
SIZES = {"service": 400, "to": 2, "need": 1, "group": 2, "level": 4}


def apart(column: str) -> np.random.Generator:
    return np.random.default_rng([1, name_key(column)])


def test_every_column_is_at_times_there_and_at_times_not() -> None:
    drawn = drawn_by_kind(NO_KIND, apart, Table(), SIZES)
    columns = columns_of(Services)

    assert drawn.keys() == set(Services._fields) - NO_KIND
    for name, values in drawn.items():
        assert len(values) == 400
        assert len(np.unique(values)) > 1, name
        if columns[name][1].key and columns[name][1].what != FLAG:
            assert (values != columns[name][1].unset).any(), name


def test_keys_of_one_inner_block_are_there_together() -> None:
    drawn = drawn_by_kind(NO_KIND, apart, Table(), SIZES)

    assert ((drawn["settled_level"] == -1) == (drawn["settled_for"] == -1)).all()
    assert 0 < (drawn["settled_level"] == -1).mean() < 1


def test_one_more_column_moves_no_other() -> None:
    few = drawn_by_kind({*NO_KIND, "max_contacts"}, apart, Table(), SIZES)
    more = drawn_by_kind(NO_KIND, apart, Table(), SIZES)

    assert all((few[name] == more[name]).all() for name in few)
