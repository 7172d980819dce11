"""When the ways of care begin to differ, and which time is measured, in words."""

from __future__ import annotations

import datetime

from sim.calendar import MONTHS
from sim.report.wording import duration
from sim.scenario.document import Run
from sim.units import DAY


def first_day(run: Run) -> str:
    """Return the day on which arms begin to differ, as 2026-10-01; "" where a run has no dates."""
    if run.begins is None:
        return ""
    return _day(run.begins, 0 if run.change is None else run.change.minutes).isoformat()


def day_words(day: datetime.date) -> str:
    """Return a day as people say it: "1 October 2026"."""
    return dated(day.year, day.month, day.day)


def dated(year: int, month: int, day: int) -> str:
    """Return the numbers of a day as people say it, whether the month is so long or not."""
    return f"{day} {MONTHS[month - 1]} {year}"


def since_words(run: Run) -> str:
    """Return from when on arms differ; "" where they differ during the whole run."""
    if run.change is None:
        return ""
    if run.begins is None:
        return f"from {run.change} into the run on"
    return f"from {day_words(_day(run.begins, run.change.minutes))}"


def at_words(run: Run, written: str) -> str:
    """Return a time in a file, a date or a length after the start of the run, in words."""
    try:
        return f"from {day_words(datetime.date.fromisoformat(written))}"
    except ValueError:
        return f"from {written} into the run on"


def measured_words(run: Run) -> str:
    """Return which time the results are measured in, in a sentence."""
    opens, ends = run.warm_up.minutes, run.length.minutes
    long = duration(ends - opens)
    if run.begins is None:
        since = f"from {run.warm_up} into the run on" if opens else "over the whole run"
        return f"Results are measured {since}: {long}."
    first, last = _day(run.begins, opens), _day(run.begins, ends - 1)
    return f"Results are measured from {day_words(first)} to {day_words(last)}: {long}."


def _day(begins: datetime.date, minutes: int) -> datetime.date:
    return begins + datetime.timedelta(days=minutes // DAY)
