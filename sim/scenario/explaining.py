"""Write the canonical form as YAML, with the origin of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sim.errors import Location
from sim.scenario.parts import Plain
from sim.scenario.written import Block, Path, Row, Tree, location_of

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ .-][A-Za-z0-9_]+)*|\d+(?:\.\d+)? (?:per )?[a-z]+")
NOT_PLAIN = {"true", "false", "null"}


Notes: TypeAlias = Mapping[Path, str]


def to_yaml(form: dict[str, Any], origin: Block | None = None, notes: Notes | None = None) -> str:
    """Return plain data as YAML 1.2.

    With `origin`, comments state the origin of each value. `notes` are comments on whole blocks,
    by path.
    """
    return "\n".join(_block(form, (), origin, notes or {})) + "\n"


def _block(form: dict[str, Any], path: Path, origin: Block | None, notes: Notes) -> Iterator[str]:
    indent = "  " * len(path)
    for key, value in form.items():
        here = (*path, key)
        name = _name(key)
        if isinstance(value, dict) and value and not _is_flat(value):
            yield f"{indent}{name}:{f'  # {notes[here]}' if here in notes else ''}"
            yield from _block(value, here, origin, notes)
        elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
            yield f"{indent}{name}:"
            for at, each in enumerate(value):
                yield f"{indent}  - {_flow(each)}{_comment((*here, at), origin)}"
        else:
            yield f"{indent}{name}: {_flow(value)}{_comment(here, origin)}"


def _is_flat(value: dict[str, Any]) -> bool:
    """Return whether a block is written on one line, which is so for a quantity or a table."""
    return "source" in value and ("value" in value or "values" in value)


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return scalar(value)


def _name(key: str) -> str:
    """Return a key as YAML, with quotes if it needs them.

    A level of need is a digit. It needs no quotes, because keys are always read as text.
    """
    return key if len(key) == 1 and key.isdigit() else scalar(key)


def scalar(value: Plain) -> str:
    """Return a scalar in a form that YAML 1.2 reads as the same value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if PLAIN.fullmatch(value) and value.lower() not in NOT_PLAIN:
        return str(value)
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    known = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    if character in known:
        return known[character]
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"


def _comment(path: Path, origin: Block | None) -> str:
    if origin is None:
        return ""
    location = written_at(origin, path)
    if location is None:
        return "  # default"
    return f"  # {location.file}:{location.line}" if location.line else f"  # {location.file}"


def written_at(tree: Tree, path: Path) -> Location | None:
    """Return where the value at a path of the canonical form is written; None for a default.

    The canonical form has nested blocks that a file may leave out (``6 weeks`` is ``{fixed: 6
    weeks}``). Such a value has the location of the written value that stands for it.
    """
    node = tree
    for at, step in enumerate(path):
        if isinstance(node, Block):
            if step == "source" and node.source is not None:
                return node.source.location
            if step not in node:
                return location_of(tree, path[:at]) if "value" in node else None
            node = node[str(step)]
        elif isinstance(node, Row) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            break
    return None if node is None else location_of(tree, path)
