"""What was read from a block once is not read again, and no answer is another because of it."""

import gc
import weakref
from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario, load
from sim.scenario.document import Document
from sim.scenario.faults import faults_of
from sim.scenario.putting import put
from sim.scenario.remembering import Memory
from sim.scenario.written import Block, WrittenText
from tests.docs.pages import HOUSE
from tests.studies.scenarios import CAFES, written

COMMUNITY = HOUSE / "scenarios" / "cen_community.yaml"


def test_a_service_that_two_versions_share_is_read_once(tmp_path: Path) -> None:
    tree, memory = load(written(tmp_path)).tree, Memory()

    one, other = (Document.model_validate(tree, memory=memory) for _ in range(2))

    assert one is not other
    assert one.services
    assert all(one.services[name] is other.services[name] for name in one.services)
    assert Document.model_validate(tree).services["talk"] is not one.services["talk"]


def test_only_the_service_that_is_changed_is_read_again(tmp_path: Path) -> None:
    tree, memory = load(written(tmp_path)).tree, Memory()
    before = Document.model_validate(tree, memory=memory)

    changed: Block = put(tree, ("services", "talk", "label"), text("Talk", tree))
    after = Document.model_validate(changed, memory=memory)

    same = [name for name in before.services if after.services[name] is before.services[name]]
    assert same == [name for name in before.services if name != "talk"]
    assert after.services["talk"].label == "Talk"


def test_dates_are_counted_from_the_day_of_the_tree_at_hand(tmp_path: Path) -> None:
    dated = CAFES.replace("run: {", "run: {begins: 2027-01-01, ")
    tree, memory = load(written(tmp_path, dated)).tree, Memory()
    one = Document.model_validate(tree, memory=memory)

    later: Block = put(tree, ("run", "begins"), text("2027-02-01", tree))
    other = Document.model_validate(later, memory=memory)

    assert one.services["talk"] is not other.services["talk"]


def test_a_memory_adds_nothing_to_the_one_it_also_looks_into(tmp_path: Path) -> None:
    tree, earlier = load(written(tmp_path)).tree, Memory()
    memory = Memory(earlier)
    one = Document.model_validate(tree, memory=memory)

    assert (
        Document.model_validate(tree, memory=earlier).services["talk"] is not one.services["talk"]
    )
    again = Document.model_validate(tree, memory=Memory(earlier))
    assert again.services["talk"] is not one.services["talk"]


def test_a_part_with_a_fault_is_refused_in_every_version(tmp_path: Path) -> None:
    tree, memory = load(written(tmp_path)).tree, Memory()
    wrong: Block = put(tree, ("services", "talk", "capacity", "places"), text("-1", tree))

    with_memory = [list(faults_of(wrong, memory=memory)) for _ in range(2)]

    assert with_memory[0]
    assert with_memory[0] == with_memory[1] == list(faults_of(wrong))


def test_an_arm_and_a_variant_of_a_loaded_scenario_are_as_without_a_memory() -> None:
    loaded = load(COMMUNITY)
    plain = Scenario.sound(loaded.tree)

    for arm in loaded.arm_names:
        assert loaded.arm(arm).to_dict() == plain.arm(arm).to_dict()
    for name in ("headcount", "no_phase_in"):
        one, other = (each.variant(name, each.arm_names) for each in (loaded, plain))
        assert one == other


def test_an_arm_of_a_loaded_scenario_is_made_once_and_keeps_up_with_changed_values(
    tmp_path: Path,
) -> None:
    loaded = load(written(tmp_path))
    name = loaded.arm_names[0]
    path = "services.talk.ends.stay.exponential.mean"

    changed = loaded.with_values({path: "2 days"})

    assert loaded.arm(name) is loaded.arm(name)
    assert changed.arm(name) is changed.arm(name)
    assert changed.arm(name).to_dict() == Scenario.sound(changed.tree).arm(name).to_dict()
    assert changed.arm(name).services["talk"] is not loaded.arm(name).services["talk"]


def test_a_scenario_with_other_values_shares_what_it_did_not_change_and_keeps_no_earlier_one(
    tmp_path: Path,
) -> None:
    first = load(written(tmp_path))
    last = first
    versions = []
    for days in range(3, 8):
        last = last.with_values({"services.talk.ends.stay.exponential.mean": f"{days} days"})
        versions.append(weakref.ref(last.services["talk"]))
    same = [name for name in first.services if last.services[name] is first.services[name]]

    gc.collect()

    assert same == [name for name in first.services if name != "talk"]
    assert [each() is not None for each in versions] == [False] * 4 + [True]


def test_a_default_claimed_in_the_patch_of_an_arm_is_refused(tmp_path: Path) -> None:
    claimed = CAFES.replace("{places: 2}", "{places: {value: 2, source: default}}")
    assert claimed != CAFES

    with pytest.raises(ScenarioFaults, match="what the program fills in by itself"):
        load(written(tmp_path, claimed))


def text(value: str, beside: Block) -> WrittenText:
    """A text as if written where a block is."""
    found = WrittenText(value)
    found.location, found.source = beside.location, beside.source
    return found
