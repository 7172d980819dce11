"""Read the table of people who are already in services or on waiting lists when a run begins.

It is a CSV file with a header. Its columns are: `id`; `group`; `area`, where the scenario has
areas; `service`, empty for people in the community; `status`, `in_care` or `waiting`;
`days_so_far` in care or on the list; `relationship` with the present worker, 0 to 1; `trust`, 0 to
1; and one column for each need, with the name of its state.

Only `id` is required. If a cell is missing or empty, `days_so_far` is 0, and there is no
relationship; the group, the trust and the states are drawn as for all other people.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field

from sim.errors import Fault, Location, did_you_mean, listed
from sim.resolved import MISSING, Here
from sim.resolving.context import Context
from sim.scenario.areas import own_services
from sim.scenario.csv_cells import Cell, Record, records_of
from sim.units import DAY

COLUMNS = ("id", "group", "service", "status", "days_so_far", "relationship", "trust")
DRAWN = -1.0
LONGEST_DAYS = 365_250


def read_start_table(context: Context, file: str, contents: str) -> tuple[Here, ...]:
    """Return the people of a starting table, in file order; record faults in the context."""
    return _Reader(context, file).read(contents)


@dataclass
class _Reader:
    """A reader of one table. It continues after a fault, so that all faults are reported."""

    context: Context
    file: str
    first_seen: dict[str, Location] = field(default_factory=dict)

    def read(self, contents: str) -> tuple[Here, ...]:
        area = ("area",) if self.context.document.people.areas else ()
        columns = (*COLUMNS, *area, *self.context.needs), ("id",)
        faults = self.context.faults
        records = records_of(contents, self.file, "a starting table", columns, faults)
        return tuple(self.person(record) for record in records)

    def person(self, record: Record) -> Here:
        identity = record["id"]
        earlier = self.first_seen.setdefault(identity.text, identity.location)
        if not identity.text:
            self.fault(identity.location, "The id is empty.", "Give everybody an id of their own.")
        elif earlier is not identity.location:
            problem = f'"{identity.text}" is in the table already, at line {earlier.line}.'
            self.fault(identity.location, problem, "Give everybody an id of their own.")
        groups = self.context.document.people.groups
        group = self.named(record.get("group"), groups, "group")
        area = self.named(record.get("area"), self.context.document.people.areas, "area")
        service, area = self.service_in(record.get("service"), area)
        attributes = () if group == MISSING else list(groups.values())[group].attributes
        return Here(
            name=identity.text,
            group=group,
            attributes=self.context.bits(attributes),
            states=tuple(
                self.named(record.get(need), list(written.states), "state")
                for need, written in self.context.document.needs.items()
            ),
            trust=self.number(record.get("trust"), DRAWN, 1.0),
            service=service,
            waiting=self.waits(record, service),
            minutes_so_far=round(self.number(record.get("days_so_far"), 0.0, LONGEST_DAYS) * DAY),
            relationship=self.number(record.get("relationship"), 0.0, 1.0),
            area=area,
        )

    def service_in(self, cell: Cell | None, area: int) -> tuple[int, int]:
        """Return the position of a service in the arm, and the person's area.

        A common name of services means the area's own service. If the table does not give the
        area, it follows from a service that belongs to one area.
        """
        document = self.context.document
        own = own_services(document.services)
        areas = list(document.people.areas)
        if cell is not None and cell.text in own:
            if area == MISSING:
                problem = f"`{cell.text}` is one service in each area, and the area is not given."
                self.fault(cell.location, problem, "Write the area in the column `area`.")
                return MISSING, area
            return self.context.services.index(own[cell.text][areas[area]]), area
        service = self.named(cell, (*self.context.services, *own), "service")
        if service != MISSING and area == MISSING:
            part = document.services[self.context.services[service]].part_of
            area = MISSING if part is None else areas.index(part.area)
        return service, area

    def waits(self, record: Record, service: int) -> bool:
        """Return whether a person is on a waiting list; a person without a service is not."""
        status = record.get("status")
        text = status.text if status is not None else ""
        location = status.location if status is not None else record["id"].location
        if service == MISSING:
            somewhere = record.get("service")
            if text and not (somewhere is not None and somewhere.text):
                problem = f'"{text}", but at no service.'
                self.fault(location, problem, "Name the service, or leave it empty.")
            return False
        if text not in ("in_care", "waiting"):
            problem = f'"{text}" is not a status.' if text else "The status is missing."
            meant = did_you_mean(text, ("in_care", "waiting"))
            self.fault(location, problem, f"Write `in_care` or `waiting`. {meant}".strip())
            return False
        name = self.context.services[service]
        if text == "waiting" and not self.context.document.services[name].limited:
            problem = f"Nobody waits for `{name}`: it takes as many as come."
            self.fault(location, problem, "Write `in_care`.")
        return text == "waiting"

    def named(self, cell: Cell | None, known: Collection[str], what: str) -> int:
        """Return a name's position among the known names; MISSING if the cell is empty."""
        if cell is None or not cell.text:
            return MISSING
        if cell.text not in known:
            problem = f'"{cell.text}" is not a {what} of this scenario.'
            meant = did_you_mean(cell.text, known, f"Known: {listed(known)}.")
            self.fault(cell.location, problem, meant)
            return MISSING
        return list(known).index(cell.text)

    def number(self, cell: Cell | None, empty: float, largest: float) -> float:
        """Return the number in a cell, from 0 to `largest`; `empty` if the cell has none."""
        if cell is None or not cell.text:
            return empty
        try:
            value = float(cell.text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= largest:
            problem = f'"{cell.text}" is not a number from 0 to {largest:g}.'
            self.fault(cell.location, problem, "Write digits, with a point for fractions.")
            return empty
        return value

    def fault(self, location: Location, problem: str, remedy: str) -> None:
        self.context.faults.append(Fault(location, problem, remedy=remedy))
