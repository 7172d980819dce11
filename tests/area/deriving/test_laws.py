"""Laws that hold for numbers worked out from any workbook that can be read."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given

from sim.area.derived import Derived
from sim.area.deriving import derive
from sim.area.deriving.place import Place, places_of
from sim.area.deriving.posts import now_and_later
from sim.area.figures import Workbook
from sim.area.reconciling import reconcile
from tests.area.workbooks import workbooks

ENTERED_RANGES = "as written in"


@given(workbooks())
def test_every_number_lies_in_the_range_that_was_worked_out_for_it(book: Workbook) -> None:
    for number in derive(book):
        assert not math.isnan(number.value)
        assert number.value >= 0 or number.item == "growth"
        if number.unit == "share":
            assert number.value <= 1
        if number.low is not None and number.high is not None:
            assert number.low <= number.high
            if not number.method.startswith(ENTERED_RANGES):
                assert number.low <= number.value * (1 + 1e-9)
                assert number.value <= number.high * (1 + 1e-9)


@given(workbooks())
def test_every_number_says_its_sum_and_its_source_and_every_check_its_cells(book: Workbook) -> None:
    sources = {each.key for each in book.sources}
    derived = derive(book)
    for number in derived:
        assert number.sum
        assert number.source in sources
        assert bool(number.method) == (number.low is not None)
    for check in reconcile(book, derived):
        assert check.cells
        assert check.sentence.endswith(".")


@given(workbooks())
def test_shares_of_the_routes_of_a_reason_add_up_to_1(book: Workbook) -> None:
    rows: dict[tuple[str, str | None, str | None], list[Derived]] = defaultdict(list)
    for number in derive(book):
        if number.item == "route":
            rows[number.service, number.area, number.reason].append(number)
    for shares in rows.values():
        assert sum(each.value for each in shares) == pytest.approx(1)
        assert len({each.to for each in shares}) == len(shares)


@given(workbooks())
def test_contact_hours_of_a_team_are_kept_to_1_per_cent(book: Workbook) -> None:
    numbers = {(e.service, e.area, e.item): e.value for e in derive(book) if e.month is None}
    for place in places_of(book):
        key = (place.row.key, place.row.area)
        if (*key, "contact hours per WTE") not in numbers:
            continue
        month, _ = now_and_later(place, place.staff)
        team = numbers[*key, "WTE"] * numbers[*key, "contact hours per WTE"]
        wanted = (month.wte_funded or month.wte_in_post).value * written_hours(place)
        assert team == pytest.approx(wanted, rel=0.01)


def written_hours(place: Place) -> float:
    """The contact hours of a WTE in the month in which the run begins, or next to it."""
    now, later = now_and_later(place, place.staff)
    before = [each for each in reversed(place.staff) if each.month <= now.month]
    every = [each.contact_hours for each in (*before, *later) if each.contact_hours]
    return every[0].value
