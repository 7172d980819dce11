"""People arrive as often as growth, season and week say, and are the same people whatever they say.

The rule, fixed before any run: of the counts by calendar month, by weekday and by year, each family
is compared with the integral of the rate by a chi-squared test of independent Poisson counts. It
counts as equal if p is at least 0.001. The integral is taken day by day with Python's own calendar.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.engines import fast, reference
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import DAY
from tests.agreement.agreement import same

BEGINS = datetime.date(2027, 4, 1)  # a Thursday
YEARS = 3
A_DAY = 4.0
SEASON = {"jan": 1.5, "feb": 1.25, "aug": 0.4, "dec": 0}
WEEK = {"mon": 1.5, "sat": 0.5, "sun": 0}
GROWTH = 0.2
LEAST_P = 0.001
REPLICATIONS = 8
VARYING: dict[str, Any] = {"growth": "20 % per year", "season": SEASON, "week": WEEK}


def stream(dated: bool = True, length: str = f"{YEARS} years", **given: Any) -> Resolved:
    """People who arrive in a community in which nothing happens."""
    return resolve(
        Scenario.of(
            {
                "throughline": 2,
                "title": "A stream",
                "source": "ours",
                "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
                "run": {"length": length, **({"begins": BEGINS} if dated else {})},
                "people": {
                    "arrivals": {
                        "newcomers": {"rate": f"{A_DAY:g} per day", "to": "community", **given},
                        "callers": {"rate": "1 per week", "to": "desk"},
                    }
                },
                "services": {"desk": {"ends": {"stay": "1 day"}}},
            }
        ),
        "baseline",
    )


def newcomers(run: Run) -> list[int]:
    """The minutes at which they arrived, without those of midnight.

    Times are rounded, so half of these belong to the day before.
    """
    found = [person.arrived for person in run.people if person.name.startswith("newcomers")]
    return [minute for minute in found if minute % DAY]


def date_of(minute: int) -> datetime.date:
    return BEGINS + datetime.timedelta(days=minute // DAY)


def expected(day: datetime.date) -> float:
    """How many are expected to arrive on a day in one run, by the page alone."""
    months = 12 * (day.year - BEGINS.year) + day.month - BEGINS.month
    factor = (1 + GROWTH) ** (months / 12)
    factor *= SEASON.get(f"{day:%b}".lower(), 1) * WEEK.get(f"{day:%a}".lower(), 1)
    return A_DAY * float(factor)


CELLS: dict[str, Callable[[datetime.date], Hashable]] = {
    "month": lambda day: (day.year, day.month),
    "weekday": lambda day: day.weekday(),
    "year": lambda day: day.year,
}


def p_value(runs: list[Run], cell: Callable[[datetime.date], Hashable]) -> float:
    """The probability of counts as far from the integral, if the rule is right."""
    counts = Counter(cell(date_of(minute)) for run in runs for minute in newcomers(run))
    means: dict[Hashable, float] = defaultdict(float)
    closes = runs[0].closes
    for number in range(-(-closes // DAY)):
        part = min(closes - number * DAY, DAY) / DAY  # the last day may end with the run
        part -= 1 / DAY  # midnight
        means[cell(date_of(number * DAY))] += expected(date_of(number * DAY)) * part * len(runs)
    assert {key for key in counts if means[key] == 0} == set(), "nobody arrives where the rate is 0"
    far = sum((counts[key] - mean) ** 2 / mean for key, mean in means.items() if mean)
    return float(stats.chi2.sf(far, sum(mean > 0 for mean in means.values())))


@pytest.fixture(scope="module")
def varied() -> list[Run]:
    return [fast.run(stream(**VARYING), 1, number) for number in range(1, REPLICATIONS + 1)]


@pytest.mark.parametrize("cells", CELLS)
def test_as_many_arrive_as_the_integral_of_the_rate_says(varied: list[Run], cells: str) -> None:
    assert p_value(varied, CELLS[cells]) >= LEAST_P


@pytest.mark.parametrize(
    ("cells", "lacking"), [("month", "season"), ("weekday", "week"), ("year", "growth")]
)
def test_the_rule_sees_when_one_of_them_is_left_out(cells: str, lacking: str) -> None:
    given = {key: value for key, value in VARYING.items() if key != lacking}
    runs = [fast.run(stream(**given), 1, number) for number in (1, 2, 3)]
    try:
        assert p_value(runs, CELLS[cells]) < LEAST_P
    except AssertionError as found:
        assert "nobody arrives" in str(found)  # noqa: PT017 -- seen in the other way


def test_growth_moves_times_and_the_people_are_the_same() -> None:
    runs = [fast.run(stream(growth=growth), 1, 1) for growth in ("0 % per year", "20 % per year")]
    steady, growing = ([p for p in run.people if p.name.startswith("newcomers")] for run in runs)

    assert len(growing) > len(steady)
    for one, other in zip(steady, growing, strict=False):
        assert (one.name, one.key, one.group) == (other.name, other.key, other.group)
    earlier = [o.arrived <= s.arrived for s, o in zip(steady, growing, strict=False)]
    assert all(earlier)
    callers = [[p for p in run.people if p.name.startswith("callers")] for run in runs]
    assert callers[0] == callers[1]


def test_what_changes_nothing_gives_the_same_times_to_the_minute() -> None:
    neutral: dict[str, Any] = {"growth": "0 % per year", "season": {"jan": 1}, "week": {"mon": 1.0}}
    changes: Any = [{"from": "1 year", "rate": "4 per day"}]
    plain, other = stream(changes=changes), stream(changes=changes, **neutral)

    same(fast.run(plain, 1, 1), fast.run(other, 1, 1))
    assert other.numbers.arrivals.piece_from.tolist() == plain.numbers.arrivals.piece_from.tolist()


def test_both_engines_let_the_same_people_arrive_in_the_same_minutes() -> None:
    world = stream(length="70 weeks", **VARYING)

    same(reference.run(world, 5, 2), fast.run(world, 5, 2))


def test_without_dates_months_are_equal_and_the_first_is_january() -> None:
    pieces = stream(dated=False, season={"jan": 2, "mar": 3}).numbers.arrivals
    first = pieces.piece_from[0] < 16 * 43_830

    assert pieces.piece_from[0][first].tolist() == [
        month * 43_830 for month in (0, 1, 2, 3, 12, 13, 14, 15)
    ]
    rates = pieces.piece_rate[0][first] * DAY / A_DAY
    assert np.allclose(rates, [2, 1, 3, 1, 2, 1, 3, 1])


PATTERN = {"every": "2 weeks", "factors": [1.5, 0, 0.5, 1], "from": "3 days"}
PART = 7 * DAY // 2


def test_as_many_arrive_in_each_part_of_a_pattern_as_its_factor_says() -> None:
    runs = [fast.run(stream(pattern=PATTERN), 1, number) for number in range(1, REPLICATIONS + 1)]
    came = np.array([minute for run in runs for minute in newcomers(run)])

    counts = np.bincount((came - 3 * DAY) % (4 * PART) // PART, minlength=4)

    minutes = np.arange(runs[0].closes)
    lasted = np.bincount((minutes - 3 * DAY) % (4 * PART) // PART)
    factors = np.array([1.5, 0, 0.5, 1])
    means = A_DAY / DAY * (1 - 1 / DAY) * lasted * factors * len(runs)
    # A time is rounded to a minute, so one in thousands lies in the part beside its own.
    assert counts[1] <= 5
    some = factors > 0

    def p_of(expected: Any) -> float:
        far = ((counts - expected) ** 2)[some] / expected[some]
        return float(stats.chi2.sf(far.sum(), some.sum()))

    assert p_of(means) >= LEAST_P
    assert p_of(means[[3, 1, 2, 0]]) < LEAST_P, "the rule sees factors out of turn"
