"""Workers who will leave: notice, who is to take over, handovers, and what is left undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.draws import name_key, tie_break
from sim.events import ContactFlag, EventKind
from sim.resolved import Resolved
from sim.units import DAY, HOUR, WEEK
from tests.engines.test_caseloads import WEIGHTS, team, with_people
from tests.engines.worlds import (
    SEEKING_THE_FIRST,
    STEADY_NEED,
    Line,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

ROWS = (
    EventKind.NOTICE_GIVEN,
    EventKind.NAMED,
    EventKind.HANDOVER,
    EventKind.UNALLOCATED,
    EventKind.ALLOCATED,
    EventKind.WORKER_LEFT,
)
LOSSES = """
relationship: {growth: 0.5, retelling: 2, start: 0.2}
effects: {loss: {worsening_ratio: 1.5, planned_share: 0.25, lasts: 4 weeks}}
"""


def a_team(handover: str, *, people: int = 2, caseload: int = 5, days: str = "[mon, tue]") -> str:
    """Worker 0 is there from the start, worker 1 from the third week on; each stays six weeks."""
    return f"""
people: {{cohort: {people}}}
services:
  first:
    workers:
      posts: 1
      contact_hours: 16
      caseload: {caseload}
      tenure: 6 weeks
      handover: {{planned: true, share: 0.5, {handover}}}
      working_hours: {{days: {days}}}
      changes: [{{from: 2 weeks, posts: 2}}]
    contacts: {{every: 7 weeks, length: 60 minutes}}
"""


def story(folder: Path, text: str, until: int, *more: str) -> list[Line]:
    resolved = the_world(folder, text, *more)
    columns = ("worker", "other_worker", "detail")
    return tell(play(resolved), resolved, *ROWS, columns=columns, until=until)


def the_world(folder: Path, text: str, *more: str) -> Resolved:
    return world(folder, STEADY_NEED, SEEKING_THE_FIRST, text, *more)


def test_from_notice_on_colleagues_are_named_and_take_over_at_a_handover_of_both(
    tmp_path: Path,
) -> None:
    """Two weeks before leaving, on a Monday at midnight; handovers on that day from nine."""
    told = story(tmp_path, a_team("overlap: 30 minutes, notice: 2 weeks"), 6 * WEEK - 1)

    notice, nine = 4 * WEEK, 4 * WEEK + 9 * HOUR
    assert told == [
        (notice, "NOTICE_GIVEN", 0, -1, 0),
        (notice, "NAMED", 0, 1, -1),
        (notice, "NAMED", 0, 1, -1),
        *(
            row
            for start in (nine, nine + 30)
            for row in (
                (start, "HANDOVER", 1, 0, 1),
                (start, "UNALLOCATED", 0, -1, -1),
                (start, "ALLOCATED", 1, 0, 1),
            )
        ),
    ]


def test_both_workers_are_busy_with_a_handover(tmp_path: Path) -> None:
    text = a_team("overlap: 30 minutes, notice: 2 weeks")
    running = engine(the_world(tmp_path, text))
    running.world.env.run(until=4 * WEEK + 9 * HOUR + 31)

    first, second = running.world.workers
    assert (first.used, second.used) == (60, 60)
    assert first.busy_until == second.busy_until == 4 * WEEK + 10 * HOUR


def test_without_working_time_before_leaving_the_one_named_takes_over_without_handover(
    tmp_path: Path,
) -> None:
    """Notice is given on a Saturday, and the worker leaves on Monday at midnight."""
    told = story(tmp_path, a_team("overlap: 30 minutes, notice: 2 days"), 6 * WEEK)

    saturday, monday = 6 * WEEK - 2 * DAY, 6 * WEEK
    assert told == [
        (saturday, "NOTICE_GIVEN", 0, -1, 0),
        (saturday, "NAMED", 0, 1, -1),
        (saturday, "NAMED", 0, 1, -1),
        (monday, "WORKER_LEFT", 0, -1, 0),
        (monday, "UNALLOCATED", 0, -1, -1),
        (monday, "ALLOCATED", 1, 0, 0),
        (monday, "UNALLOCATED", 0, -1, -1),
        (monday, "ALLOCATED", 1, 0, 0),
    ]


def test_who_is_not_named_loses_the_worker_without_handover(tmp_path: Path) -> None:
    """The colleague has room for one of two; at the end the next worker of the post takes over."""
    text = a_team("overlap: 30 minutes, notice: 2 weeks", people=3, caseload=2)
    told = story(tmp_path, text, 6 * WEEK)

    named = [row for row in told if row[1:3] == ("NAMED", 0)]
    assert named == [(4 * WEEK, "NAMED", 0, 1, -1)]
    lost = [row for row in told if row[0] == 6 * WEEK and row[1] in ("UNALLOCATED", "ALLOCATED")]
    assert lost == [
        (6 * WEEK, "UNALLOCATED", 0, -1, -1),
        (6 * WEEK, "ALLOCATED", 2, 0, 0),
    ]


def test_a_handover_that_takes_no_time_is_held_when_the_colleague_is_named(
    tmp_path: Path,
) -> None:
    told = story(tmp_path, a_team("notice: 2 weeks", people=1), 6 * WEEK - 1)

    assert told == [
        (4 * WEEK, "NOTICE_GIVEN", 0, -1, 0),
        (4 * WEEK, "NAMED", 0, 1, -1),
        (4 * WEEK, "UNALLOCATED", 0, -1, -1),
        (4 * WEEK, "ALLOCATED", 1, 0, 1),
    ]


@pytest.mark.parametrize(
    ("notice", "kept", "share", "retelling"), [("2 weeks", 0.3, 0.25, 0), ("2 days", 0.2, 1, 2)]
)
def test_a_handover_keeps_relationship_and_story_and_lessens_the_loss(
    tmp_path: Path, notice: str, kept: float, share: float, retelling: int
) -> None:
    """One contact took the relationship from 0.2 to 0.6; half of that is carried over."""
    text = a_team(f"overlap: 30 minutes, notice: {notice}", people=1)
    running = engine(the_world(tmp_path, text, LOSSES))
    running.world.env.run(until=6 * WEEK + 1)

    (person,) = running.world.people
    (spell,) = person.spells
    assert spell.relationship == pytest.approx(kept)
    assert spell.retellings_left == retelling
    assert [size for size, _ in person.losses] == [pytest.approx(share * 0.6)]


def test_notice_is_given_at_the_start_where_the_tenure_is_no_longer(tmp_path: Path) -> None:
    """Nobody is there to stay: people wait for a worker who never comes."""
    text = a_team("notice: 6 weeks")
    run = play(the_world(tmp_path, text))

    assert minutes_of(run, EventKind.NOTICE_GIVEN) == minutes_of(run, EventKind.WORKER_STARTED)
    assert minutes_of(run, EventKind.SPELL_STARTED) == []
    assert len(minutes_of(run, EventKind.WAITING)) == 2


def test_people_in_care_at_minute_0_are_put_with_workers_on_notice_too(tmp_path: Path) -> None:
    text = a_team("notice: 6 weeks").replace("cohort: 2", "start: {from_table: here.csv}")
    table = "id,service,status\nann,first,in_care\n"
    told = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, table=table)
    run = play(told)

    (started,) = run.log[run.log["event"] == EventKind.SPELL_STARTED]
    assert (started["time"], started["worker"]) == (0, 0)


def test_posts_that_close_give_no_notice(tmp_path: Path) -> None:
    text = a_team("overlap: 30 minutes, notice: 2 weeks", people=1).replace(
        "changes: [{from: 2 weeks, posts: 2}]", "changes: [{from: 3 weeks, posts: 0}]"
    )
    told = story(tmp_path, text, 4 * WEEK)

    assert [row[:2] for row in told] == [(3 * WEEK, "WORKER_LEFT"), (3 * WEEK, "UNALLOCATED")]


def test_without_notice_nothing_is_as_with_it(tmp_path: Path) -> None:
    told = story(tmp_path, a_team("overlap: 30 minutes", people=1), 6 * WEEK + 10 * HOUR)

    assert [row[1] for row in told] == ["WORKER_LEFT", "UNALLOCATED", "ALLOCATED", "HANDOVER"]
    assert told[-1][2:] == (1, 0, -1)


def test_a_contact_that_waits_is_held_by_the_one_who_took_over(tmp_path: Path) -> None:
    """The second contact falls due on the Monday of the handover, four hours before opening."""
    text = a_team("overlap: 30 minutes, notice: 2 weeks", people=1).replace(
        "every: 7 weeks", "every: 668 hours"
    )
    run = play(the_world(tmp_path, text, LOSSES))

    contacts = run.log[run.log["event"] == EventKind.CONTACT]
    second = contacts[1]
    assert second["worker"] == 1
    assert (second["due"], second["time"]) == (4 * WEEK + 5 * HOUR, 4 * WEEK + 9 * HOUR + 30)
    assert not second["detail"] & ContactFlag.RETELLING


def rows_at(told: list[Line], *kinds: str) -> list[Line]:
    return [row for row in told if row[1] in kinds]


def test_people_are_named_in_order_of_their_draws_of_the_minute(tmp_path: Path) -> None:
    run = play(the_world(tmp_path, a_team("overlap: 30 minutes, notice: 2 weeks", people=5)))

    rows = run.log[(run.log["event"] == EventKind.NAMED) & (run.log["time"] == 4 * WEEK)]
    people, name = rows["person"].tolist(), name_key("service:first")
    draws = [int(tie_break(1, 0, name, run.people[each].key, 4 * WEEK)) for each in people]
    assert len(people) == 5
    assert draws == sorted(draws)
    assert people != sorted(people)


def test_who_gives_notice_takes_nobody_over_and_others_are_named_instead(tmp_path: Path) -> None:
    """Worker 1 is named on a Wednesday and gives notice the day after; worker 2 comes on Saturday.

    There is no working day before worker 0 leaves, so the last one named takes over.
    """
    text = a_team("overlap: 30 minutes, notice: 4 days", people=1)
    text = text.replace("tenure: 6 weeks", "tenure: 41 days").replace(
        "{from: 2 weeks, posts: 2}", "{from: 1 day, posts: 2}, {from: 39 days, posts: 3}"
    )
    told = story(tmp_path, text, 41 * DAY)

    assert told == [
        (37 * DAY, "NOTICE_GIVEN", 0, -1, 0),
        (37 * DAY, "NAMED", 0, 1, -1),
        (38 * DAY, "NOTICE_GIVEN", 1, -1, 1),
        (39 * DAY, "NAMED", 0, 2, -1),
        (41 * DAY, "WORKER_LEFT", 0, -1, 0),
        (41 * DAY, "UNALLOCATED", 0, -1, -1),
        (41 * DAY, "ALLOCATED", 2, 0, 0),
    ]


def test_where_posts_close_together_nobody_is_handed_to_a_colleague_who_goes_too(
    tmp_path: Path,
) -> None:
    text = a_team("overlap: 30 minutes, notice: 2 days", people=1)
    closing = "{from: 2 weeks, posts: 2}, {from: 41 days, posts: 0}"
    told = story(tmp_path, text.replace("{from: 2 weeks, posts: 2}", closing), 41 * DAY)

    assert rows_at(told, "NAMED") == [(40 * DAY, "NAMED", 0, 1, -1)]
    assert rows_at(told, "UNALLOCATED") == [(41 * DAY, "UNALLOCATED", 0, -1, -1)]
    assert rows_at(told, "ALLOCATED") == []


def test_a_colleague_with_room_for_one_is_named_before_somebody_starts_from_the_list(
    tmp_path: Path,
) -> None:
    """Worker 1 comes a week after the notice, with room for one; one person waits."""
    text = a_team("overlap: 30 minutes, notice: 2 weeks", people=2, caseload=1)
    text = text.replace("{from: 2 weeks, posts: 2}", "{from: 5 weeks, posts: 2}")
    resolved = the_world(tmp_path, text)
    run = play(resolved)

    assert minutes_of(run, EventKind.NAMED)[:1] == [5 * WEEK]
    assert 5 * WEEK not in minutes_of(run, EventKind.SPELL_STARTED)


def test_people_without_a_worker_go_to_a_colleague_before_any_is_named(tmp_path: Path) -> None:
    """One of two posts closes; after the notice of the other worker it opens again."""
    text = a_team("overlap: 30 minutes, notice: 2 weeks", people=2, caseload=1)
    text = text.replace("posts: 1\n", "posts: 2\n").replace(
        "{from: 2 weeks, posts: 2}", "{from: 3 weeks, posts: 1}, {from: 5 weeks, posts: 2}"
    )
    told = story(tmp_path, text, 5 * WEEK)

    (opened,) = [row[1:3] for row in told if row[0] == 5 * WEEK]
    assert opened == ("ALLOCATED", 2)


def test_who_comes_back_does_not_get_their_worker_who_will_leave(tmp_path: Path) -> None:
    """The spell ends while the handover waits: the colleague who was named has room again."""
    text = a_team("overlap: 30 minutes, notice: 12 days", people=1, caseload=1)
    text = text.replace(
        "working_hours:", "assignment: {keep: {over: 1}}\n      working_hours:"
    ).replace(
        "    contacts:",
        "    ends: {stay: 31 days}\n    routes: {finished_in_need: {between: 1}}\n    contacts:",
    )
    text += "  between: {ends: {stay: 1 day}, routes: {finished_in_need: {first: 1}}}\n"
    run = play(the_world(tmp_path, text))

    assert minutes_of(run, EventKind.NAMED)[:1] == [30 * DAY]
    starts = run.log[(run.log["event"] == EventKind.SPELL_STARTED) & (run.log["service"] == 0)]
    assert starts["time"].tolist()[:2] == [10, 32 * DAY + 10]
    assert starts["worker"].tolist()[:2] == [0, 1]


@pytest.mark.parametrize("seed", range(1, 7))
def test_naming_stops_at_the_first_for_whom_no_colleague_has_room(
    tmp_path: Path, seed: int
) -> None:
    """Worker 1 has taken somebody from the list and has room for a weight of 1 when it begins."""
    handover = "handover: {planned: true, overlap: 30 minutes, notice: 2 weeks}"
    later = "tenure: 6 weeks, changes: [{from: 1 week, posts: 2}]"
    services = team(f"{{limit: 2, weights: {WEIGHTS}}}", more=f", {handover}, {later}")
    weights = {"severe": 1.0, "mild": 0.5, "settled": 0.25}
    cared_for = [f"{each},one,first,in_care,0,0.5,{each}" for each in weights]
    resolved = with_people(tmp_path, services, *cared_for, "last,one,first,waiting,0,,severe")
    run = play(resolved, seed)

    (first,) = set(minutes_of(run, EventKind.NOTICE_GIVEN, worker=0))
    named = run.log[(run.log["event"] == EventKind.NAMED) & (run.log["time"] == first)]
    name = name_key("service:first")
    order = sorted(range(3), key=lambda n: int(tie_break(seed, 0, name, run.people[n].key, first)))
    room, expected = 1.0, []
    for person in order:
        room -= list(weights.values())[person]
        if room < 0:
            break
        expected.append(person)
    assert named["person"].tolist() == expected
