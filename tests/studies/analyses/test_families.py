"""Switches of a family are switched together, and every combination is shown as worked out here."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from ruamel.yaml import YAML

import sim
from sim.errors import SimError
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.analyses.base import Base
from sim.studies.analyses.changes import OWN
from sim.studies.analyses.mechanisms import MechanismsAsked, read_mechanisms
from sim.studies.analyses.written import MechanismsBlock
from sim.studies.execution import here
from sim.studies.intervals import interval
from sim.studies.keys import resolved_digest
from sim.studies.statistics.mechanisms import Explained
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.running import answers, make_runs, open_store
from sim.studies.sweeps.study_file import read_study
from tests.studies.analyses.worlds import SCENARIOS, done, written

WORLD = SCENARIOS / "families.yaml"
PAID, SEEN, STAYED = 365.25 * 4 / 10, {False: 1 / 2, True: 1}, {False: 5, True: 7}


def cost_of(changes: frozenset[str]) -> float:
    """The cost in a year, worked out from the file.

    Each of the 4 of 10 people who stay costs the price of a contact times contacts a day, and the
    price of a day. The family `prices` alters both prices, `rhythm` the pace, and `alone` only how
    long a contact lasts, which nobody pays for.
    """
    price = 30 if "prices" in changes else 10
    return PAID * (price * SEEN["rhythm" in changes] + STAYED["prices" in changes])


def found_in(folder: Path, block: str) -> tuple[MechanismsAsked, Explained]:
    """The question of a study of the world above, and what was found on costs."""
    path = folder / "study.yaml"
    path.write_text(
        f"throughline_study: 1\ntitle: Families\nscenario: {WORLD.name}\noutcomes: [cost]\n"
        f"mechanisms: {block}\n",
        encoding="utf-8",
    )
    (folder / WORLD.name).write_text(WORLD.read_text(encoding="utf-8"), encoding="utf-8")
    plan = plan_sweep(read_study(path))
    with open_store(plan, folder / "store") as store:
        make_runs(plan, store, here)
        ((asked, found),) = answers(plan.asked, store, here)
    assert isinstance(asked, MechanismsAsked)
    return asked, found.outcomes[0]


def test_all_eight_combinations_of_three_families_are_as_worked_out_by_hand(
    tmp_path: Path,
) -> None:
    asked, found = found_in(tmp_path, "{by: family}")

    assert asked.changes == ("prices", "rhythm", "alone")
    assert len(found.combinations) == 8
    for each in found.combinations:
        wanted = cost_of(frozenset(each.changes))
        assert each.outcome.mean == pytest.approx(wanted, abs=1e-9), each.changes
        gain = wanted - cost_of(frozenset())
        assert each.difference.mean == pytest.approx(gain, abs=1e-9), each.changes
    made = {each.changes for each in found.combinations}
    names = sorted(asked.changes)
    assert made == {each for size in range(4) for each in combinations(names, size)}


def test_shares_of_families_are_as_worked_out_by_hand_and_add_up(tmp_path: Path) -> None:
    _, found = found_in(tmp_path, "{by: family}")
    both = frozenset({"prices", "rhythm"})
    whole = cost_of(both) - cost_of(frozenset())
    alone = {name: cost_of(frozenset({name})) - cost_of(frozenset()) for name in both}
    together = whole - sum(alone.values())

    shares = {e.changes[0]: e.estimate.mean for e in found.shares}
    assert shares["alone"] == 0
    for name in both:
        assert shares[name] == pytest.approx(alone[name] + together / 2)
    assert sum(shares.values()) == pytest.approx(whole)
    assert found.whole.mean == pytest.approx(whole)


def test_a_family_is_the_switches_in_which_the_arms_differ(tmp_path: Path) -> None:
    asked, _ = found_in(tmp_path, "{by: family}")

    assert asked.known["prices"].switches == ("cheap", "dear")
    assert asked.known["rhythm"].switches == ("often",)  # `same` is on in both arms
    assert asked.known["alone"].switches == ("alone",)
    assert not asked.known["alone"].is_family


def test_switches_are_told_apart_unless_families_are_asked_for(tmp_path: Path) -> None:
    asked, found = found_in(tmp_path, "{}")

    assert asked.changes == ("cheap", "dear", "often", "alone")
    assert len(found.combinations) == 16
    assert "by" not in asked.plain()
    assert sum(e.estimate.mean for e in found.shares) == pytest.approx(found.whole.mean)


def test_families_can_be_chosen_and_the_others_stay_as_in_the_baseline(tmp_path: Path) -> None:
    asked, found = found_in(tmp_path, "{by: family, which: [rhythm, alone]}")

    assert asked.left == ("prices",)
    assert [each.changes for each in found.combinations][-1] == ("alone", "rhythm")
    assert found.whole.mean == pytest.approx(cost_of(frozenset({"rhythm"})) - cost_of(frozenset()))


@pytest.mark.parametrize("how", ["orders", "every subset"])
def test_the_other_methods_take_families_too(tmp_path: Path, how: str) -> None:
    asked, found = found_in(tmp_path, f"{{by: family, how: {how}}}")

    shares = {e.changes[0]: e.estimate.mean for e in found.shares}
    assert set(shares) == {"prices", "rhythm", "alone"}
    assert sum(shares.values()) == pytest.approx(found.whole.mean)
    assert bool(found.combinations) is (how == "every subset")
    assert asked.plain()["by"] == "family"


def test_differences_of_combinations_are_paired_by_replication(tmp_path: Path) -> None:
    made = done(tmp_path, "mechanisms: {arm: switched}\n")

    ((asked, found),) = made.answers
    assert isinstance(asked, MechanismsAsked)
    for position, measure in enumerate(asked.outcomes):
        every, none = found.outcomes[position].combinations[-1], found.outcomes[position]
        paired = made.outcomes.differences_of("switched", measure)[0]
        likely = interval(paired)
        assert every.difference.mean == pytest.approx(float(np.mean(paired)))
        assert (every.difference.low, every.difference.high) == pytest.approx(
            (likely.low, likely.high)
        )
        assert every.outcome.mean == pytest.approx(made.outcomes.of("switched", measure)[0].mean())
        first = none.combinations[0]
        assert (first.changes, first.difference.mean, first.difference.half_width) == ((), 0, 0)


FAMILIES = ("", "a", "b", "c")


def switched(
    folder: Path, family: list[str], arms: tuple[set[int], set[int]], own: str
) -> Scenario:
    """The world of other tests with as many switches as families are given, and two arms."""
    written(folder, "")
    lines = ["extends: cafes.yaml", "source: ours", "mechanisms:"]
    for number, name in enumerate(family):
        of = f"family: {name}, " if name else ""
        patch = f"on: {{services: {{talk: {{label: Talk {number}}}}}}}"
        lines.append(f"  m{number}: {{label: Switch {number}, {of}{patch}}}")
    lines.append("arms:")
    for name, on in zip(("one", "other"), arms, strict=True):
        listed = ", ".join(f"m{n}" for n in sorted(on))
        more = own if name == "other" else ""
        lines.append(f"  {name}: {{label: {name}, mechanisms: [{listed}]{more}}}")
    lines += ["  one_room: null", "  two_rooms: null", "  same_again: null"]
    path = folder / "switches.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Scenario.load(path)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    family=st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=6),
    data=st.data(),
    own=st.sampled_from(["", ", set: {services: {group: {label: Another}}}"]),
)
def test_the_changes_of_families_lead_from_the_baseline_to_the_arm(
    tmp_path: Path, family: list[str], data: st.DataObject, own: str
) -> None:
    numbers = st.sets(st.integers(0, len(family) - 1))
    arms = data.draw(numbers), data.draw(numbers)
    differ = arms[0] ^ arms[1]
    if not any(family[n] for n in differ):
        return
    scenario = switched(tmp_path, family, arms, own)
    asked = asked_of(scenario, MechanismsBlock(by="family"))

    flipped = [switch for name in asked.changes for switch in asked.known[name].switches]
    assert sorted(flipped) == sorted(f"m{n}" for n in differ)
    assert (OWN in asked.changes) is bool(own)
    for setting, arm in ((frozenset(), "one"), (frozenset(asked.changes), "other")):
        assert same_numbers(asked, setting, scenario, arm)


def same_numbers(
    asked: MechanismsAsked, setting: frozenset[str], scenario: Scenario, arm: str
) -> bool:
    """Whether the changes of a setting make an arm of the scenario; its name does not count."""
    (made,) = asked.resolved(setting)
    there = resolve(scenario, arm)
    return resolved_digest(made._replace(arm=arm)) == resolved_digest(there)


def asked_of(scenario: Scenario, block: MechanismsBlock) -> MechanismsAsked:
    """The question of a block about a scenario."""
    names = resolve(scenario, scenario.arm_names[0]).names
    base = Base(scenario, scenario.arm_names, scenario.baseline, (), 2, 1, names, (), ())
    return read_mechanisms(block, base)


def test_a_phase_in_is_part_of_what_the_arm_itself_sets() -> None:
    text = WORLD.read_text(encoding="utf-8")
    text = text.replace("run: {length: 364 days", "run: {length: 364 days, change: 90 days")
    text = text.replace(
        "alone, same]}",
        "alone, same], phase_in: {over: 9 weeks, productivity: {value: 0.5, source: ours}}}",
    )
    scenario = Scenario.of(sim_tree(text))
    asked = asked_of(scenario, MechanismsBlock(by="family"))

    assert asked.changes == ("prices", "rhythm", "alone", OWN)
    assert same_numbers(asked, frozenset(asked.changes), scenario, "other")
    assert not same_numbers(asked, frozenset(asked.changes) - {OWN}, scenario, "other")


def test_a_family_that_alone_has_other_means_is_refused_with_its_switches() -> None:
    text = (
        WORLD.read_text(encoding="utf-8")
        .replace("every: 1 day}}}}", "every: 1 day}, capacity: {places: 6}}}}")
        .replace("contacts: {length: 60 minutes}", "capacity: {places: 2}")
    )
    asked = asked_of(Scenario.of(sim_tree(text)), MechanismsBlock(by="family"))

    with pytest.raises(SimError, match=r"with the family `rhythm` \(`often`\) changed"):
        asked.see()


def sim_tree(text: str) -> dict[str, object]:
    """The content of a file as data."""
    found: dict[str, object] = YAML(typ="safe").load(text)
    return found


def test_a_script_gets_the_combinations_as_rows() -> None:
    found = sim.explain(sim.Scenario.load(WORLD), by="family", outcomes=["cost"], replications=2)

    query = "SELECT change, outcome_mean, mean FROM this WHERE kind = 'combination' ORDER BY ALL"
    rows = list(found.table.sql(query))
    assert len(rows) == 8
    for change, mean, difference in rows:
        changes = frozenset((change or "").split(" + "))
        assert mean == pytest.approx(cost_of(changes))
        assert difference == pytest.approx(cost_of(changes) - cost_of(frozenset()))
    assert any("switches of prices" in words for words in found.words)
