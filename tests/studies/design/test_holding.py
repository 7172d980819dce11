"""With a change of rules, what somebody decides holds from the change, and what nobody knows from
the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import fast
from sim.errors import ScenarioFaults
from sim.events import EventLog
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.analyses.base import Base
from sim.studies.analyses.changes import OWN
from sim.studies.analyses.mechanisms import read_mechanisms
from sim.studies.analyses.written import MechanismsBlock
from sim.studies.design import lever
from sim.studies.design.arms import arms_at
from sim.studies.design.levers import every_range
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.study_file import read_study
from sim.units import YEAR
from tests.engines.test_change import WORLD

CHANGE = YEAR
WITH_SWITCH = (
    WORLD.replace("  today: {}\n", "  today: {mechanisms: [often]}\n").replace(
        "accepts: {probability: 0.9}", "accepts: {probability: {value: 0.9, low: 0.5, high: 1}}"
    )
    + """
mechanisms:
  often:
    label: Seen more often
    source: ours
    on: {services: {gp: {contacts: {every: 3 weeks}}}}
"""
)
EVERY = "services.ward.ends.stay.exponential.mean"
OFTEN = "mechanisms.often.on.services.gp.contacts.every"
HUB = "arms.hub.set.services.team.workers.posts"
PROBABILITY = "services.team.accepts.probability"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("holding") / "world.yaml"
    file.write_text(WITH_SWITCH, encoding="utf-8")
    return Scenario.load(file)


def arm_at(scenario: Scenario, arm: str, sets: Mapping[str, Any], uncertain: bool) -> Resolved:
    """An arm with one lever at a value, or with one uncertain number."""
    levers = [
        lever(scenario, path, [value])._replace(uncertain=uncertain) for path, value in sets.items()
    ]
    return arms_at(scenario, levers, list(sets.values()), [arm])[arm]


def log_of(resolved: Resolved) -> EventLog:
    return fast.run(resolved, 3, 0).log


def before(log: EventLog) -> EventLog:
    found: EventLog = log[log["time"] < CHANGE]
    return found


@pytest.mark.parametrize("arm", ["today", "hub", "closed"])
@pytest.mark.parametrize(
    ("path", "values"),
    [(EVERY, ["2 days", "30 days"]), (PROBABILITY, [0.2, 1.0])],
    ids=["stay", "probability"],
)
def test_logs_before_the_change_are_the_same_for_all_values_of_a_lever(
    scenario: Scenario, arm: str, path: str, values: list[Any]
) -> None:
    usual = log_of(resolve(scenario, arm))
    logs = [log_of(arm_at(scenario, arm, {path: each}, uncertain=False)) for each in values]

    assert len(before(usual)) > 1_000
    for log in logs:
        assert np.array_equal(before(log), before(usual))
        assert not np.array_equal(log, usual)
    assert not np.array_equal(logs[0], logs[1])


@pytest.mark.parametrize("arm", ["today", "hub"])
def test_an_uncertain_number_alters_the_history_of_every_arm_alike(
    scenario: Scenario, arm: str
) -> None:
    usual, other = (
        log_of(arm_at(scenario, name, {PROBABILITY: 0.2}, uncertain=True))
        for name in ("today", "hub")
    )

    assert np.array_equal(before(usual), before(other))
    assert not np.array_equal(before(usual), before(log_of(resolve(scenario, arm))))


def test_a_number_in_a_patch_holds_where_the_patch_holds(scenario: Scenario) -> None:
    usual = {arm: before(log_of(resolve(scenario, arm))) for arm in ("today", "hub")}

    # The history has the mechanism, and the hub has not: its number is the history's in both.
    for arm in ("today", "hub"):
        decided = log_of(arm_at(scenario, arm, {OFTEN: "1 week"}, uncertain=False))
        unknown = log_of(arm_at(scenario, arm, {OFTEN: "1 week"}, uncertain=True))
        assert np.array_equal(before(decided), usual[arm])
        assert not np.array_equal(before(unknown), usual[arm])

    # What the hub sets is never the history's, whether it is decided or not known.
    for uncertain in (False, True):
        posts = log_of(arm_at(scenario, "hub", {HUB: 1}, uncertain=uncertain))
        assert np.array_equal(before(posts), usual["hub"])
        assert not np.array_equal(posts, log_of(resolve(scenario, "hub")))


def test_without_a_change_both_hold_from_the_beginning(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(WITH_SWITCH.replace(", change: 1 year", ""), encoding="utf-8")
    scenario = Scenario.load(file)

    decided, unknown = (
        log_of(arm_at(scenario, "today", {PROBABILITY: 0.2}, uncertain=each))
        for each in (False, True)
    )
    assert np.array_equal(decided, unknown)
    assert not np.array_equal(before(decided), before(log_of(resolve(scenario, "today"))))


def test_a_mechanism_that_a_study_switches_is_switched_at_the_change(scenario: Scenario) -> None:
    arms = ("today", "hub")
    names = resolve(scenario, "today").names
    base = Base(scenario, arms, "today", ("list_length",), 2, 3, names, (), ())
    asked = read_mechanisms(MechanismsBlock(), base)
    assert asked.changes == ("often", OWN)

    usual = before(log_of(resolve(scenario, "today")))
    settings = [frozenset(), frozenset({"often"}), frozenset({OWN}), frozenset({"often", OWN})]
    logs = [log_of(each) for setting in settings for each in asked.resolved(setting)]
    assert all(np.array_equal(before(log), usual) for log in logs)
    assert len({log.tobytes() for log in logs}) == len(settings)


def test_a_value_by_which_a_service_could_not_go_on_is_refused(scenario: Scenario) -> None:
    path = "services.team.workers.working_hours.to"
    with pytest.raises(ScenarioFaults, match="`team` would not have the same working hours"):
        arm_at(scenario, "today", {path: "16:00"}, uncertain=False)

    assert arm_at(scenario, "today", {path: "16:00"}, uncertain=True) is not None


def test_every_range_includes_numbers_of_the_history_that_is_not_run(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    text = WITH_SWITCH.replace(
        "every: 3 weeks", "every: {value: 3 weeks, low: 2 weeks, high: 5 weeks}"
    )
    file.write_text(text, encoding="utf-8")

    found = every_range(Scenario.load(file), ["hub"])
    assert [each.name for each in found] == [OFTEN, PROBABILITY]
    assert all(each.uncertain for each in found)

    file.write_text(text.replace(", change: 1 year", ""), encoding="utf-8")
    assert [each.name for each in every_range(Scenario.load(file), ["hub"])] == [PROBABILITY]


UNEQUAL = "workforce: {unequal: the arms of this test differ in everything}\n"
STUDY = """throughline_study: 1
title: What holds when
scenario: world.yaml
arms: [today, hub]
replications: 1
set: {services.ward.ends.stay.exponential.mean: 12 days}
levers: {services.ward.ends.stay.exponential.mean: [2 days, 30 days]}
uncertainties: {services.team.accepts.probability: [0.5, 0.7]}
"""


def test_what_a_study_sets_holds_until_the_change_and_its_lever_from_then_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "world.yaml").write_text(f"{WITH_SWITCH}{UNEQUAL}", encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")

    plan = plan_sweep(read_study(tmp_path / "study.yaml"))

    stays = [str(setting[0]) for setting in plan.settings]
    shares = [setting[1] for setting in plan.settings]
    assert sorted(zip(stays, shares, strict=True)) == [
        ("2 days", 0.5),
        ("2 days", 0.7),
        ("30 days", 0.5),
        ("30 days", 0.7),
    ]
    logs = [log_of(plan.arm_table.get(int(plan.arm_at[n, 0]))) for n in range(len(stays))]
    for one in range(len(stays)):
        for other in range(one):
            same = np.array_equal(before(logs[one]), before(logs[other]))
            assert same == (shares[one] == shares[other])
    set_only = resolve(
        Scenario.load(tmp_path / "world.yaml").with_values({EVERY: "12 days", PROBABILITY: 0.5}),
        "today",
    )
    assert np.array_equal(before(log_of(set_only)), before(logs[shares.index(0.5)]))
