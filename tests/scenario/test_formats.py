"""A file states the format whose keys it uses, and files of format 1 mean what they always did."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario, load
from sim.scenario.checks.format import later_keys_in
from sim.scenario.distributions import FAMILIES
from sim.scenario.document import Document
from sim.scenario.formats import FORMAT, KEYS_OF_FORMAT_1, SHAPE, later_keys
from sim.scenario.parts import Part
from sim.scenario.stigma import AT as STIGMA_COVERS
from sim.scenario.upgrading import choices
from sim.scenario.written import NAMED, location_of
from tests.scenario.test_from_data import DESK

HERE = Path(__file__).parent
FIRST = sorted((HERE / "format_1").glob("*.yaml"))


def kinds(annotation: Any, met: set[Any]) -> Iterator[type[Part]]:
    """Every kind of part that a scenario file may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        if annotation not in met:
            met.add(annotation)
            yield annotation
            for field in annotation.model_fields.values():
                yield from kinds(field.annotation, met)
        return
    for each in typing.get_args(annotation):
        if isinstance(each, type) or typing.get_origin(each) is not None:
            yield from kinds(each, met)


def test_every_key_of_format_1_is_still_a_key_of_the_same_kind_of_part() -> None:
    known: dict[str, set[str]] = {}
    for kind in kinds(Document, set()):
        known.setdefault(kind.part_name(), set()).update(kind.known_keys())
    lines = KEYS_OF_FORMAT_1.replace("\n    ", " ").strip().splitlines()
    first = {name: set(keys.split()) for name, _, keys in (line.partition(":") for line in lines)}

    assert len(first) > 70
    gone = {name: keys - known.get(name, set()) for name, keys in first.items()}
    assert not {name: keys for name, keys in gone.items() if keys}, (
        "A part was renamed, or lost a key: files of format 1 would be refused. Keep the name of "
        "the class, or read the old form too."
    )


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
def test_a_file_of_format_1_is_read_as_it_always_was(path: Path) -> None:
    scenario = load(path)

    assert scenario.throughline == 1
    assert not list(later_keys_in(scenario, scenario.tree))


def generic(path: str) -> str:
    """A path with `*` for each name that people give."""
    steps = path.split(".")
    return ".".join("*" if n and steps[n - 1] in NAMED else s for n, s in enumerate(steps))


def test_the_example_of_every_key_uses_all_that_came_after_format_1_and_is_refused_as_format_1(
    tmp_path: Path,
) -> None:
    example = load(HERE / "example.yaml")
    used = {generic(place.path) for place in later_keys_in(example, example.tree)}
    families = {path for path in used if path.rpartition(".")[2] in (*FAMILIES, SHAPE)}
    assert families, "a family of distributions and a shape are keys too, and no choice"
    assert used - families == {each.path for each in choices()} | {".".join(STIGMA_COVERS)}

    base = (HERE / "example_base.yaml").read_text()
    text = (HERE / "example.yaml").read_text()
    (tmp_path / "example_base.yaml").write_text(base)
    (tmp_path / "example.yaml").write_text(text.replace("throughline: 2", "throughline: 1"))
    with pytest.raises(ScenarioFaults) as refused:
        load(tmp_path / "example.yaml")

    (fault,) = refused.value.faults
    assert fault.location._replace(file="") == location_of(example.tree, ("throughline",))._replace(
        file=""
    )
    assert "`run.change` (line " in fault.problem
    assert f"`throughline: {FORMAT}`" in fault.remedy


def test_what_may_stand_beside_any_number_but_its_shape_is_in_every_format() -> None:
    numbers = [kind for kind in kinds(Document, set()) if "agreed_by" in kind.known_keys()]

    assert len(numbers) > 5
    assert set().union(*map(later_keys, numbers)) == {SHAPE}


def test_data_of_a_script_states_its_format_as_a_file_does() -> None:
    desk = {**DESK, "throughline": 1}
    assert Scenario.of(desk) == Scenario.of(DESK)

    contacts = {**desk, "run": {"length": "30 days", "change": "10 days"}}
    with pytest.raises(ScenarioFaults, match=r"does not have `run\.change`\."):
        Scenario.of(contacts)


def test_a_script_may_set_a_key_of_format_2_in_a_scenario_of_format_1() -> None:
    queue = load(HERE / "format_1" / "queue.yaml")

    changed = queue.with_values({"run.change": "1 year"})

    assert str(changed.run.change) == "1 year"
    assert Scenario.of(changed.to_dict()) == changed


def test_what_is_printed_of_a_file_of_format_1_is_of_format_2_and_means_the_same(
    tmp_path: Path,
) -> None:
    queue = load(HERE / "format_1" / "queue.yaml")
    (tmp_path / "explained.yaml").write_text(queue.explain())

    again = load(tmp_path / "explained.yaml")

    assert again.throughline == FORMAT
    assert again == queue
