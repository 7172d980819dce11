"""All measures together: every row has words, groups add up, arms without a thing lack its rows."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import Window
from sim.measures import EVERYONE, measure
from sim.measures.catalogue import describe
from sim.measures.equity import spread
from sim.measures.measuring import gather, of_population
from sim.measures.observed import observe
from sim.measures.referrals import referrals
from sim.measures.tallies import of_everyone, of_part
from sim.units import DAY, YEAR
from tests.measures.diary import Diary
from tests.measures.random_logs import random_journey
from tests.measures.worlds import Place, run_of, world

seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_every_row_is_in_the_catalogue_and_no_name_comes_twice(seed: int) -> None:
    run, resolved = random_journey(Random(seed))

    rows = measure(run, resolved)

    assert len({(row.group, row.measure) for row in rows}) == len(rows)
    for row in rows:
        words = describe(row.measure, resolved.names)
        assert row.unit == words.unit.replace("{money}", " 0")
        assert "{" not in words.label + words.definition
        assert row.value >= 0 or math.isnan(row.value)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_the_tallies_of_everyone_are_the_sum_over_the_groups(seed: int) -> None:
    run, resolved = random_journey(Random(seed))
    seen = observe(run, resolved)

    tallies = gather(seen, referrals(seen), resolved)

    first, second = of_part(tallies, slice(0, 1)), of_part(tallies, slice(1, 2))
    everyone = of_everyone(tallies)
    for part in range(len(tallies)):
        for a, b, both in zip(first[part], second[part], everyone[part], strict=True):
            assert np.array_equal(a + b, both)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, cut=st.integers(1, 149))
def test_counts_and_times_of_two_windows_add_up_to_those_of_both(seed: int, cut: int) -> None:
    run, resolved = random_journey(Random(seed))

    def totals(window: Window) -> np.ndarray:
        seen = observe(run, resolved, window)
        tallies = gather(seen, referrals(seen), resolved)
        return np.concatenate(
            [
                tallies.gaps.need_minutes.ravel(),
                tallies.gaps.worst_minutes.ravel(),
                tallies.gaps.contact_gaps.sum(axis=2).ravel(),
                tallies.access.minutes.ravel(),
                *(part.ravel() for part in tallies.transitions),
                tallies.crisis.crises,
                tallies.crisis.crisis_minutes,
                tallies.crisis.bed_minutes,
                *(part.ravel() for part in tallies.activity),
                tallies.population.minutes,
            ]
        )

    parts = totals(Window(0, cut)) + totals(Window(cut, 150))

    assert np.array_equal(parts, totals(Window(0, 150)))


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_a_window_s_measures_do_not_depend_on_what_happens_after_it(seed: int) -> None:
    run, resolved = random_journey(Random(seed))
    closes = resolved.measuring.window.closes

    early = run._replace(log=run.log[run.log["time"] < closes], closes=closes)

    assert str(measure(early, resolved)) == str(measure(run, resolved))


def test_one_group_gives_rows_for_everyone_only_and_several_give_each() -> None:
    places = (Place("gp"),)
    one = world(places, window=Window(0, 100))
    two = world(places, groups=("first", "second"), window=Window(0, 100))
    diary = Diary().arrives(2)

    alone = measure(diary.run(100), one)
    both = measure(diary.run(100), two)

    assert {row.group for row in alone} == {EVERYONE}
    assert {row.group for row in both} == {EVERYONE, "first", "second"}


def test_person_time_starts_with_arrival_and_ends_with_exit_or_the_window() -> None:
    resolved = world((Place("gp"),), window=Window(100 * DAY, 300 * DAY))
    diary = Diary(DAY).arrives(0).at(150).arrives(0, person=1).at(200).exits()
    diary.at(350).arrives(0, person=2)
    run = diary.run(400, groups=(0, 0, 0), arrived=[0, 150 * DAY, 350 * DAY])

    found = {row.measure: row.value for row in measure(run, resolved)}

    assert found["people"] == 2
    assert found["person_years"] == pytest.approx((100 + 150) * DAY / YEAR)


def test_an_empty_run_gives_undefined_rates_and_counts_of_zero() -> None:
    resolved = world((Place("gp"),), window=Window(0, 100))

    found = {row.measure: row.value for row in measure(run_of(closes=100, groups=()), resolved)}

    assert found["people"] == found["wait_to_start.number"] == 0
    assert math.isnan(found["unmet_need_days"])
    assert math.isnan(found["upc.person"])
    assert math.isnan(found["handoffs"])


def test_a_window_that_opens_after_the_run_ended_has_no_person_time() -> None:
    resolved = world((Place("gp"),), window=Window(500, 900))

    found = {row.measure: row.value for row in measure(Diary().arrives(2).run(100), resolved)}

    assert found["person_years"] == 0
    assert math.isnan(found["unmet_need_days"])


def test_summaries_of_a_group_are_those_of_a_run_with_only_its_people() -> None:
    run, resolved = random_journey(Random(7), ticks=200, people=6)
    seen = observe(run, resolved)
    tallies = gather(seen, referrals(seen), resolved)
    theirs = np.flatnonzero(seen.group == 0)
    rows = run.log[np.isin(run.log["person"], [-1, *theirs])]
    alone = observe(run._replace(log=rows), resolved)
    only = gather(alone, referrals(alone), resolved)

    group = of_population(of_part(tallies, slice(0, 1)), seen.window, resolved, grows=False)

    again = of_population(of_part(only, slice(0, 1)), seen.window, resolved, grows=False)
    assert str(group) == str(again)


def test_equity_is_the_largest_over_the_smallest_and_leaves_undefined_groups_out() -> None:
    found = spread(
        {
            "a": {"unmet_need_days": 30.0, "never_served": 0.0},
            "b": {"unmet_need_days": 40.0, "never_served": 0.1},
            "c": {"unmet_need_days": math.nan, "never_served": math.nan},
        }
    )

    assert found["equity.unmet_need_days.ratio"] == pytest.approx(4 / 3)
    assert found["equity.unmet_need_days.difference"] == 10
    assert math.isnan(found["equity.never_served.ratio"])
    assert found["equity.never_served.difference"] == pytest.approx(0.1)
    assert "equity.upc.person.ratio" not in found


def test_equity_of_one_defined_group_is_undefined() -> None:
    found = spread({"a": {"rejections": 2.0}, "b": {"rejections": math.nan}})

    assert all(math.isnan(value) for value in found.values())
