"""Places, workers, lists and spells, on logs small enough to check by hand."""

import math
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import NOBODY, EventKind, Leaving, Run, Window
from sim.measures import measure
from sim.measures.activity import gather
from sim.measures.observed import observe
from sim.measures.referrals import referrals
from sim.resolved import Capacity, Resolved
from sim.units import DAY, MONTH, WEEK, YEAR
from tests.measures.diary import Diary
from tests.measures.random_logs import random_journey
from tests.measures.streaming.comparing import assert_same
from tests.measures.worlds import Place, world

WARD, TEAM = 0, 1
PLACES = (
    Place("ward", capacity=Capacity.PLACES, places=2),
    Place("team", capacity=Capacity.WORKERS, places=2, weekly_minutes=600),
)
WORLD = world(PLACES, window=Window(0, 10 * WEEK))


def values(diary: Diary, resolved: Resolved = WORLD, people: int = 1) -> dict[str, float]:
    run: Run = diary.run(70, groups=(0,) * people)
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def test_utilisation_of_places_is_time_taken_of_time_offered() -> None:
    diary = Diary(DAY).arrives(2).refers(0, WARD).starts(0, WARD).at(28).ends(0, WARD)

    assert values(diary)["utilisation.ward"] == pytest.approx(28 / (2 * 70))


def test_a_place_held_after_the_ending_is_taken_until_it_is_freed() -> None:
    diary = Diary(DAY).arrives(2).refers(0, WARD).starts(0, WARD).at(28).ends(0, WARD)
    diary.at(35).note(EventKind.PLACE_FREED, service=WARD, spell=0)

    found = values(diary)

    assert found["utilisation.ward"] == pytest.approx(35 / (2 * 70))
    assert found["in_service.ward"] == pytest.approx(28 / 70)


def test_changes_of_capacity_before_and_inside_the_window_count() -> None:
    resolved = world(PLACES, window=Window(20 * DAY, 60 * DAY))
    diary = Diary(DAY).arrives(2).refers(0, WARD).starts(0, WARD)
    diary.at(10).note(EventKind.CAPACITY_CHANGED, NOBODY, service=WARD, detail=4)
    diary.at(50).note(EventKind.CAPACITY_CHANGED, NOBODY, service=WARD, detail=1)

    found = values(diary, resolved)

    assert found["utilisation.ward"] == pytest.approx(40 / (30 * 4 + 10 * 1))


def test_workers_are_busy_with_every_kind_of_time_that_is_charged() -> None:
    diary = Diary(DAY).arrives(2).hires(TEAM).hires(TEAM).refers(0, TEAM).starts(0, TEAM, worker=0)
    diary.at(1).meets(0, TEAM, worker=0, minutes=60).meets(0, TEAM, 0, other=1, minutes=60)
    diary.meets(0, TEAM, worker=0, minutes=30, kind=EventKind.CONTACT_MISSED)
    both = {"service": TEAM, "spell": 0, "worker": 0, "other_worker": 1}
    diary.note(EventKind.ADVISED, **both, minutes=45, detail=WARD)
    diary.note(EventKind.HANDOVER, **both, minutes=15)

    found = values(diary)

    minutes = 60 + 2 * 60 + 30 + 2 * 45 + 15  # a handover is the new worker's alone
    assert found["utilisation.team"] == pytest.approx(minutes / (2 * 600 * 10))
    assert found["staff_hours.team"] == pytest.approx(minutes / 60 * YEAR / (10 * WEEK))
    assert found["staff_hours"] == found["staff_hours.team"]


HALF = (Place("team", capacity=Capacity.WORKERS, places=2, last_share=500, weekly_minutes=600),)


def test_a_worker_in_half_a_post_counts_half() -> None:
    resolved = world(HALF, window=Window(0, 10 * WEEK))
    diary = Diary(DAY).arrives(1).hires(0, post=0).hires(0, post=1)
    diary.refers(0, 0).starts(0, 0, worker=1).at(1).meets(0, 0, worker=1, minutes=90)

    found = values(diary, resolved)

    assert found["utilisation.team"] == pytest.approx(90 / (1.5 * 600 * 10))
    assert found["caseload.team"] == pytest.approx(1 / 1.5)
    assert found["vacancy_share.team"] == pytest.approx(0)


def test_half_a_post_that_is_vacant_is_half_a_post_less() -> None:
    resolved = world(HALF, window=Window(0, 10 * WEEK))

    found = values(Diary(DAY).arrives(1).hires(0, post=0), resolved)

    assert found["vacancy_share.team"] == pytest.approx(0.5 / 1.5)
    assert found["vacancy_share"] == pytest.approx(0.5 / 1.5)


def test_a_part_of_a_post_that_changes_counts_by_what_it_was_at_each_time() -> None:
    resolved = world(HALF, window=Window(7 * DAY, 70 * DAY))
    diary = Diary(DAY).arrives(1).hires(0, post=0).hires(0, post=1).at(28)
    diary.note(EventKind.CAPACITY_CHANGED, NOBODY, service=0, detail=2).at(49)
    diary.note(EventKind.CAPACITY_CHANGED, NOBODY, service=0, detail=2, length=250).at(56)
    diary.note(EventKind.WORKER_LEFT, NOBODY, service=0, worker=1, detail=1)
    diary.refers(0, 0).starts(0, 0, worker=0)

    found = values(diary, resolved)
    run = diary.run(70)
    assert_same(run, resolved, run.log)

    filled = 63 + 21 * 0.5 + 21 + 7 * 0.25
    offered = 63 + 21 * 0.5 + 21 + 21 * 0.25
    assert found["vacancy_share.team"] == pytest.approx(1 - filled / offered)
    assert found["caseload.team"] == pytest.approx(14 / filled)


def test_a_specialist_s_advice_is_charged_to_the_specialist_s_own_service() -> None:
    places = (*PLACES, Place("specialist", capacity=Capacity.WORKERS, places=1, weekly_minutes=60))
    resolved = world(places, window=Window(0, 10 * WEEK))
    diary = Diary(DAY).arrives(2).hires(TEAM).hires(2).refers(0, TEAM).starts(0, TEAM, worker=0)
    diary.note(
        EventKind.ADVISED,
        service=TEAM,
        spell=0,
        worker=0,
        other_worker=1,
        minutes=60,
        detail=2,
    )

    found = values(diary, resolved)

    assert found["utilisation.team"] == pytest.approx(60 / (600 * 10))
    assert found["utilisation.specialist"] == pytest.approx(60 / (60 * 10))


def test_vacancy_and_caseload_follow_workers_who_come_and_go() -> None:
    diary = Diary(DAY).arrives(2).arrives(2, person=1).hires(TEAM)
    diary.refers(0, TEAM).starts(0, TEAM, worker=0)
    diary.refers(1, TEAM, person=1).starts(1, TEAM, worker=0, person=1)
    diary.at(35).note(EventKind.WORKER_LEFT, NOBODY, service=TEAM, worker=0, detail=0)
    for person in range(2):
        diary.note(EventKind.UNALLOCATED, person, service=TEAM, spell=person, worker=0)
    diary.at(42).hires(TEAM)
    diary.note(EventKind.ALLOCATED, 0, service=TEAM, spell=0, worker=1, other_worker=0, detail=0)

    found = values(diary, people=2)

    assert found["vacancy_share.team"] == pytest.approx(1 - (35 + 28) / (2 * 70))
    assert found["caseload.team"] == pytest.approx((2 * 35 + 28) / (35 + 28))
    assert found["unallocated_days"] == pytest.approx((7 + 35) / (2 * 70) * YEAR / DAY)


def test_slipped_contacts_came_more_than_a_day_after_they_were_due() -> None:
    diary = Diary(DAY).arrives(2).refers(0, WARD).starts(0, WARD).at(10)
    diary.meets(0, WARD, due=9 * DAY).meets(0, WARD, due=9 * DAY - 1).meets(0, WARD).misses(0, WARD)

    found = values(diary)

    assert found["slipped_contacts.ward"] == found["slipped_contacts"] == pytest.approx(1 / 4)
    assert found["missed_contacts"] == pytest.approx(1 / 4)
    assert math.isnan(found["slipped_contacts.team"])


def test_referrals_are_served_if_a_spell_begins_and_not_if_they_are_refused_or_given_up() -> None:
    diary = Diary(DAY)
    for person in range(5):
        diary.arrives(2, person=person).refers(person, WARD, person=person)
    for person in range(4):
        diary.accepts(person, WARD, person=person)
    diary.refuses(4, WARD, person=4).at(20).starts(0, WARD).leaves(1, WARD, person=1)
    diary.note(EventKind.LEFT_WAITING, 2, service=WARD, spell=2, detail=Leaving.EXITED)
    diary.exits(person=2)

    found = values(diary, people=5)

    assert found["referrals.ward"] == pytest.approx(5 * YEAR / (10 * WEEK))
    assert found["served_share.ward"] == found["served_share"] == pytest.approx(1 / 3)
    assert math.isnan(found["served_share.team"])


def test_contacts_a_month_are_counted_in_the_spell_and_from_the_referral_on() -> None:
    diary = Diary(DAY).arrives(2).refers(0, WARD).accepts(0, WARD)
    diary.at(20).starts(0, WARD).meets(0, WARD).at(30).meets(0, WARD).at(40).ends(0, WARD)

    found = values(diary)

    assert found["contacts_per_month.ward"] == pytest.approx(2 / 20 * MONTH / DAY)
    assert found["contacts_per_month_from_referral.ward"] == pytest.approx(2 / 40 * MONTH / DAY)


def test_spells_already_open_at_the_start_have_an_ending_but_no_start_and_no_length() -> None:
    diary = Diary(DAY).arrives(2).starts(0, WARD).at(7).ends(0, WARD)

    found = values(diary)

    assert found["spells"] == 0
    assert found["throughput.ward"] == pytest.approx(YEAR / (10 * WEEK))
    assert math.isnan(found["spell_days.ward"])


def test_time_on_the_list_ends_with_a_start_with_leaving_and_with_moving_away() -> None:
    diary = Diary(DAY)
    for person in range(4):
        diary.arrives(2, person=person).refers(person, WARD, person=person)
    diary.at(10)
    for person in range(4):
        diary.accepts(person, WARD, person=person)
    diary.at(20).starts(0, WARD).at(40).leaves(1, WARD, person=1).at(50).exits(person=2)

    found = values(diary, people=4)

    assert found["list_length.ward"] == pytest.approx((10 + 30 + 40 + 60) / 70)
    assert found["list_days.ward"] == pytest.approx((10 + 30 + 40) / 3)


def test_who_gives_up_is_told_apart_from_who_starts_settles_or_moves_away() -> None:
    diary = Diary(DAY)
    for person in range(6):
        diary.arrives(2, person=person).refers(person, WARD, person=person)
        diary.accepts(person, WARD, person=person)
    diary.at(20).starts(0, WARD).leaves(1, WARD, person=1).leaves(2, WARD, person=2)
    diary.note(EventKind.LEFT_WAITING, 3, service=WARD, spell=3, detail=Leaving.SETTLED)
    diary.note(EventKind.LEFT_WAITING, 4, service=WARD, spell=4, detail=Leaving.EXITED)
    diary.exits(person=4)

    found = values(diary, people=6)

    a_year = YEAR / (10 * WEEK)
    assert found["list_left.ward"] == pytest.approx(5 * a_year)
    assert found["list_gave_up.ward"] == pytest.approx(2 * a_year)
    assert found["list_gave_up_share.ward"] == pytest.approx(2 / 5)
    assert found["list_settled.ward"] == pytest.approx(1 * a_year)
    assert math.isnan(found["list_gave_up_share.team"])


def test_giving_up_before_the_window_opens_is_not_counted() -> None:
    resolved = world(PLACES, window=Window(20 * DAY, 60 * DAY))
    diary = Diary(DAY).arrives(2).refers(0, WARD).accepts(0, WARD).at(19).leaves(0, WARD)

    found = values(diary, resolved)

    assert found["list_gave_up.ward"] == 0
    assert math.isnan(found["list_gave_up_share.ward"])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_leaving_the_list_is_starting_giving_up_settling_or_moving_away(seed: int) -> None:
    run, resolved = random_journey(Random(seed), tick=60, ticks=200)
    seen = observe(run, resolved)
    opens, closes = seen.window

    done = gather(seen, referrals(seen), resolved)

    ways: Counter[str] = Counter()
    on_list: set[int] = set()
    for row in run.log[run.log["time"] < closes]:
        spell, kind = int(row["spell"]), EventKind(row["event"])
        if kind is EventKind.WAITING:
            on_list.add(spell)
        elif spell in on_list and kind in (EventKind.SPELL_STARTED, EventKind.LEFT_WAITING):
            on_list.discard(spell)
            started = kind is EventKind.SPELL_STARTED
            way = "started" if started else Leaving(row["detail"]).name
            ways[way] += row["time"] >= opens
    assert done.off_list.sum() == ways.total()
    assert done.gave_up.sum() == ways["PATIENCE"]
    assert done.settled.sum() == ways["SETTLED"]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_little_s_law_holds_exactly_over_a_whole_run(seed: int) -> None:
    run, resolved = random_journey(Random(seed), tick=60, ticks=200)
    seen = observe(run, resolved, Window(0, run.closes))

    done = gather(seen, referrals(seen), resolved)

    # What those still there at the end have spent so far is the only difference.
    so_far = np.zeros((2, *done.joined.shape), np.int64)
    listed: dict[int, np.void] = {}
    opened: dict[int, np.void] = {}
    for row in run.log:
        kind, spell = row["event"], int(row["spell"])
        if kind == EventKind.WAITING:
            listed[spell] = row
        elif kind == EventKind.SPELL_STARTED:
            opened[spell] = row
        if kind in (EventKind.SPELL_STARTED, EventKind.LEFT_WAITING):
            listed.pop(spell, None)
        if kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            opened.pop(spell)
    for stage, rows in enumerate((listed, opened)):
        for row in rows.values():
            group = run.people[row["person"]].group
            so_far[stage, group, row["service"]] += run.closes - row["time"]
    assert (done.list_minutes == done.off_list_minutes + so_far[0]).all()
    assert (done.open_minutes == done.ended_minutes + so_far[1]).all()
    assert (done.ended == done.measured).all()
    assert done.started.sum() - done.ended.sum() == len(opened)
    assert done.joined.sum() - done.off_list.sum() == len(listed)
