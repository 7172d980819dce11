"""A value that an arm, a mechanism or a group sets too is never set elsewhere without a word."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.overriding import overridden, reaches
from sim.scenario.written import vouch
from sim.scenario.yaml_nodes import read_tree

HOUSE = Path(__file__).resolve().parents[2]
TEXT = """\
throughline: 2
title: Overlaid
source: ours
sources: {ours: {kind: assumption, reference: made up for this test}}
run: {length: 1 year, warm_up: 4 weeks, replications: 2, seed: 1}
people:
  arrivals: {new: {rate: 1 per day, to: team}, more: {rate: 1 per day, to: other}}
  groups:
    north: {share: 0.5}
    south: {share: 0.5, overrides: {trust: {start: {fixed: 0.4}}}}
trust: {start: {fixed: 0.6}, rise: 0.1}
services:
  team:
    capacity: {places: 3}
    contacts: {every: 1 week, length: 60 minutes}
    ends: {stay: {exponential: {mean: 4 weeks}}, missed: 3}
    routes: {finished_settled: {other: 0.5, nowhere: 0.5}}
  other: {capacity: {places: 9}, ends: {stay: 1 week}}
workforce: {unequal: that is the test}
mechanisms:
  short:
    label: Short stays
    source: ours
    on: {services: {team: {ends: {stay: 2 weeks}}}}
  strict:
    label: Strict
    source: ours
    on: {services: {team: {ends: {missed: 1}}}}
    off: {services: {team: {ends: {missed: null}}}}
arms:
  plain: {}
  wide: {set: {services: {team: {capacity: {places: 5}}}}}
  quick: {mechanisms: [short]}
  both:
    mechanisms: [short, strict]
    set:
      services:
        team: {ends: {stay: {fixed: 1 week}}, routes: {finished_settled: {nowhere: 1}}}
"""
TEAM = "services.team"


def read() -> Scenario:
    tree = read_tree(TEXT, "overlaid.yaml")
    vouch(tree)
    return Scenario.sound(tree)


OVERLAID = read()


@pytest.mark.parametrize(
    ("path", "arms"),
    [
        (f"{TEAM}.capacity.places", {"wide"}),
        (f"{TEAM}.capacity", {"wide"}),
        (f"{TEAM}.ends.stay.exponential.mean", {"quick", "both"}),
        (f"{TEAM}.ends.stay", {"quick", "both"}),
        (f"{TEAM}.ends.missed", {"plain", "wide", "quick", "both"}),
        (f"{TEAM}.routes.finished_settled.other", {"both"}),
        ("services.other.capacity.places", set()),
        (f"{TEAM}.label", set()),
        ("mechanisms.short.on.services.team.ends.stay", {"both"}),
        ("mechanisms.strict.on.services.team.ends.missed", set()),
        ("arms.both.set.services.team.ends.stay.fixed", set()),
        ("arms.both.mechanisms", set()),
        ("trust.start.fixed", {"plain", "wide", "quick", "both"}),
        ("trust.rise", set()),
        ("people.groups.south.overrides.trust.start.fixed", set()),
        ("run.length", set()),
    ],
)
def test_who_sets_a_value_too_is_found_in_every_layer(path: str, arms: set[str]) -> None:
    names = OVERLAID.arm_names
    found = overridden(OVERLAID, OVERLAID.tree, path, names, ())
    assert ({each.arm for each in found.overrides} if found else set()) == arms
    if found:
        assert set(found.free) == set(names) - arms
        assert all(each.location.file == "overlaid.yaml" for each in found.overrides)


def test_only_what_two_blocks_both_say_is_set_by_both() -> None:
    text = TEXT.replace("capacity: {places: 5}", "queue: {rule: returning}")
    tree = read_tree(text, "overlaid.yaml")
    vouch(tree)
    wide = Scenario.sound(tree)
    path = f"{TEAM}.ends"
    found = overridden(wide, wide.tree, path, ["quick"], ())
    assert found is not None
    changed = wide.replacing({path: {"missed": 2}}, arms=[])
    assert overridden(changed, changed.tree, path, ["wide"], ()) is not None  # strict, off
    assert overridden(changed, changed.tree, f"{TEAM}.capacity", ["wide"], ()) is None


def test_the_ways_out_that_are_told_lead_out() -> None:
    path = f"{TEAM}.capacity.places"
    with pytest.raises(ScenarioFaults) as caught:
        OVERLAID.with_values({path: 7})
    (fault,) = caught.value.faults
    too, *alone = [word.strip("`") for word in fault.remedy.split() if "set.services" in word]
    everywhere = OVERLAID.with_values({path: 7, too.strip("`;,."): 7})
    assert {places(everywhere, arm) for arm in everywhere.arm_names} == {7}
    first = alone[0].strip("`;,.")
    assert places(OVERLAID.with_values({first: 7}), first.split(".")[1]) == 7


def places(scenario: Scenario, arm: str) -> int:
    capacity = scenario.arm(arm).services["team"].capacity
    assert capacity is not None
    assert capacity.places is not None
    return capacity.places.value


def test_a_number_that_no_arm_uses_reaches_nobody() -> None:
    assert not reaches(OVERLAID, OVERLAID.tree, f"{TEAM}.ends.missed", OVERLAID.arm_names)
    assert reaches(OVERLAID, OVERLAID.tree, "trust.start.fixed", OVERLAID.arm_names)
    assert not reaches(OVERLAID, OVERLAID.tree, "arms.wide.label", ["plain"])


VALUES: dict[str, list[Any]] = {
    f"{TEAM}.capacity.places": [1, 2],
    f"{TEAM}.ends.stay": ["1 day", "2 days"],
    f"{TEAM}.ends.missed": [2, 4],
    "services.other.ends.stay": ["1 day", "2 days"],
    "services.other.capacity.places": [1, 2],
    "trust.rise": [0.2, 0.3],
    "mechanisms.short.on.services.team.ends.stay": ["1 day", "2 days"],
    "mechanisms.strict.on.services.team.ends.missed": [2, 4],
    "arms.wide.set.services.team.capacity.places": [1, 2],
}


@given(st.sampled_from(sorted(VALUES)), st.sampled_from(OVERLAID.arm_names))
def test_an_arm_in_which_a_value_is_accepted_feels_it_unless_it_is_off(path: str, arm: str) -> None:
    first, second = (OVERLAID.replacing({path: value}, arms=[arm]) for value in VALUES[path])
    # The start is the scenario's own in every arm.
    start = resolve(OVERLAID, arm).start
    felt, other = (repr(resolve(each, arm)._replace(start=start)) for each in (first, second))
    said = overridden(OVERLAID, OVERLAID.tree, path, [arm], ()) is None
    assert (felt != other) == (said and reaches(OVERLAID, OVERLAID.tree, path, [arm]))


def test_no_shipped_study_or_setting_is_refused() -> None:
    community = Scenario.load(HOUSE / "scenarios" / "cen_community.yaml")
    for path, value in (("services.community_team.workers.posts", 9), ("people.cohort", 4000)):
        assert community.with_values({path: value}, arms=community.arm_names)
