"""Columns of services that say just what a key says."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from sim.columns import PerService, columns_of
from sim.resolved import Services
from sim.resolving.keyed import written
from sim.scenario.parts import Part
from sim.scenario.services import Ends, Service, Settled

KEYED = {name: column for name, (_, column) in columns_of(Services).items() if column.key}


def inner_block(annotation: Any) -> type[Part] | None:
    """The block that a field may hold."""
    kinds = [annotation, *get_args(annotation)]
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, Part)), None)


@pytest.mark.parametrize(("name", "column"), KEYED.items())
def test_every_key_of_a_column_is_one_that_can_be_written(name: str, column: PerService) -> None:
    block: type[Part] | None = Service
    for step in column.key.split("."):
        assert block is not None
        assert step in block.known_keys(), (name, step)
        field = next(f for n, f in block.model_fields.items() if step in (n, f.alias))
        block = inner_block(field.annotation)


def test_a_key_in_a_block_that_is_not_there_is_not_written() -> None:
    fields: dict[str, Any] = {"level": 1, "lasting": "2 weeks"}
    ends = Ends.model_construct(settled=Settled.model_construct(**fields))

    assert written(ends, "settled.level") == 1
    assert written(ends, "settled.for") == "2 weeks"
    assert written(Ends(), "settled.for") is None
