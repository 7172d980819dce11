"""Write the event log with names beside its codes, and with day, weekday and time of events."""

from __future__ import annotations

import numpy as np

from sim.calendar import UNDATED, Calendar
from sim.events import NOBODY, EventKind, EventLog, Run
from sim.laws import Flags, Ints
from sim.resolved import Names
from sim.tables.codes import DETAILS, NUMBERS, codes
from sim.tables.columns import Columns, Words
from sim.tables.journeys import events_table, staff_names
from sim.units import DAY, HOUR

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named_events_table(run: Run, names: Names, calendar: Calendar = UNDATED) -> Columns:
    """Return the log unchanged, with further columns: names for codes, weekdays, and dates.

    There are dates only if the run has them. In a run without dates, minute 0 is a Monday, 00:00.
    """
    log = run.log
    time: Ints = log["time"].astype(np.int64)
    kinds: Ints = log["event"].astype(np.int64)
    names_of_kinds: dict[int, str] = {int(kind): kind.name for kind in EventKind}
    lists_of_kinds: dict[int, str] = {int(kind): each for kind, each in DETAILS.items()}
    numbers = range(max(EventKind) + 1)  # some of them no kind has
    levels = _names_in(names, "level")
    return {
        **events_table(run),
        "kind": Words(kinds, [names_of_kinds.get(number) for number in numbers]),
        "person_name": Words(_of(log, "person"), [one.name for one in run.people]),
        "service_name": Words(_of(log, "service"), names.services),
        "worker_name": staff_names(log, "worker", run, names),
        "other_worker_name": staff_names(log, "other_worker", run, names),
        "need_name": Words(_of(log, "need"), names.needs),
        "level_name": Words(_of(log, "level"), levels),
        "detail_list": Words(kinds, [lists_of_kinds.get(number) for number in numbers]),
        "detail_name": _detail_names(log, kinds, names),
        "day": time // DAY,
        "weekday": Words((time + calendar.since_monday) // DAY % 7, WEEKDAYS),
        "clock": Words(time % DAY, [f"{at // HOUR:02}:{at % HOUR:02}" for at in range(DAY)]),
        **_dates(time, calendar),
    }


def _dates(time: Ints, calendar: Calendar) -> Columns:
    """Return the column of dates; nothing for a run without dates."""
    if calendar.begins is None:
        return {}
    days, positions = np.unique(time // DAY, return_inverse=True)
    dates = [calendar.date_text(day * DAY) for day in days.tolist()]
    return {"date": Words(positions.astype(np.int64), dates)}


def _of(log: EventLog, column: str) -> Ints:
    found: Ints = log[column].astype(np.int64)
    return found


def _detail_names(log: EventLog, kinds: Ints, names: Names) -> Words:
    """Return the name of each `detail`, from the list of codes for the kind of event."""
    details = _of(log, "detail")
    needs = _of(log, "need")
    words: list[str | None] = []
    positions = np.full(len(log), NOBODY, np.int64)

    def fill(rows: Flags, list_of: str, need: str | None = None) -> None:
        here = rows & (details >= 0)
        positions[here] = details[here] + len(words)
        words.extend(_names_in(names, list_of, need))

    for list_of in sorted({*DETAILS.values()} - NUMBERS.keys() - {"state"}):
        fill(np.isin(kinds, _kinds_of(list_of)), list_of)
    states = np.isin(kinds, _kinds_of("state"))
    for number, need in enumerate(names.needs):
        fill(states & (needs == number), "state", need)
    return Words(positions, words)


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
