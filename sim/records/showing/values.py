"""Measures of records as they may be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.catalogue import describe
from sim.measures.measuring import AREA, EVERYONE, Row
from sim.measures.recorded.lacking import unmeasured
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.tables import Links, Recorded
from sim.measures.words.form import SHARE
from sim.measures.words.recorded import (
    MONTH_MEANS,
    OF_ENDINGS,
    OF_REFERRALS,
    OF_STARTS,
    OF_STAYS,
    OF_WORKERS,
    PERSON_YEARS,
)
from sim.records.disclosure import is_enough, rounded, two_digits
from sim.records.disclosure.counts import LEAST
from sim.records.spells import Spells, spells
from sim.units import DAY

COUNTS, A_YEAR, YEARLY = ("people", "waits"), "per year", "per "
DAYS_A_YEAR = 365.25


class Value(NamedTuple):
    """A measure; a value that may not be told is None."""

    measure: str  # its name
    label: str
    unit: str
    service: str  # key; "" where it is of none
    group: str  # as in a measure's row; "" for everyone
    value: float | None
    n: int | None  # people that it is of, rounded; None is hidden
    definition: str


class Measured(NamedTuple):
    """The measures of records, and what cannot be measured, with the reason."""

    values: tuple[Value, ...]
    untold: tuple[tuple[str, str], ...]


def measured(recorded: Recorded, links: Links) -> Measured:
    """Return every measure that has a value, rounded or hidden, and what cannot be measured."""
    rows = [row for row in measure_recorded(recorded, links=links) if np.isfinite(row.value)]
    people = Counts(recorded, rows)
    values = tuple(people.value(row) for row in rows)
    lacking = tuple((each.name, each.why) for each in unmeasured(recorded, links=links))
    return Measured(values, lacking)


class Counts:
    """Counts of people in records, which decide what may be told of a measure."""

    def __init__(self, recorded: Recorded, rows: Sequence[Row]) -> None:
        self.recorded, self.spells = recorded, spells(recorded)
        self.spent = {row.group: row.value for row in rows if row.measure == PERSON_YEARS}
        self.opens, self.closes = (time / DAY for time in recorded.window)
        self.years = (self.closes - self.opens) / DAYS_A_YEAR
        self._known: dict[tuple[str, str, str], int] = {}

    def value(self, row: Row) -> Value:
        """Return a measure as it may be written."""
        parts = row.measure.split(".")
        service = next((each for each in self.recorded.services if each in parts), "")
        group = "" if row.group == EVERYONE else row.group
        n, words = self.people(row.measure, service, group), describe(row.measure)
        enough = is_enough(n, self._workers(row.measure, service))
        value = self._told(row, n) if enough else None
        told = (row.measure, words.label, row.unit, service, group)
        return Value(*told, value, rounded(n), words.definition)

    def people(self, measure: str, service: str, group: str) -> int:
        """Return of how many people a measure is."""
        family = measure.removeprefix("records.").partition(".")[0]
        kind = next((name for name, begins in _KINDS.items() if family.startswith(begins)), "open")
        key = (kind, service, group)
        if key not in self._known:
            self._known[key] = (
                self._stayed(service, group) if kind == "stays" else self._count(*key)
            )
        return self._known[key]

    def _count(self, kind: str, service: str, group: str) -> int:
        table = self.spells
        there = _KIND_OF[kind](table, self.opens, self.closes)
        there &= self._of(table.service, table.person, service, group)
        return int(np.unique(table.person[there]).size)

    def _stayed(self, service: str, group: str) -> int:
        """Return how many people left a hospital in the window."""
        stays, window = self.recorded.stays, self.recorded.window
        there = (stays.end >= window.opens) & (stays.end < window.closes)
        there &= self._of(stays.service, stays.person, service, group)
        return int(np.unique(stays.person[there]).size)

    def _workers(self, measure: str, service: str) -> int | None:
        """Return of how many workers a measure is; None if it is about people alone."""
        if not measure.removeprefix("records.").startswith(OF_WORKERS):
            return None
        staff = self.recorded.staff
        mine = staff.service == self.recorded.services.index(service)
        return int(np.unique(staff.worker[mine]).size)

    def _of(self, at: Ints, person: Ints, service: str, group: str) -> Flags:
        """Return which rows are at a service and of people in a group or an area."""
        people = self.recorded.people
        found: Flags = np.ones(at.shape, np.bool_)
        if service:
            found &= at == self.recorded.services.index(service)
        if group.startswith(AREA):
            area = self.recorded.areas.index(group.removeprefix(AREA))
            found &= people.area[person] == area
        elif group:
            found &= people.group[person] == self.recorded.groups.index(group)
        return found

    def _told(self, row: Row, n: int) -> float | None:
        """Return a value of enough people; None where it would tell a count under 5."""
        value, unit = row.value, row.unit
        if row.measure.startswith(MONTH_MEANS):
            return two_digits(value) if value >= LEAST else None
        if unit in COUNTS:
            shown = rounded(round(value))
            return None if shown is None else float(shown)
        if unit == SHARE and min(value, 1 - value) * n < LEAST:
            return None
        years = self.years if unit == A_YEAR else self.spent.get(row.group, 0.0)
        if unit.startswith(YEARLY) and value * years < LEAST:
            return None
        return two_digits(value)


_KINDS = {
    "starts": OF_STARTS,
    "referrals": OF_REFERRALS,
    "endings": OF_ENDINGS,
    "stays": OF_STAYS,
}


def _started(every: Spells, opens: float, closes: float) -> Flags:
    return (every.seen >= opens) & (every.seen < closes)


def _referred(every: Spells, opens: float, closes: float) -> Flags:
    return (every.received >= opens) & (every.received < closes)


def _ended(every: Spells, opens: float, closes: float) -> Flags:
    return (every.ended >= opens) & (every.ended < closes)


def _open(every: Spells, opens: float, closes: float) -> Flags:
    return (every.received < closes) & (every.ended >= opens)


_KIND_OF = {"starts": _started, "referrals": _referred, "endings": _ended, "open": _open}
