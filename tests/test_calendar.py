"""Minutes of a run as dates."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from sim.calendar import UNDATED, Calendar
from sim.units import DAY, MONTH, WEEK, YEAR

DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
LENGTHS = st.integers(0, 6 * YEAR)


def date_at(calendar: Calendar, minute: int) -> datetime.date:
    """The date of a minute, by Python's own calendar."""
    assert calendar.begins is not None
    return calendar.begins + datetime.timedelta(minutes=minute)


@given(DATES, st.integers(-2 * YEAR, 6 * YEAR))
def test_a_week_starts_on_the_last_monday_and_lasts_seven_days(
    begins: datetime.date, minute: int
) -> None:
    calendar = Calendar(begins)
    start = calendar.week_start(minute)
    assert start <= minute < start + WEEK
    assert date_at(calendar, start // DAY * DAY).weekday() == 0
    assert start % DAY == 0


@given(DATES, LENGTHS)
def test_starts_of_weeks_months_and_years_are_those_of_the_calendar(
    begins: datetime.date, length: int
) -> None:
    calendar = Calendar(begins)
    days = [begins + datetime.timedelta(days=day) for day in range(-(-length // DAY))]
    for starts, is_first in (
        (calendar.week_starts(length), lambda day: day.weekday() == 0),
        (calendar.month_starts(length), lambda day: day.day == 1),
        (calendar.year_starts(length), lambda day: (day.month, day.day) == (1, 1)),
    ):
        expected = [n * DAY for n, day in enumerate(days) if n == 0 or is_first(day)]
        assert starts.tolist() == expected


@given(DATES, st.integers(0, 6 * YEAR))
def test_a_minute_has_the_date_the_month_and_the_time_of_day_of_the_calendar(
    begins: datetime.date, minute: int
) -> None:
    calendar = Calendar(begins)
    moment = datetime.datetime.combine(begins, datetime.time()) + datetime.timedelta(minutes=minute)
    assert calendar.text(minute) == f"{moment:%Y-%m-%d %H:%M}"
    assert calendar.date_text(minute) == moment.date().isoformat()
    assert calendar.month_of_year(minute) == moment.month - 1
    assert calendar.month_text(minute) == f"{moment:%B %Y}"
    months = 12 * (moment.year - begins.year) + moment.month - begins.month
    assert calendar.month(minute) == months
    assert calendar.minute_of(moment.date()) == minute // DAY * DAY
    assert calendar.weekday == begins.weekday()
    assert (minute + calendar.since_monday) // DAY % 7 == moment.weekday()


@given(LENGTHS)
def test_without_a_date_a_run_begins_on_monday_the_first_of_january(length: int) -> None:
    assert UNDATED.weekday == UNDATED.since_monday == 0
    assert UNDATED.week_starts(length).tolist() == list(range(0, length, WEEK))
    months = UNDATED.month_starts(length).tolist()
    assert months == list(range(0, length, MONTH))
    assert [UNDATED.month(start) for start in months] == list(range(len(months)))
    assert [UNDATED.month_of_year(start) for start in months] == [
        n % 12 for n in range(len(months))
    ]
    assert UNDATED.year_starts(length).tolist() == months[::12]


def test_a_leap_year_has_its_29th_of_february() -> None:
    starts = Calendar(datetime.date(2028, 1, 1)).month_starts(4 * MONTH).tolist()
    assert [(b - a) // DAY for a, b in pairwise(starts)] == [31, 29, 31, 30]


def test_a_run_without_dates_has_no_text_for_a_minute() -> None:
    for ask in (UNDATED.text, UNDATED.date_text, UNDATED.month_text):
        with pytest.raises(ValueError, match="no dates"):
            ask(0)
    with pytest.raises(ValueError, match="no dates"):
        UNDATED.minute_of(datetime.date(2027, 4, 1))
