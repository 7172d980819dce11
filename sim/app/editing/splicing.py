"""Change a scenario's text at given paths, with its comments, order and spacing kept.

Each change replaces, adds or removes one entry, and touches no other character. Afterwards the new
text is read as every scenario is, and has to hold the old content with these changes and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from sim.app.editing.nodes import (
    Entry,
    Steps,
    begins,
    composed,
    ends,
    entries,
    found,
    is_in_brackets,
    line_end,
    line_start,
)
from sim.errors import ScenarioFaults, SimError, listed
from sim.scenario.explaining import scalar
from sim.scenario.written import Block, Row
from sim.scenario.yaml_nodes import read_tree

Value: TypeAlias = str | int | float | bool | Mapping[str, Any] | Sequence[Any] | None
INDENT = 2
NAME = "scenario"


class Change(NamedTuple):
    """One entry of a scenario, and what is to stand there."""

    steps: Steps
    value: Value  # None takes the entry out


class Splice(NamedTuple):
    """A stretch of text, and what replaces it."""

    begin: int
    end: int
    text: str


class NotEditable(SimError):  # noqa: N818 - named for what is so
    """A change cannot be made in the text without touching something else."""

    def __init__(self, paths: Iterable[Steps]) -> None:
        super().__init__(
            f"{listed('.'.join(steps) for steps in paths)}: the way this part of the file is "
            "written does not let the app change it safely.\n"
            "  Change it in a text editor; the app reads the file again."
        )


def changed(text: str, changes: Sequence[Change]) -> str:
    """Return the text of a scenario file with changes made.

    Raises
    ------
    NotEditable
        If the changes cannot be made without changing something else.
    ScenarioFaults
        If the text is no YAML to begin with.
    """
    wanted = plain(read_tree(text, NAME))
    for change in changes:
        wanted = _with(wanted, change.steps, change.value)
    left = list(changes)
    while left:
        text, left = _some_made(text, left)
    try:
        made = plain(read_tree(text, NAME))
    except ScenarioFaults:
        made = None
    if made != wanted:
        raise NotEditable(change.steps for change in changes)
    return text


def _some_made(text: str, changes: Sequence[Change]) -> tuple[str, list[Change]]:
    """Return a text with the changes made that stand apart, and the changes that are left."""
    root = composed(text)
    splices: list[Splice] = []
    left = []
    for change in changes:
        splice = _splice(text, root, change)
        if splice is None:
            continue
        if any(splice.begin <= each.end and each.begin <= splice.end for each in splices):
            left.append(change)
        else:
            splices.append(splice)
    for splice in sorted(splices, reverse=True):
        text = text[: splice.begin] + splice.text + text[splice.end :]
    return text, left


def plain(tree: Any) -> Any:
    """Return the content of a tree as plain data, without its places."""
    if isinstance(tree, Block | dict):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, Row | list | tuple):
        return [plain(each) for each in tree]
    if isinstance(tree, str):
        return str(tree)
    if isinstance(tree, bool) or tree is None:
        return tree
    return float(tree)


def _with(content: Any, steps: Steps, value: Value) -> Any:
    """Return plain content with a value at a path; without the entry where the value is None."""
    if not steps:
        return plain(value)
    step, rest = steps[0], steps[1:]
    if isinstance(content, list):
        at = int(step)
        new = [] if not rest and value is None else [_with((*content, None)[at], rest, value)]
        return [*content[:at], *new, *content[at + 1 :]]
    inside = dict(content) if isinstance(content, dict) else {}
    if rest or value is not None:
        if value is None and step not in inside:
            return content
        inside[step] = _with(inside.get(step), rest, value)
    else:
        inside.pop(step, None)
    return inside


def _splice(text: str, root: Node, change: Change) -> Splice | None:
    """Return what is to be replaced for a change; None if there is nothing to take out."""
    node, there = found(root, change.steps)
    if there == change.steps:
        if change.value is None:
            return _taken_out(text, root, change.steps)
        return _replaced(text, node, change)
    if change.value is None:
        return None
    step, rest = change.steps[len(there)], change.steps[len(there) + 1 :]
    value = change.value
    for name in reversed(rest):
        value = {name: value}
    if isinstance(node, ScalarNode):
        if node.value not in ("", "~", "null"):
            raise NotEditable([change.steps])
        if begins(node, text) == ends(node, text):  # nothing is written: it stands behind its key
            behind = text.rfind(":", 0, node.start_mark.index) + 1
            return Splice(behind, behind, f" {flow({step: value})}")
        return Splice(begins(node, text), ends(node, text), flow({step: value}))
    return _added(text, node, step, value)


def _replaced(text: str, node: Node, change: Change) -> Splice:
    begin, end = begins(node, text), ends(node, text)
    if isinstance(node, ScalarNode) or is_in_brackets(node):
        return Splice(begin, end, flow(change.value))
    key = text.rfind(":", 0, begin) + 1  # a block of lines stands below its key
    return Splice(key, end, " " + flow(change.value))


def _added(text: str, node: Node, step: str, value: Value) -> Splice:
    """Return the splice that adds an entry behind the last one of a mapping or list."""
    is_list = not isinstance(node, MappingNode)
    if is_in_brackets(node):
        close = node.end_mark.index - 1
        close = len(text[:close].rstrip())
        comma = ", " if node.value and text[close - 1] != "," else ""
        return Splice(close, close, comma + (flow(value) if is_list else flow({step: value})[1:-1]))
    at = line_end(text, ends(node, text))
    column = node.start_mark.column
    before = "" if text[at - 1 : at] == "\n" else "\n"
    lines = [f"- {flow(value)}"] if is_list else block(step, value)
    return Splice(at, at, before + "".join(f"{' ' * column}{line}\n" for line in lines))


def _taken_out(text: str, root: Node, steps: Steps) -> Splice:
    """Return the splice that takes out one entry, with its line or its comma."""
    around, _ = found(root, steps[:-1])
    inside = list(entries(around, steps[:-1]).items())
    at = next(n for n, (name, _) in enumerate(inside) if name == steps[-1])
    if len(inside) == 1:
        empty = "{}" if isinstance(around, MappingNode) else "[]"
        if is_in_brackets(around):
            return Splice(begins(around, text), ends(around, text), empty)
        key = text.rfind(":", 0, begins(around, text)) + 1
        return Splice(key, ends(around, text), f" {empty}")
    begin, end = _span(inside[at][1], text)
    if not is_in_brackets(around):
        dash = text.rfind("-", 0, begin) if inside[at][1].key is None else begin
        if text[line_start(text, dash) : dash].strip():  # the first key stands behind a dash
            return Splice(begin, _span(inside[at + 1][1], text)[0], "")
        return Splice(line_start(text, dash), line_end(text, end), "")
    if at + 1 < len(inside):
        return Splice(begin, _span(inside[at + 1][1], text)[0], "")
    return Splice(_span(inside[at - 1][1], text)[1], end, "")


def _span(entry: Entry, text: str) -> tuple[int, int]:
    first = entry.value if entry.key is None else entry.key
    return begins(first, text), max(ends(first, text), ends(entry.value, text))


def block(name: str, value: Value) -> list[str]:
    """Return an entry as lines; what is a number with its source stands on one line."""
    if isinstance(value, Mapping) and value and not _is_short(value):
        inside = [line for key, each in value.items() for line in block(key, each)]
        return [f"{_key(name)}:", *(f"{' ' * INDENT}{line}" for line in inside)]
    return [f"{_key(name)}: {flow(value)}"]


def _is_short(value: Mapping[str, Any]) -> bool:
    return all(not isinstance(each, Mapping) for each in value.values()) and "label" not in value


def flow(value: Value) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str | bool | int | float) or value is None:
        return str(value) if isinstance(value, int | float) else scalar(value)
    return "[" + ", ".join(map(flow, value)) + "]"


def _key(name: str) -> str:
    return name if len(name) == 1 and name.isdigit() else scalar(name)
