"""Handoffs, refusals, retellings and lost workers, on logs small enough to check by hand."""

import math
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import ContactFlag, Ending, EventKind, Run, Window
from sim.measures import measure
from sim.measures.continuity import gather as gather_continuity
from sim.measures.observed import observe, rows_within
from sim.resolved import Capacity, Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary
from tests.measures.random_logs import random_journey
from tests.measures.worlds import Place, world

GP, TEAM = 0, 1
PLACES = (Place("gp"), Place("team", capacity=Capacity.WORKERS, places=3, weekly_minutes=600))
WORLD = world(PLACES, window=Window(0, YEAR))


def values(run: Run, resolved: Resolved = WORLD) -> dict[str, float]:
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def in_care() -> Diary:
    diary = Diary(DAY).arrives(2).episode().hires(TEAM).hires(TEAM).hires(TEAM)
    return diary.refers(0, TEAM).starts(0, TEAM, worker=0)


def test_indices_are_means_over_people_with_three_contacts_or_more() -> None:
    diary = Diary(DAY).hires(TEAM).hires(TEAM).hires(TEAM)
    for person, workers in enumerate(("AAAB", "ABC", "AA")):
        diary.arrives(2, person=person)
        diary.refers(person, TEAM, person=person).starts(person, TEAM, person=person)
        for worker in workers:
            diary.meets(person, TEAM, person=person, worker="ABC".index(worker))

    found = values(diary.run(400, groups=(0, 0, 0)))

    assert found["upc.person"] == pytest.approx((3 / 4 + 1 / 3) / 2)
    assert found["secon.person"] == pytest.approx((2 / 3 + 0) / 2)
    assert found["people_with_contacts.person"] == 2
    assert found["contacts_per_person.person"] == 3.5
    assert found["upc.team"] == found["upc.service"] == 1
    assert found["workers_met"] == (2 + 3 + 1) / 3


def test_contacts_without_a_worker_count_for_services_only() -> None:
    diary = in_care().meets(0, TEAM, worker=0).refers(1, GP).starts(1, GP)
    diary.at(1).meets(1, GP).meets(1, GP).at(2).meets(0, TEAM, worker=0).meets(0, TEAM, worker=0)

    found = values(diary.run(400))

    assert found["upc.person"] == found["upc.team"] == 1
    assert found["upc.service"] == pytest.approx(3 / 5)


def test_with_one_worker_and_no_turnover_upc_is_exactly_one() -> None:
    diary = in_care()
    for day in range(7):
        diary.at(day).meets(0, TEAM, worker=1)

    found = values(diary.run(400))

    assert found["upc.person"] == found["coc.person"] == found["secon.person"] == 1
    assert found["worker_changes"] == 0


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_worker_changes_are_what_secon_leaves_of_the_steps_between_contacts(seed: int) -> None:
    run, resolved = random_journey(Random(seed), ticks=200)
    seen = observe(run, resolved)
    rows = rows_within(seen, EventKind.CONTACT)

    counted = gather_continuity(seen, resolved)

    changes = 0
    for person in range(len(run.people)):
        met = [row["worker"] for row in rows if row["person"] == person and row["worker"] >= 0]
        changes += sum(before != after for before, after in pairwise(met))
    assert counted.changes.sum() == changes
    assert changes >= counted.workers.sum() - counted.met.sum()


def test_a_relationship_lasts_from_first_to_last_contact_even_from_before_the_window() -> None:
    resolved = world(PLACES, window=Window(100 * DAY, 300 * DAY))
    diary = in_care().meets(0, TEAM, worker=0).at(50).meets(0, TEAM, worker=1)
    diary.at(150).meets(0, TEAM, worker=0).at(200).meets(0, TEAM, worker=2)
    diary.at(301).meets(0, TEAM, worker=2)

    found = values(diary.run(400), resolved)

    assert found["relationship_length.mean"] == 75  # 150 and 0 days; worker 1 was met before
    assert found["relationship_length.median"] == 0


def test_handoffs_are_counted_by_kind_and_consultations_move_nobody() -> None:
    diary = in_care()
    kinds = (
        EventKind.HANDED_OFF_COLD,
        EventKind.HANDED_OFF_COLD,
        EventKind.HANDED_OFF_WARM,
        EventKind.HANDED_OFF_BLOCKED,
        EventKind.CONSULTED,
    )
    for kind in kinds:
        diary.note(kind, service=TEAM, spell=0, detail=GP)

    found = values(diary.run(YEAR / DAY))

    assert found["handoffs"] == 4
    assert found["handoffs.cold"] == 2
    assert found["handoffs.warm"] == found["handoffs.blocked"] == 1
    assert found["handoffs.consult"] == 1


def test_retellings_are_attended_contacts_with_that_flag() -> None:
    retelling = ContactFlag.RETELLING | ContactFlag.URGENT
    diary = in_care().meets(0, TEAM, worker=0, flags=retelling).meets(0, TEAM, worker=0)
    diary.meets(0, TEAM, flags=retelling, kind=EventKind.CONTACT_MISSED)

    assert values(diary.run(YEAR / DAY))["retellings"] == 1


def test_a_bounce_is_a_second_refusal_within_one_need_episode_and_counts_once() -> None:
    diary = Diary(DAY).arrives(2).episode()
    for spell in range(3):  # three refusals: one bounce
        diary.refers(spell, GP).refuses(spell, GP)
    diary.at(10).need(0).episode_ends().refers(3, GP).refuses(3, GP)  # outside any episode
    diary.at(20).need(2).episode().refers(4, GP).refuses(4, GP)  # the first of a new episode

    found = values(diary.run(YEAR / DAY))

    assert found["rejections"] == 5
    assert found["bounces"] == 1


def test_refusals_of_two_people_or_two_needs_are_no_bounce() -> None:
    resolved = world(PLACES, needs=("a", "b"), window=Window(0, YEAR))
    diary = Diary(DAY)
    for person in range(2):
        diary.arrives(2, 2, person=person).episode(0, person=person).episode(1, person=person)
    diary.refers(0).refuses(0, need=0).refers(1).refuses(1, need=1)
    diary.refers(2, person=1).refuses(2, need=0, person=1)

    assert values(diary.run(YEAR / DAY, groups=(0, 0)), resolved)["bounces"] == 0


def test_a_bounce_belongs_to_the_window_of_its_second_refusal() -> None:
    diary = Diary(DAY).arrives(2).episode().refers(0).refuses(0).at(50).refers(1).refuses(1)
    run = diary.run(400)

    late = values(run, world(PLACES, window=Window(10 * DAY, 100 * DAY)))
    later = values(run, world(PLACES, window=Window(51 * DAY, 100 * DAY)))

    assert late["bounces"] == pytest.approx(YEAR / DAY / 90)
    assert later["bounces"] == 0


def test_a_lost_worker_counts_once_whether_replaced_at_once_or_later() -> None:
    def loses(day: int, old: int) -> None:
        diary.at(day).note(EventKind.UNALLOCATED, service=TEAM, spell=0, worker=old)

    def takes_over(day: int, old: int, new: int, handover: int) -> None:
        who = {"service": TEAM, "spell": 0, "worker": new, "other_worker": old}
        diary.at(day).note(EventKind.ALLOCATED, **who, detail=handover)

    diary = in_care()
    loses(10, old=0)
    takes_over(30, old=0, new=1, handover=0)
    loses(60, old=1)
    takes_over(60, old=1, new=2, handover=1)
    takes_over(90, old=2, new=0, handover=1)  # replaced without a time in between
    diary.at(100).ends(0, TEAM, planned=True)

    found = values(diary.run(YEAR / DAY))

    assert found["workers_lost"] == 3
    assert found["planned_share"] == pytest.approx(3 / 4)
    assert found["planned_share.endings"] == 1
    assert found["unallocated_days"] == 20


def test_a_worker_whom_the_person_asked_to_change_is_not_lost() -> None:
    diary = in_care().meets(0, TEAM, worker=0).at(10)
    diary.note(EventKind.CHANGED_WORKER, service=TEAM, spell=0, worker=1, other_worker=0, detail=0)
    diary.meets(0, TEAM, worker=1).at(20).ends(0, TEAM, planned=True)

    found = values(diary.run(YEAR / DAY), world(PLACES, window=Window(0, YEAR), choice=True))

    assert found["worker_changes_chosen"] == 1
    assert found["worker_changes"] == 1
    assert found["workers_lost"] == 0
    assert found["unallocated_days"] == 0
    assert found["planned_share"] == 1
    assert "worker_changes_chosen" not in values(diary.run(YEAR / DAY))


def test_a_place_that_never_had_a_worker_is_no_loss() -> None:
    diary = in_care().note(EventKind.UNALLOCATED, service=TEAM, spell=0)
    diary.at(5).note(EventKind.ALLOCATED, service=TEAM, spell=0, worker=0, detail=0)

    found = values(diary.run(YEAR / DAY))

    assert found["workers_lost"] == 0
    assert found["unallocated_days"] == 5


def test_moving_away_is_no_transition() -> None:
    diary = in_care().at(10).ends(0, TEAM, planned=False, ending=Ending.EXITED).exits()

    assert math.isnan(values(diary.run(100))["planned_share"])


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_bounces_agree_with_a_second_count(seed: int) -> None:
    run, resolved = random_journey(Random(seed), ticks=300)
    window, bounces = resolved.measuring.window, 0
    refused: dict[tuple[int, int], int] = {}
    for row in run.log[run.log["time"] < window.closes]:
        key = (int(row["person"]), int(row["need"]))
        if row["event"] == EventKind.EPISODE_BEGAN:
            refused[key] = 0
        elif row["event"] == EventKind.EPISODE_ENDED:
            del refused[key]
        elif row["event"] == EventKind.TURNED_AWAY and key in refused:
            refused[key] += 1
            bounces += refused[key] == 2 and row["time"] >= window.opens
    years = observe(run, resolved).present.sum() / YEAR

    found = values(run, resolved)["bounces"]

    assert found == (
        pytest.approx(bounces / years) if years else pytest.approx(np.nan, nan_ok=True)
    )
