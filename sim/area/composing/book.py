"""A workbook with what was worked out from it, looked up by service, area and item."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.area.composing.items import Amount
from sim.area.derived import Derived
from sim.area.figures import Service, Workbook

AS_WRITTEN = ", as written"
"""How the sum of a number ends that is taken from its cell as it is."""
EVERYWHERE = ""
"""The service of a number that is of all services together."""
WORKBOOK = "workbook"
ASSUMED = "assumed_by_import"
"""The source of a number that nobody wrote and that no figure gives."""


@dataclass(frozen=True)
class Book:
    """What the parts of a scenario are made of."""

    workbook: Workbook
    derived: tuple[Derived, ...]
    name: str  # of the workbook's file, for texts
    made_from: str = WORKBOOK  # what does not say what was taken for granted

    @cached_property
    def _found(self) -> dict[tuple[str, str | None, str], list[Derived]]:
        found: dict[tuple[str, str | None, str], list[Derived]] = {}
        for each in self.derived:
            if not (each.assumed and self.extends):  # else the file that is extended says it
                found.setdefault((each.service, each.area, each.item), []).append(each)
        return found

    @property
    def begins(self) -> datetime.date:
        """The first day of a run."""
        return self.workbook.area.begins or self.workbook.area.snapshot

    @property
    def extends(self) -> bool:
        """Whether a scenario file holds whatever the workbook does not say."""
        return self.workbook.area.extends is not None

    def rows(self, service: str, area: str | None) -> Iterator[Service]:
        """Iterate over the rows of a service: of one area, or of each where it stands."""
        for each in self.workbook.services:
            if each.key == service and area in (None, each.area):
                yield each

    def arm_label(self, arm: str) -> str:
        """Return what an arm of What if is called: the first label written, or its key in words."""
        rows = [each for each in self.workbook.what_if if each.arm == arm]
        written = next((each.label for each in rows if each.label), None)
        return written or arm.replace("_", " ").capitalize()

    def every(self, row: Service, item: str) -> list[Derived]:
        """Return all that was worked out of an item of a service."""
        return self._found.get((row.key, row.area, item), [])

    def at_once(self, row: Service, item: str) -> Derived | None:
        """Return an item of a service as it is when the run begins; None if it is not known."""
        return next((each for each in self.every(row, item) if each.month is None), None)

    def later(self, row: Service, item: str) -> list[Derived]:
        """Return an item of a service in the months from which it changes, in order of time."""
        dated = [(each.month, each) for each in self.every(row, item) if each.month is not None]
        return [each for _, each in sorted(dated, key=lambda pair: pair[0])]

    def amount(self, row: Service, item: str) -> Amount | None:
        """Return an item of a service as it is when the run begins; None if it is not known."""
        if item == "queue rule":
            return None if row.queue is None else Amount(row.queue, row.source)
        found = self.at_once(row, item)
        return None if found is None else amount_of(found)

    def whole(self, item: str) -> Derived | None:
        """Return a number of all services together; None if it is not known."""
        found = self._found.get((EVERYWHERE, None, item))
        return found[0] if found else None


def amount_of(found: Derived) -> Amount:
    """Return a derived number as an amount, with its sum as the note, if there was one to do."""
    source = ASSUMED if found.assumed else found.source
    note = "" if found.entered and found.sum.endswith(AS_WRITTEN) else found.sum
    return Amount(found.value, source, found.low, found.high, note, found.cells, found.law)


def key_of(row: Service) -> str:
    """Return the name of a service in the scenario: with its area, if it is of one."""
    return row.key if row.area is None else f"{row.key}_{row.area}"
