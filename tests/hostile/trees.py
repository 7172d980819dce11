"""Trees of YAML and JSON in which anything can stand anywhere, and how they are written down."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

PLAIN = re.compile(r"[A-Za-z][\w /.]*[\w]|[A-Za-z]|\d+(\.\d+)? [a-z ]*[a-z]")
WORDS_OF_YAML = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


class Raw(str):
    """A text that is written as it is, without quotes."""

    __slots__ = ()


class Block(list[list[Any]]):
    """A block of keys and values in order, in which a key may stand twice."""


class Spot(NamedTuple):
    """A place in a tree: what holds it, and where."""

    holder: list[Any]  # a Block or a list
    at: int

    @property
    def keyed(self) -> bool:
        """Whether there is a key."""
        return isinstance(self.holder, Block)

    def get(self) -> Any:
        """What stands there."""
        return self.holder[self.at][1] if self.keyed else self.holder[self.at]

    def put(self, value: Any) -> None:
        """Put something else there."""
        if self.keyed:
            self.holder[self.at][1] = value
        else:
            self.holder[self.at] = value


def read(text: str) -> Any:
    """A tree from the text of a sound file."""
    return taken(YAML(typ="safe", pure=True).load(text))


def read_file(path: Path) -> Any:
    """A tree from a sound file."""
    return read(path.read_text(encoding="utf-8"))


def taken(tree: Any) -> Any:
    """A tree from plain dicts and lists."""
    if isinstance(tree, dict):
        return Block([key, taken(value)] for key, value in tree.items())
    return [taken(each) for each in tree] if isinstance(tree, list) else tree


def copied(tree: Any) -> Any:
    """The same tree again, with nothing shared."""
    if isinstance(tree, Block):
        return Block([key, copied(value)] for key, value in tree)
    return [copied(each) for each in tree] if isinstance(tree, list) else tree


def spots(tree: Any) -> Iterator[Spot]:
    """Every place in a tree, the root apart."""
    if isinstance(tree, list):
        for at in range(len(tree)):
            spot = Spot(tree, at)
            yield spot
            yield from spots(spot.get())


def put(tree: Block, path: str, value: Any) -> None:
    """Put a value at a dotted path of a tree, with the blocks that lead there."""
    *steps, last = path.split(".")
    for step in steps:
        found = next((each[1] for each in tree if each[0] == step), None)
        if not isinstance(found, Block):
            found = Block()
            tree[:] = [each for each in tree if each[0] != step]
            tree.append([step, found])
        tree = found
    tree[:] = [each for each in tree if each[0] != last]
    tree.append([last, value])


def flow(tree: Any) -> str:
    """A tree on one line, as JSON or as YAML between brackets."""
    if isinstance(tree, Block):
        return "{" + ", ".join(f"{flow(key)}: {flow(value)}" for key, value in tree) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(flow, tree)) + "]"
    if isinstance(tree, datetime.date):
        return tree.isoformat()
    return tree if isinstance(tree, Raw) else json.dumps(tree)


def block(tree: Any, indent: str = "") -> str:
    """A tree as people write YAML, a line for each key."""
    if isinstance(tree, Block) and tree:
        return "".join(f"{indent}{_word(key)}:{_under(value, indent)}" for key, value in tree)
    if isinstance(tree, list) and tree and not isinstance(tree, Block):
        return "".join(f"{indent}-{_under(value, indent)}" for value in tree)
    return f"{indent}{_word(tree)}\n"


def _under(value: Any, indent: str) -> str:
    if isinstance(value, list) and value:
        return f"\n{block(value, indent + '  ')}"
    return f" {_word(value)}\n"


def _word(tree: Any) -> str:
    is_plain = isinstance(tree, str) and PLAIN.fullmatch(tree)
    if is_plain and str(tree).lower() not in WORDS_OF_YAML:
        return str(tree)
    return flow(tree)
