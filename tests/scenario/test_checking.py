"""What is told of a scenario that is wrong, and what is not told because it only follows."""

import random
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

from sim.errors import Location, ScenarioFaults
from sim.scenario.faults import faults_of
from sim.scenario.files import read_scenario_tree
from sim.scenario.reading import from_tree
from sim.scenario.written import Block, Row, Tree, WrittenFloat, WrittenInt, WrittenText
from tests.scenario.trees import EXAMPLE, SMALL, scenario, tree

ARMS = """\
mechanisms:
  quick:
    label: Quick decisions
    on: {services: {team: {decision_delay: 1 day}}}
    off: {services: {team: {decision_delay: 9 days}}}
arms:
  slow: {}
  fast: {mechanisms: [quick]}
"""


def faults(text: str) -> list[tuple[str, str]]:
    """Path and problem of each fault of a text."""
    try:
        scenario(text)
    except ScenarioFaults as found:
        return [(fault.location.path, fault.problem) for fault in found.faults]
    return []


def changed(*edits: tuple[str, str], text: str = SMALL) -> str:
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def paths(text: str) -> list[str]:
    return [path for path, _ in faults(text)]


def test_the_small_scenario_of_these_tests_is_sound() -> None:
    assert faults(SMALL) == []
    assert faults(SMALL + ARMS) == []


def test_a_misspelt_key_that_had_to_be_there_is_told_once() -> None:
    text = changed(("stay: 6 weeks", "settled: {levle: 1, for: 2 weeks}"))

    assert paths(text) == ["services.gp.ends.settled.levle"]


def test_a_misspelt_section_does_not_make_its_names_unknown() -> None:
    assert paths(changed(("services:", "servises:"))) == ["servises"]


def test_a_faulty_service_is_still_a_service_to_the_others() -> None:
    text = changed(("capacity: {places: 5}", "capacity: {places: few}"))

    assert paths(text) == ["services.team.capacity.places"]


def test_a_faulty_setting_does_not_count_as_missing() -> None:
    text = changed(("    ends: {stay: 6", "    costs: {contact: 5}\n    ends: {stay: 6"))

    assert paths(text + "price_year: last\n") == ["price_year"]


def test_faults_of_different_kinds_and_places_are_told_together() -> None:
    text = changed(
        ("title: Two services", "title: 2"),
        ("{team: 0.5, nowhere: 0.5}", "{taem: 0.5, nowhere: 0.4}"),
        ("probability: 0.76", "probability: 76"),
        ("  theirs: {kind: expert,", "  theirs: {kind: expret,"),
    )

    assert paths(text) == [
        "title",
        "sources.theirs.kind",
        "services.gp.routes.finished_in_need",
        "services.gp.routes.finished_in_need.taem",
        "services.team.accepts.probability",
    ]


def test_a_fault_that_every_arm_shares_is_told_once() -> None:
    text = changed(("{team: 0.5, nowhere: 0.5}", "{team: 0.5}"), text=SMALL + ARMS)

    assert paths(text) == ["services.gp.routes.finished_in_need"]


def test_a_fault_of_one_arm_names_the_arm() -> None:
    text = changed(("slow: {}", "slow: {set: {services: {team: null}}}"), text=SMALL + ARMS)

    assert faults(text) == [
        ("services.gp.routes.finished_in_need.team", "In arm `slow`: `team` is not a service here.")
    ]


def test_a_fault_in_a_switch_is_found_though_no_arm_uses_it() -> None:
    text = changed(("decision_delay: 1 day}", "decision_delay: 1 dya}"), text=SMALL + ARMS)

    assert paths(changed(("[quick]", "[]"), text=text)) == [
        "mechanisms.quick.on.services.team.decision_delay"
    ]


def test_a_service_that_only_one_arm_reaches_is_reachable() -> None:
    unreached = changed(("{team: 0.5, nowhere: 0.5}", "{nowhere: 1}"), text=SMALL + ARMS)
    fast = "fast: {set: {services: {gp: {routes: {finished_in_need: {team: 1}}}}}, "

    assert paths(unreached) == ["services.team"]
    assert paths(changed(("fast: {", fast), text=unreached)) == []


def test_a_route_with_probability_nought_reaches_nobody() -> None:
    text = changed(("{team: 0.5, nowhere: 0.5}", "{team: 0, nowhere: 1}"))

    assert paths(text) == ["services.team"]


@pytest.mark.parametrize("start", ["full", "{full: {relationship: 0.5}}"])
def test_a_full_start_reaches_services_with_places(start: str) -> None:
    text = changed(
        ("{team: 0.5, nowhere: 0.5}", "{nowhere: 1}"), ("people: {", f"people: {{start: {start}, ")
    )

    assert paths(text) == []


BANDS = [
    ("    ends: {stay: 6 weeks}", "    accepts: {levels: [0, 2]}\n    ends: {stay: 6 weeks}"),
    ("routes: {finished", "routes: {turned_away: {team: 1}, finished"),
    ("{probability: 0.76}", "{levels: [3, 3]}\n    routes: {turned_away: {gp: 1}}"),
    ("    decision_delay: {uniform: {low: 3 days, high: 14 days}}\n", ""),
]


def test_services_that_take_different_levels_may_send_people_to_each_other_at_once() -> None:
    assert faults(changed(*BANDS)) == []


def test_services_that_both_refuse_a_level_may_not() -> None:
    ((path, problem),) = faults(changed(("[0, 2]", "[0, 1]"), text=changed(*BANDS)))

    assert path == "services.gp.routes"
    assert "at need level 2" in problem


def test_a_stay_without_length_passes_people_on_at_once() -> None:
    text = changed(
        ("stay: 6 weeks", "stay: 0 days"),
        ("    capacity", "    routes: {left_waiting: {gp: 1}}\n    patience: 0 days\n    capacity"),
    )

    assert paths(text) == []  # the decision of `team` takes time
    assert paths(changed(("{uniform: {low: 3 days, high: 14 days}}", "0 days"), text=text)) == [
        "services.gp.routes"
    ]


def test_few_numbers_without_a_source_are_told_singly_and_many_together() -> None:
    bare = changed(("source: ours\nsources", "sources"))

    ((path, problem),) = faults(bare)
    assert path == "people.arrivals.newcomers.rate"
    assert "Nor for 8 more numbers" in problem
    vouched = changed(("services:\n", "services:\n  source: ours\n"), text=bare)
    assert paths(vouched) == ["people.arrivals.newcomers.rate"]


def test_choices_about_the_run_need_no_source() -> None:
    text = changed(("run: {length: 2 years}", "run: {length: 2 years, seed: 0, replications: 3}"))

    assert scenario(f"{text}measures: {{lost_after: 90 days}}\n").run.seed == 0


def test_in_machine_form_the_program_may_vouch_for_its_own_values_only() -> None:
    machine = scenario(SMALL).explain()
    usual, other = "penalty_per_refusal: {value: 0.0", "penalty_per_refusal: {value: 0.1"

    assert faults(machine) == []
    assert paths(changed((usual, other), text=machine)) == [
        "services.gp.accepts.penalty_per_refusal",
        "services.team.accepts.penalty_per_refusal",
    ]


def test_a_share_of_nearly_one_is_one() -> None:
    thirds = "{team: 0.3333333333, gp: 0.3333333333, nowhere: 0.3333333334}"

    assert paths(changed(("{team: 0.5, nowhere: 0.5}", thirds))) == []


HERE = Location("x.yaml", 1, 1)
WORDS = [
    "",
    "never",
    "6 weeks",
    "0 days",
    "80 per year",
    "gp",
    "x y",
    "stationary",
    "empty",
    "warm",
]
NUMBERS = [0, 1, -3, 10**17]


@cache
def example() -> Block:
    """A tree with everything in it."""
    return read_scenario_tree(EXAMPLE)


def junk(chance: random.Random) -> Tree:
    """Something that somebody might have put there by mistake."""
    scalars: list[Tree] = [None, True, WrittenFloat(0.5), WrittenFloat(1e300)]
    scalars += [WrittenText(word) for word in WORDS] + [WrittenInt(n) for n in NUMBERS]
    for scalar in scalars[2:]:
        scalar.location = HERE
    value = chance.choice(scalars)
    kind = chance.random()
    if kind < 0.8:
        return value
    if kind < 0.9:
        row = Row(HERE)
        row.append(value)
        row.values_at.append(HERE)
        return row
    block = Block(HERE)
    block.put(chance.choice(["value", "2", "fixed", "gp"]), value, HERE, HERE)
    return block


def spoilt(part: Tree, chance: random.Random) -> Tree:
    """A tree with one thing changed, left out or added."""
    if isinstance(part, Block) and part:
        key = chance.choice(list(part))
        kind = chance.random()
        if kind < 0.1:
            return part.without(key)
        result = part.copied()
        if kind < 0.2:
            result.put(chance.choice(["zzz", "nowhere", "fixed", "3"]), junk(chance), HERE, HERE)
        else:
            result[key] = junk(chance) if kind < 0.3 else spoilt(part[key], chance)
        return result
    if isinstance(part, Row) and part:
        row = Row(part.location)
        row.extend(part)
        row.values_at = list(part.values_at)
        at = chance.randrange(len(row))
        row[at] = spoilt(row[at], chance)
        return row
    return junk(chance)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_whatever_is_wrong_it_is_told_and_what_is_sound_can_be_explained(
    chance: random.Random, times: int
) -> None:
    part: Tree = example()
    for _ in range(times):
        part = spoilt(part, chance)

    found = list(faults_of(part))

    assert all(fault.problem and fault.location.line > 0 for fault in found)
    assert not any("Input should" in fault.problem for fault in found)
    if not found:
        sound = from_tree(part)
        assert from_tree(tree(sound.explain())) == sound
