"""Labelled variants are read with a scenario, and every fault of theirs is found then."""

from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario, load
from sim.scenario.variant_faults import KEPT
from tests.report.conftest import SMALL
from tests.studies.scenarios import CAFES, written

LONGER = (
    "variants:\n  longer: {label: Longer, description: Two years., set: {run.length: 2 years}}\n"
)


def faults(folder: Path, *values: str) -> list[tuple[int, int, str, str]]:
    """Line, column, path and problem of each fault of variants that set these values."""
    blocks = "".join(f"  v{n}: {{label: V, set: {{{v}}}}}\n" for n, v in enumerate(values))
    with pytest.raises(ScenarioFaults) as caught:
        load(written(folder, f"{CAFES}variants:\n{blocks}"))
    begins = CAFES.count("\n") + 2
    return [
        (f.location.line - begins, f.location.column, f.location.path, f.problem)
        for f in caught.value.faults
    ]


def test_variants_come_through_canonical_form_and_are_explained(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, CAFES + LONGER))

    assert scenario.to_dict()["variants"] == {
        "longer": {
            "label": "Longer",
            "description": "Two years.",
            "set": {"run.length": "2 years"},
        }
    }
    assert Scenario.of(scenario.to_dict()) == scenario
    assert f"run.length: 2 years  # {tmp_path}" in scenario.explain()
    (tmp_path / "again.yaml").write_text(scenario.explain(), encoding="utf-8")
    assert load(tmp_path / "again.yaml") == scenario


@pytest.mark.parametrize(
    "value",
    [
        "services.team.contacts.every: {severe: 10 days, crisis: 2 days}",
        "services.team.workers.caseload: {limit: 8, weights: {severe: 2}}",
        "seeking.delay: {severe: 3 weeks}",
        "seeking.entry.severe: {gp: 0.5, nowhere: 0.5}",
        "services.team.patience: null",
        "services.team.parallel: true",
        "people.groups.old.share: {value: 0.3, rest: new}",
        "arms.lasting.mechanisms: [time_limits]",
        "needs.distress.start: {settled: 0.5, bad: 0.5}",
    ],
)
def test_blocks_lists_and_words_for_levels_mean_the_same_as_in_the_file(
    value: str, tmp_path: Path
) -> None:
    block = f"variants:\n  other: {{label: Other, set: {{{value}}}}}\n"
    town = written(tmp_path, SMALL.read_text(encoding="utf-8") + block, "town.yaml")
    scenario = load(town)

    changed = scenario.variant("other", scenario.arm_names)

    assert changed.to_dict() != scenario.to_dict() | {"sources": changed.to_dict()["sources"]}
    assert Scenario.of(scenario.to_dict()) == scenario


def test_a_scenario_without_variants_is_written_as_before(tmp_path: Path) -> None:
    plain = load(written(tmp_path))
    with_variants = load(written(tmp_path, CAFES + LONGER, "more.yaml"))

    assert "variants" not in plain.to_dict()
    assert with_variants.digest != plain.digest
    assert dict(with_variants.quantities()) == dict(plain.quantities())


def test_a_file_that_extends_another_adds_to_its_variants_and_takes_some_out(
    tmp_path: Path,
) -> None:
    written(tmp_path, CAFES + LONGER)
    more = "variants:\n  longer: null\n  year: {label: Year, set: {run.length: 3 years}}\n"
    path = written(tmp_path, f"throughline: 2\nextends: cafes.yaml\n{more}", "more.yaml")

    assert list(load(path).variants) == ["year"]


def test_a_variant_has_the_values_it_sets_and_no_other(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, CAFES + LONGER))

    changed = scenario.variant("longer", scenario.arm_names)

    assert str(changed.run.length) == "2 years"
    same = changed.replacing({"run.length": "1 year"})
    assert same.services == scenario.replacing({"run.length": "1 year"}).services


def test_every_fault_of_every_variant_is_told_at_once_and_where_it_stands(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "run.lenght: 2 years",
        "run.length: 2 yaers",
        "services.talk.capacity.places: 3",
        "arms.two_rooms.set.services.talk.capacity.places: -1",
        "services.group.routes.finished_settled.group: true",
    )

    assert [each[0] for each in found] == [0, 1, 2, 3, 4]
    assert [each[2] for each in found[:4]] == [
        "variants.v0.set.run.lenght",
        "variants.v1.set.run.length",
        "variants.v2.set.services.talk.capacity.places",
        "variants.v3.set.arms.two_rooms.set.services.talk.capacity.places",
    ]
    assert "Arm `two_rooms`" in found[2][3]
    assert "-1 is out of range" in found[3][3]


@pytest.mark.parametrize("path", KEPT)
def test_what_makes_a_comparison_a_comparison_cannot_be_set(path: str, tmp_path: Path) -> None:
    values = {"run.replications": "5", "run.seed": "true", "title": "Other"}
    ((_, _, where, problem),) = faults(tmp_path, f"{path}: {values.get(path, 3)}")

    assert problem == f"A variant cannot set `{path}`."
    assert where == f"variants.v0.set.{path}"


def test_a_fault_elsewhere_in_the_file_names_the_variant(tmp_path: Path) -> None:
    ((_, _, _, problem),) = faults(tmp_path, "people.groups.north.share: 0.9")

    assert "In variant `v0`: " in problem or "0.9" in problem


def test_what_only_shows_in_an_arm_is_found_when_that_arm_is_checked(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, CAFES + LONGER))
    changed = scenario.replacing({"variants.longer.set": {"services.talk.capacity.places": 2}})

    with pytest.raises(ScenarioFaults) as caught:
        changed.variant("longer", changed.arm_names)

    assert "`two_rooms`" in str(caught.value)


FEWER = "throughline: 2\nextends: whole.yaml\narms: {two_rooms: null}\n"
PLANNED = (
    "analysis_plan: {headline: [list_length], arms: [one_room, two_rooms], replications: 3}\n"
    "variants:\n"
    "  wide: {label: W, set: {arms.two_rooms.set.services.talk.capacity.places: 3}}\n"
)


@pytest.mark.parametrize(
    ("more", "problem", "remedy"),
    [
        ("", "The plan names the arm `two_rooms`, which is taken out", "`analysis_plan: null`"),
        ("", "The plan names the arm `two_rooms`, which is taken out", "`variants: null` too"),
        (
            "analysis_plan: null\n",
            "The variant sets a value of the arm `two_rooms`, which is taken out",
            "`variants: {wide: null}`, or `variants: null`",
        ),
    ],
)
def test_a_file_that_takes_an_arm_out_is_told_how_plan_and_variants_go_with_it(
    more: str, problem: str, remedy: str, tmp_path: Path
) -> None:
    written(tmp_path, CAFES + PLANNED, "whole.yaml")

    with pytest.raises(ScenarioFaults) as caught:
        load(written(tmp_path, FEWER + more, "fewer.yaml"))

    (fault,) = caught.value.faults
    assert fault.problem.startswith(problem)
    assert "fewer.yaml:3:8" in fault.problem
    assert remedy in fault.remedy
    both = written(tmp_path, FEWER + "analysis_plan: null\nvariants: null\n", "both.yaml")
    assert load(both).arm_names == ("one_room", "same_again")
