"""A finished study, made up, for tests of the tables that are written from it."""

from pathlib import Path

import numpy as np

from sim.measures import EVERYONE
from sim.network import WorkforceCheck
from sim.studies.comparison import Rules, compare
from sim.studies.study import MeasureTable, Series, Settings, Study
from tests.studies.scenarios import loaded
from tests.tables.small import RESOLVED

SERIES = (
    Series(EVERYONE, "unmet_need_days", "days"),
    Series("north", "unmet_need_days", "days"),
    Series(EVERYONE, "upc.person", "share"),
)
VALUES = np.array(
    [
        [[10.5, 1.0, 0.1], [11.5, 2.0, np.nan]],
        [[8.5, 1.0, 0.3], [1 / 3, 2.0, 0.7]],
    ]
)


def study(folder: Path, title: str = "=1+1") -> Study:
    """Two arms, two replications, three series, and a title that looks like a formula."""
    scenario = loaded(folder).model_copy(update={"title": title})
    table = MeasureTable(("one_room", "two_rooms"), SERIES, VALUES)
    return Study(
        scenario=scenario,
        settings=Settings(table.arms, "one_room", 2, 1, "1 year", 525_960),
        digest="d" * 64,
        resolved=dict.fromkeys(table.arms, RESOLVED),
        measures=table,
        comparisons=compare(table, "one_room", Rules(direction=lambda measure: "lower")),
        workforce=WorkforceCheck((), (), (), ""),
        first_runs={},
        versions={},
    )
