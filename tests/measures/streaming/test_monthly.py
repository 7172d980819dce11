"""Monthly series counted as a run happens are those of its log, to the last digit."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.events import Run
from sim.measures import monthly, monthly_log
from sim.measures.streaming import Gatherer
from sim.measures.streaming.monthly import tally_of
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.units import MONTH, WEEK
from tests.agreement.agreement import shortened
from tests.engines.awkward import awkward_world
from tests.engines.changing import changing_world
from tests.engines.staffed import staffed_world
from tests.engines.test_phase_in import WORLD
from tests.measures.random_logs import random_journey
from tests.measures.streaming.comparing import LARGE, closing_with, seen_through, streamed
from tests.measures.streaming.slots import with_places
from tests.scenarios.shipped import FOLDER

numbers = st.integers(0, 2**32 - 1)
lengths = st.sampled_from((1, 7, 60, 599, 5_000))
chunks = st.sampled_from((1, 7, LARGE))


def assert_same(run: Run, resolved: Resolved, gatherer: Gatherer) -> monthly.Monthly:
    """Assert that all that is counted and every value is the same; return the series."""
    from_log, from_stream = monthly_log.monthly(run, resolved), gatherer.monthly(run.closes)
    one = monthly_log.gather(run, resolved)
    other = tally_of(gatherer.counts.months, len(resolved.names.services))
    for name, expected, found in zip(one._fields, one, other, strict=True):
        np.testing.assert_array_equal(found, expected, name)
    np.testing.assert_array_equal(from_stream.months, from_log.months)
    np.testing.assert_array_equal(from_stream.values, from_log.values)
    assert from_log.values.shape[1] == len(monthly.columns_of(resolved))
    assert np.isfinite(from_log.values).all()
    return from_log


def compared(world: Resolved, number: int, month: int) -> monthly.Monthly:
    """The series of a world with months of so many minutes, from its log and in passing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(monthly, "MONTH", month)
        run = fast.run(world, number, 3)
        gatherer = Gatherer(world)
        fast.Fast(world, number, 3, gatherer.read).let_pass()
        return assert_same(run, world, gatherer)


@settings(max_examples=60, deadline=None)
@given(number=numbers, month=lengths)
def test_awkward_worlds_have_the_same_series(number: int, month: int) -> None:
    world = shortened(awkward_world(number), 600)

    compared(seen_through(world, 100, 550), number, month)


@settings(max_examples=60, deadline=None)
@given(number=numbers, month=lengths)
def test_worlds_whose_rules_change_have_the_same_series(number: int, month: int) -> None:
    compared(shortened(changing_world(number), 600), number, month)


@settings(max_examples=15, deadline=None)
@given(number=numbers, month=st.sampled_from((599, 5_000, 20_000)))
def test_worlds_of_workers_have_the_same_series(number: int, month: int) -> None:
    compared(staffed_world(number), number, month)


@settings(max_examples=60, deadline=None)
@given(number=numbers, chunk=chunks, month=st.sampled_from((11, 100, 1_000)))
def test_random_logs_have_the_same_series_in_any_chunks(
    number: int, chunk: int, month: int
) -> None:
    run, resolved = random_journey(Random(number))
    resolved = closing_with(resolved, run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(monthly, "MONTH", month)
        for rows in (run.log, with_places(run.log)):
            assert_same(run, resolved, streamed(rows, resolved, chunk))


@pytest.mark.parametrize("name", ["queue", "cen_community", "leicester", "bristol"])
def test_shipped_scenarios_have_the_same_series(name: str) -> None:
    scenario = load(FOLDER / f"{name}.yaml")
    resolved = resolve(scenario, scenario.arm_names[-1])
    closes = (10 if name == "bristol" else 60) * WEEK
    resolved = resolved._replace(numbers=resolved.numbers._replace(closes=closes))
    run = fast.run(resolved, 1, 1)
    gatherer = Gatherer(resolved)
    fast.Fast(resolved, 1, 1, gatherer.read).let_pass()

    found = assert_same(run, resolved, gatherer)

    assert len(found.values) == closes // MONTH
    assert (found.values != 0).any(axis=0).mean() > 0.5


@pytest.mark.parametrize("arm", ["slow", "same"])
def test_an_arm_that_is_phased_in_has_the_same_series(arm: str) -> None:
    resolved = resolve(Scenario.of(WORLD), arm)
    run = fast.run(resolved, 1, 1)
    gatherer = Gatherer(resolved)
    fast.Fast(resolved, 1, 1, gatherer.read).let_pass()

    assert_same(run, resolved, gatherer)
