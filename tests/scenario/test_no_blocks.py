"""What is no block stands where a block is expected: a fault of the file, for every part."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.errors import ScenarioFaults
from sim.scenario import load
from sim.scenario.parts import Part
from tests.scenario.trees import tree
from tests.studies.scenarios import CAFES, written as file

NO_BLOCKS = (
    *("x", '""', "1 day", '":"', "5", "0.5", "-1", "true", "null", "[]", "[1]", "[[]]", "{}"),
    "{x: 1}",
)


def every_part(kind: type[Part] = Part) -> Iterator[type[Part]]:
    """All kinds of part that a file can have, each once."""
    for each in kind.__subclasses__():
        yield each
        yield from every_part(each)


WHOLE = {each for each in every_part() if each.__pydantic_complete__}
PARTS = sorted(WHOLE, key=lambda each: f"{each.__module__}.{each.__qualname__}")


@pytest.mark.parametrize("kind", PARTS, ids=[each.__qualname__ for each in PARTS])
def test_whatever_stands_in_place_of_a_part_is_taken_or_refused(kind: type[Part]) -> None:
    for value in NO_BLOCKS:
        read = tree(f"source: ours\nx: {value}\n")["x"]
        with suppress(ValidationError):  # which becomes a fault with its place
            kind.model_validate(read)


@pytest.mark.parametrize("value", ["x", '":"', "5", "true", "[]", "[1]", '"x: 1"'])
@pytest.mark.parametrize("family", ["lognormal", "table", "gamma", "hazard", "mixture"])
def test_a_family_without_its_block_is_one_fault_at_its_place(
    tmp_path: Path, family: str, value: str
) -> None:
    text = CAFES.replace("{exponential: {mean: 5 days}}", f"{{{family}: {value}}}")

    with pytest.raises(ScenarioFaults) as found:
        load(file(tmp_path, text))

    assert {fault.location.line for fault in found.value.faults} == {23}
    assert "services.group.ends.stay" in str(found.value)
