"""One service in the records, and how an estimate of one of its numbers is made."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.area.deriving.ranges import Range
from sim.laws import Flags, Floats, Ints
from sim.measures.recorded.tables import Links, Recorded
from sim.records.estimating.courses import Courses, courses
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.laws import Told
from sim.records.estimating.shares import Share
from sim.units import DAY


class Known(NamedTuple):
    """What an extract does not hold, where somebody says it; by the key of a service."""

    posts: Mapping[str, float] = {}  # funded, each of one person
    contact_hours: Mapping[str, float] = {}  # a week, of a whole-time equivalent


@dataclass(frozen=True)
class Records:
    """The records of all services, with what was made of them once."""

    recorded: Recorded
    links: Links
    known: Known

    @cached_property
    def courses(self) -> Courses:
        """What became of each referral."""
        return courses(self.recorded)

    @property
    def opens(self) -> float:
        """When the window opens, in days."""
        return self.recorded.window.opens / DAY

    @property
    def closes(self) -> float:
        """When the window closes, in days."""
        return self.recorded.window.closes / DAY

    def date(self, days: float) -> datetime.date:
        """Return the date of a day."""
        return self.recorded.begins + datetime.timedelta(days=int(np.floor(days)))


@dataclass(frozen=True)
class Place:
    """A service in the records."""

    records: Records
    service: int

    @property
    def key(self) -> str:
        """The key of the service."""
        return self.records.recorded.services[self.service]

    @property
    def recorded(self) -> Recorded:
        """The records of all services."""
        return self.records.recorded

    @cached_property
    def referrals(self) -> Ints:
        """The rows of its referrals."""
        return np.flatnonzero(self.recorded.referrals.service == self.service)

    @cached_property
    def courses(self) -> Courses:
        """What became of its referrals."""
        return self.records.courses.of(self.referrals)

    @cached_property
    def contacts(self) -> Ints:
        """The rows of its contacts in the window."""
        contacts, window = self.recorded.contacts, self.recorded.window
        inside = (contacts.at >= window.opens) & (contacts.at < window.closes)
        return np.flatnonzero(inside & (contacts.service == self.service))

    @cached_property
    def shows_care(self) -> bool:
        """Whether the extract shows when care begins: it has contacts here, or stays."""
        if self.is_continuous:
            return True
        return bool((self.recorded.contacts.service == self.service).any())

    SHOWS_NO_CARE = "No contact is recorded at this service, so nothing says when care begins."

    @property
    def is_continuous(self) -> bool:
        """Whether people stay there day and night."""
        return bool(self.recorded.continuous[self.service])

    def inside(self, days: Floats) -> Flags:
        """Return which times, in days, lie in the window."""
        return np.asarray((days >= self.records.opens) & (days < self.records.closes))

    def untold(self, item: str, why: str, n: int = 0, reason: str | None = None) -> Untold:
        """Return that a number cannot be told, and why."""
        return Untold(service=self.key, item=item, why=why, n=n, reason=reason)

    def told(
        self, item: str, value: float, unit: str, found: Range | None, error: float | None,
        n: int, note: str, *, assumed: bool = False,
        reason: str | None = None, to: str | None = None,
    ) -> Estimate:  # fmt: skip
        """Return an estimate of a number that the window tells; a range of no width is none."""
        ranged = found if found and found.low < found.high else None
        return Estimate(
            service=self.key,
            item=item,
            value=value,
            unit=unit,
            low=ranged and ranged.low,
            high=ranged and ranged.high,
            standard_error=error,
            n=n,
            first=self.records.date(self.records.opens),
            last=self.records.date(self.records.closes - 1),
            method=found.method if found else "",
            note=note,
            reason=reason,
            to=to,
            assumed=assumed,
        )

    def told_share(self, item: str, share: Share, note: str) -> Estimate:
        """Return an estimate of a share of events, with its counts."""
        made = self.told(item, share.value, "share", share.found, share.error, share.n, note)
        return replace(made, counts=share.counts)

    def told_law(
        self, item: str, law: Told, n: int, note: str, *, assumed: bool = False
    ) -> Estimate:
        """Return an estimate of durations."""
        found = Range(law.low, law.high, law.method)
        made = self.told(item, law.mean, "days", found, law.error, n, note, assumed=assumed)
        return replace(made, law=law.law)
