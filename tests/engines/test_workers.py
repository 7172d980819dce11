"""Workers: assignment, caseloads, turnover, handover, and lists of people without a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engines.reference import Reference
from sim.events import ContactFlag, EventKind
from sim.units import DAY, HOUR, WEEK
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    Line,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

CONTACT, STARTED = EventKind.CONTACT, EventKind.SPELL_STARTED
LEFT, CAME = EventKind.WORKER_LEFT, EventKind.WORKER_STARTED
UNALLOCATED, ALLOCATED = EventKind.UNALLOCATED, EventKind.ALLOCATED
HANDOVER = EventKind.HANDOVER


def team(workers: str, *, people: int = 1, more: str = "", first: str = "") -> str:
    """A team that works round the clock and sees people every day."""
    return f"""
people: {{cohort: {people}}}
relationship: {{growth: 0.5, retelling: 1}}
services:
  first:
    workers: {{{workers}, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 day, length: 30 minutes}}
    {first}
{more}
"""


def test_one_worker_without_turnover_means_one_worker_for_each_person(tmp_path: Path) -> None:
    """Usual provider continuity is exactly 1, over endings and returns."""
    text = team("posts: 1, caseload: 3", people=5, first="ends: {stay: 5 days}")
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    for person in range(5):
        rows = run.log[(run.log["person"] == person) & (run.log["event"] == CONTACT)]
        assert len(rows) > 10
        assert set(rows["worker"].tolist()) == {0}


def test_a_new_person_goes_to_the_worker_with_the_fewest_people(tmp_path: Path) -> None:
    text = team("posts: 3, caseload: 4", people=14)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    first = set()
    for replication in range(5):
        run = Reference(resolved, 1, replication).run_out()
        workers = run.log["worker"][run.log["event"] == STARTED].tolist()
        assert [sorted(workers[n : n + 3]) for n in (0, 3, 6, 9)] == [[0, 1, 2]] * 4
        assert len(workers) == 12, "two people wait: every caseload is full"
        first.add(workers[0])
    assert len(first) > 1, "ties go by tie-break draw"


def test_people_of_a_worker_who_leaves_go_to_colleagues_with_room_the_same_minute(
    tmp_path: Path,
) -> None:
    text = team("posts: 2, caseload: 2, changes: [{from: 5 days, posts: 1}]", people=2)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    run = play(resolved)

    told = tell(run, resolved, LEFT, UNALLOCATED, ALLOCATED, columns=("worker", "other_worker"))
    assert told == [
        (5 * DAY, "WORKER_LEFT", 1, -1),
        (5 * DAY, "UNALLOCATED", 1, -1),
        (5 * DAY, "ALLOCATED", 0, 1),
    ]


TURNOVER = "posts: 1, caseload: 1, tenure: 5 days, vacancy: 30 hours"


def test_without_a_colleague_people_wait_for_the_next_worker_and_contacts_slip(
    tmp_path: Path,
) -> None:
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, team(TURNOVER))
    run = play(resolved)

    kinds = (LEFT, UNALLOCATED, CAME, ALLOCATED, CONTACT)
    back = 5 * DAY + 30 * HOUR
    told = tell(
        run, resolved, *kinds, columns=("worker", "due", "detail"), since=5 * DAY, until=back + DAY
    )
    assert told == [
        (5 * DAY, "WORKER_LEFT", 0, 0, 0),
        (5 * DAY, "UNALLOCATED", 0, 0, -1),
        (back, "WORKER_STARTED", 1, 0, 0),
        (back, "ALLOCATED", 1, 0, 0),
        # It fell due while nobody was there, and is the first with a new worker.
        (back, "CONTACT", 1, 5 * DAY + 10, ContactFlag.RETELLING),
        (back + DAY, "CONTACT", 1, back + DAY, 0),
    ]


def test_people_without_a_worker_come_before_people_on_the_list(tmp_path: Path) -> None:
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, team(TURNOVER, people=2)))

    assert minutes_of(run, STARTED) == [10], "the second person waits for ever"
    assert len(minutes_of(run, ALLOCATED)) > 5


def relationship_after(folder: Path, handover: str) -> tuple[float, list[Line]]:
    """Relationship right after a worker with five contacts has gone, and the row of it."""
    workers = f"posts: 2, caseload: 2, changes: [{{from: 5 days, posts: 1}}], handover: {handover}"
    text = team(workers, people=2)
    resolved = world(folder, STEADY_NEED, SEEKING_THE_FIRST, text)
    story = engine(resolved)
    story.world.env.run(until=5 * DAY + 1)
    moved = next(row[1] for row in story.world.rows if row[2] == UNALLOCATED)
    (spell,) = story.world.people[moved].spells
    after = spell.relationship
    run = story.run_out()
    return after, tell(run, resolved, ALLOCATED, HANDOVER, columns=("minutes", "detail"))


def test_a_handover_carries_a_share_of_the_relationship_and_takes_its_time(
    tmp_path: Path,
) -> None:
    kept, rows = relationship_after(tmp_path, "{planned: true, overlap: 45 minutes, share: 0.4}")

    assert kept == pytest.approx(0.4 * (1 - 0.5**5))
    # In the minute of the handover a contact that fell due before may be held first.
    assert rows == [(5 * DAY, "ALLOCATED", 0, 1), (5 * DAY, "HANDOVER", 45, -1)]


def test_without_a_handover_nothing_of_the_relationship_is_left(tmp_path: Path) -> None:
    kept, rows = relationship_after(tmp_path, "none")

    assert kept == 0
    assert rows == [(5 * DAY, "ALLOCATED", 0, 0)]


def test_a_worker_lost_is_a_loss_by_the_relationship(tmp_path: Path) -> None:
    effects = "effects: {loss: {worsening_ratio: 1.5, lasts: 8 weeks, planned_share: 0.5}}\n"
    text = effects + team(TURNOVER)
    story = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    story.world.env.run(until=5 * DAY + 1)

    assert story.world.people[0].losses == [(1 - 0.5**5, 5 * DAY + 8 * WEEK)]


KEEP = """
  pause:
    capacity: unlimited
    ends: {stay: 1 hour}
    routes: {finished_in_need: {first: 1}}
"""


@pytest.mark.parametrize(
    ("assignment", "back_to_own"), [("least_loaded", False), ("{keep: {over: 1}}", True)]
)
def test_keep_brings_people_back_to_their_worker_even_over_the_caseload(
    tmp_path: Path, assignment: str, back_to_own: bool
) -> None:
    """Five people for two workers with two each: who comes back finds every caseload full."""
    text = team(
        f"posts: 2, caseload: 2, assignment: {assignment}",
        people=5,
        first="ends: {stay: 5 days}\n    routes: {finished_in_need: {pause: 1}}",
        more=KEEP,
    )
    run = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    rows = run.log[(run.log["event"] == STARTED) & (run.log["service"] == 0)]
    workers = [set(rows["worker"][rows["person"] == person].tolist()) for person in range(5)]
    assert all(len(each) == 1 for each in workers) == back_to_own


def test_keep_goes_over_the_caseload_only_as_far_as_its_limit(tmp_path: Path) -> None:
    table = "id,service,status\n" + "".join(f"p{n},first,in_care\n" for n in range(6))
    text = team(
        "posts: 1, caseload: 1, assignment: {keep: {over: 2}}",
        first="ends: {stay: 1 day}\n    routes: {finished_in_need: {pause: 1}}",
        more=KEEP,
    ).replace("{cohort: 1}", "{start: {from_table: here.csv}}")
    story = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, table=table))
    loads = []
    for minute in range(2 * DAY, 4 * WEEK, 7 * HOUR):
        story.world.env.run(until=minute)
        loads.append(story.world.workers[0].caseload)

    assert max(loads) == 3


def test_a_post_closed_and_opened_again_while_vacant_has_one_incumbent_at_a_time(
    tmp_path: Path,
) -> None:
    changes = "changes: [{from: 6 days, posts: 0}, {from: 7 days, posts: 1}]"
    text = team(f"posts: 1, caseload: 1, tenure: 5 days, vacancy: 4 days, {changes}")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    told = tell(play(resolved), resolved, LEFT, CAME, columns=("worker",), until=17 * DAY)
    assert told == [
        (0, "WORKER_STARTED", 0),
        (5 * DAY, "WORKER_LEFT", 0),
        (7 * DAY, "WORKER_STARTED", 1),
        (12 * DAY, "WORKER_LEFT", 1),
        (16 * DAY, "WORKER_STARTED", 2),
    ]


def test_a_worker_in_a_post_that_closes_leaves_and_does_not_leave_again(tmp_path: Path) -> None:
    changes = "changes: [{from: 2 days, posts: 0}, {from: 3 days, posts: 1}]"
    text = team(f"posts: 1, caseload: 1, tenure: 5 days, vacancy: 1 day, {changes}")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    told = tell(play(resolved), resolved, LEFT, CAME, columns=("worker",), until=9 * DAY)
    assert told == [
        (0, "WORKER_STARTED", 0),
        (2 * DAY, "WORKER_LEFT", 0),
        (3 * DAY, "WORKER_STARTED", 1),
        (8 * DAY, "WORKER_LEFT", 1),
        (9 * DAY, "WORKER_STARTED", 2),
    ]
