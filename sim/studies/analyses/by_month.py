"""Read which months a question looks at, and which series of a run by months."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.calendar import Calendar
from sim.laws import Floats
from sim.measures.monthly import Column, columns_of, cuts_of
from sim.measures.words.form import SHARE
from sim.measures.words.service import CASELOAD_WEIGHT, LIST_LENGTH
from sim.resolved import Names, Resolved
from sim.studies.analyses.base import AnalysisFault

BY = "by"
NUMBERED = re.compile(r"(?:month\s+)?(\d{1,5})(?:\s+months?)?", re.IGNORECASE)
DATED = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")
WAYS = "Write `month 24`, or a date such as 2029-03 in a scenario with dates."
LIST, WAITING, PART = "list", "waiting_over_", "share_"
OTHER_NAMES = {LIST_LENGTH: LIST}
"""Names of measures of the window that are the same number by months under another name."""
AVERAGES = ("people", "places", "weight")
"""Units of series that are averages over a month; others are sums within it."""
NOT_SUMMED = ("full_days", CASELOAD_WEIGHT)
LABELS = {
    LIST: "People on the waiting list",
    "unmet_days": "Days in need without help, in a month",
    "people": "People in the population",
    "people_in_crisis": "People in crisis",
    "caseload": "People in care",
}


class Months(NamedTuple):
    """The months that are looked at together."""

    first: int  # position among the whole months of the run
    last: int
    lengths: tuple[int, ...]  # of each of them, in minutes
    number: int  # of the last one, counted from 1 at the change of rules, or else from the start
    after_change: bool
    date: str  # of the last month, as "March 2029"; empty without dates
    of: int  # whole months of a run


class Series(NamedTuple):
    """A number by months: sums of columns, perhaps divided by sums of other columns."""

    name: str  # without the service
    service: str  # "" for everybody, or for all services together
    unit: str
    columns: tuple[int, ...]  # of the series of a run
    divided_by: tuple[int, ...]  # columns; empty if nothing is
    width: int  # columns of a run

    def label(self, names: Names) -> str:
        """Return the words for the series."""
        at = dict(zip(names.services, names.service_labels, strict=True))
        where = f", {at[self.service]}" if self.service else ""
        plain = self.name.removeprefix(PART)
        words = LABELS.get(plain, plain.replace("_", " ").replace(".", ", ").capitalize())
        if plain.startswith(WAITING):
            weeks = plain.removeprefix(WAITING).removesuffix("_weeks")
            who = "Share of people on a waiting list" if self.divided_by else "People on a list"
            words = f"{who} who have waited {weeks} weeks or more"
        return f"{words}{where}"

    def reader(self, months: Months) -> Callable[[Floats], Floats]:
        """Return the function of a run's flat series by months that gives this number, shape (1,).

        Averages over a month count by its length, and of sums the mean over the months is taken. A
        share of nothing is 0: nobody waits, so nobody waits for long.
        """
        part = slice(months.first, months.last + 1)
        weights = np.array(months.lengths, np.float64)
        if self.unit not in (*AVERAGES, SHARE):
            weights = np.ones(weights.size)

        def read(flat: Floats) -> Floats:
            by_month = flat.reshape(months.of, self.width)[part]
            above = by_month[:, self.columns].sum(axis=1) @ weights
            if not self.divided_by:
                return np.array([above / weights.sum()])
            below = by_month[:, self.divided_by].sum(axis=1) @ weights
            return np.array([above / below if below > 0 else 0.0])

        return read


def series_of(measure: str, resolved: Resolved) -> tuple[Series | None, list[str]]:
    """Return the series of a name such as ``waiting_over_18_weeks.clinic``, and all names known.

    Without a service, services are added up. Before the name of a long wait, ``share_`` means that
    share of the people on the list. None if a run has no such series.
    """
    columns = columns_of(resolved)
    known = _named(columns)
    first, point, rest = measure.partition(".")
    name = f"{OTHER_NAMES.get(first, first)}{point}{rest}"
    return known.get(name), list(known)


def _named(columns: tuple[Column, ...]) -> Mapping[str, Series]:
    """Return every series of a run that can be asked for, by its name."""
    at: dict[tuple[str, str], list[int]] = {}
    units: dict[str, str] = {}
    for position, (service, measure, unit) in enumerate(columns):
        units[measure] = unit
        at.setdefault((measure, service), []).append(position)
        if service and measure not in NOT_SUMMED:
            at.setdefault((measure, ""), []).append(position)
    found = {}
    for (measure, service), positions in at.items():
        end = f".{service}" if service else ""
        series = Series(measure, service, units[measure], tuple(positions), (), len(columns))
        found[f"{measure}{end}"] = series
        if measure.startswith(WAITING):
            whole = tuple(at[LIST, service])
            share = series._replace(name=f"{PART}{measure}", unit=SHARE, divided_by=whole)
            found[f"{PART}{measure}{end}"] = share
    return found


def months_of(by: str, over: int, resolved: Resolved) -> Months:
    """Return the months that end with the one that is named; raise AnalysisFault if none is.

    ``month 1`` is the first whole month after the change of rules; without such a change, of the
    run. A date stands for the calendar month that holds it.
    """
    months, change = cuts_of(resolved).months, resolved.change
    begins = months[:-1]
    whole = int(begins.size)
    since = 0 if change is None else int(np.searchsorted(begins, change.time))
    calendar = resolved.calendar
    last = since + _number(by, calendar, [calendar.month(int(each)) for each in begins], since) - 1
    if not since <= last < whole:
        after = "" if change is None else " after the change of rules"
        ends = "There is no whole month" if whole <= since else f"The last is month {whole - since}"
        if calendar.begins is not None and whole > since:
            ends += f", {calendar.month_text(int(begins[-1]))}"
        raise AnalysisFault(
            (BY,), f'"{by}" is no month of the run{after}.', f"{ends}. Or lengthen `run.length`."
        )
    if last + 1 - over < since:
        raise AnalysisFault(
            ("months",),
            f"There are not {over} months up to then.",
            f"Write {last + 1 - since} or fewer.",
        )
    first = last + 1 - over
    return Months(
        first,
        last,
        tuple(int(each) for each in np.diff(months)[first : last + 1]),
        last + 1 - since,
        change is not None,
        "" if calendar.begins is None else calendar.month_text(int(begins[last])),
        whole,
    )


def _number(by: str, calendar: Calendar, months: list[int], since: int) -> int:
    """Return the number of a month, from 1 at the change of rules; 0 if no month is meant."""
    text = by.strip()
    numbered, dated = NUMBERED.fullmatch(text), DATED.fullmatch(text)
    if numbered is not None:
        return int(numbered[1])
    if dated is None or not 1 <= int(dated[2]) <= 12:
        raise AnalysisFault((BY,), f'"{by}" is no month.', WAYS)
    start = calendar.begins
    if start is None:
        raise AnalysisFault(
            (BY,), "This scenario has no dates.", "Write the number of a month: `month 24`."
        )
    month = (int(dated[1]) - start.year) * 12 + int(dated[2]) - start.month
    return months.index(month) - since + 1 if month in months else 10**9
