"""The series by months agree with what the page says of them, read by somebody else."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calendar import UNDATED
from sim.engines import fast
from sim.events import Window
from sim.measures import monthly
from sim.measures.monthly_log import monthly as from_log
from sim.resolved import Resolved
from sim.units import MONTH, WEEK
from tests.engines.staffed import staffed_world
from tests.third_reading.flow_only import flow_only
from tests.third_reading.months import months
from tests.third_reading.shipped import arms
from tests.third_reading.worlds import SEED, awkward


def compare(resolved: Resolved, month: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Assert that both tell the same; return how many numbers other than 0 there were."""
    monkeypatch.setattr(monthly, "MONTH", month)
    resolved = resolved._replace(calendar=UNDATED)
    run = fast.run(resolved, SEED, 1)
    told, read = from_log(run, resolved), months(run, resolved, month)
    columns = monthly.columns_of(resolved)
    assert {each[:2] for each in columns} == set(read)
    for position, each in enumerate(columns):
        np.testing.assert_allclose(
            told.values[:, position], read[each[:2]], rtol=1e-9, atol=1e-9, err_msg=str(each)
        )
    return int(np.count_nonzero(told.values))


@pytest.mark.parametrize("number", [3, 5, 9, 17, 30, 44, 62, 87, 101, 147])
def test_in_awkward_worlds(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = awkward(number)
    closes = min(world.numbers.closes, world.measuring.window.closes)
    month = max(closes // 4, 1)

    assert compare(world, month, monkeypatch) > 0


@pytest.mark.parametrize("number", range(5))
def test_in_worlds_of_workers(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = staffed_world(number)
    measuring = world.measuring._replace(window=Window(0, world.numbers.closes))

    assert compare(world._replace(measuring=measuring), WEEK, monkeypatch) > 0


def test_where_people_are_there_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(flow_only("as_now"), MONTH, monkeypatch) > 0


def test_in_a_shipped_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = arms("cen_community")[0]

    assert compare(resolved, MONTH, monkeypatch) > 0
