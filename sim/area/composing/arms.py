"""Arms: the services as today, and one arm for each name in the sheet What if."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.area.columns import Cell
from sim.area.composing.arrivals import GROWTH, OUTSIDE_REFERRALS, somebody_comes
from sim.area.composing.book import Book, amount_of, key_of
from sim.area.composing.items import PLACES, Amount, fact, per_cent, per_day
from sim.area.composing.nodes import Block, Inline, Node, put
from sim.area.deriving.overriding import in_the_models_unit
from sim.area.deriving.place import Place
from sim.area.figures import Service, WhatIf

PEOPLE = "people"
TODAY = "as_today"
TODAY_LABEL = "As today"
RESOURCES = {"WTE", "contact hours per WTE", "places"}
"""Items by which arms differ in staff hours or places."""
SHARED_OUT = {"WTE", "places", OUTSIDE_REFERRALS}
"""Items of which each area has a part. The others are the same in each area."""
UNEQUAL = "The sheet What if changes staff or places on purpose."


class Target(NamedTuple):
    """Where an item stands in an arm, and how it is written."""

    path: tuple[str, ...]
    node: Callable[[Amount], Node]
    changes: tuple[str, ...]  # where its changes by date stand; empty if it can have none


class Unfit(NamedTuple):
    """A cell that cannot be written into the scenario, and why."""

    cell: Cell
    problem: str
    remedy: str


@dataclass
class Arms:
    """The arms of a workbook, and what of the sheet What if cannot be one."""

    book: Book
    faults: list[Unfit] = field(default_factory=list)

    @property
    def change(self) -> datetime.date | None:
        """The day from which the arms differ: as written, or the first date of What if.

        None if they differ from the first day of the run on.
        """
        dates = [each.starts for each in self.book.workbook.what_if]
        change = self.book.workbook.area.change or min(dates, default=None)
        return None if change is None or change <= self.book.begins else change

    @property
    def unequal(self) -> bool:
        """Whether an arm changes staff hours or places."""
        return any(each.item in RESOURCES for each in self.book.workbook.what_if)

    def blocks(self) -> Block:
        """Return the arms by name, the one as today first."""
        by_arm: dict[str, list[WhatIf]] = {}
        for each in self.book.workbook.what_if:
            by_arm.setdefault(each.arm, []).append(each)
        made: Block = {} if self.book.extends else {TODAY: {"label": TODAY_LABEL}}
        for name, rows in by_arm.items():
            if name == TODAY:
                problem = f"`{name}` is the name of the arm in which nothing changes."
                self._fault(rows[0], "arm", problem, "Choose another name.")
            made[name] = self._arm(rows)
        return made

    def _arm(self, rows: Sequence[WhatIf]) -> Block:
        arm: Block = {"label": self.book.arm_label(rows[0].arm)}
        by_item: dict[tuple[str, str | None, str], list[WhatIf]] = {}
        for each in sorted(rows, key=lambda each: each.starts):
            by_item.setdefault((each.service, each.area, each.item), []).append(each)
        for (service, area, item), steps in by_item.items():
            places = list(self.book.rows(service, area))
            if item in SHARED_OUT and len(places) > 1:
                problem = f"`{service}` stands in {len(places)} areas, each with {item} of its own."
                remedy = "Write a row for each area, with its name in the column `area`."
                self._fault(steps[0], "area", problem, remedy)
                continue
            for row in places:
                self._set(arm, row, item, steps)
        return arm

    def _set(self, arm: Block, row: Service, item: str, steps: list[WhatIf]) -> None:
        """Put the values of an item into an arm: that of the change date, and later ones."""
        target = _target(row, item)
        if target.path[0] == PEOPLE and not somebody_comes(self.book, row):
            problem = f"Nobody comes to `{row.key}` from outside, so there is nothing to change."
            self._fault(steps[0], "service", problem, "Take the row out.")
            return
        change = self.change or self.book.begins
        if not self._may_be_dated(target, steps, change):
            return
        dated = [(each.starts, target.node(self._amount(row, each))) for each in steps]
        for day, node in dated:
            if day <= change:
                put(arm, ("set", *target.path), node)
        if not target.changes:
            return
        today = [(each.month, each) for each in self.book.later(row, item) if each.month]
        first, key = steps[0].starts, target.path[-1]
        kept = [(day, target.node(amount_of(each))) for day, each in today if change < first > day]
        both = [*kept, *((day, node) for day, node in dated if day > change)]
        if both:
            listed: list[Node] = [Inline({"from": day, key: node}) for day, node in both]
            put(arm, ("set", *target.changes), listed)
        elif today:  # none of what is planned for all arms holds in this one
            put(arm, ("set", *target.changes), None)

    def _may_be_dated(self, target: Target, steps: Sequence[WhatIf], change: datetime.date) -> bool:
        """Return whether the dates of an item can be written; else record faults."""
        before = len(self.faults)
        for each in steps:
            if each.starts < change:
                problem = f"{each.starts:%d/%m/%Y} is before {change:%d/%m/%Y}, the change date."
                remedy = "Arms differ from the change date on. Write that date or a later one."
                self._fault(each, "starts", problem, remedy)
            elif each.starts > change and not target.changes:
                dated = ", ".join(e for e, place in PLACES.items() if place.changes)
                problem = f"A scenario can change `{each.item}` on the change date alone."
                remedy = f"Write {change:%d/%m/%Y}. Later dates may have: {dated}, "
                self._fault(each, "starts", problem, f"{remedy}{OUTSIDE_REFERRALS}.")
        return len(self.faults) == before

    def _amount(self, row: Service, step: WhatIf) -> Amount:
        """Return the value of a row of What if in the units of the scenario."""
        note = step.note or ""
        if isinstance(step.value, str):
            return Amount(step.value, step.source, note=note, cells=(step.cell("value"),))
        factor = in_the_models_unit(Place(self.book.workbook, row), step.item)
        low, high = (None if e is None else e.value * factor for e in (step.low, step.high))
        return Amount(step.value.value * factor, step.source, low, high, note, (step.value.cell,))

    def _fault(self, row: WhatIf, column: str, problem: str, remedy: str) -> None:
        self.faults.append(Unfit(row.cell(column), problem, remedy))


def _target(row: Service, item: str) -> Target:
    """Return where an item of a service stands in an arm."""
    if item in (OUTSIDE_REFERRALS, GROWTH):
        stream = (PEOPLE, "arrivals", key_of(row))
        if item == GROWTH:
            return Target((*stream, "growth"), lambda amount: fact(amount, per_cent), ())
        return Target((*stream, "rate"), lambda amount: fact(amount, per_day), (*stream, "changes"))
    service, place = ("services", key_of(row)), PLACES[item]
    changes = (*service, *place.changes) if place.changes else ()
    return Target((*service, *place.path), place.node, changes)


def changed_services(book: Book) -> Iterator[str]:
    """Iterate over the services that an arm changes, by their names in the scenario."""
    for each in book.workbook.what_if:
        yield from (key_of(row) for row in book.rows(each.service, each.area))
