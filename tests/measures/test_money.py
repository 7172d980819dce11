"""Costs of contacts, days in a spell and posts, on logs small enough to check by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import reference
from sim.engines.choosing import Engine
from sim.events import NOBODY, EventKind, Window
from sim.measures import Row, measure
from sim.measures.activity import ActivityTally
from sim.measures.money import costs
from sim.resolved import Capacity, Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.units import DAY, WEEK, YEAR
from tests.measures.diary import Diary
from tests.measures.worlds import Place, world

TEAM = Place(
    "team", capacity=Capacity.WORKERS, places=2, weekly_minutes=600, post_year_cost=40_000.0
)
OFFICE = TEAM._replace(
    works_on=(True,) * 5 + (False,) * 2,
    day_opens=540,
    day_closes=1_020,
)


def rows(diary: Diary, resolved: Resolved, people: tuple[int, ...] = (0,)) -> dict[str, Row]:
    days = resolved.measuring.window.closes / DAY
    found = measure(diary.run(days, groups=people), resolved)
    return {row.measure: row for row in found if row.group == "everyone"}


def test_costs_are_contacts_and_days_at_the_given_prices() -> None:
    places = (Place("ward", place_day_cost=500.0), Place("team", contact_cost=80.0))
    resolved = world(places, window=Window(0, YEAR), currency="£")
    diary = Diary(DAY).arrives(2).refers(0, 0).starts(0, 0).at(3).ends(0, 0)
    diary.refers(1, 1).starts(1, 1).meets(1, 1).meets(1, 1).misses(1, 1)

    found = rows(diary, resolved)

    assert found["cost.ward"].value == pytest.approx(1500)
    assert found["cost.team"].value == pytest.approx(160)
    assert found["cost"].value == pytest.approx(1660)
    assert found["cost_contacts"].value == pytest.approx(160)
    assert found["cost_place_days"].value == pytest.approx(1500)
    assert "cost_posts" not in found
    assert {row.unit for name, row in found.items() if name.startswith("cost")} == {
        "£ 2023 per person-year"
    }


def test_a_service_that_was_used_without_a_price_leaves_the_sum_undefined() -> None:
    places = (Place("ward"), Place("team", contact_cost=80.0))
    resolved = world(places, window=Window(0, 70 * DAY), currency="£")
    used = Diary(DAY).arrives(2).refers(0, 0).starts(0, 0).at(3).ends(0, 0)
    unused = Diary(DAY).arrives(2).refers(0, 1).starts(0, 1).meets(0, 1)

    assert math.isnan(rows(used, resolved)["cost"].value)
    assert rows(used, resolved)["cost_contacts"].value == 0
    assert rows(unused, resolved)["cost"].value == pytest.approx(80 * YEAR / DAY / 70)


def test_without_prices_there_are_no_costs() -> None:
    resolved = world((Place("ward"),), window=Window(0, 70 * DAY))
    assert not any(name.startswith("cost") for name in rows(Diary(DAY).arrives(2), resolved))


def test_posts_cost_as_many_as_there_are_whether_or_not_anybody_is_in_them() -> None:
    resolved = world((TEAM,), window=Window(0, 100 * DAY), currency="£")
    diary = Diary(DAY).arrives(2)
    diary.at(25).note(EventKind.CAPACITY_CHANGED, NOBODY, service=0, detail=1)

    found = rows(diary, resolved)

    # One person is there all the time, so a person-year has a year of posts.
    assert found["cost_posts"].value == pytest.approx(40_000 * (0.25 * 2 + 0.75))
    assert found["cost"].value == found["cost.team"].value == found["cost_posts"].value


def test_a_part_of_a_post_costs_that_part() -> None:
    part = TEAM._replace(last_share=400)
    resolved = world((part,), window=Window(0, 70 * DAY), currency="£")
    assert rows(Diary(DAY).arrives(2), resolved)["cost"].value == pytest.approx(1.4 * 40_000)


def test_a_change_on_a_day_on_which_nobody_works_changes_what_posts_cost_by_working_time() -> None:
    resolved = world((OFFICE,), window=Window(0, 4 * WEEK), currency="£")
    diary = Diary(DAY).arrives(2)
    diary.at(5).note(EventKind.CAPACITY_CHANGED, NOBODY, service=0, detail=1)  # a Saturday

    # One working week of four has two posts.
    assert rows(diary, resolved)["cost"].value == pytest.approx(40_000 * (2 + 3) / 4)


def test_without_a_working_minute_the_cost_of_posts_is_undefined() -> None:
    weekend = Window(5 * DAY, 7 * DAY)
    resolved = world((OFFICE,), window=weekend, currency="£")
    found = rows(Diary(DAY).arrives(2), resolved)
    assert math.isnan(found["cost"].value)
    assert math.isnan(found["cost_posts"].value)


def test_posts_belong_to_no_group_and_neither_does_a_sum_that_contains_them() -> None:
    places = (TEAM, Place("ward", place_day_cost=500.0))
    resolved = world(places, groups=("few", "many"), window=Window(0, YEAR), currency="£")
    diary = Diary(DAY).arrives(2, 2).refers(0, 1).starts(0, 1).at(3).ends(0, 1)

    found = measure(diary.run(YEAR / DAY, groups=(0, 1)), resolved)

    of_few = {row.measure: row.value for row in found if row.group == "few"}
    assert {name for name in of_few if name.startswith("cost")} == {"cost_place_days", "cost.ward"}
    assert of_few["cost.ward"] == pytest.approx(1500)


prices = st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=3, max_size=3)
numbers = st.lists(st.integers(0, 10_000), min_size=3, max_size=3)


@given(prices, prices, prices, numbers, numbers, numbers, st.floats(0.001, 1_000))
@settings(max_examples=100, deadline=None)
def test_parts_add_up_to_the_whole_which_scales_with_prices(
    contact: list[float | None],
    day: list[float | None],
    post: list[float | None],
    contacts: list[int],
    minutes: list[int],
    posts: list[int],
    times: float,
) -> None:
    def priced(by: float) -> Resolved:
        places = [
            Place(f"s{row}", contact_cost=a, place_day_cost=b, post_year_cost=c)
            for row, (a, b, c) in enumerate(
                zip(
                    *([_times(each, by) for each in of] for of in (contact, day, post)), strict=True
                )
            )
        ]
        return world(places, window=Window(0, YEAR), currency="£")

    zeros = np.zeros(3, np.int64)
    tally = ActivityTally(*(zeros for _ in ActivityTally._fields))
    tally = tally._replace(contacts=np.array(contacts), open_minutes=np.array(minutes))
    there = np.array(5 * YEAR)

    def found(by: float) -> dict[str, float]:
        resolved = priced(by)
        each = np.nan_to_num(resolved.measuring.post_year_cost) * np.array(posts)
        return costs(tally, there, resolved, each)

    once, scaled = found(1.0), found(times)
    assert scaled == pytest.approx(
        {name: times * value for name, value in once.items()}, nan_ok=True
    )
    by_kind = [
        once[kind] for kind in ("cost_contacts", "cost_place_days", "cost_posts") if kind in once
    ]
    by_service = [value for name, value in once.items() if name.startswith("cost.")]
    if once and not math.isnan(once["cost"]):
        assert sum(by_kind) == pytest.approx(once["cost"])
        assert sum(by_service) == pytest.approx(once["cost"])


def _times(price: float | None, by: float) -> float:
    return math.nan if price is None else price * by


SCENARIO = """
throughline: 2
title: A team that grows
source: us
sources: {us: {kind: assumption, reference: made up}}
run: {length: 40 weeks, warm_up: 4 weeks}
price_year: 2024
people: {arrivals: {newcomers: {rate: 0.1 per day, to: team}}}
services:
  team:
    workers:
      posts: 1.5
      contact_hours: 10
      caseload: 20
      changes: [{from: 20 weeks, posts: 3}]
      tenure: {exponential: {mean: 20 weeks}}
      vacancy: {fixed: 6 weeks}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: 12 weeks}
    costs: {contact: 20, post_year: 41000}
"""


def test_both_engines_and_both_ways_of_measuring_give_the_same_costs(tmp_path: Path) -> None:
    file = tmp_path / "team.yaml"
    file.write_text(SCENARIO)
    scenario = load(file)
    growing = resolve(scenario, scenario.arm_names[0])

    by_rows = measure(reference.run(growing, 7, 1), growing)
    in_passing = ENGINES[Engine.FAST].measure(growing, 7, 1)

    costs_by_rows = [row for row in by_rows if row.measure.startswith("cost")]
    assert costs_by_rows == [row for row in in_passing if row.measure.startswith("cost")]
    whole = {row.measure: row.value for row in costs_by_rows}
    years = {row.measure: row.value for row in by_rows}["person_years"]
    # 16 of 36 measured weeks have a post and a half, and 20 have three.
    mean = (16 * 1.5 + 20 * 3) / 36
    assert whole["cost_posts"] * years == pytest.approx(41_000 * mean * 36 * WEEK / YEAR)
    assert whole["cost"] == pytest.approx(whole["cost_posts"] + whole["cost_contacts"])
