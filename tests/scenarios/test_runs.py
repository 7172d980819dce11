"""What comes out of the shipped scenarios when they run: what their comments and README say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from sim.engines.reference.run import run
from sim.events import EventKind, EventLog
from sim.measures.measuring import measure
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.scenarios import bristol_by_days as by_days
from tests.scenarios.shipped import FOLDER

NO_EFFECTS = """
extends: {file}
source: assumed
run: {{length: 15 months, change: 3 months}}
people: {{cohort: 180, arrivals: {{newcomers: {{rate: 10 per year}}}}}}
effects:
  support: {{recovery_ratio: 1, worsening_ratio: 1}}
  loss: {{worsening_ratio: 1}}
  waiting: {{worsening_ratio: 1}}
  advice: {{recovery_ratio: 1}}
"""


def measured(resolved: Resolved, replication: int = 0) -> dict[str, float]:
    """The measures of one replication for everyone."""
    rows = measure(run(resolved, 1, replication), resolved)
    return {row.measure: row.value for row in rows if row.group == "everyone"}


@pytest.mark.parametrize(("arm", "wait"), [("three_chairs", 3.56), ("four_chairs", 0.70)])
def test_the_lesson_comes_out_as_its_comments_calculate(arm: str, wait: float) -> None:
    resolved = resolve(load(FOLDER / "queue.yaml"), arm)
    runs = [measured(resolved, replication) for replication in range(4)]

    first, group = (
        float(np.mean([seen[f"wait_to_start.{service}.mean"] for seen in runs]))
        for service in ("first_talk", "group")
    )
    assert first == pytest.approx(1.8, rel=0.15)
    assert group == pytest.approx(wait, rel=0.25)


def test_without_any_effect_of_care_needs_take_the_same_way_in_every_arm(tmp_path: Path) -> None:
    path = tmp_path / "no_effects.yaml"
    path.write_text(NO_EFFECTS.format(file=FOLDER / "cen_community.yaml"))
    scenario = load(path, allow_outside=True)
    ways = []
    for arm in scenario.arm_names:
        seen = run(resolve(scenario, arm), 1, 0)
        changes = seen.log[seen.log["event"] == EventKind.NEED_CHANGED]
        ways.append(changes[["time", "person", "need", "detail"]])

    assert len(ways) == 4
    assert len(ways[0]) > 500
    for way in ways[1:]:
        # Two changes in one minute may be noted in either order; sorted they are the same.
        np.testing.assert_array_equal(np.sort(way), np.sort(ways[0]))


@pytest.mark.slow
def test_leicester_has_its_list_its_places_and_its_longest_wait_without_being_told() -> None:
    resolved = resolve(load(FOLDER / "leicester.yaml"), "baseline")
    seen = run(resolved, 1, 0)
    values = {row.measure: row.value for row in measure(seen, resolved)}

    log = seen.log
    gone = log[np.isin(log["event"], (EventKind.LEFT_WAITING, EventKind.SPELL_STARTED))]
    joined = log[log["event"] == EventKind.WAITING]
    waiting = joined[~np.isin(joined["spell"], gone["spell"])]
    longest = (seen.closes - waiting["due"].min()) / WEEK

    assert values["in_service.specialist"] == pytest.approx(200, rel=0.05)
    assert 1000 < len(waiting) < 1250
    assert longest == pytest.approx(302, rel=0.1)


@pytest.mark.slow
def test_the_relational_arm_wins_continuity_and_loses_newcomers_waits() -> None:
    scenario = load(FOLDER / "cen_community.yaml")
    today, lasting = (
        measured(resolve(scenario, arm)) for arm in ("handed_on", "relational_practice")
    )

    assert lasting["upc.person"] > today["upc.person"]
    assert lasting["rejections"] < today["rejections"]
    assert lasting["contact_gaps.60_days"] < today["contact_gaps.60_days"]
    name = "wait_to_start.community_team.mean"
    assert lasting[name] > 2 * today[name]


def read_table() -> tuple[list[by_days.Location], int, int]:
    """The services of bristol.yaml, and the days of its run and of its warm-up."""
    tree = YAML(typ="safe", pure=True).load(FOLDER / "bristol.yaml")
    days, warm_up = (int(tree["run"][key].split()[0]) for key in ("length", "warm_up"))
    return by_days.read_places(tree["services"], tree["people"]["arrivals"], days), days, warm_up


def test_the_table_by_days_obeys_the_traffic_equations_where_nobody_waits() -> None:
    places, days, _ = read_table()
    seen = by_days.run(places, days, warm_up=200, seed=1)

    for row, place in enumerate(places):
        if place.name in ("gp_initial", "mhp_triage", "mhp_crisis", "inpatient"):
            mean_stay = float(place.stay @ np.arange(place.stay.size))
            assert seen.inside[row] == pytest.approx(seen.starts[row] * mean_stay, rel=0.03)


@pytest.mark.slow
def test_bristol_agrees_with_a_second_calculation_by_whole_days() -> None:
    places, days, warm_up = read_table()
    seconds = [by_days.run(places, days, warm_up, seed) for seed in range(20)]
    resolved = resolve(load(FOLDER / "bristol.yaml"), "baseline")
    seen = run(resolved, 1, 0)
    values = {row.measure: row.value for row in measure(seen, resolved)}

    left = seen.log[
        (seen.log["event"] == EventKind.LEFT_WAITING) & (seen.log["time"] >= warm_up * DAY)
    ]
    for row, place in enumerate(places):
        inside, starts, leaves = (
            np.mean([getattr(second, name)[row] for second in seconds])
            for name in ("inside", "starts", "left_waiting")
        )
        # One replication of ours: a count may be four standard deviations of chance away.
        begun, expected = spells(seen.log, row, warm_up), starts * (days - warm_up)
        assert begun == pytest.approx(expected, rel=0.01, abs=4 * np.sqrt(expected))
        assert values[f"in_service.{place.name}"] == pytest.approx(inside, rel=0.04, abs=5)
        a_day = (left["service"] == row).sum() / (days - warm_up)
        assert a_day == pytest.approx(leaves, rel=0.05, abs=0.3)


def spells(log: EventLog, service: int, warm_up: int) -> int:
    """Spells begun at a service after the warm-up, which is in days."""
    begun = (log["event"] == EventKind.SPELL_STARTED) & (log["service"] == service)
    return int((begun & (log["time"] >= warm_up * DAY)).sum())
