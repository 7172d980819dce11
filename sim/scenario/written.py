"""What a file says, with where it says it: dicts, lists and scalars that know their location.

Numbers and texts are subclasses of `int`, `float` and `str`, blocks and lists of `dict` and
`list`, so that everything that takes plain data takes these. `source` is the name of the source
that vouches for a value: the nearest one in the file and block where the value was *written*,
so that a number keeps its source when it is merged into another file or block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from sim.columns import LEVEL_NAMES
from sim.errors import Location

Tree: TypeAlias = Any  # Block, Row, a written scalar, bool or None
Path: TypeAlias = tuple[str | int, ...]  # keys and positions that lead to a part of a tree

NAMED = frozenset(
    {"services", "needs", "groups", "states", "sources", "mechanisms", "arms", "arrivals"}
)
"""Blocks whose keys are names that people give."""


BY_LEVEL = frozenset({"delay", "entry", "every", "limit"})
"""Blocks whose keys are need levels, which may be written with words."""
LEVEL_WORDS = {name: str(level) for level, name in enumerate(LEVEL_NAMES)}


def key_in(path: Path, name: str) -> str:
    """A key of the block at a path as a tree has it: 2 and `severe` are one key of a level."""
    by_level = bool(path) and path[-1] in BY_LEVEL and NAMED.isdisjoint(path[-2:-1])
    return LEVEL_WORDS.get(name, name) if by_level else name


class WrittenText(str):
    """A text with its location and the source of what it says."""

    location: Location
    source: WrittenText | None = None
    cut: bool = False  # by a comma in brackets, where it needs quotation marks


class WrittenInt(int):
    """A whole number with its location and source."""

    location: Location
    source: WrittenText | None = None


class WrittenFloat(float):
    """A number with its location and source."""

    location: Location
    text: str = ""  # as it was written, 1.200 for what is 1.2 as a number
    source: WrittenText | None = None


class Block(dict[str, Any]):
    """A mapping with the locations of its keys and values."""

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location
        self.keys_at: dict[str, Location] = {}
        self.values_at: dict[str, Location] = {}
        self.stated: WrittenText | None = None  # the `source:` written in this very block
        self.source: WrittenText | None = None  # that, or the nearest one around it

    def put(self, key: str, value: Tree, key_at: Location, value_at: Location) -> None:
        """Add or replace an entry."""
        self[key] = value
        self.keys_at[key] = key_at
        self.values_at[key] = value_at

    def copied(self) -> Block:
        """The same entries in a new block, to be changed without changing this one."""
        other = Block(self.location)
        other.update(self)
        other.keys_at, other.values_at = dict(self.keys_at), dict(self.values_at)
        other.stated, other.source = self.stated, self.source
        return other

    def without(self, key: str) -> Block:
        """A copy that lacks an entry."""
        other = self.copied()
        for part in (other, other.keys_at, other.values_at):
            part.pop(key, None)
        return other

    def with_source(self) -> Block:
        """A copy in which the source that vouches for it is an entry like others."""
        if self.source is None:
            return self
        other = self.copied()
        other.put("source", self.source, self.location, self.location)
        return other

    def without_nulls(self) -> Block:
        """A copy that lacks the entries written as null, which mean "as if not written"."""
        other = self
        for key, value in self.items():
            if value is None:
                other = other.without(key)
        return other


class Row(list[Any]):
    """A list with the locations of its items."""

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location
        self.values_at: list[Location] = []


def vouch(tree: Tree, source: WrittenText | None = None) -> None:
    """Give every value the nearest `source:` around it, and take those keys out of the blocks.

    A value met twice (an alias) keeps the source of where it was written, which comes first.
    """
    met: set[int] = set()

    def visit(node: Tree, around: WrittenText | None) -> None:
        if id(node) in met or node is None or isinstance(node, bool):
            return
        met.add(id(node))
        if isinstance(node, Block):
            if isinstance(node.get("source"), str):
                node.stated = node.pop("source")
            node.source = node.stated or around
            for value in node.values():
                visit(value, node.source)
        elif isinstance(node, Row):
            for value in node:
                visit(value, around)
        else:
            node.source = around

    visit(tree, source)


def stated_sources(tree: Tree) -> Iterator[WrittenText]:
    """Every `source:` written anywhere, so that unknown names are found where they stand."""
    if isinstance(tree, Block):
        if tree.stated is not None:
            yield tree.stated
        for value in tree.values():
            yield from stated_sources(value)
    elif isinstance(tree, Row):
        for value in tree:
            yield from stated_sources(value)


def values_in(tree: Tree) -> int:
    """How many values a tree has, blocks and lists among them."""
    inside = tree.values() if isinstance(tree, Block) else tree if isinstance(tree, Row) else ()
    return 1 + sum(values_in(each) for each in inside)


def written_steps(tree: Tree, path: Path) -> Path:
    """The steps of a path that a tree has; models know more levels than people write."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(tree, Block) and str(step) in tree:
            tree = tree[str(step)]
            steps.append(str(step))
        elif isinstance(tree, Row) and isinstance(step, int) and 0 <= step < len(tree):
            tree = tree[step]
            steps.append(step)
    return tuple(steps)


def at(tree: Tree, path: Path) -> Tree:
    """The part of a tree at a path that it has."""
    for step in path:
        tree = tree[step]
    return tree


def location_of(tree: Tree, path: Path) -> Location:
    """Where the thing at a path is written; for what is not written, the nearest thing around it.

    A block is found at its key, a scalar at itself.
    """
    location: Location = tree.location
    for step in written_steps(tree, path):
        location, tree = tree.values_at[step], tree[step]
    return location
