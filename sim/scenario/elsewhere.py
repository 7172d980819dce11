"""Find the block to which a key belongs that was written in another block."""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator
from typing import Any

from pydantic import BaseModel

from sim.scenario.arms import Arm, Mechanism
from sim.scenario.document import GROUP_LEVEL, Document
from sim.scenario.parts import Part
from sim.scenario.people import Group

TOP = frozenset(Document.known_keys()) | {"extends"}
PATCHED: dict[type[Part], tuple[str, str, Collection[str]]] = {
    Arm: ("What an arm changes stands under `set`", "set", TOP),
    Mechanism: ("What a mechanism changes stands under `on` or `off`", "on", TOP),
    Group: ("What is different for a group stands under `overrides`", "overrides", GROUP_LEVEL),
}
PLAN = "analysis_plan"
"""The block that repeats keys of other blocks, where such a key more likely belongs."""


def belongs(whole: type[BaseModel], part: type[BaseModel], key: str) -> str:
    """Return in words the block to which an unknown key of a part belongs; empty if not known."""
    for patched, (where, name, keys) in PATCHED.items():
        if issubclass(part, patched) and key in keys:
            return f"{where}: write `{name}: {{{key}: …}}`."
    inside = [
        name
        for field_name, field in part.model_fields.items()
        if key in _keys_of(field.annotation)
        for name in [field.alias or field_name]
    ]
    inside = [name for name in inside if name != PLAN] or inside
    if len(inside) == 1:
        return f"It belongs inside `{inside[0]}`: write `{inside[0]}: {{{key}: …}}`."
    if part is not whole and key in _own_keys(whole):
        return f"`{key}` stands at the top of the file. Is it indented too far here?"
    return ""


def _own_keys(model: type[BaseModel]) -> list[str]:
    return model.known_keys() if issubclass(model, Part) else []


def _keys_of(annotation: Any) -> set[str]:
    """Return the keys of the blocks that a field may contain, except blocks with free names."""
    return {key for part in _parts_in(annotation) for key in part.known_keys()}


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    elif typing.get_origin(annotation) not in (dict, tuple):
        for each in typing.get_args(annotation):
            yield from _parts_in(each)
