"""Whatever a block accepts, it keeps: no key is read and then forgotten.

A part is held against what is read again from its canonical form. Each kind of part is tried with
every pair of its keys, with the values that the example of every key has, and with every word.
"""

from __future__ import annotations

import itertools
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario import load
from sim.scenario.document import Document
from sim.scenario.parts import Part, parts_in, plain
from tests.scenario.test_formats import HERE, kinds

KINDS = sorted(
    # One form of a mixture's parts is complete only inside its distribution; others stand for it.
    {kind for kind in kinds(Document, set()) if kind.__pydantic_complete__} - {Document},
    key=lambda kind: kind.__name__,
)
MOST_VALUES = 4  # of each key


@cache
def seen() -> dict[type[Part], dict[str, list[Any]]]:
    """By kind of part and key, the values in canonical form that the examples have."""
    found: dict[type[Part], dict[str, list[Any]]] = {}
    for file in ("example.yaml", "format_1/everything.yaml", "format_1/cen_community.yaml"):
        for _, part in parts_in(load(HERE / file)):
            for name, field in type(part).model_fields.items():
                value = plain(getattr(part, name))
                known = found.setdefault(type(part), {}).setdefault(field.alias or name, [])
                if value not in (None, {}, []) and value not in known and len(known) < MOST_VALUES:
                    known.append(value)
    return found


def words(annotation: Any) -> Iterator[Any]:
    """Every word that an annotation allows."""
    if typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
    for each in typing.get_args(annotation):
        if typing.get_origin(each) is not None:
            yield from words(each)


def values_of(kind: type[Part]) -> dict[str, list[Any]]:
    known = seen().get(kind, {})
    return {
        field.alias or name: [
            *known.get(field.alias or name, []),
            *words(field.annotation),
            *((True, False) if field.annotation is bool else ()),
        ]
        for name, field in kind.model_fields.items()
    }


def blocks(kind: type[Part]) -> Iterator[dict[str, Any]]:
    """Blocks with what is needed, and every pair of further keys."""
    values = values_of(kind)
    needed = {key: values[key][0] for key in kind.needed() if values[key]}
    for one, other in itertools.combinations_with_replacement(values, 2):
        for first, second in itertools.product(values[one], values[other]):
            yield {**needed, one: first, other: second}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_a_block_accepts_is_in_its_canonical_form(kind: type[Part]) -> None:
    for block in blocks(kind):
        try:
            part = kind.model_validate(block)
        except ValidationError:
            continue
        assert kind.model_validate(part.plain()) == part, block


def test_nearly_every_kind_of_part_is_tried_with_values() -> None:
    tried = [kind for kind in KINDS if any(True for _ in blocks(kind))]

    assert len(tried) > 60
