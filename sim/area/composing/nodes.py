"""The parts of a scenario text, and how they are written: facts, blocks, rows and comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from sim.area.columns import Cell
from sim.scenario.explaining import scalar

WIDTH = 100  # characters of a line, where its parts allow


class Fact(NamedTuple):
    """A number of the scenario: in its unit, with where it comes from."""

    value: str | float
    source: str = ""  # empty where the block around it says so
    low: str | float | None = None
    high: str | float | None = None
    note: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Inline:
    """A block or a list on one line."""

    entries: Mapping[str, Node] | tuple[Node, ...]


@dataclass(frozen=True)
class Noted:
    """A node with comment lines before it."""

    node: Node
    comments: tuple[str, ...]
    cells: tuple[Cell, ...] = ()  # where it comes from, if it is no fact


Word: TypeAlias = str | int | float | datetime.date | None
Node: TypeAlias = "Word | Fact | Inline | Noted | dict[str, Node] | list[Node]"
Block: TypeAlias = dict[str, Node]


@dataclass
class Written:
    """The lines of a scenario, and from which cells each path of it comes."""

    lines: list[str] = field(default_factory=list)
    cells: dict[str, tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as the text of a file."""
        return "\n".join(self.lines) + "\n"


def write(tree: Block) -> Written:
    """Return a tree as the lines of a YAML file.

    Blocks without entries are left out. Top blocks, and services, are set apart by empty lines.
    """
    written = Written()
    for key, node in tree.items():
        if is_empty(node):
            continue
        if isinstance(bare(node), dict) and written.lines:
            written.lines.append("")
        _entry(written, key, node, ())
    return written


def is_empty(node: Node) -> bool:
    """Return whether nothing is to be written for a node."""
    inner = bare(node)
    return inner in ("", {}, []) or (isinstance(inner, dict) and all(map(is_empty, inner.values())))


def bare(node: Node) -> Node:
    """Return a node without its comments."""
    return node.node if isinstance(node, Noted) else node


def of_plain(plain: Mapping[str, Any], source: str = "", note: str = "") -> Node:
    """Return a block of plain data on one line. Facts in it have this source, the first the note.

    A source that is empty is that of the block around.
    """
    notes = iter([note])

    def node(data: Any) -> Node:
        if isinstance(data, Mapping):
            if "value" in data:
                ends = data.get("low"), data.get("high")
                return Fact(data["value"], source, *ends, next(notes, ""))
            return Inline({key: node(each) for key, each in data.items() if key != "source"})
        if isinstance(data, (list, tuple)):
            return Inline(tuple(node(each) for each in data))
        return data  # type: ignore[no-any-return]  # a word or a number

    return node(plain)


def put(block: Block, path: tuple[str, ...], node: Node) -> None:
    """Put a node at a path of a block; blocks on the way are made."""
    *before, last = path
    for step in before:
        inner = block.setdefault(step, {})
        assert isinstance(inner, dict)  # no path leads through a fact
        block = inner
    block[last] = node


def _entry(written: Written, key: str, node: Node, path: tuple[str, ...]) -> None:
    """Write one entry of a block, with its comments."""
    indent, here = "  " * len(path), (*path, key)
    if isinstance(node, Noted):
        written.lines += [f"{indent}# {comment}" for comment in node.comments]
        written.cells |= {".".join(here): node.cells} if node.cells else {}
        node = node.node
    for inner, cells in _facts(node, here):
        written.cells[".".join(inner)] = cells
    if isinstance(node, dict):
        written.lines.append(f"{indent}{scalar(key)}:")
        apart = here == ("services",)
        for at, (name, each) in enumerate((k, v) for k, v in node.items() if not is_empty(v)):
            if apart and at:
                written.lines.append("")
            _entry(written, name, each, here)
    elif isinstance(node, list):
        written.lines.append(f"{indent}{scalar(key)}:")
        for each in node:
            written.lines += filled([f"{indent}  -", *pieces(each)], f"{indent}      ")
    else:
        written.lines += filled([f"{indent}{scalar(key)}:", *pieces(node)], f"{indent}  ")


def _facts(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Cell, ...]]]:
    """Iterate over the facts on the line of a node: their paths, and the cells they come from."""
    if isinstance(node, Fact) and node.cells:
        yield path, node.cells
    elif isinstance(node, Inline) and isinstance(node.entries, Mapping):
        for key, each in node.entries.items():
            yield from _facts(each, (*path, key))
    elif isinstance(node, list):
        for at, each in enumerate(node):
            yield from _facts(each, (*path, str(at)))


def filled(parts: list[str], further: str) -> list[str]:
    """Return parts put together into lines that are not too long, where that can be."""
    lines = [" ".join(parts[:2])]
    for part in parts[2:]:
        if len(lines[-1]) + 1 + len(part) <= WIDTH:
            lines[-1] = f"{lines[-1]} {part}"
        else:
            lines.append(f"{further}{part}")
    return lines


def pieces(node: Node) -> list[str]:
    """Return a node on one line as parts, between which the line may be broken."""
    if isinstance(node, Fact):
        about = (("low", node.low), ("high", node.high), ("source", node.source))
        entries: dict[str, Node] = {key: value for key, value in about if value not in (None, "")}
        if node.note:
            entries["note"] = node.note
        return pieces(Inline({"value": node.value, **entries}) if entries else node.value)
    if isinstance(node, Inline):
        if isinstance(node.entries, Mapping):
            named = [_named(key, pieces(each)) for key, each in node.entries.items()]
            return _within("{", named, "}")
        return _within("[", [pieces(each) for each in node.entries], "]")
    if isinstance(node, Noted):
        return pieces(node.node)
    assert not isinstance(node, (dict, list))  # they have lines of their own
    return [node.isoformat() if isinstance(node, datetime.date) else scalar(node)]


def _named(key: str, parts: list[str]) -> list[str]:
    return [f"{scalar(key)}: {parts[0]}", *parts[1:]]


def _within(begin: str, groups: list[list[str]], end: str) -> list[str]:
    """Return groups of parts with commas between them, inside brackets."""
    parts: list[str] = []
    for group in groups:
        parts += [*group[:-1], f"{group[-1]},"]
    if not parts:
        return [f"{begin}{end}"]
    parts[0] = f"{begin}{parts[0]}"
    parts[-1] = f"{parts[-1][:-1]}{end}"
    return parts
