"""People of the first day are made up from bands: how many, where, and for how long."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.area.deriving import start_rows
from tests.area.hand_made import HIDDEN, workbook

TEAM: dict[str, Any] = {
    "key": "team", "capacity": "staff", "referrals": 100, "accepted": 90, "starts": 80,
    "discharges": 73,
}  # fmt: skip
WARD = TEAM | {"key": "ward", "capacity": "places", "places": 20}


def bands(*people: Any, weeks: float = 4, service: str = "team") -> list[dict[str, Any]]:
    """Bands of so many weeks each."""
    return [
        {
            "service": service,
            "weeks_from": weeks * at,
            "weeks_to": weeks * (at + 1),
            "people": each,
        }
        for at, each in enumerate(people)
    ]


def days(book: Any, status: str) -> list[float]:
    return [row.days_so_far for row in start_rows(book) if row.status == status]


def test_the_kth_of_n_waited_from_the_begin_of_the_band_and_k_less_a_half_of_its_width() -> None:
    book = workbook(TEAM, waiting=bands(2, 1))
    assert days(book, "waiting") == [7.0, 21.0, 42.0]


def test_rows_have_the_columns_of_a_starting_table() -> None:
    book = workbook(TEAM | {"area": "north"}, waiting=bands(1)[:1])
    assert start_rows(book) == ()  # the band is of no area
    rows = start_rows(workbook(TEAM, waiting=bands(1), caseload=bands(1)))
    assert [tuple(row) for row in rows] == [
        ("team.waiting.1", None, "team", "waiting", 14.0),
        ("team.in_care.1", None, "team", "in_care", 14.0),
    ]
    north = {"area": "north"}
    rows = start_rows(workbook(TEAM | north, caseload=[each | north for each in bands(1)]))
    assert tuple(rows[0]) == ("team.north.in_care.1", "north", "team", "in_care", 14.0)


def test_bands_of_areas_of_a_service_that_is_whole_say_where_people_live() -> None:
    waiting = [bands(2)[0] | {"area": area} for area in ("north", "south")]
    rows = start_rows(workbook(TEAM, waiting=waiting))
    assert [(row.area, row.days_so_far) for row in rows] == [
        ("north", 7.0), ("north", 21.0), ("south", 7.0), ("south", 21.0),
    ]  # fmt: skip
    assert len({row.id for row in rows}) == 4


def test_an_open_last_band_has_the_mean_that_is_written() -> None:
    last = {"service": "team", "weeks_from": 8, "people": 5, "mean_weeks": 11}
    waited = days(workbook(TEAM, waiting=[last]), "waiting")
    assert sum(waited) / 5 == pytest.approx(77)
    assert min(waited) > 56


@given(
    st.lists(st.one_of(st.integers(0, 60), st.just(HIDDEN)), min_size=1, max_size=6),
    st.floats(0.5, 30),
    st.integers(0, 4),
)
def test_each_band_has_its_people_and_hidden_ones_make_the_list_add_up(
    people: list[Any], weeks: float, each_hidden: int
) -> None:
    hidden = people.count(HIDDEN)
    together = sum(each for each in people if each != HIDDEN) + each_hidden * hidden
    book = workbook(TEAM | {"list_last": together}, waiting=bands(*people, weeks=weeks))
    waited = days(book, "waiting")
    assert len(waited) == together
    assert waited == sorted(waited)
    for at, number in enumerate(people):
        low, high = 7 * weeks * at, 7 * weeks * (at + 1)
        inside = sum(low <= each < high for each in waited)
        assert inside == (each_hidden if number == HIDDEN else number)


def test_hidden_bands_that_cannot_be_told_have_two_people_each() -> None:
    assert len(days(workbook(TEAM, waiting=bands(10, HIDDEN, HIDDEN)), "waiting")) == 14


def test_hidden_bands_share_what_is_left_and_have_four_people_at_most() -> None:
    book = workbook(TEAM | {"list_last": 13}, waiting=bands(10, HIDDEN, HIDDEN))
    waited = days(book, "waiting")
    assert [sum(28 * at <= each < 28 * (at + 1) for each in waited) for at in range(3)] == [
        10,
        2,
        1,
    ]
    book = workbook(TEAM | {"list_last": 99}, waiting=bands(10, HIDDEN, HIDDEN))
    assert len(days(book, "waiting")) == 18


def test_without_bands_people_of_the_last_day_are_spread_to_twice_the_mean() -> None:
    row = TEAM | {"list_last": 4, "list_days": 30, "caseload_last": 2, "stay": 100}
    book = workbook(row)
    assert days(book, "waiting") == [7.5, 22.5, 37.5, 52.5]
    assert days(book, "in_care") == [50.0, 150.0]


def test_without_the_time_on_the_list_it_follows_from_the_mean_list() -> None:
    book = workbook(TEAM | {"list_last": 1, "list_mean": 9})
    assert days(book, "waiting") == [pytest.approx(9 * 365 / 90)]


def test_nobody_waits_for_a_service_without_a_limit() -> None:
    row = TEAM | {"capacity": "unlimited", "list_last": 5}
    assert days(workbook(row, waiting=bands(5)), "waiting") == []


def test_services_follow_one_another_in_the_order_of_their_rows() -> None:
    book = workbook(WARD, TEAM, caseload=[*bands(1), *bands(2, service="ward")])
    assert [row.service for row in start_rows(book)] == ["ward", "ward", "team"]
