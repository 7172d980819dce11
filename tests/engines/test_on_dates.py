"""Routes, stays and entry that change on a date."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import Dated, EventKind, EventLog, Run
from sim.resolved import Resolved
from sim.units import DAY, WEEK
from tests.agreement.agreement import agree, same
from tests.engines.worlds import STEADY_NEED, play, world

STARTED, ENDED, REFERRED, CHANGED = (
    EventKind.SPELL_STARTED,
    EventKind.ENDED_PLANNED,
    EventKind.REFERRED,
    EventKind.WAYS_CHANGED,
)
WARD = """
    people:
      groups:
        men: {{share: 0.5, overrides: {{{men}}}}}
        women: {{share: 0.5}}
      arrivals: {{newcomers: {{rate: 6 per day, to: ward}}}}
    services:
      ward:
        capacity: {{places: 30}}
        ends: {{stay: 2 days}}
        routes: {{finished_settled: {{home: 1}}, turned_away: {{hostel: 1}}}}
        changes: {changes}
      home: {{ends: {{stay: 1 day}}}}
      hostel: {{ends: {{stay: 1 day}}}}
    arms:
      one: {{}}
      two: {arm}
"""


def ward(
    folder: Path,
    changes: str = "[]",
    *,
    men: str = "",
    arm: str = "{}",
    run: str = "",
    of: str = "one",
) -> Resolved:
    text = WARD.format(men=men, changes=changes, arm=arm)
    return world(folder, text, arm=of, run=run)


def stays(run: Run, service: int = 0) -> list[tuple[int, int, float]]:
    """The group, the minute of the start and the days of each spell that has ended."""
    log = run.log
    ended = {int(row["spell"]): int(row["time"]) for row in log[log["event"] == ENDED]}
    begun = log[(log["event"] == STARTED) & (log["service"] == service)]
    return [
        (
            run.people[row["person"]].group,
            int(row["time"]),
            (ended[int(row["spell"])] - int(row["time"])) / DAY,
        )
        for row in begun
        if int(row["spell"]) in ended
    ]


def test_a_spell_keeps_the_stay_of_its_start_and_later_ones_have_the_new_one(
    tmp_path: Path,
) -> None:
    resolved = ward(tmp_path, "[{from: 3 weeks, stay: 5 days}, {from: 6 weeks, stay: 1 day}]")
    found = stays(play(resolved))

    assert {days for _, start, days in found if start < 3 * WEEK} == {2.0}
    assert {days for _, start, days in found if 3 * WEEK <= start < 6 * WEEK} == {5.0}
    assert {days for _, start, days in found if start >= 6 * WEEK} == {1.0}
    assert any(start < 3 * WEEK < start + days * DAY for _, start, days in found)
    agree(resolved, 1, 0)


def services_before_and_after(rows: EventLog, minute: int) -> tuple[set[int], set[int]]:
    """The services of the rows before a minute, and of those from it on."""
    early = rows["time"] < minute
    return set(rows["service"][early].tolist()), set(rows["service"][~early].tolist())


def test_from_its_date_on_a_route_leads_elsewhere(tmp_path: Path) -> None:
    resolved = ward(tmp_path, "[{from: 3 weeks, routes: {finished_settled: {hostel: 1}}}]")
    log = play(resolved).log
    onwards = log[(log["event"] == REFERRED) & (log["detail"] == 0)]

    assert services_before_and_after(onwards, 3 * WEEK) == ({1}, {2})
    agree(resolved, 1, 0)


def test_from_its_date_on_people_turn_elsewhere_for_help(tmp_path: Path) -> None:
    text = """
    people: {cohort: 40}
    seeking:
      delay: {severe: {exponential: {mean: 3 weeks}}}
      reseek_delay: 1 week
      entry: {severe: {first: 1}}
      changes: [{from: 3 weeks, entry: {severe: {second: 1}}}]
    services: {first: {}, second: {}}
    """
    resolved = world(tmp_path, STEADY_NEED, text)
    log = play(resolved).log
    turned = log[log["event"] == REFERRED]

    assert services_before_and_after(turned, 3 * WEEK) == ({0}, {1})
    assert log[log["event"] == CHANGED]["service"].tolist() == [-1]
    agree(resolved, 1, 0)


def test_what_a_need_says_of_entry_changes_by_its_own_dates(tmp_path: Path) -> None:
    need = STEADY_NEED.replace(
        "    start:",
        "    seeking: {entry: {severe: {third: 1}}, "
        "changes: [{from: 6 weeks, entry: {severe: {second: 1}}}]}\n    start:",
    )
    text = """
    people: {cohort: 40}
    seeking:
      delay: {severe: {exponential: {mean: 4 weeks}}}
      reseek_delay: 1 week
      entry: {severe: {first: 1}}
      changes: [{from: 3 weeks, entry: {severe: {second: 1}}}]
    services: {first: {}, second: {}, third: {}}
    """
    log = play(world(tmp_path, need, text)).log
    turned = log[log["event"] == REFERRED]

    assert services_before_and_after(turned, 6 * WEEK) == ({2}, {1})
    assert log["time"][log["event"] == CHANGED].tolist() == [6 * WEEK]


def test_the_log_says_on_its_date_what_changes(tmp_path: Path) -> None:
    changes = "[{from: 3 weeks, stay: 1 day, routes: {finished_settled: {nowhere: 1}}}]"
    log = play(ward(tmp_path, changes)).log
    rows = log[log["event"] == CHANGED]

    assert rows["time"].tolist() == [3 * WEEK] * 2
    assert rows[["service", "detail"]].tolist() == [(0, Dated.ROUTES), (0, Dated.STAY)]


@pytest.mark.parametrize(
    "changes",
    [
        "[{from: 3 weeks, stay: {fixed: 2 days}}]",
        "[{from: 3 weeks, stay: 2 days, routes: {finished_settled: {home: 1}}}]",
        "[{from: 20 weeks, stay: 5 days}]",
    ],
)
def test_a_change_to_what_holds_already_or_after_the_end_gives_the_same_log(
    tmp_path: Path, changes: str
) -> None:
    same(play(ward(tmp_path)), play(ward(tmp_path, changes)))


def test_a_change_at_minute_0_is_what_the_run_begins_with(tmp_path: Path) -> None:
    run = play(ward(tmp_path, "[{from: 0 days, stay: 5 days}]"))

    assert {days for _, _, days in stays(run)} == {5.0}
    assert CHANGED not in run.log["event"]


def test_a_group_keeps_what_it_has_of_its_own_and_changes_by_its_own_dates(tmp_path: Path) -> None:
    changes = "[{from: 3 weeks, stay: 5 days, routes: {finished_settled: {hostel: 1}}}]"
    men = "services: {ward: {ends: {stay: 3 days}, changes: [{from: 6 weeks, stay: 4 days}]}}"
    resolved = ward(tmp_path, changes, men=men)
    run = play(resolved)
    found = stays(run)

    def days_of(group: int, low: int, high: int) -> set[float]:
        return {days for of, start, days in found if of == group and low <= start < high}

    assert days_of(0, 0, 6 * WEEK) == {3.0}
    assert days_of(0, 6 * WEEK, 12 * WEEK) == {4.0}
    assert days_of(1, 0, 3 * WEEK) == {2.0}
    assert days_of(1, 3 * WEEK, 12 * WEEK) == {5.0}
    # Of routes the group says nothing, so they change for it as for all.
    log = run.log[(run.log["event"] == REFERRED) & (run.log["detail"] == 0)]
    late = log[log["time"] >= 3 * WEEK]
    assert set(late["service"].tolist()) == {2}
    agree(resolved, 1, 0)


def test_a_group_that_says_something_on_a_date_has_what_all_have_until_then(
    tmp_path: Path,
) -> None:
    men = "services: {ward: {changes: [{from: 6 weeks, stay: 4 days}]}}"
    found = stays(play(ward(tmp_path, "[{from: 3 weeks, stay: 5 days}]", men=men)))

    of_men = [(start, days) for group, start, days in found if group == 0]
    assert {days for start, days in of_men if start < 3 * WEEK} == {2.0}
    assert {days for start, days in of_men if 3 * WEEK <= start < 6 * WEEK} == {5.0}
    assert {days for start, days in of_men if start >= 6 * WEEK} == {4.0}


RUN = "{length: 12 weeks, change: 6 weeks, history: one}"


def test_arms_have_the_dates_of_the_history_until_the_change_and_then_their_own(
    tmp_path: Path,
) -> None:
    changes = "[{from: 2 weeks, stay: 5 days}, {from: 8 weeks, stay: 1 day}]"
    arm = (
        "{set: {services: {ward: {changes: "
        "[{from: 4 weeks, stay: 3 days}, {from: 10 weeks, stay: 4 days}]}}}}"
    )
    one = ward(tmp_path, changes, arm=arm, run=RUN)
    two = ward(tmp_path, changes, arm=arm, run=RUN, of="two")
    first, second = play(one), play(two)

    def until(run: Run) -> np.ndarray:
        return run.log[run.log["time"] < 6 * WEEK]

    assert (until(first) == until(second)).all()
    found = stays(second)
    assert {days for _, start, days in found if 2 * WEEK <= start < 6 * WEEK} == {5.0}
    assert {days for _, start, days in found if 6 * WEEK <= start < 10 * WEEK} == {3.0}
    assert {days for _, start, days in found if start >= 10 * WEEK} == {4.0}
    for resolved in (one, two):
        agree(resolved, 1, 0)


def test_an_arm_may_change_on_a_date_without_a_change_of_rules(tmp_path: Path) -> None:
    arm = "{set: {services: {ward: {changes: [{from: 3 weeks, stay: 6 days}]}}}}"
    one, two = (fast.run(ward(tmp_path, arm=arm, of=of), 1, 0) for of in ("one", "two"))

    assert {days for _, _, days in stays(one)} == {2.0}
    late = {days for _, start, days in stays(two) if start >= 3 * WEEK}
    assert late == {6.0}
    early = one.log[one.log["time"] < 3 * WEEK]
    assert (early == two.log[two.log["time"] < 3 * WEEK]).all()


def test_what_is_there_at_minute_0_stays_by_what_holds_then(tmp_path: Path) -> None:
    text = WARD.format(men="", changes="[{from: 1 day, stay: 40 days}]", arm="{}")
    text = text.replace("      arrivals:", "      cohort: 60\n      start: full\n      arrivals:")
    run = play(world(tmp_path, text, arm="one"))

    there = [days for _, start, days in stays(run) if start == 0]
    assert len(there) >= 30
    assert max(there) <= 2
