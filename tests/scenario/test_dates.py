"""Points in time written as dates are counted from the date of minute 0."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import DAY


def desk(*, begins: Any = "2027-04-01", places_from: Any = "26 weeks", **run: Any) -> Scenario:
    """A desk whose places change, in a run that may have dates."""
    dated = {} if begins is None else {"begins": begins}
    return Scenario.of(
        {
            "throughline": 2,
            "title": "A desk",
            "source": "ours",
            "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
            "run": {**dated, "length": "8 years", **run},
            "people": {
                "arrivals": {
                    "callers": {
                        "rate": "2 per day",
                        "to": "desk",
                        "changes": [{"from": places_from, "rate": "1 per day"}],
                    },
                    "others": {"rate": "1 per week", "to": "team"},
                }
            },
            "services": {
                "desk": {
                    "capacity": {"places": 1, "changes": [{"from": places_from, "places": 3}]},
                    "ends": {"stay": "1 hour"},
                },
                "team": {
                    "workers": {
                        "posts": 2,
                        "contact_hours": 10,
                        "caseload": 5,
                        "changes": [{"from": places_from, "posts": 1}],
                    },
                    "contacts": {"every": "1 week", "length": "1 hour"},
                },
            },
        }
    )


def faults(**given: Any) -> str:
    """What is said of a desk."""
    with pytest.raises(ScenarioFaults) as caught:
        desk(**given)
    return str(caught.value)


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
    st.integers(0, 2_000),
)
def test_a_date_is_as_many_days_after_minute_0_as_the_calendar_says(
    begins: datetime.date, days: int
) -> None:
    date = begins + datetime.timedelta(days=days)
    dated = desk(begins=begins, places_from=date.isoformat())
    counted = desk(begins=begins, places_from=f"{days} days")

    one, other = (resolve(each, "baseline", to_run=False).numbers for each in (dated, counted))
    assert one.changes.time.tolist() == other.changes.time.tolist() == [days * DAY] * 2
    assert one.arrivals.piece_from.tolist() == other.arrivals.piece_from.tolist()
    assert dated.people.arrivals["callers"].changes[0].begins.written == date.isoformat()


def test_the_change_and_the_warm_up_may_be_dates() -> None:
    run = desk(change="2032-04-01").run
    assert run.change is not None
    assert run.change.minutes == run.warm_up.minutes == 1_827 * DAY  # with two leap days
    assert desk(warm_up="2028-04-01").run.warm_up.minutes == 366 * DAY
    assert desk(change="2032-04-01", warm_up="2033-04-01").run.warm_up.minutes == 2_192 * DAY


def test_a_scenario_keeps_its_dates_when_it_is_written_and_read_again() -> None:
    dated = desk(change="2032-04-01", places_from="2028-01-01")
    again = Scenario.of(dated.to_dict())
    assert again == dated
    assert again.to_dict()["run"]["begins"] == "2027-04-01"
    assert again.to_dict()["run"]["change"] == "2032-04-01"


def test_moving_the_beginning_moves_what_is_counted_and_no_date() -> None:
    later = desk(change="2032-04-01").with_values({"run.begins": "2027-04-11"})
    assert later.run.change is not None
    assert later.run.change.minutes == 1_817 * DAY


@pytest.mark.parametrize(
    "date",
    [
        datetime.date(2027, 4, 1),
        datetime.datetime(2027, 4, 1),
        pd.Timestamp("2027-04-01"),
        np.datetime64("2027-04-01"),
        np.datetime64("2027-04-01T00:00:00.000000000"),
    ],
)
def test_dates_of_python_and_of_other_libraries_are_dates(date: Any) -> None:
    assert desk(begins=date) == desk()


def test_a_time_of_day_is_no_date() -> None:
    assert "Give a date: a day begins at 00:00." in faults(begins=datetime.datetime(2027, 4, 1, 9))


def test_a_scenario_without_dates_has_no_such_entry() -> None:
    assert "begins" not in desk(begins=None).to_dict()["run"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"begins": "2027-02-30"}, '"2027-02-30" is not a date.'),
        ({"begins": "1 April 2027"}, "Did you mean 2027-04-01?"),
        ({"begins": "01/04/2027"}, "Write 2027-04-01 if 1 April 2027 is meant"),
        ({"begins": 2027}, "2027 is not a date."),
        ({"begins": "1890-01-01"}, "Write a date from 1900 to 2199."),
        ({"begins": "5 weeks"}, '"5 weeks" is not a date.'),
        ({"begins": True}, "`true` is not a date."),
        ({"begins": None, "change": "2032-04-01"}, "is a date, and this run has none."),
        ({"begins": None, "warm_up": "1 April 2032"}, "is a date, and this run has none."),
        ({"change": "2027-03-31"}, '"2027-03-31" is before the run begins (2027-04-01).'),
        ({"change": "2030-02-31"}, '"2030-02-31" is not a date.'),
        ({"change": "1 March 2030"}, "Did you mean 2030-03-01?"),
        ({"change": "2040-03-01"}, "The change (2040-03-01) is not within the run (8 years)."),
        ({"length": "2035-04-01"}, "Time is counted from the first minute of the run"),
        ({"places_from": "2027-03-31"}, "is before the run begins"),
    ],
)
def test_a_wrong_date_is_told_with_what_to_write(given: dict[str, Any], words: str) -> None:
    assert words in faults(**given)


def test_an_unreadable_beginning_is_one_fault_whatever_is_counted_from_it() -> None:
    said = faults(begins="2027-02-30", change="2032-04-01", places_from="2028-01-01")
    assert "1 fault found." in said
