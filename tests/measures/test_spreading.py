"""What the measures of enough help are for: staff spread thin are told from staff who are not.

Two arms have the same staff and use the same hours. In one a team sees 20 of 30 people for 40
minutes every two weeks, in the other it sees all 30, each for two thirds of that: 26 minutes and
40 seconds, here 27. No time is lost between contacts (an overhead of 0); with an overhead of 10
minutes the longer contacts would be 40 and the shorter ones 23 minutes.

Half an hour a week is wanted and 28 days are covered. So each person's own share is 40 in 60
(0.67) of those whom the narrow arm sees and 0 of the others, and 27 in 60 (0.45) of everyone in
the wide arm. Half is enough.
"""

import pytest

from sim.engines.choosing import Engine
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.engines import ENGINES
from tests.engines.worlds import HEAD, ROUND_THE_CLOCK, SEEKING_THE_FIRST, STEADY_NEED
from tests.scenario.trees import scenario as scenario_of

LENGTHS = {"narrow": ("20", "40 minutes"), "wide": ("30", "27 minutes")}


def two_arms() -> Scenario:
    arms = "\n".join(
        f"  {name}: {{label: {name}, set: {{services: {{first: {{"
        f"workers: {{caseload: {caseload}}}, contacts: {{length: {length}}}}}}}}}}}"
        for name, (caseload, length) in LENGTHS.items()
    )
    text = f"""
people: {{cohort: 30}}
services:
  first:
    workers: {{posts: 1, caseload: 20, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 2 weeks, length: 40 minutes}}
measures: {{wanted: {{severe: 30 minutes per week}}, enough: 0.5}}
arms:
{arms}
"""
    head = HEAD.replace("length: 12 weeks", "length: 60 weeks, warm_up: 8 weeks")
    return scenario_of("".join((head, STEADY_NEED, SEEKING_THE_FIRST, text)))


def measured(scenario: Scenario, arm: str) -> dict[str, float]:
    rows = ENGINES[Engine.FAST].measure(resolve(scenario, arm), 1, 1)
    return {row.measure: row.value for row in rows if row.group == "everyone"}


def test_spreading_staff_betters_unmet_need_and_leaves_nobody_with_enough_help() -> None:
    scenario = two_arms()
    narrow, wide = (measured(scenario, arm) for arm in LENGTHS)

    assert wide["staff_hours"] == pytest.approx(narrow["staff_hours"], rel=0.02)
    assert (narrow["covered_share"], wide["covered_share"]) == pytest.approx((2 / 3, 1), abs=0.01)
    assert narrow["helped_enough"] == pytest.approx(2 / 3)
    assert wide["helped_enough"] == 0
    assert narrow["helped.to_75_percent"] == pytest.approx(2 / 3)
    assert narrow["helped.none"] == pytest.approx(1 / 3)
    assert wide["helped.to_50_percent"] == 1
    # Hours are the same, so the share of time without being short cannot tell the two apart.
    assert narrow["help_share"] == pytest.approx(2 / 3 * 40 / 60, abs=0.01)
    assert wide["help_share"] == pytest.approx(27 / 60, abs=0.01)


def test_counting_as_signposting_changes_what_is_measured_and_no_run() -> None:
    scenario = two_arms()
    signpost = scenario.with_values({"arms.wide.set.services.first.contacts.counts_as": "signpost"})

    before, after = measured(scenario, "wide"), measured(signpost, "wide")

    assert (before["covered_share"], after["covered_share"]) == (1, 0)
    assert after["helped.none"] == 1
    assert after["never_served"] == 1
    assert after["contacts"] == before["contacts"]
    assert after["staff_hours"] == before["staff_hours"]
    untouched = measured(scenario, "narrow")
    assert measured(signpost, "narrow") == pytest.approx(untouched, nan_ok=True, abs=0, rel=0)


def two_areas() -> Scenario:
    """The narrow arm in the north and the wide one in the south, under one team's name.

    Each area has more people than its worker sees.
    """
    areas = ", ".join(
        f"{area}: {{workers: {{caseload: {caseload}}}, contacts: {{length: {length}}}}}"
        for area, (caseload, length) in zip(("north", "south"), LENGTHS.values(), strict=True)
    )
    text = f"""
people: {{cohort: 80, areas: {{north: {{share: 0.5}}, south: {{share: 0.5}}}}}}
services:
  first:
    workers: {{posts: 1, caseload: 20, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 2 weeks, length: 40 minutes}}
    per_area: {{{areas}}}
measures: {{wanted: {{severe: 30 minutes per week}}, enough: 0.5}}
"""
    head = HEAD.replace("length: 12 weeks", "length: 60 weeks, warm_up: 8 weeks")
    return scenario_of("".join((head, STEADY_NEED, SEEKING_THE_FIRST, text)))


def test_staff_spread_thin_in_one_area_leaves_nobody_there_with_enough_help() -> None:
    rows = ENGINES[Engine.FAST].measure(resolve(two_areas(), "baseline"), 1, 1)
    groups = ("area:north", "area:south", "everyone")
    north, south, total = (
        {row.measure: row.value for row in rows if row.group == group} for group in groups
    )
    here, there = north["people"], south["people"]

    assert (total["caseload.first_north"], total["caseload.first_south"]) == pytest.approx((20, 30))
    hours = (total["staff_hours.first_north"], total["staff_hours.first_south"])
    assert hours[1] == pytest.approx(hours[0], rel=0.02)
    assert min(here, there) > 30
    assert here != there
    assert here + there == total["people"] == 80
    assert north["covered_share"] == pytest.approx(20 / here, abs=0.01)
    assert south["covered_share"] == pytest.approx(30 / there, abs=0.01)
    assert north["helped_enough"] == pytest.approx(20 / here)
    assert south["helped_enough"] == 0
    assert south["helped.to_50_percent"] == pytest.approx(30 / there)
    assert total["helped_enough"] == pytest.approx(20 / 80)
    assert south["helped_enough"] < total["helped_enough"] < north["helped_enough"]
    # Each area has the whole of its own people's time, and the total is theirs together.
    assert north["help_share"] == pytest.approx(20 / here * 40 / 60, abs=0.01)
    assert south["help_share"] == pytest.approx(30 / there * 27 / 60, abs=0.01)
    together = (here * north["help_share"] + there * south["help_share"]) / 80
    assert total["help_share"] == pytest.approx(together)
