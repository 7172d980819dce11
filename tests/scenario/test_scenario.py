"""A scenario as a whole: its arms and groups, its machine form, its digest and its numbers."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from sim.errors import SimError
from sim.scenario import Scenario, load
from sim.scenario.explaining import to_yaml
from sim.scenario.quantities import Quantity
from sim.scenario.scenario import Scenario as Same
from tests.scenario.trees import EXAMPLE, HERE, SMALL, scenario, tree

FILES = [EXAMPLE, HERE / "example_base.yaml", *sorted(HERE.parents[1].glob("scenarios/*.yaml"))]


@pytest.fixture(scope="module")
def example() -> Scenario:
    return load(EXAMPLE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_machine_form_loads_again_to_an_equal_scenario(path: Path, tmp_path: Path) -> None:
    original = load(path)
    (tmp_path / "explained.yaml").write_text(original.explain(), encoding="utf-8")

    again = load(tmp_path / "explained.yaml")

    assert again == original
    assert again.to_dict() == original.to_dict()
    for arm in original.arm_names:
        assert again.arm(arm).services == original.arm(arm).services
        assert again.arm(arm).seeking == original.arm(arm).seeking
    for group in original.people.groups:
        assert again.group(group).trust == original.group(group).trust


def test_every_explained_value_says_where_it_is_written(example: Scenario) -> None:
    lines = example.explain().splitlines()

    def comment(start: str) -> str:
        return next(line for line in lines if line.strip().startswith(start)).split("  # ")[1]

    source = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for start, written in (
        ("disengages_below: {value: 0.1", "disengages_below: {value: 0.1"),
        ("penalty_per_refusal: {value: 0.1", "penalty_per_refusal: 0.1"),
        ("limit: {value: 1 week", "warm: {limit: 1 week}"),
    ):
        line = next(n for n, text in enumerate(source, 1) if written in text)
        assert comment(start) == f"{EXAMPLE}:{line}"
    assert comment("missed_share: {value: 1.0") == "default"
    assert comment("question:").startswith(str(HERE / "example_base.yaml"))


def test_files_that_say_the_same_have_the_same_digest(example: Scenario) -> None:
    shorter = SMALL.replace("decision_delay: {uniform: {low: 3 days, high: 14 days}}", "")
    longer = shorter.replace("    accepts", "    decision_delay: 0 days\n    accepts")

    assert scenario(SMALL).digest == scenario(SMALL.replace("0.76", ".760")).digest
    assert scenario(SMALL).digest != scenario(SMALL.replace("0.76", "0.77")).digest
    assert scenario(shorter).digest != scenario(longer).digest  # somebody vouches for that 0
    assert scenario(SMALL) == scenario(f"# a remark\n{SMALL}")
    assert len(example.digest) == 64


def test_labels_are_part_of_the_digest() -> None:
    assert scenario(SMALL.replace("Two", "2")) != scenario(SMALL)


def test_an_arm_has_its_mechanisms_on_and_all_others_off(example: Scenario) -> None:
    fragmented, relational = example.arm("fragmented"), example.arm("relational")

    assert fragmented.services["cmht"].handoff_to("specialist") == "cold"
    assert relational.services["cmht"].handoff_to("gp") == "warm"
    assert relational.services["crisis_team"].handoff_to("ward") == "warm"
    assert example.services["cmht"].handoff_to("specialist") == "consult"
    assert "specialist" not in relational.services
    assert "specialist" in fragmented.services
    workers = relational.services["cmht"].workers
    assert workers is not None
    assert (workers.posts.value, workers.changes) == (5, ())  # 6, less one that moves
    assert workers.handover.overlap.minutes == 90
    assert workers.handover.share.value == 0.5  # untouched by the patch
    assert relational.relationship.retelling.value == 0
    assert relational.people == example.people


def test_patched_numbers_keep_the_source_of_the_patch(example: Scenario) -> None:
    relational = example.arm("relational")

    row = relational.seeking.entry[2]
    assert {share.source for share in row.values()} == {"diary"}
    assert relational.services["cmht"].support.source == "ours"
    assert relational.services["cmht"].accepts.probability.source == "fact"


def test_an_unknown_arm_is_answered_with_the_nearest(example: Scenario) -> None:
    with pytest.raises(SimError, match="Did you mean `relational`"):
        example.arm("relation")


def test_a_group_overrides_what_it_names_and_nothing_else(example: Scenario) -> None:
    recorded, other = example.group("recorded"), example.group("other")

    assert recorded.trust.start.fixed is not None
    assert recorded.trust.start.fixed.value == 0.4
    assert recorded.trust.stigma_fall == other.trust.stigma_fall
    assert other.trust == example.trust
    assert recorded.needs["distress"].episode_break.minutes == 30 * 1_440
    assert recorded.seeking.delay[3] == other.seeking.delay[3]
    assert recorded.effects_of("distress").waiting.worsening_ratio.value == 1.15
    assert recorded.effects_of("substances").waiting.worsening_ratio.value == 1.05


def test_a_need_overrides_effects_and_entry_where_it_says_so(example: Scenario) -> None:
    common, own = example.effects_of("distress"), example.effects_of("substances")

    assert (common.loss.worsening_ratio.value, own.loss.worsening_ratio.value) == (1.5, 1.4)
    assert own.loss.lasts == common.loss.lasts
    assert own.over_contact.limit.keys() == {3}
    assert example.entry("substances", 3) != example.entry("distress", 3)
    assert example.entry("substances", 2) == example.entry("distress", 2)
    assert example.entry("distress", 0) is None


def test_every_number_is_told_with_its_path_source_and_range(example: Scenario) -> None:
    numbers = dict(example.quantities())

    share = numbers["people.groups.recorded.share"]
    assert isinstance(share, Quantity)
    assert (share.value, share.low, share.high, share.source) == (0.6, 0.5, 0.7, "fact")
    assert share.agreed_by == "A. Name"
    assert numbers["services.cmht.contacts.every.by_level.1"].written == "4 weeks"
    assert "run.length" not in numbers  # a choice, no fact
    assert numbers["services.crisis_team.ends.stay.table"].written == "3 values from 7 to 28 days"
    assert not any(number.source == "default" for number in numbers.values())
    assert dict(example.quantities(built_in=True)).keys() > numbers.keys()


def test_the_numbers_an_arm_changes_are_told_apart(example: Scenario) -> None:
    changed = dict(example.changed_quantities("relational"))

    assert changed["services.cmht.workers.posts"].written == "5"
    assert "services.cmht.workers.caseload" not in changed
    assert dict(example.changed_quantities("fragmented")) == {}


def test_without_arms_there_is_one() -> None:
    assert scenario().arm_names == ("baseline",)
    assert scenario().arm("baseline").services == scenario().services


def test_a_scenario_travels_between_processes(example: Scenario) -> None:
    again = pickle.loads(pickle.dumps(example))

    assert isinstance(again, Same)
    assert again == example
    assert again.arm("relational") == example.arm("relational")


def test_a_starting_table_is_kept_with_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "caseload.csv").write_text("id,service\nana,team\n", encoding="utf-8")
    path = tmp_path / "x.yaml"
    start = SMALL.replace("people: {", "people: {start: {from_table: caseload.csv}, ")
    path.write_text(start, encoding="utf-8")

    original = load(path)

    assert original.people.start.from_table is not None
    assert original.people.start.from_table.contents == "id,service\nana,team\n"
    (tmp_path / "elsewhere").mkdir()
    moved = tmp_path / "elsewhere" / "y.yaml"
    moved.write_text(original.explain(), encoding="utf-8")
    assert load(moved) == original
    (tmp_path / "caseload.csv").write_text("id,service\nben,team\n", encoding="utf-8")
    assert load(path).digest != original.digest


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["ours", "theirs"]),
    st.floats(0, 1).map(lambda share: round(share, 6)),
    st.integers(1, 400),
    st.sampled_from(["day", "week", "month"]),
)
def test_any_sound_values_survive_being_explained(
    source: str, share: float, amount: int, unit: str
) -> None:
    text = SMALL.replace(
        "{probability: 0.76}",
        f"{{probability: {{value: {share!r}, source: {source}, low: 0, high: 1}}}}",
    ).replace("stay: 6 weeks", f"stay: {{gamma: {{mean: {amount} {unit}s, sd: 1 {unit}}}}}")
    original = scenario(text)

    assert scenario(original.explain()) == original
    assert tree(original.explain()) == tree(to_yaml(original.to_dict()))
