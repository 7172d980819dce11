"""Waiting lists: their order, patience, and places that come and go."""

from __future__ import annotations

from pathlib import Path

from sim.events import EventKind, Leaving
from tests.engines.worlds import minutes_of, play, tell, world

STARTED, LEFT, SOUGHT = EventKind.SPELL_STARTED, EventKind.LEFT_WAITING, EventKind.SOUGHT
COLUMNS = ("person", "service")

NEED = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 1
    states: {settled: 0, mild: 1, severe: 2, crisis: 3}
    transitions: [{from: settled, to: mild, rate: 0 per year}]
    start: {settled: 1}
"""


def here(*people: str) -> str:
    """A starting table of people on lists, with the days they have waited."""
    return "\n".join(("id,group,service,status,days_so_far,distress", *people)) + "\n"


def one_place(queue: str, **more: str) -> str:
    """A place that comes free after one day, then every day."""
    lines = "".join(f"\n    {key}: {value}" for key, value in more.items())
    return f"""
people:
  groups: {{one: {{share: 0.5}}, other: {{share: 0.5}}}}
  start: {{from_table: here.csv}}
services:
  clinic:
    capacity: {{places: 1}}
    ends: {{stay: 1 day}}
    queue: {queue}{lines}
"""


def order(folder: Path, queue: str, *people: str, **more: str) -> list[int]:
    """In which order people start, by number; nobody starts twice."""
    resolved = world(folder, NEED, one_place(queue, **more), table=here(*people))
    run = play(resolved)
    return [int(row["person"]) for row in run.log[run.log["event"] == STARTED]]


LIST = (
    "a,one,clinic,in_care,0,mild",
    "b,other,clinic,waiting,5,mild",
    "c,one,clinic,waiting,3,severe",
    "d,other,clinic,waiting,9,severe",
    "e,one,clinic,waiting,7,crisis",
)


def test_first_come_is_first_served(tmp_path: Path) -> None:
    assert order(tmp_path, "first_come", *LIST) == [0, 3, 4, 1, 2]


def test_a_list_by_level_takes_the_worst_first_then_the_longest_waiting(tmp_path: Path) -> None:
    assert order(tmp_path, "level", *LIST) == [0, 4, 3, 2, 1]


def test_a_list_by_group_takes_groups_in_their_order(tmp_path: Path) -> None:
    assert order(tmp_path, "{group: [other, one]}", *LIST) == [0, 3, 1, 4, 2]


def test_a_list_for_returning_people_takes_them_before_others(tmp_path: Path) -> None:
    """At first a is in care and b, c wait; a comes back to the end of the list, and goes first."""
    text = """
    people: {start: {from_table: here.csv}}
    services:
      clinic:
        capacity: {places: 1}
        queue: QUEUE
        ends: {stay: 1 day}
        routes: {finished_in_need: {pause: 1}}
      pause: {capacity: unlimited, ends: {stay: 1 hour}, routes: {finished_in_need: {clinic: 1}}}
    seeking: {delay: {mild: never}, reseek_delay: never, entry: {mild: {clinic: 1}}}
    """
    people = ["a,clinic,in_care,mild", "b,clinic,waiting,mild", "c,clinic,waiting,mild"]
    table = "\n".join(["id,service,status,distress", *people]) + "\n"
    orders = {}
    for queue in ("first_come", "returning"):
        resolved = world(tmp_path, NEED, text.replace("QUEUE", queue), table=table)
        told = tell(play(resolved), resolved, STARTED, columns=COLUMNS, until=4 * 1_440)
        orders[queue] = [line[2] for line in told if line[3] == "clinic"]

    waited, latest = orders["first_come"][1:3]
    assert orders["first_come"][:4] == [0, waited, latest, 0]
    assert orders["returning"][:3] == [0, waited, 0]


def test_people_leave_when_their_patience_ends_and_follow_that_route(tmp_path: Path) -> None:
    text = """
    people: {cohort: 1}
    seeking: {delay: {mild: 10 minutes}, reseek_delay: 1 week, entry: {mild: {clinic: 1}}}
    services:
      clinic:
        capacity: {places: 0}
        patience: 3 days
        routes: {left_waiting: {group: 1}}
      group: {capacity: unlimited}
    """
    need = NEED.replace("start: {settled: 1}", "start: {mild: 1}")
    resolved = world(tmp_path, need, text)

    told = tell(play(resolved), resolved, LEFT, STARTED, columns=("service", "detail"))
    left = 10 + 3 * 1_440
    assert told == [
        (left, "LEFT_WAITING", "clinic", Leaving.PATIENCE),
        (left, "SPELL_STARTED", "group", 0),
    ]


def test_people_already_waiting_have_only_the_rest_of_their_patience(tmp_path: Path) -> None:
    people = ("a,one,clinic,in_care,0,mild", "b,one,clinic,waiting,5,mild")
    text = one_place("first_come", patience="7 days").replace("stay: 1 day", "stay: never")
    run = play(world(tmp_path, NEED, text, table=here(*people)))

    assert minutes_of(run, LEFT, person=1) == [2 * 1_440]


def test_people_whose_need_has_settled_by_itself_leave_the_list(tmp_path: Path) -> None:
    need = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        episode_break: 5 days
        states: {settled: 0, severe: 2}
        transitions: [{from: severe, to: settled, rate: 1 per week}]
        start: {severe: 1}
    """
    text = """
    people: {cohort: 20}
    seeking: {delay: {severe: 10 minutes}, reseek_delay: 1 week, entry: {severe: {clinic: 1}}}
    services:
      clinic: {capacity: {places: 0}, opt_out_if_settled: OPT_OUT}
    """
    outcomes = {}
    for choice in ("true", "false"):
        outcomes[choice] = play(world(tmp_path, need, text.replace("OPT_OUT", choice)))

    assert minutes_of(outcomes["false"], LEFT) == []
    run = outcomes["true"]
    for person in range(20):
        (settled,) = minutes_of(run, EventKind.NEED_CHANGED, person=person)
        assert minutes_of(run, EventKind.EPISODE_ENDED, person=person) == [settled + 5 * 1_440]
        left = minutes_of(run, LEFT, person=person, detail=Leaving.SETTLED)
        was_waiting = minutes_of(run, EventKind.WAITING, person=person)
        assert left == ([settled + 5 * 1_440] if was_waiting else [])


def test_places_added_by_the_schedule_are_granted_that_minute_and_lost_ones_only_once_free(
    tmp_path: Path,
) -> None:
    people = [f"p{number},one,clinic,in_care,0,mild" for number in range(2)]
    people += [f"w{number},one,clinic,waiting,{number},mild" for number in range(5)]
    text = """
    people:
      groups: {one: {share: 1}}
      start: {from_table: here.csv}
    services:
      clinic:
        capacity: {places: 2, changes: [{from: 6 hours, places: 4}, {from: 12 hours, places: 1}]}
        ends: {stay: 1 day}
    """
    resolved = world(tmp_path, NEED, text, table=here(*people))
    run = play(resolved)

    starts = minutes_of(run, STARTED)
    # Two at 0; two more at 6 hours; of four places that come free, three are gone for good.
    assert starts[:5] == [0, 0, 360, 360, 1_800]
    changes = tell(run, resolved, EventKind.CAPACITY_CHANGED, columns=("service", "detail"))
    assert changes == [
        (360, "CAPACITY_CHANGED", "clinic", 4),
        (720, "CAPACITY_CHANGED", "clinic", 1),
    ]


def test_a_place_is_held_for_the_exit_delay(tmp_path: Path) -> None:
    people = ("a,one,clinic,in_care,0,mild", "b,one,clinic,waiting,5,mild")
    text = one_place("first_come", exit_delay="3 hours")
    run = play(world(tmp_path, NEED, text, table=here(*people)))

    assert minutes_of(run, EventKind.ENDED_PLANNED, person=0) == [1_440]
    assert minutes_of(run, EventKind.PLACE_FREED, person=0) == [1_620]
    assert minutes_of(run, STARTED, person=1) == [1_620]
