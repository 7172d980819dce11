"""Settings that are made from the first are those of the slow way, bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.resolving.again import ArmsAgain
from sim.scenario import Scenario
from sim.scenario.quantities import Quantity
from sim.scenario.rechecking import Refused
from sim.scenario.replacing import UnknownStep
from sim.studies.design import Lever, every_range, lever
from sim.studies.design.amounts import RangeFault
from sim.studies.design.arms import arms_at
from sim.studies.design.many import ENOUGH, ManySettings
from sim.studies.design.patching import NotPlanned, Plan
from sim.studies.keys import resolved_digest

HOUSE = Path(__file__).parents[3]
SHIPPED = sorted((HOUSE / "scenarios").glob("*.yaml"))
OTHERS = [HOUSE / "tests" / "golden" / f"{name}.yaml" for name in ("everything", "areas")]
LOW, HIGH = 0.013, 0.97
EVERY, SAMPLED = 1, 29


def levers_of(scenario: Scenario) -> list[Lever]:
    """Every number with a range, and every other number of the file from 90 to 110 per cent."""
    found = every_range(scenario, scenario.arm_names)
    taken = {path for each in found for path in each.paths}
    for path, quantity in scenario.quantities():
        if path.removesuffix(".fixed") in taken or path.startswith("targets."):
            continue
        if isinstance(quantity, Quantity):
            found += _around(scenario, path, quantity.value)
    return found


def _around(scenario: Scenario, path: str, value: Any) -> Iterator[Lever]:
    amount = getattr(value, "amount", value)
    unit = str(value).partition(" ")[2]
    ends = [f"{amount * by} {unit}".strip() if unit else amount * by for by in (0.9, 1.1)]
    if isinstance(value, int):
        ends = [max(0, value - 1), value + 1]
    if not unit and isinstance(value, float):
        ends = [min(float(end), 1.0) if value <= 1 else float(end) for end in ends]
    try:
        found = lever(scenario, path, tuple(ends))
        found = found._replace(uncertain=True, where_written=True)
        arms_at(scenario, [found], [found.at(LOW)], scenario.arm_names)
    except (RangeFault, ScenarioFaults, UnknownStep):
        return
    yield found


def planned(scenario: Scenario, levers: Sequence[Lever]) -> tuple[Plan, list[Lever]]:
    """A plan, with the levers that it can have. No two distributions are equal by chance."""
    levers = list(levers)
    while True:
        setting = middle(levers)
        try:
            return Plan(scenario, levers, scenario.arm_names, setting), levers
        except NotPlanned as not_planned:
            number = not_planned.number
        assert number is not None
        del levers[number]


def middle(levers: Sequence[Lever]) -> list[Any]:
    return [each.at(0.371 + 0.001 * n / len(levers)) for n, each in enumerate(levers)]


def settings(levers: Sequence[Lever], step: int) -> Iterator[list[Any]]:
    """Each of the levers at two values with the others in the middle, and all at once."""
    usual = middle(levers)
    for at in range(0, len(levers), step):
        for share in (LOW, HIGH):
            setting = list(usual)
            setting[at] = levers[at].at(share)
            yield setting
    yield [each.at(LOW + 0.5 * n / len(levers)) for n, each in enumerate(levers)]
    yield [each.at(HIGH) for each in levers]


def see_that_it_is_the_same(scenario: Scenario, levers: Sequence[Lever], step: int) -> int:
    """Hold a plan against the slow way; return how many settings were made from the plan."""
    plan, levers = planned(scenario, levers)
    made = 0
    for setting in settings(levers, step):
        try:
            slow = arms_at(scenario, levers, setting, scenario.arm_names)
        except Exception:
            slow = None
        try:
            fast = plan.at(setting)
        except Refused:
            continue
        assert slow is not None, setting
        for name, arm in slow.items():
            assert resolved_digest(fast[name]) == resolved_digest(arm), (name, setting)
        made += 1
    return made


CAFES = HOUSE / "tests" / "broken_studies" / "scenario" / "cafes.yaml"
RATE = "people.arrivals.newcomers.rate"


def digests(arms: Any) -> list[bytes]:
    return [resolved_digest(arm) for arm in arms.values()]


def many_of(scenario: Scenario, levers: Sequence[Lever], expected: int = ENOUGH) -> ManySettings:
    """What resolves settings, after the settings that it takes the slow way."""
    many = ManySettings(scenario, levers, scenario.arm_names, expected)
    for number in range(4):
        many.at([each.at((number + 0.3) / 5) for each in levers])
    return many


def test_after_a_few_settings_the_others_are_made_from_the_first() -> None:
    cafes = Scenario.load(CAFES)
    (rate,) = [each for each in every_range(cafes, cafes.arm_names) if each.name == RATE]

    many = many_of(cafes, [rate])

    assert many.plan is not None
    value = rate.at(0.77)
    slow = arms_at(cafes, [rate], [value], cafes.arm_names)
    assert digests(many.at([value])) == digests(slow)
    assert digests(many.plan.at([value])) == digests(slow)


def test_few_settings_are_all_resolved_the_slow_way() -> None:
    cafes = Scenario.load(CAFES)
    (rate,) = [each for each in every_range(cafes, cafes.arm_names) if each.name == RATE]

    assert many_of(cafes, [rate], ENOUGH - 1).plan is None


def test_a_value_that_is_not_valid_is_refused_as_by_the_slow_way() -> None:
    cafes = Scenario.load(CAFES)
    (rate,) = [each for each in every_range(cafes, cafes.arm_names) if each.name == RATE]
    many = many_of(cafes, [rate])
    assert many.plan is not None

    with pytest.raises(Refused):
        many.plan.at(["-1 per day"])
    with pytest.raises(ScenarioFaults):
        many.at(["-1 per day"])
    assert digests(many.at([rate.at(0.5)])) == digests(
        arms_at(cafes, [rate], [rate.at(0.5)], cafes.arm_names)
    )


def test_a_plan_that_forgets_a_step_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    cafes = Scenario.load(CAFES)
    (rate,) = [each for each in every_range(cafes, cafes.arm_names) if each.name == RATE]
    resolve = ArmsAgain.resolve

    def forgetful(self: ArmsAgain, watching: Any) -> None:
        resolve(self, watching)
        self._again.clear()

    monkeypatch.setattr(ArmsAgain, "resolve", forgetful)

    assert many_of(cafes, [rate]).plan is None


def test_a_check_that_reads_a_number_is_made_again() -> None:
    everything = Scenario.load(HOUSE / "scenarios" / "cen_community.yaml")
    ratio = "effects.support.recovery_ratio"
    (support,) = [
        each for each in every_range(everything, everything.arm_names) if each.name == ratio
    ]
    plan = Plan(everything, [support], everything.arm_names, [support.at(0.5)])

    plan.at([support.at(0.9)])
    with pytest.raises(Refused):
        plan.at([50.0])  # more than the largest ratio of a need


def test_distributions_that_become_equal_get_the_numbers_of_the_slow_way() -> None:
    community = Scenario.load(HOUSE / "scenarios" / "cen_community.yaml")
    names = [f"services.{each}.patience.exponential.mean" for each in ("access_point", "inpatient")]
    levers = [each for each in every_range(community, community.arm_names) if each.name in names]
    assert len(levers) == 2
    plan = Plan(community, levers, community.arm_names, ["14 weeks", "15 weeks"])

    for setting in (["20 weeks", "20 weeks"], ["14 weeks", "14 weeks"], ["15 weeks", "14 weeks"]):
        slow = arms_at(community, levers, setting, community.arm_names)
        assert digests(plan.at(setting)) == digests(slow), setting


def test_what_is_no_single_number_is_not_planned() -> None:
    cafes = Scenario.load(CAFES)
    length = Lever("run.length", ("run.length",), ("20 weeks", "30 weeks"))

    with pytest.raises(NotPlanned):
        Plan(cafes, [length], cafes.arm_names, ["20 weeks"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_planned_setting_of_a_shipped_scenario_is_that_of_the_slow_way(path: Path) -> None:
    scenario = Scenario.load(path)
    levers = every_range(scenario, scenario.arm_names) or levers_of(scenario)
    assert see_that_it_is_the_same(scenario, levers, SAMPLED) > 0


@pytest.mark.slow
@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS], ids=lambda path: path.stem)
def test_every_number_of_a_scenario_can_be_planned(path: Path) -> None:
    scenario = Scenario.load(path)
    levers = levers_of(scenario)
    assert see_that_it_is_the_same(scenario, levers, EVERY) > len(levers)
