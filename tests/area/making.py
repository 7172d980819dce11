"""Makes any workbook that can be read, for laws that hold for all of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
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


def figure(value: float, hidden: bool = False) -> Figure:
    """A number that `placed` gives its cell."""
    return Figure(value, NOT_YET, hidden)


def first_of(year: int, month: int) -> datetime.date:
    """The first day of a month; months beyond 12 are of later years."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True).map(lambda text: f"k_{text}")
# No sign that stands for an empty cell, and nothing that Excel or YAML trims or escapes.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).map(lambda text: f"a {text} =")
COUNTS = st.integers(0, 100_000).map(float)
NUMBERS = st.decimals(0, 100_000, places=4).map(float)
SHARES = st.integers(0, 10_000).map(lambda share: share / 10_000)
CHANGES = st.integers(-9_000, 90_000).map(lambda change: change / 10_000)
DATES = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))
BY_KIND = {Kind.COUNT: COUNTS, Kind.NUMBER: NUMBERS, Kind.SHARE: SHARES, Kind.CHANGE: CHANGES}
OF_ITEM = {"acceptance": SHARES, "attendance": SHARES, "growth": CHANGES}
WHOLE_ITEMS = ("places", "missed in a row", "list limit")


def figures(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Figure]:
    """A figure that has no place yet."""
    return numbers.map(figure)


def any_of(column: Column) -> st.SearchStrategy[Any]:
    """What may stand in a column that no other cell has a say in."""
    if column.kind is Kind.WORD:
        return st.sampled_from(column.words)
    if column.kind is Kind.TEXT:
        return TEXTS
    if column.kind is Kind.DATE:
        return DATES
    counts = figures(BY_KIND[column.kind])
    if column.kind is Kind.COUNT:
        return counts | st.just(figure(2, hidden=True))
    return counts


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    """Any workbook that is read without a fault. Its figures need not add up."""
    return placed(Making(draw).workbook())


class Making:
    """Makes one workbook: its keys first, then the rows that use them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
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
        return self.draw(st.booleans())

    def source(self) -> str:
        return self.draw(st.sampled_from(self.sources))

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
                values[name] = self.draw(any_of(column))
        return page.row(**values)

    def ends(self, value: Figure, numbers: st.SearchStrategy[float]) -> dict[str, Figure]:
        """A range around a value, or none."""
        if not self.maybe():
            return {}
        low, high = sorted([self.draw(numbers), self.draw(numbers)])
        return {"low": figure(min(low, value.value)), "high": figure(max(high, value.value))}

    def ranged(self, sheet: str, number: str, **given: Any) -> Any:
        row = self.row(sheet, **given)
        value = getattr(row, number)
        return type(row)(**(vars(row) | self.ends(value, NUMBERS)))

    # --- sheets ---

    def area(self) -> Any:
        days = sorted(self.draw(st.lists(DATES, min_size=4, max_size=4)))
        first, last, begins, change = days
        optional = {"begins": begins, "change": change} if self.maybe() else {"begins": None}
        return self.row(
            "area", format=figure(FORMAT), period_from=first, period_to=last, snapshot=last,
            months=figure(self.draw(st.integers(1, 120))), change=optional.pop("change", None),
            price_year=figure(self.draw(st.integers(2000, 2040))), extends=None, **optional,
        )  # fmt: skip

    def service(self, key: str, area: str | None) -> Any:
        capacity = self.draw(st.sampled_from(("places", "staff", "unlimited")))
        places = self.draw(figures(COUNTS)) if capacity == "places" else None
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
            counts.append(self.draw(st.integers(0, left)))
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

    def of_item(self, item: str) -> st.SearchStrategy[float]:
        return OF_ITEM.get(item, COUNTS if item in WHOLE_ITEMS else NUMBERS)

    def what_if(self) -> tuple[WhatIf, ...]:
        arms = self.draw(st.lists(NAMES, max_size=2, unique=True))
        return tuple(self.change(arm) for arm in arms)

    def change(self, arm: str) -> Any:
        item = self.draw(st.sampled_from(ITEMS))
        key, area = self.draw(st.sampled_from(self.services))
        given: dict[str, Any] = {"arm": arm, "service": key, "area": area, "item": item}
        if item == "queue rule":
            return self.row("what_if", value=self.draw(st.sampled_from(QUEUES)), **given)
        value = self.draw(figures(self.of_item(item)))
        return self.row("what_if", value=value, **given, **self.ends(value, self.of_item(item)))

    def observed(self, at: int) -> Any:
        value = self.draw(figures(NUMBERS))
        first, last = sorted([self.draw(DATES), self.draw(DATES)])
        return self.row(
            "observed", measure=f"measure.{at}", value=value, starts=first, ends=last,
            **self.ends(value, NUMBERS),
        )  # fmt: skip

    def ranges(self) -> tuple[Range, ...]:
        numbers = [item for item in ITEMS if item != "queue rule"]
        items = self.draw(st.lists(st.sampled_from(numbers), max_size=3, unique=True))
        return tuple(self.range_of(item) for item in items)

    def range_of(self, item: str) -> Any:
        low, high = sorted([self.draw(self.of_item(item)), self.draw(self.of_item(item))])
        key, area = self.draw(st.sampled_from(self.services))
        return self.row(
            "ranges", service=key, area=area, item=item, low=figure(low), high=figure(high)
        )
