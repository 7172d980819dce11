"""The content of a file with its locations: dicts, lists and scalars.

Numbers and texts are subclasses of `int`, `float` and `str`. Blocks and lists are subclasses of
`dict` and `list`. Therefore all code that accepts plain data accepts them. `source` is the name of
a value's source: the nearest one in the file and block where the value was *written*. A value
therefore keeps its source when it is merged into another file or block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from sim.columns import LEVEL_NAMES
from sim.errors import Location

Tree: TypeAlias = Any  # Block, Row, a written scalar, bool or None
Path: TypeAlias = tuple[str | int, ...]  # keys and positions that lead to a part of a tree

NAMED = frozenset(
    {
        *("services", "needs", "groups", "states", "sources", "mechanisms", "arms", "arrivals"),
        *("per_area", "variants"),
    }
)
"""Blocks whose keys are names that the author of the file chooses."""


BY_LEVEL = frozenset({"delay", "entry", "every", "limit", "weights"})
"""Blocks whose keys are need levels, which may be written with words."""
LEVEL_WORDS = {name: str(level) for level, name in enumerate(LEVEL_NAMES)}


def key_in(path: Path, name: str) -> str:
    """Return a key as the tree has it, for a name in the block at a path.

    A level of need may be written as 2 or as `severe`; both become the same key. This holds too
    where a step of the path is itself a path, as under the `set` of a study or a variant.
    """
    last = [step for each in path[-2:] for step in str(each).split(".")][-2:]
    by_level = bool(last) and last[-1] in BY_LEVEL and NAMED.isdisjoint(last[:-1])
    return LEVEL_WORDS.get(name, name) if by_level else name


class WrittenText(str):
    """A text with its location and source."""

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
        """Return a new block with the same entries, which can be changed separately."""
        other = Block(self.location)
        other.update(self)
        other.keys_at, other.values_at = dict(self.keys_at), dict(self.values_at)
        other.stated, other.source = self.stated, self.source
        return other

    def without(self, key: str) -> Block:
        """Return a copy without an entry."""
        other = self.copied()
        for part in (other, other.keys_at, other.values_at):
            part.pop(key, None)
        return other

    def with_source(self) -> Block:
        """Return a copy of the block in which its source is an ordinary entry."""
        if self.source is None:
            return self
        other = self.copied()
        other.put("source", self.source, self.location, self.location)
        return other

    def without_nulls(self) -> Block:
        """Return a copy without the entries written as null, which mean "as if not written"."""
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
    """Give every value the nearest `source:` around it, and remove these keys from the blocks.

    A value that occurs twice (an alias) keeps the source at the place where it was written, which
    is the first.
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
    """Iterate over every written `source:`, each with its location."""
    if isinstance(tree, Block):
        if tree.stated is not None:
            yield tree.stated
        for value in tree.values():
            yield from stated_sources(value)
    elif isinstance(tree, Row):
        for value in tree:
            yield from stated_sources(value)


def values_in(tree: Tree) -> int:
    """Return the number of values in a tree, including blocks and lists."""
    inside = tree.values() if isinstance(tree, Block) else tree if isinstance(tree, Row) else ()
    return 1 + sum(values_in(each) for each in inside)


def written_steps(tree: Tree, path: Path) -> Path:
    """Return those steps of a path that a tree has; models have levels that files leave out."""
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
    """Return the part of a tree at a path that exists."""
    for step in path:
        tree = tree[step]
    return tree


def found_at(tree: Tree, path: Path) -> Tree:
    """Return the part of a tree at a path; None if there is none."""
    return at(tree, path) if written_steps(tree, path) == path else None


def block_at(tree: Block, path: Path) -> Block:
    """Return the block at a path; an empty block if there is none."""
    found = found_at(tree, path)
    return found if isinstance(found, Block) else Block(tree.location)


def location_of(tree: Tree, path: Path) -> Location:
    """Return where the value at a path is written, or else where the value around it is written.

    The location of a block is its key; the location of a scalar is the scalar.
    """
    location: Location = tree.location
    for step in written_steps(tree, path):
        location, tree = tree.values_at[step], tree[step]
    return location
