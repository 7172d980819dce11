"""Series by four weeks: by hand, and against the measures of the same time."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import Window
from sim.measures import EVERYONE, measure
from sim.measures.series import FOUR_WEEKS, series
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary
from tests.measures.random_logs import random_journey
from tests.measures.worlds import Place, world

WORLD = world((Place("team"),), window=Window(60 * DAY, 90 * DAY), covered_for=7 * DAY)


def over(resolved: Resolved, window: Window) -> Resolved:
    return resolved._replace(measuring=resolved.measuring._replace(window=window))


def test_unmet_days_lists_and_spells_fall_into_their_four_weeks() -> None:
    diary = Diary(DAY).arrives(2).refers(0).accepts(0).at(42).starts(0).meets(0)
    diary.at(70).ends(0).need(0)

    found = series(diary.run(90), WORLD)

    assert found.opens.tolist() == [0, FOUR_WEEKS, 2 * FOUR_WEEKS]
    # in need from 0 to 70, covered for the week after the contact on day 42
    assert found.unmet_days == pytest.approx([28, 21, 14])
    assert found.on_lists == pytest.approx([1, 0.5, 0])
    assert found.in_services == pytest.approx([0, 0.5, 0.5])


def test_a_run_shorter_than_four_weeks_has_no_value() -> None:
    found = series(Diary(DAY).arrives(2).run(27), WORLD)
    assert all(column.size == 0 for column in found)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), parts=st.integers(1, 9))
def test_series_are_the_measures_of_their_periods(seed: int, parts: int) -> None:
    run, resolved = random_journey(Random(seed))
    period = run.closes // parts
    found = series(run, resolved, period)
    whole = Window(0, found.opens.size * period)
    rows = {
        row.measure: row.value
        for row in measure(run, over(resolved, whole))
        if row.group == EVERYONE
    }
    years = rows["person_years"]
    assert found.unmet_days.sum() == pytest.approx(rows["unmet_need_days"] * years)
    assert found.on_lists.mean() == pytest.approx(rows["list_length"])
    inside = sum(rows[f"in_service.{name}"] for name in resolved.names.services)
    assert found.in_services.mean() == pytest.approx(inside)
    assert np.all(found.unmet_days * DAY <= len(run.people) * period + 1e-6)
    assert years <= len(run.people) * whole.closes / YEAR + 1e-9
