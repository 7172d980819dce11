"""Makes any workbook that can be read, for laws that hold for all of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Any

from hypothesis import strategies as st

from sim.area.columns import Cell, Column, Figure, Kind
from sim.area.figures import (
    ITEMS,
    QUEUES,
    Band,
    Range,
    Route,
    Service,
    WhatIf,
    Workbook,
)
from sim.area.sheets import FORMAT, PAGE, placed

NOT_YET = Cell("", "")
"""The place of a figure before `placed` gives it one."""


COUNTS = ("people", "person_years", "handoffs")
"""Measures that are no shares and of no service."""


def figure(value: float, hidden: bool = False) -> Figure:
    """A number that `placed` gives its cell."""
    return Figure(value, NOT_YET, hidden)


def first_of(year: int, month: int) -> datetime.date:
    """The first day of a month; months beyond 12 are of later years."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


NAMES = st.sampled_from([*"abcdefgh", "crisis_team", "team_2", "x_", "beds", "north", "south"])
# No sign that stands for an empty cell, and nothing that Excel or YAML trims or escapes.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).map(lambda text: f"a {text} =")
SHARES = ("acceptance", "attendance")
WHOLE = ("places", "missed in a row", "list limit")
KIND_OF = {
    **dict.fromkeys(SHARES, Kind.SHARE),
    **dict.fromkeys(WHOLE, Kind.COUNT),
    "growth": Kind.CHANGE,
}
FIRST_DAY = datetime.date(2020, 1, 1)


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    """Any workbook that is read without a fault. Its figures need not add up."""
    return placed(Making(draw).workbook())


class Making:
    """Makes one workbook: its keys first, then the rows that use them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        # Hypothesis draws what there is; the numbers in it come from a seed, which is far quicker.
        self.chance = Random(draw(st.integers(0, 2**32)))
        self.texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
        self.sources = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        self.areas = draw(st.lists(NAMES, max_size=2, unique=True))
        keys = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        self.services = [(key, area) for key in keys for area in self.draw(self.whole_or_parts())]

    def whole_or_parts(self) -> st.SearchStrategy[Sequence[str | None]]:
        """The areas of a service's rows: none, or some of those that there are."""
        parts: list[Sequence[str | None]] = [[None]]
        return st.sampled_from(parts + ([self.areas] if self.areas else []))

    def workbook(self) -> Workbook:
        services = tuple(self.service(key, area) for key, area in self.services)
        lists, care = self.bands(services, "list_last"), self.bands(services, "caseload_last")
        return Workbook(
            area=self.area(),
            areas=tuple(self.row("areas", key=key) for key in self.areas),
            services=services,
            routes=self.routes(),
            waiting=lists,
            caseload=care,
            staff=tuple(
                self.ranged("staff", "wte_in_post", service=each.key, area=each.area, month=month)
                for each in services
                if each.capacity == "staff"
                for month in self.some_months()
            ),
            demand=tuple(
                self.ranged("demand", "referrals", service=key, area=area, month=month)
                for key, area in self.services
                for month in self.some_months(0)
            ),
            costs=tuple(self.row("costs", service=key) for key in self.keys() if self.maybe()),
            what_if=self.what_if(),
            observed=tuple(self.observed(at) for at in range(self.draw(st.integers(0, 2)))),
            ranges=self.ranges(),
            sources=tuple(self.row("sources", key=key) for key in self.sources),
        )

    # --- single values ---

    def maybe(self) -> bool:
        return self.chance.random() < 0.5

    def number(self, kind: Kind) -> float:
        if kind is Kind.COUNT:
            return float(self.chance.randint(0, 100_000))
        ends = {Kind.SHARE: (0, 10_000), Kind.CHANGE: (-9_000, 90_000)}
        return self.chance.randint(*ends.get(kind, (0, 10**9))) / 10_000

    def value(self, column: Column) -> Any:
        """What may stand in a column that no other cell has a say in."""
        if column.kind is Kind.WORD:
            return self.chance.choice(column.words)
        if column.kind is Kind.TEXT:
            return self.chance.choice(self.texts)
        if column.kind is Kind.DATE:
            return FIRST_DAY + datetime.timedelta(self.chance.randrange(4_000))
        if column.kind is Kind.COUNT and self.chance.random() < 0.1:
            return figure(2, hidden=True)
        return figure(self.number(column.kind))

    def source(self) -> str:
        return str(self.chance.choice(self.sources))

    def keys(self) -> list[str]:
        return list(dict.fromkeys(key for key, _ in self.services))

    def some_months(self, least: int = 1) -> list[datetime.date]:
        first, many = self.draw(st.integers(1, 12)), self.draw(st.integers(least, 3))
        return [first_of(2024, first + at) for at in range(many)]

    def row(self, sheet: str, **given: Any) -> Any:
        """A row of a sheet; what is not given is drawn, or left empty where it may be."""
        page, values = PAGE[sheet], dict(given)
        for name, column in page.columns.items():
            if name in values or name in ("low", "high"):
                continue
            if name == "source":
                values[name] = self.source()
            elif column.kind is not Kind.KEY and (column.needed or self.maybe()):
                values[name] = self.value(column)
        return page.row(**values)

    def ends(self, value: Figure, kind: Kind = Kind.NUMBER) -> dict[str, Figure]:
        """A range around a value, or none."""
        if not self.maybe():
            return {}
        low, high = sorted([self.number(kind), self.number(kind)])
        return {"low": figure(min(low, value.value)), "high": figure(max(high, value.value))}

    def ranged(self, sheet: str, number: str, **given: Any) -> Any:
        row = self.row(sheet, **given)
        value = getattr(row, number)
        return type(row)(**(vars(row) | self.ends(value)))

    # --- sheets ---

    def area(self) -> Any:
        gaps = [self.chance.randrange(1_000) for _ in range(4)]
        days = [FIRST_DAY + datetime.timedelta(since) for since in accumulate(gaps)]
        first, last, begins, change = days
        optional = {"begins": begins, "change": change} if self.maybe() else {"begins": None}
        return self.row(
            "area", format=figure(FORMAT), period_from=first, period_to=last, snapshot=last,
            months=figure(self.chance.randint(1, 120)), change=optional.pop("change", None),
            price_year=figure(self.chance.randint(2000, 2040)), extends=None, **optional,
        )  # fmt: skip

    def service(self, key: str, area: str | None) -> Any:
        capacity = self.chance.choice(("places", "staff", "unlimited"))
        places = figure(self.number(Kind.COUNT)) if capacity == "places" else None
        return self.row("services", key=key, area=area, capacity=capacity, places=places)

    def routes(self) -> tuple[Route, ...]:
        keys = self.keys()
        ways = st.tuples(st.sampled_from(["outside", *keys]), st.sampled_from([*keys, "nowhere"]))
        found = self.draw(st.lists(ways, max_size=4, unique=True))
        return tuple(
            self.ranged("routes", "people", origin=origin, to=to)
            for origin, to in found
            if origin != "outside" or to != "nowhere"
        )

    def bands(self, services: Sequence[Service], last: str) -> tuple[Band, ...]:
        """Bands that add up to a list that is known; no bands where it is not."""
        found: list[Band] = []
        for each in services:
            whole: Figure | None = getattr(each, last)
            if whole is not None and not whole.hidden and self.maybe():
                found += self.bands_of(each, int(whole.value))
        return tuple(found)

    def bands_of(self, service: Service, people: int) -> list[Band]:
        many = self.draw(st.integers(1, 4))
        counts, left = [], people
        for _ in range(many - 1):
            counts.append(self.chance.randint(0, left))
            left -= counts[-1]
        hidden = left <= 4 and self.maybe()
        return [
            Band(
                service=service.key, area=service.area, source=self.source(),
                weeks_from=figure(2 * at),
                weeks_to=None if at == many - 1 else figure(2 * at + 2),
                people=figure(count, hidden and at == many - 1),
                mean_weeks=figure(2 * many + 1) if at == many - 1 else None,
            )
            for at, count in enumerate([*counts, left])
        ]  # fmt: skip

    def of_item(self, item: str) -> Kind:
        return KIND_OF.get(item, Kind.NUMBER)

    def what_if(self) -> tuple[WhatIf, ...]:
        arms = self.draw(st.lists(NAMES, max_size=2, unique=True))
        return tuple(self.change(arm) for arm in arms)

    def change(self, arm: str) -> Any:
        item = self.chance.choice(ITEMS)
        key, area = self.chance.choice(self.services)
        given: dict[str, Any] = {"arm": arm, "service": key, "area": area, "item": item}
        if item == "queue rule":
            return self.row("what_if", value=self.chance.choice(QUEUES), **given)
        value = figure(self.number(self.of_item(item)))
        return self.row("what_if", value=value, **given, **self.ends(value, self.of_item(item)))

    def observed(self, at: int) -> Any:
        value = figure(self.number(Kind.NUMBER))
        first = FIRST_DAY + datetime.timedelta(at)
        last = first + datetime.timedelta(self.chance.randrange(400))
        return self.row(
            "observed", measure=COUNTS[at % len(COUNTS)], value=value, starts=first, ends=last,
            **self.ends(value),
        )  # fmt: skip

    def ranges(self) -> tuple[Range, ...]:
        numbers = [item for item in ITEMS if item != "queue rule"]
        items = self.draw(st.lists(st.sampled_from(numbers), max_size=3, unique=True))
        return tuple(self.range_of(item) for item in items)

    def range_of(self, item: str) -> Any:
        low, high = sorted([self.number(self.of_item(item)), self.number(self.of_item(item))])
        key, area = self.chance.choice(self.services)
        return self.row(
            "ranges", service=key, area=area, item=item, low=figure(low), high=figure(high)
        )
