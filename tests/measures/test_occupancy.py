"""Occupancy as a distribution, on logs small enough to check by hand."""

import math

import pytest

from sim.events import NOBODY, EventKind, Run, Window
from sim.measures import measure
from sim.resolved import Capacity, Resolved
from sim.units import DAY
from tests.measures.diary import Diary
from tests.measures.streaming.comparing import assert_same
from tests.measures.worlds import Place, world

WARD, OPEN = 0, 1
PLACES = (Place("ward", capacity=Capacity.PLACES, places=2), Place("open"))
WORLD = world(PLACES, window=Window(0, 100 * DAY))


def values(diary: Diary, resolved: Resolved = WORLD, people: int = 3) -> dict[str, float]:
    run: Run = diary.run(100, groups=(0,) * people)
    assert_same(run, resolved, run.log)
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def three_people() -> Diary:
    diary = Diary(DAY)
    for person in range(3):
        diary.arrives(2, person=person)
    return diary


def stays(diary: Diary, service: int, *stays: tuple[float, float]) -> Diary:
    """Spells of a person each, from one day to another."""
    for person, (begins, ends) in enumerate(stays):
        diary.at(begins).refers(person, service, person=person)
        diary.starts(person, service, person=person)
        diary.at(ends).ends(person, service, person=person)
    diary.rows.sort(key=lambda row: row[0])
    return diary


def test_quantiles_are_of_the_time_and_numbers_that_occurred() -> None:
    # Nobody for 50 days, one person for 40, two for 9 and three for 1.
    found = values(stays(three_people(), OPEN, (50, 100), (90, 100), (99, 100)))

    assert [found[f"in_service.open.{each}"] for each in ("median", "p75", "p90", "p95")] == [
        *(0, 1, 1, 2)
    ]
    assert found["in_service.open.p99"] == 2
    assert found["in_service.open"] == pytest.approx((40 + 18 + 3) / 100)
    assert "full_share.open" not in found


def test_a_service_is_full_with_somebody_in_every_place_or_more_people_than_places() -> None:
    assert values(stays(three_people(), WARD, (10, 60), (50, 80)))["full_share.ward"] == 0.1
    over = stays(three_people(), WARD, (10, 60), (20, 60), (50, 80))
    assert values(over)["full_share.ward"] == 0.4


def test_changes_of_places_count_and_time_without_any_place_does_not() -> None:
    diary = stays(three_people(), WARD, (0, 100))
    for day, places in ((20, 1), (40, 0), (60, 2)):
        row = Diary(DAY).at(day)
        row.note(EventKind.CAPACITY_CHANGED, NOBODY, service=WARD, detail=places)
        diary.rows += row.rows
    diary.rows.sort(key=lambda row: row[0])

    assert values(diary)["full_share.ward"] == pytest.approx(20 / 80)


def test_a_place_held_after_the_ending_has_nobody_in_it() -> None:
    diary = stays(three_people(), WARD, (0, 50), (0, 30))
    diary.at(80).note(EventKind.PLACE_FREED, 0, service=WARD, spell=0)

    found = values(diary)

    assert found["full_share.ward"] == 0.3
    assert found["utilisation.ward"] == pytest.approx((80 + 30) / 200)


def test_only_the_window_counts() -> None:
    resolved = world(PLACES, window=Window(40 * DAY, 60 * DAY))
    found = values(stays(three_people(), WARD, (0, 100), (0, 45)), resolved)

    assert found["full_share.ward"] == pytest.approx(5 / 20)
    assert found["in_service.ward.median"] == 1
    assert found["in_service.ward.p75"] == 1
    assert found["in_service.ward.p90"] == 2


def test_a_service_that_never_has_a_place_is_never_full_and_never_open() -> None:
    none = (Place("ward", capacity=Capacity.PLACES, places=0), Place("open"))
    found = values(three_people(), world(none, window=Window(0, 100 * DAY)))

    assert math.isnan(found["full_share.ward"])
    assert found["in_service.ward.p99"] == 0


def test_more_people_than_any_table_began_with_are_counted() -> None:
    diary = Diary(DAY)
    for person in range(150):
        diary.arrives(2, person=person)
        diary.refers(person, OPEN, person=person).starts(person, OPEN, person=person)

    assert values(diary, people=150)["in_service.open.median"] == 150
