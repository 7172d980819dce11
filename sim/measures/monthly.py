"""Time series of a run by month: what is counted, and the values that follow from the counts.

A run is cut at the beginning of each month, at the change of rules, and at the weeks after it in
which contact hours rise. Between two cuts the rules stay the same. Counts are whole numbers, of
person-minutes or of events between two cuts. `monthly_log` counts in a log, and
`streaming.monthly` counts during a run. The functions here compute the values from the counts of
either module.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.columns import LEVEL_NAMES
from sim.laws import Floats, Ints
from sim.measures.observed import cut
from sim.measures.working import calendars
from sim.resolved import LEVELS, MISSING, WHOLE_POST, Capacity, Numbers, Resolved, StartKind
from sim.rules.budget import minutes_of_week
from sim.rules.planning import share_of_contacts
from sim.rules.residuals import mean
from sim.rules.wanted import MILLION
from sim.units import DAY, FOREVER, HOUR, MONTH, WEEK

PEOPLE, IN_CRISIS, AT_LEVEL = 0, 1, 2
"""Columns of counts of people: present, in crisis with any need, and at each level of each need.

The columns of levels begin at `AT_LEVEL`, with `LEVELS` columns for each need.
"""

LIST, CASELOAD, WEIGHT, REFERRALS, REFUSALS, STARTS = range(6)
CONTACTS, USED, POSTS, PLACES, FULL = range(6, 11)
LIST_FROM_START, CASELOAD_FROM_START, WANTING = range(11, 14)
"""Columns of counts of one service, which follow the columns of people.

`WEIGHT` contains minutes of open spells, times the thousandths that each weighs. `USED` contains
minutes of workers' time. `POSTS` contains working minutes with somebody in post, times thousandths
of a post. `PLACES` contains minutes times places, and `FULL` the minutes in which somebody was in
every place. `LIST_FROM_START` and `CASELOAD_FROM_START` are the parts of `LIST` and `CASELOAD` that
were on the list or in care when the run began. From `WANTING` on, there is one column for each
level. It contains the person-minutes in which contacts are wanted, in millionths, each weighted by
how often the person wants contacts.
"""
OF_SERVICE = WANTING + LEVELS
THOUSAND = 1_000


class Cuts(NamedTuple):
    """The minutes at which a run is cut, in order. C intervals between cuts, T months."""

    cuts: Ints  # (C + 1,)
    months: Ints  # (T + 1,) some of the cuts: where months begin, and where the last one ends


class MonthlyTally(NamedTuple):
    """The counts between cuts. C intervals between cuts, S services, W lengths of a long wait."""

    counted: Ints  # (C, columns)
    unmet: Ints  # (C,) person-minutes in which a person's worst need was unmet
    over: Ints  # (C, S, W) person-minutes on a list of people who have waited so long already


class Column(NamedTuple):
    """The service, measure and unit of one column of monthly values."""

    service: str  # "" for all people of the arm
    measure: str
    unit: str


class Monthly(NamedTuple):
    """The monthly series of a run, for whole months. Columns are in the order of `columns_of`."""

    months: Ints  # (T + 1,) minutes: where each month begins, and where the last one ends
    values: Floats  # (T, columns)


def cuts_of(resolved: Resolved) -> Cuts:
    """Return where the run of an arm is cut, up to the close of the measured window.

    Incomplete months at either end are left out. There are no cuts if there is no whole month, or
    if only some measures are asked for.
    """
    if resolved.measuring.asked is not None:
        return Cuts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    closes = cut(resolved.measuring.window, resolved.numbers.closes).closes
    months = _whole_months(resolved, closes)
    if months.size < 2:
        return Cuts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    more = [] if resolved.change is None else [resolved.change.time]
    if resolved.change is not None and resolved.change.phase_over > 0:
        begins, over = resolved.change.time, resolved.change.phase_over
        first = resolved.calendar.week_start(begins) + WEEK
        more += range(first, begins + over + WEEK, WEEK)
    inside = [each for each in more if months[0] < each < months[-1]]
    return Cuts(np.union1d(months, np.array(inside, np.int64)), months)


def _whole_months(resolved: Resolved, closes: int) -> Ints:
    """Return the minute at which each whole month begins, and the minute at which the last ends.

    With dates, months are calendar months.
    """
    begins = resolved.calendar.begins
    if begins is None:
        return np.arange(0, closes + 1, MONTH, dtype=np.int64)
    starts = resolved.calendar.month_starts(closes + 1)
    return starts if begins.day == 1 else starts[1:]


def columns_counted(resolved: Resolved) -> int:
    """Return the number of columns of `MonthlyTally.counted`."""
    needs, services = len(resolved.names.needs), len(resolved.names.services)
    return AT_LEVEL + LEVELS * needs + OF_SERVICE * services


def column_of_service(needs: int, service: int, what: int) -> int:
    """Return the column of one count (such as `LIST`) of one service."""
    return AT_LEVEL + LEVELS * needs + OF_SERVICE * service + what


def columns_of(resolved: Resolved) -> tuple[Column, ...]:
    """Return the service, measure and unit of each monthly value of an arm, in order."""
    names = resolved.names
    columns = [Column("", "people", "people")]
    if names.needs:
        columns += [
            Column("", "people_in_crisis", "people"),
            Column("", "unmet_days", "days"),
            *(
                Column("", f"at_level.{need}.{word}", "people")
                for need in names.needs
                for word in LEVEL_NAMES
            ),
        ]
    weeks = resolved.measuring.wait_weeks if resolved.measuring.long_waits else ()
    capacity = resolved.numbers.services.capacity
    is_weighed = weighs(resolved.first_numbers) | weighs(resolved.numbers)
    from_start = has_people_at_start(resolved)
    for service, kind, with_weight in zip(
        names.services, capacity.tolist(), is_weighed, strict=True
    ):
        columns += [
            Column(service, "list", "people"),
            *([Column(service, "list_from_start", "people")] if from_start else []),
            *(Column(service, f"waiting_over_{each}_weeks", "people") for each in weeks),
            Column(service, "referrals", "referrals"),
            Column(service, "refusals", "referrals"),
            Column(service, "starts", "spells"),
            Column(service, "caseload", "people"),
            *([Column(service, "caseload_from_start", "people")] if from_start else []),
            *([Column(service, "caseload_weight", "weight")] if with_weight else []),
            Column(service, "contacts", "contacts"),
        ]
        if kind == Capacity.PLACES:
            columns += [Column(service, "places", "places"), Column(service, "full_days", "days")]
        if kind == Capacity.WORKERS:
            columns += [
                Column(service, f"hours_{each}", "hours") for each in ("wanted", "used", "offered")
            ]
    return tuple(columns)


def has_people_at_start(resolved: Resolved) -> bool:
    """Return whether people are in services or on lists when the run begins."""
    return bool(resolved.start.kind != StartKind.EMPTY)


def summarise(tally: MonthlyTally, resolved: Resolved) -> Monthly:
    """Return the values of each month, computed from the counts between cuts."""
    cuts, months = cuts_of(resolved)
    if not months.size:
        return Monthly(months, np.zeros((0, len(columns_of(resolved)))))
    first = np.searchsorted(cuts, months[:-1])  # of the cuts of each month
    counted, unmet, over = (np.add.reduceat(part, first) for part in tally)
    minutes = np.diff(months).astype(np.float64)
    needs, services = len(resolved.names.needs), resolved.numbers.services
    columns = [counted[:, PEOPLE] / minutes]
    if needs:
        levels = counted[:, AT_LEVEL : AT_LEVEL + LEVELS * needs]
        columns += [counted[:, IN_CRISIS] / minutes, unmet / DAY, *(levels / minutes[:, None]).T]
    wanted, offered, weight = (
        np.add.reduceat(part, first)
        for part in (
            *hours(tally.counted, cuts, resolved),
            weight_between(tally.counted, cuts, resolved),
        )
    )
    is_weighed = weighs(resolved.first_numbers) | weighs(resolved.numbers)
    from_start = has_people_at_start(resolved)
    for service, kind in enumerate(services.capacity.tolist()):
        at = column_of_service(needs, service, 0)
        here = counted[:, at : at + OF_SERVICE]
        columns += [
            here[:, LIST] / minutes,
            *([here[:, LIST_FROM_START] / minutes] if from_start else []),
            *(over[:, service] / minutes[:, None]).T,
            *(here[:, each].astype(np.float64) for each in (REFERRALS, REFUSALS, STARTS)),
            here[:, CASELOAD] / minutes,
            *([here[:, CASELOAD_FROM_START] / minutes] if from_start else []),
            *([weight[:, service] / minutes / THOUSAND] if is_weighed[service] else []),
            here[:, CONTACTS].astype(np.float64),
        ]
        if kind == Capacity.PLACES:
            columns += [here[:, PLACES] / minutes, here[:, FULL] / DAY]
        if kind == Capacity.WORKERS:
            columns += [wanted[:, service], here[:, USED] / HOUR, offered[:, service]]
    return Monthly(months, np.stack(columns, axis=1))


def hours(counted: Ints, cuts: Ints, resolved: Resolved) -> tuple[Floats, Floats]:
    """Return the contact hours wanted and the contact hours offered between cuts, each (C, S).

    The hours wanted are those that people in open spells would take if each contact were on time
    and attended. The hours offered are those of workers in post. A service without workers has
    neither.
    """
    needs, services = len(resolved.names.needs), len(resolved.names.services)
    wanted, offered = np.zeros((2, len(counted), services))
    times, change = calendars(resolved), resolved.change
    week = times.works_on.sum(axis=1) * (times.day_closes - times.day_opens)
    for part, numbers in _numbers_between(cuts, resolved):
        begins = cuts[:-1][part].tolist()
        if not begins:
            continue
        rates = _wanted_hours(numbers)
        for team, service in enumerate(numbers.workforce.service.tolist()):
            at = column_of_service(needs, service, 0)
            here = counted[part, at : at + OF_SERVICE]
            wanted[part, service] = (here[:, WANTING:] * rates[service]).sum(axis=1)
            weekly = int(numbers.workforce.weekly_minutes[team])
            minutes = np.full(len(begins), weekly)
            if change is not None and change.phase_over and numbers is resolved.numbers:
                monday, offset = resolved.calendar.week_start, resolved.calendar.since_monday
                phase = (change.time + offset, change.phase_over, change.phase_share)
                minutes[:] = [
                    minutes_of_week(weekly, monday(each) + offset, *phase) for each in begins
                ]
            posts = here[:, POSTS] / WHOLE_POST
            offered[part, service] = posts * minutes / (int(week[service]) * HOUR)
    return wanted, offered


def _numbers_between(cuts: Ints, resolved: Resolved) -> tuple[tuple[slice, Numbers], ...]:
    """Return the times between cuts before and after the change of rules, each with its numbers."""
    change = resolved.change
    until = 0 if change is None else int(np.searchsorted(cuts[:-1], change.time))
    return ((slice(0, until), resolved.first_numbers), (slice(until, None), resolved.numbers))


def weighs(numbers: Numbers) -> NDArray[np.bool_]:
    """Return which services have teams that weigh their people. Shape (S,)."""
    found = np.zeros(len(numbers.services.name), np.bool_)
    found[numbers.workforce.service] = numbers.workforce.load_limit != MISSING
    return found


def weight_between(counted: Ints, cuts: Ints, resolved: Resolved) -> Ints:
    """Return the minutes of open spells between cuts, times thousandths of their weights.

    The shape is (C, S). While a team counts its people without weighing them, it is 0.
    """
    needs, services = len(resolved.names.needs), len(resolved.names.services)
    found = counted[:, [column_of_service(needs, each, WEIGHT) for each in range(services)]]
    for part, numbers in _numbers_between(cuts, resolved):
        found[part, ~weighs(numbers)] = 0
    return found


def _wanted_hours(numbers: Numbers) -> Floats:
    """Return the hours wanted in a millionth of a person-minute, by service and level.

    The shape is (S, LEVELS).
    """
    services, rows = numbers.services, numbers.distributions
    found = np.zeros((len(services.name), LEVELS))
    for service in np.flatnonzero(services.team != MISSING).tolist():
        interval = services.contact_interval[service]
        often = interval < FOREVER
        if not often.any():
            continue
        staff = int(services.contact_staff[service])
        law = int(services.contact_length[service]) if staff == MISSING else staff
        every, length = int(services.plan_every[service]), float(services.plan_length[service])
        plans = np.array([share_of_contacts(every, each) for each in interval[often].tolist()])
        minutes = (1.0 - plans) * float(mean(rows, law)) + plans * length
        minutes += float(services.contact_overhead[service])
        found[service, often] = minutes / HOUR / interval[often] / MILLION
    return found


def follows_person(resolved: Resolved) -> Ints:
    """Return whether each service adapts its contact frequency to what the person wants.

    The shape is (S,), or (2 S,) if the rules change: first the services before the change, then
    after.
    """
    services = resolved.numbers.services.as_wanted
    if resolved.change is not None:
        services = np.concatenate([resolved.change.before.services.as_wanted, services])
    return np.ascontiguousarray(services, np.int64)
