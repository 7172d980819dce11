"""Growth, season and week as numbers from one minute to the next."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.calendar import UNDATED, Calendar
from sim.network.workforce import posts_of
from sim.resolved import WHOLE_POST
from sim.resolving import resolve
from sim.resolving.schedules import factors, held_from, varied
from sim.scenario import Scenario
from sim.scenario.quantities import Amount
from sim.scenario.seasons import DAYS, MONTH_NAMES, Pattern
from sim.units import DAY, WEEK, YEAR

FACTORS = st.floats(0, 5).map(lambda value: Amount(value=value, source="ours"))
DATES = st.one_of(st.none(), st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)))


@settings(max_examples=60, deadline=None)
@given(
    begins=DATES,
    length=st.integers(1, 3 * YEAR),
    growth=st.floats(-0.5, 1),
    season=st.dictionaries(st.sampled_from(MONTH_NAMES), FACTORS, max_size=12),
    week=st.dictionaries(st.sampled_from(DAYS), FACTORS, max_size=7),
    minutes=st.lists(st.integers(0, 3 * YEAR), min_size=1, max_size=30),
)
def test_the_factor_of_a_minute_is_that_of_its_month_and_its_weekday(
    begins: datetime.date | None,
    length: int,
    growth: float,
    season: dict[str, Amount],
    week: dict[str, Amount],
    minutes: list[int],
) -> None:
    calendar = Calendar(begins)
    found = factors(calendar, length, growth=growth, season=season, week=week)

    assert found.starts[0] == 0
    assert (np.diff(found.starts) > 0).all()
    assert (found.values[1:] != found.values[:-1]).all()
    for minute in (each % length for each in minutes):
        month = MONTH_NAMES[calendar.month_of_year(minute)]
        day = DAYS[(minute // DAY + calendar.weekday) % 7]
        expected = (1 + growth) ** (calendar.month(minute) / 12)
        expected *= season[month].value if month in season else 1
        expected *= week[day].value if day in week else 1
        assert found.at(minute) == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(1, 40),
    parts=st.sampled_from((1, 2, 3, 4, 6, 12, 24)),
    since=st.integers(0, 60 * DAY),
    length=st.integers(1, YEAR),
    data=st.data(),
)
def test_the_factor_of_a_pattern_is_the_one_whose_turn_it_is(
    days: int, parts: int, since: int, length: int, data: st.DataObject
) -> None:
    given_ = data.draw(st.lists(FACTORS, min_size=parts, max_size=parts))
    pattern = Pattern.model_validate(
        {
            "every": {"value": f"{days} days", "source": "ours"},
            "factors": given_,
            "from": {"value": f"{since} minutes", "source": "ours"},
        }
    )
    week = {"mon": Amount(value=2, source="ours")}
    found = factors(UNDATED, length, week=week, pattern=pattern)

    assert found.starts[0] == 0
    assert (np.diff(found.starts) > 0).all()
    for minute in data.draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=20)):
        turn = (minute - since) % (days * DAY) * parts // (days * DAY)
        expected = given_[turn].value * (2 if minute // DAY % 7 == 0 else 1)
        assert found.at(minute) == pytest.approx(expected)


def test_declared_numbers_are_kept_where_nothing_varies() -> None:
    declared = [(0, 0.1), (50, 0.2), (90, 0.2)]
    assert varied(declared, factors(UNDATED, YEAR)) == declared
    assert varied(declared, factors(UNDATED, YEAR, week={})) == declared


def test_a_declared_number_is_multiplied_from_its_own_minute_on() -> None:
    week = {"mon": Amount(value=2, source="ours")}
    found = varied([(0, 1.0), (DAY // 2, 3.0)], factors(UNDATED, WEEK + 1, week=week))
    assert found == [(0, 2.0), (DAY // 2, 6.0), (DAY, 3.0), (WEEK, 6.0)]


def numbers_of(service: str, **given: Any) -> list[tuple[float, float]]:
    """Days and numbers of the changes of a ward or a team, the first is what it begins with."""
    capacity = {"places": 10} | (given if service == "ward" else {})
    workers: dict[str, Any] = {"posts": 4, "contact_hours": 10, "caseload": 3}
    workers |= given if service == "team" else {}
    scenario = Scenario.of(
        {
            "throughline": 2,
            "title": "A ward and a team",
            "source": "ours",
            "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
            "run": {"begins": "2027-04-01", "length": "10 weeks"},
            "people": {
                "start": "full",
                "arrivals": {
                    "some": {"rate": "1 per day", "to": "ward"},
                    "others": {"rate": "1 per day", "to": "team"},
                },
            },
            "services": {
                "ward": {"capacity": capacity, "ends": {"stay": "1 day"}},
                "team": {
                    "workers": workers,
                    "contacts": {"every": "1 week", "length": "1 hour"},
                },
            },
        }
    )
    found = resolve(scenario, "baseline", to_run=False)
    row, numbers = found.names.services.index(service), found.numbers
    held, changes = numbers.services, numbers.changes
    first = posts_of(int(held.places[row]), int(held.last_share[row]))
    room = int(first * (3 if service == "team" else 1))
    assert found.start.room[row] == room
    if service == "team":
        assert numbers.workforce.posts[0] == held.places[row]
    mine = changes.service == row
    days, pairs = (
        changes.time[mine] / DAY,
        zip(changes.places[mine], changes.last_share[mine], strict=True),
    )
    return [(0.0, first), *zip(days.tolist(), (posts_of(*each) for each in pairs), strict=True)]


def test_places_vary_with_the_week_from_the_weekday_of_minute_0_on() -> None:
    found = numbers_of("ward", week={"thu": 0.5, "sat": 0.25})  # half to even: 2.5 is 2
    assert found[:7] == [(0, 5), (1, 10), (2, 2), (3, 10), (7, 5), (8, 10), (9, 2)]


def test_places_vary_with_the_month_and_by_changes_on_a_date() -> None:
    changes = [{"from": "2027-04-11", "places": 20}, {"from": "2027-05-03", "places": 21}]
    found = numbers_of("ward", season={"may": 0.5}, changes=changes)
    assert found == [(0, 10), (10, 20), (30, 10), (32, 10), (61, 21)]


def test_posts_vary_with_the_month_from_the_start_on() -> None:
    assert numbers_of("team", season={"apr": 1.5, "jun": 0.5}) == [(0, 6), (30, 4), (61, 2)]


def test_posts_that_a_season_makes_no_whole_number_are_in_thousandths() -> None:
    found = numbers_of("team", season={"apr": 1.125, "may": 0.9, "jun": 0.33333})
    assert found == [(0, 4.5), (30, 3.6), (61, 1.333)]


@given(thousandths=st.integers(0, 10_000_000))
def test_posts_are_whole_but_perhaps_the_last_one(thousandths: int) -> None:
    held = held_from(5, thousandths)

    assert 0 < held.last_share <= WHOLE_POST
    assert posts_of(held.places, held.last_share) == pytest.approx(thousandths / WHOLE_POST)


def test_factors_that_change_nothing_are_no_changes() -> None:
    assert numbers_of("ward", season={"may": 1.0, "jun": 1.04}, week={"sun": 1}) == [(0, 10)]
    assert numbers_of("team", season={"may": 1}) == [(0, 4)]


def test_places_of_a_rota_of_two_weeks_change_every_week() -> None:
    rota = {"every": "2 weeks", "factors": [1, 0.5], "from": "1 week"}
    assert numbers_of("ward", pattern=rota)[:4] == [(0, 5), (7, 10), (14, 5), (21, 10)]


def test_a_pattern_is_multiplied_with_other_factors_and_with_changes() -> None:
    pattern = {"every": "3 days", "factors": [1, 0, 1]}
    changes = [{"from": "5 days", "places": 4}]
    found = numbers_of("ward", pattern=pattern, changes=changes, week={"wed": 0.5})
    assert found[:7] == [(0, 10), (1, 0), (2, 10), (4, 0), (5, 4), (6, 2), (7, 0)]


def test_posts_may_be_parts_of_posts_for_a_week() -> None:
    pattern = {"every": "2 weeks", "factors": [1, 0.875]}
    assert numbers_of("team", pattern=pattern)[:3] == [(0, 4), (7, 3.5), (14, 4)]
