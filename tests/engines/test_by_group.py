"""Routes and stays that differ by group, inside one shared capacity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Run
from sim.resolved import Resolved
from sim.units import DAY
from tests.agreement.agreement import agree, same
from tests.engines.worlds import STEADY_NEED, play, world

STARTED, ENDED, REFERRED = (
    EventKind.SPELL_STARTED,
    EventKind.ENDED_PLANNED,
    EventKind.REFERRED,
)
WARD = """
    people:
      cohort: {cohort}
      groups:
        men: {{share: 0.5, overrides: {{{men}}}}}
        women: {{share: 0.5, overrides: {{{women}}}}}
      arrivals: {{newcomers: {{rate: 4 per day, to: ward}}}}
      {start}
    services:
      ward:
        capacity: {{places: 9}}
        ends: {{stay: {{exponential: {{mean: 2 days}}}}}}
        routes: {{finished_settled: {{home: 0.5, nowhere: 0.5}}, turned_away: {{hostel: 1}}}}
      home: {{ends: {{stay: 1 day}}}}
      hostel: {{ends: {{stay: 1 day}}}}
    arms:
      one: {{}}
      two: {arm}
"""


def ward(
    folder: Path,
    men: str = "",
    *,
    women: str = "",
    arm: str = "{}",
    cohort: int = 0,
    start: str = "",
    of: str = "one",
) -> Resolved:
    text = WARD.format(men=men, women=women, arm=arm, cohort=cohort, start=start)
    return world(folder, text, arm=of)


def stays(run: Run, group: int, service: int = 0) -> np.ndarray:
    """Days of the spells of a group in a service that have ended, in order of their start."""
    log = run.log
    spells = {
        int(row["spell"]): int(row["time"])
        for row in log[(log["event"] == STARTED) & (log["service"] == service)]
        if run.people[row["person"]].group == group
    }
    ended = {int(row["spell"]): int(row["time"]) for row in log[log["event"] == ENDED]}
    return np.array([(ended[at] - since) / DAY for at, since in spells.items() if at in ended])


OWN_STAY = "services: {ward: {ends: {stay: {exponential: {mean: 6 days}}}}}"


def test_a_group_with_a_stay_of_its_own_stays_by_it_from_the_same_draws(tmp_path: Path) -> None:
    without = play(ward(tmp_path))
    own = play(ward(tmp_path, OWN_STAY))

    # The ward is not full at first, so the same people start with the same draws.
    assert stays(own, 0)[:5] == pytest.approx(3 * stays(without, 0)[:5], abs=2e-3)
    assert stays(own, 1)[:3].tolist() == stays(without, 1)[:3].tolist()


@pytest.mark.parametrize(
    "same_as_all",
    [
        "services: {ward: {ends: {stay: {exponential: {mean: 2 days}}}}}",
        "services: {ward: {ends: {stay: {exponential: {mean: 48 hours}}}}}",
        "services: {ward: {routes: {finished_settled: {home: 0.5, nowhere: 0.5}}}}",
    ],
)
def test_a_group_whose_values_equal_the_general_ones_gives_the_same_log(
    tmp_path: Path, same_as_all: str
) -> None:
    same(play(ward(tmp_path)), play(ward(tmp_path, same_as_all)))
    same(
        fast.run(ward(tmp_path, cohort=40, start="start: {full: {}}"), 3, 0),
        fast.run(ward(tmp_path, same_as_all, cohort=40, start="start: {full: {}}"), 3, 0),
    )


def test_a_group_with_a_route_of_its_own_goes_there_and_others_do_not(tmp_path: Path) -> None:
    run = play(ward(tmp_path, "services: {ward: {routes: {finished_settled: {hostel: 1}}}}"))

    log = run.log[run.log["event"] == REFERRED]
    group = np.array([run.people[person].group for person in log["person"]])
    assert set(log["service"][group == 0].tolist()) == {0, 2}
    assert set(log["service"][group == 1].tolist()) == {0, 1}


def test_what_an_arm_says_of_a_group_holds_in_that_arm(tmp_path: Path) -> None:
    stay = "{services: {ward: {ends: {stay: 5 days}}}}"
    changed = f"{{set: {{people: {{groups: {{women: {{overrides: {stay}}}}}}}}}}}"

    assert set(stays(play(ward(tmp_path, arm=changed, of="two")), 1).tolist()) == {5.0}
    same(play(ward(tmp_path, arm=changed)), play(ward(tmp_path)))


def test_an_arm_takes_back_with_null_what_a_group_says(tmp_path: Path) -> None:
    null = "{services: {ward: {ends: {stay: null}}}}"
    back = f"{{set: {{people: {{groups: {{men: {{overrides: {null}}}}}}}}}}}"
    with_own = ward(tmp_path, OWN_STAY, arm=back)
    taken_back = ward(tmp_path, OWN_STAY, arm=back, of="two")

    same(play(taken_back), play(ward(tmp_path)))
    assert len(play(with_own).log) != len(play(taken_back).log)


def test_who_is_there_at_minute_0_has_what_is_left_of_the_stay_of_their_group(
    tmp_path: Path,
) -> None:
    of_men = "services: {ward: {ends: {stay: 30 days}}}"
    of_women = "services: {ward: {ends: {stay: 3 days}}}"
    at_first = ward(tmp_path, of_men, women=of_women, cohort=60, start="start: {full: {}}")
    run = play(at_first)

    log = run.log
    here = log[(log["event"] == STARTED) & (log["time"] == 0) & (log["due"] == 0)]
    cohort = [row["spell"] for row in here if run.people[row["person"]].name.startswith("cohort")]
    ended = {int(row["spell"]): row for row in log[log["event"] == ENDED]}
    left: dict[int, list[float]] = {0: [], 1: []}
    for spell in cohort:
        row = ended[int(spell)]
        left[run.people[row["person"]].group].append(row["time"] / DAY)
    assert left[0]
    assert left[1]
    assert max(left[1]) <= 3
    assert max(left[0]) > 3
    agree(at_first, 1, 0)


NEEDS_IN_CRISIS = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        states: {severe: 2, crisis: 3}
        transitions: [{from: severe, to: crisis, rate: 100 per year}]
        start: {severe: 1}
    seeking: {delay: {severe: 1 hour, crisis: 1 hour}, reseek_delay: 1 week, entry: ENTRY}
"""


def test_a_route_for_crises_of_a_group_counts_for_its_people_alone(tmp_path: Path) -> None:
    text = """
    people:
      cohort: 30
      groups:
        men: {share: 0.5, overrides: {services: {team: {routes: {crisis: {ward: 1}}}}}}
        women: {share: 0.5}
    services:
      team: {parallel: true}
      house: {parallel: true, routes: {crisis: {hostel: 1}}}
      ward: {parallel: true}
      hostel: {parallel: true}
    """
    entry = "{severe: {team: 0.5, house: 0.5}, crisis: {nowhere: 1}}"
    resolved = world(tmp_path, NEEDS_IN_CRISIS.replace("ENTRY", entry), text)
    run = play(resolved)

    log = run.log[(run.log["event"] == REFERRED) & (run.log["detail"] >= 0)]
    group = np.array([run.people[person].group for person in log["person"]])
    ways = {(int(g), int(r["detail"]), int(r["service"])) for g, r in zip(group, log, strict=True)}
    assert ways == {(0, 0, 2), (0, 1, 3), (1, 1, 3)}
    agree(resolved, 1, 0)


def test_entry_differs_by_group_and_in_an_arm_too(tmp_path: Path) -> None:
    text = """
    people:
      cohort: 40
      groups:
        men: {share: 0.5, overrides: {seeking: {entry: {severe: {second: 1}}}}}
        women: {share: 0.5}
    seeking: {delay: {severe: 1 hour}, reseek_delay: 1 week, entry: {severe: {first: 1}}}
    services: {first: {}, second: {}}
    arms:
      one: {}
      two:
        set:
          people: {groups: {women: {overrides: {seeking: {entry: {severe: {second: 1}}}}}}}
    """

    def turned_to(arm: str) -> set[tuple[int, int]]:
        run = play(world(tmp_path, STEADY_NEED, text, arm=arm))
        log = run.log[run.log["event"] == REFERRED]
        return {(run.people[row["person"]].group, int(row["service"])) for row in log}

    assert turned_to("one") == {(0, 1), (1, 0)}
    assert turned_to("two") == {(0, 1), (1, 1)}


def test_a_service_in_each_area_has_the_stay_of_the_group_in_every_area(tmp_path: Path) -> None:
    text = """
    people:
      areas: {north: {share: 0.5}, south: {share: 0.5}}
      groups:
        men:
          share: 0.5
          overrides:
            services:
              ward: {ends: {stay: 5 days}, per_area: {south: {ends: {stay: 6 days}}}}
        women: {share: 0.5}
      arrivals: {newcomers: {rate: 4 per day, to: ward}}
    services:
      ward: {per_area: {north: {}, south: {ends: {stay: 3 days}}}, ends: {stay: 2 days}}
    """
    resolved = world(tmp_path, text)
    run = play(resolved)

    found = {
        (group, service): set(stays(run, group, service).tolist())
        for group in (0, 1)
        for service in (0, 1)
    }
    assert found == {(0, 0): {5.0}, (0, 1): {6.0}, (1, 0): {2.0}, (1, 1): {3.0}}
    agree(resolved, 1, 0)
