"""Read YAML 1.2 into a tree, event by event, so that every fault has a location.

Only the parser of ruamel.yaml is used. This module decides the meaning of a plain word (YAML 1.2:
`NO` is a text, `1_000` is not a number). It reports all repeated keys together, and limits size,
depth and number of values before anything is built from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.written import Block, Row, Tree, WrittenFloat, WrittenInt, WrittenText, key_in
from sim.scenario.yaml_commas import CutScalar, Rejoined
from sim.scenario.yaml_texts import refused_in, text_of
from sim.scenario.yaml_words import explained, explained_value

DEEPEST = 40
MOST_VALUES = 100_000
WHOLE = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
NOT_FINITE = re.compile(r"[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
NULLS = {"", "~", "null", "Null", "NULL"}
FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

BEGINS = "A scenario starts with `throughline: 2` and a `title`."


def read_tree(text: str, file: str, begins: str = BEGINS) -> Block:
    """Return the mapping in a YAML text; ``begins`` shows how a file of its kind starts.

    Raises
    ------
    ScenarioFaults
        With every fault found, or the first that makes the rest unreadable.
    """
    builder = Builder(file, text)
    try:
        tree = builder.document(iter(Rejoined(_events(text, file))))
    except MarkedYAMLError as error:
        builder.faults.append(explained(error, text, file))
        tree = None
    except YAMLError as error:
        builder.fault(Location(file, 1, 1), f"This is not readable as YAML: {error}.")
        tree = None
    except ScenarioFaults as faults:
        builder.faults += faults.faults
        tree = None
    except Unreadable:
        tree = None
    if builder.faults:
        raise ScenarioFaults(builder.faults)
    if not isinstance(tree, Block):
        nothing = tree is None or tree == ""
        raise ScenarioFaults(
            [
                Fault(
                    Location(file, 1, 1),
                    "The file is empty."
                    if nothing
                    else "The file is not a list of named settings.",
                    begins,
                )
            ]
        )
    return tree


def _events(text: str, file: str) -> Iterator[Any]:
    """Iterate over the parser's events; every error, even an unexpected one, becomes a fault."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise ScenarioFaults([explained_value(error, text, file)]) from None


class Unreadable(Exception):  # noqa: N818 - ends the reading; the fault is already noted
    """An error after which the rest of the text cannot be read reliably."""


@dataclass
class Builder:
    """A builder of the tree of one file, which collects the file's faults."""

    file: str
    contents: str  # of the file, as text
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, tuple[Tree, int]] = field(default_factory=dict)
    values: int = 0

    def fault(self, location: Location, problem: str, allowed: str = "", remedy: str = "") -> None:
        """Record a fault, after which reading continues."""
        self.faults.append(Fault(location, problem, allowed, remedy))

    def stop(self, location: Location, problem: str, allowed: str = "") -> Unreadable:
        """Record a fault after which reading cannot continue, and return the error to raise."""
        self.fault(location, problem, allowed)
        return Unreadable()

    def location(self, event: Any, path: tuple[str, ...]) -> Location:
        """Return where an event begins."""
        mark = event.start_mark
        return Location(self.file, mark.line + 1, mark.column + 1, ".".join(path))

    def document(self, events: Iterator[Any]) -> Tree:
        """Return the only document of the stream; None if there is none."""
        tree: Tree = None
        documents = 0
        for event in events:
            if isinstance(event, StreamEndEvent):
                break
            if isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                documents += 1
                if documents > 1:
                    raise self.stop(
                        self.location(event, ()),
                        "A second document starts here, after a line `---`.",
                        "One file holds one scenario: split the file, or take the line out.",
                    )
                tree = self.node(event, events, ())
            elif isinstance(event, DocumentEndEvent):
                continue
        return tree

    def node(self, event: Any, events: Iterator[Any], path: tuple[str, ...]) -> Tree:
        """Return the value that begins with this event."""
        location = self.location(event, path)
        if isinstance(event, AliasEvent):
            return self.alias(event, location)
        self.count(1, location)
        if len(path) > DEEPEST:
            raise self.stop(location, f"The file is nested more than {DEEPEST} levels deep here.")
        if event.tag is not None:
            self.fault(
                location,
                f"`{event.tag}` is a YAML tag; a scenario has none.",
                remedy="Take it out; to make a number a text, put it in quotation marks.",
            )
        before = self.values
        tree: Tree
        if isinstance(event, MappingStartEvent):
            tree = self.block(location, events, path)
        elif isinstance(event, SequenceStartEvent):
            tree = self.row(location, events, path)
        else:
            tree = self.scalar(event, location)
        if event.anchor:
            self.anchors[event.anchor] = (tree, self.values - before + 1)
        return tree

    def count(self, values: int, location: Location) -> None:
        """Count values in the order of reading; the values of an alias count at each use."""
        self.values += values
        if self.values > MOST_VALUES:
            raise self.stop(location, f"The file holds more than {MOST_VALUES:,} values.")

    def alias(self, event: Any, location: Location) -> Tree:
        """Return the value for which an alias stands; record a fault if there is none."""
        if event.anchor not in self.anchors:
            self.fault(
                location,
                f"`*{event.anchor}` stands for nothing: there is no `&{event.anchor}` before it.",
            )
            return None
        tree, size = self.anchors[event.anchor]
        self.count(size, location)
        return tree

    def block(self, location: Location, events: Iterator[Any], path: tuple[str, ...]) -> Block:
        """Return the mapping whose events follow; keys are texts and occur once."""
        block = Block(location)
        first_at: dict[str, Location] = {}
        while not isinstance(key := next(events), MappingEndEvent):
            name, key_at = self.key(key, events, path)
            event = next(events)
            if name is None:
                self.node(event, events, (*path, "?"))
                continue
            value = self.node(event, events, (*path, name))
            if name in first_at:
                self.fault(
                    key_at,
                    f"`{name}` is written twice in one block; "
                    f"the first is on line {first_at[name].line}.",
                    "Each name may stand once.",
                    "Take one of the two out, or merge them.",
                )
                continue
            first_at[name] = key_at
            scalar = isinstance(event, ScalarEvent)
            value_at = self.location(event, (*path, name)) if scalar else key_at
            block.put(name, value, key_at, value_at)
        return block

    def key(
        self, event: Any, events: Iterator[Any], path: tuple[str, ...]
    ) -> tuple[str | None, Location]:
        """Return the name of an entry and its location.

        The name is None if it is not allowed, and a fault is recorded.
        """
        location = self.location(event, path)
        if not isinstance(event, ScalarEvent):
            if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self.node(event, events, (*path, "?"))
            self.fault(location, "A name is expected here, not a block, a list or an alias.")
            return None, location
        name = text_of(event)
        if fault := refused_in(name, event, location, self.contents):
            self.faults.append(fault)
            return None, location
        if name == "<<" and not event.style:
            self.fault(
                location,
                "`<<` merges blocks in other YAML files; here it does nothing.",
                remedy="To build on another file use `extends: other.yaml`.",
            )
            return None, location
        if not event.style and (name in NULLS or name in FLAGS):
            self.fault(location, f'A name is expected here, not "{name}".')
            return None, location
        name = key_in(path, name)
        return name, location._replace(path=".".join((*path, name)))

    def row(self, location: Location, events: Iterator[Any], path: tuple[str, ...]) -> Row:
        """Return the list whose events follow."""
        row = Row(location)
        while not isinstance(event := next(events), SequenceEndEvent):
            here = (*path, str(len(row)))
            row.append(self.node(event, events, here))
            row.values_at.append(self.location(event, here))
        return row

    def scalar(self, event: Any, location: Location) -> Tree:
        """Return a text, number, truth value or null, by the rules of YAML 1.2."""
        text = text_of(event)
        if fault := refused_in(text, event, location, self.contents):
            self.faults.append(fault)
        plain = not event.style and event.tag is None
        if plain and text in NULLS:
            return None
        if plain and text in FLAGS:
            return FLAGS[text]
        value: WrittenInt | WrittenFloat | WrittenText
        if plain and WHOLE.fullmatch(text):
            value = WrittenInt(text)
        elif plain and NUMBER.fullmatch(text) and abs(float(text)) != float("inf"):
            value = WrittenFloat(text)
            value.text = text
        else:
            if plain and NOT_FINITE.fullmatch(text):
                self.fault(location, f"`{text}` is not a number anything can be counted with.")
            value = WrittenText(text)
            value.cut = isinstance(event, CutScalar)
        value.location = location
        return value
