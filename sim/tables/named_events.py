"""Write the event log with names beside its codes, and with day, weekday and time of events."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.calendar import UNDATED, Calendar
from sim.events import NOBODY, EventKind, Run
from sim.laws import Ints
from sim.resolved import Names
from sim.tables.codes import DETAILS, NUMBERS, codes
from sim.tables.columns import Columns, Words
from sim.tables.journeys import events_table, staff_names
from sim.units import DAY, HOUR

KINDS = max(EventKind) + 1
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named_events_table(run: Run, names: Names, calendar: Calendar = UNDATED) -> Columns:
    """Return the log unchanged, with further columns: names for codes, weekdays, and dates.

    There are dates only if the run has them. In a run without dates, minute 0 is a Monday, 00:00.
    """
    log = events_table(run)
    time, kinds = log["time"], log["event"]
    names_of_kinds: dict[int, str] = {int(kind): kind.name for kind in EventKind}
    lists_of_kinds: dict[int, str] = {int(kind): each for kind, each in DETAILS.items()}
    numbers = range(KINDS)  # some of them no kind has
    levels = _names_in(names, "level")
    return {
        **log,
        "kind": Words(kinds, [names_of_kinds.get(number) for number in numbers]),
        "person_name": Words(log["person"], [one.name for one in run.people]),
        "service_name": Words(log["service"], names.services),
        "worker_name": staff_names(log["service"], log["worker"], run, names),
        "other_worker_name": staff_names(log["service"], log["other_worker"], run, names),
        "need_name": Words(log["need"], names.needs),
        "level_name": Words(log["level"], levels),
        "detail_list": Words(kinds, [lists_of_kinds.get(number) for number in numbers]),
        "detail_name": _detail_names(log, names),
        "day": time // DAY,
        "weekday": Words((time + calendar.since_monday) // DAY % 7, WEEKDAYS),
        "clock": Words(time % DAY, [f"{at // HOUR:02}:{at % HOUR:02}" for at in range(DAY)]),
        **_dates(time // DAY, calendar),
    }


def _dates(days: Ints, calendar: Calendar) -> Columns:
    """Return the column of dates, from the day of each event; nothing for a run without dates."""
    if calendar.begins is None:
        return {}
    every = range(int(days.max(initial=-1)) + 1)
    return {"date": Words(days, [calendar.date_text(day * DAY) for day in every])}


def _detail_names(log: Mapping[str, Ints], names: Names) -> Words:
    """Return the name of each `detail`, from the list of codes for the kind of event."""
    words: list[str | None] = []
    # The word of detail 0, by kind and need; the last column is for events about no need.
    first = np.full((KINDS, len(names.needs) + 1), NOBODY)
    for list_of in sorted({*DETAILS.values()} - NUMBERS.keys() - {"state"}):
        first[_kinds_of(list_of)] = len(words)
        words.extend(_names_in(names, list_of))
    for number, need in enumerate(names.needs):
        first[_kinds_of("state"), number] = len(words)
        words.extend(_names_in(names, "state", need))
    begins, detail = first[log["event"], log["need"]], log["detail"]
    is_named = (begins != NOBODY) & (detail >= 0)
    return Words(np.where(is_named, begins + detail, NOBODY), words)


def _kinds_of(list_of: str) -> list[int]:
    """Return the kinds of event for which the codes of `detail` are from this list."""
    return [int(kind) for kind, each in DETAILS.items() if each == list_of]


def _names_in(names: Names, list_of: str, need: str | None = None) -> list[str | None]:
    """Return the names of one list of codes, from code 0 on."""
    return [
        each.name
        for each in codes(names)
        if each.list == list_of and each.need == need and each.code >= 0
    ]
