"""Other values in a scenario: each put at its path in the tree, to be read like any file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Fault, Place, ScenarioFaults, did_you_mean, listed
from sim.scenario.arms import Arm
from sim.scenario.document import Document
from sim.scenario.parts import Part
from sim.scenario.printable import printable
from sim.scenario.quantities import Quantity
from sim.scenario.written import (
    Block,
    Path,
    Row,
    Tree,
    WrittenFloat,
    WrittenInt,
    WrittenText,
    vouch,
)
from sim.units import Frequency, Length

WHERE = "with_values"
"""Named as the file of a value, and as the source that vouches for it."""
REFERENCE = "set in a study or by a script, in place of what the scenario file says"
PATCHES = {("mechanisms", "on"), ("mechanisms", "off"), ("arms", "set"), ("groups", "overrides")}


def replaced(tree: Block, document: Document, values: Mapping[str, Any]) -> Block:
    """A tree with other values at some paths; values that are in a tree already keep their place.

    Raises
    ------
    ScenarioFaults
        With every path that the document does not have.
    """
    faults: list[Fault] = []
    source = WrittenText(WHERE)
    source.place = Place(WHERE, 0, 0)
    for path, value in values.items():
        place = getattr(value, "place", None) or Place(WHERE, 0, 0, path)
        try:
            written = as_tree(value, place._replace(path=path))
        except ScenarioFaults as refused:
            faults += refused.faults
            continue
        try:
            steps = steps_to(document, path)
        except UnknownStep as unknown:
            faults.append(unknown.fault(written_place(written, place), path))
            continue
        vouch(written, source)
        tree = _put(tree, steps, written)
    if faults:
        raise ScenarioFaults(faults)
    return _with_source(tree, source.place) if values else tree


class UnknownStep(Exception):  # noqa: N818 - says where a path leaves what is known
    """A path goes where a document has nothing."""

    def __init__(self, before: Path, step: str, known: list[str]) -> None:
        super().__init__(step)
        self.before, self.step, self.known = before, step, known

    def fault(self, place: Place, path: str) -> Fault:
        """The fault in words."""
        inside = f"`{'.'.join(map(str, self.before))}`" if self.before else "the scenario"
        if not self.known:
            return Fault(
                place._replace(path=path), f"{inside} is a value and has no `{self.step}`."
            )
        return Fault(
            place._replace(path=path),
            f"There is no `{self.step}` in {inside}.",
            f"Known there: {listed(f'`{key}`' for key in self.known)}.",
            did_you_mean(self.step, self.known),
        )


def steps_to(document: Document, path: str) -> Path:
    """The steps of a path of a document, as its file has them.

    Raises
    ------
    UnknownStep
        Where the path leaves what the document has.
    """
    return tuple(_steps(document, document, path.split("."), ()))


def _steps(document: Document, node: Any, rest: list[str], before: Path) -> Iterator[str | int]:
    if not rest:
        return
    if isinstance(node, Quantity) and rest == ["value"]:
        return
    if len(before) >= 3 and (before[-3], before[-1]) in PATCHES:
        # A patch may change what it does not mention yet, so long as the scenario has it.
        try:
            yield from list(_below(document, node, rest, before))
        except UnknownStep:
            yield from _below(document, document, rest, before)
        return
    if isinstance(node, Arm) and rest[0] not in Arm.known_keys():
        rest = ["set", *rest]
    yield from _below(document, node, rest, before)


def _below(document: Document, node: Any, rest: list[str], before: Path) -> Iterator[str | int]:
    """One step of a path and those after it."""
    if node is None:  # a part that is not written, of which only reading knows what it may hold
        yield from rest
        return
    if isinstance(node, (tuple, list)):
        if not rest[0].isdigit() or int(rest[0]) >= len(node):
            raise UnknownStep(before, rest[0], [str(at) for at in range(len(node))])
        step: str | int = int(rest[0])
        taken, inner = 1, node[int(rest[0])]
    else:
        entries = _entries(node)
        taken = next(
            (n for n in range(len(rest), 0, -1) if ".".join(rest[:n]) in entries), 0
        )  # keys may hold points themselves, as names of measures do
        if not taken:
            raise UnknownStep(before, rest[0], list(entries))
        step = ".".join(rest[:taken])
        inner = entries[step]
    yield step
    yield from _steps(document, inner, rest[taken:], (*before, step))


def _entries(node: Any) -> dict[str, Any]:
    """What a part or block has, by the names that files use."""
    if isinstance(node, Part):
        fields = type(node).model_fields.items()
        return {field.alias or name: getattr(node, name) for name, field in fields}
    if isinstance(node, Mapping):
        return {str(key): value for key, value in node.items()}
    return {}


def as_tree(value: Any, place: Place) -> Tree:
    """A value of Python as if it had been read from a file; what was read from one stays."""
    if isinstance(value, (Block, Row, WrittenText, WrittenInt, WrittenFloat, bool)):
        return value
    if hasattr(value, "item") and not isinstance(value, (str, dict, list)):
        return as_tree(value.item(), place)  # a scalar of NumPy
    if isinstance(value, Mapping):
        block = Block(place)
        for key, each in value.items():
            block.put(printable(str(key), place), as_tree(each, place), place, place)
        return block
    if isinstance(value, (list, tuple)):
        row = Row(place)
        for each in value:
            row.append(as_tree(each, place))
            row.values_at.append(place)
        return row
    if value is None:
        return None
    written: WrittenInt | WrittenFloat | WrittenText
    if isinstance(value, int):
        written = WrittenInt(value)
    elif isinstance(value, float):
        written = WrittenFloat(value)
    elif isinstance(value, (str, Length, Frequency)):
        written = WrittenText(printable(str(value), place))
    else:
        raise TypeError(f"{place.path}: {type(value).__name__} is nothing a scenario can hold")
    written.place = place
    return written


def written_place(written: Tree, otherwise: Place) -> Place:
    """Where a value stands."""
    place: Place = getattr(written, "place", otherwise)
    return place


def _put(node: Tree, steps: Path, value: Tree) -> Tree:
    """A copy of a tree with a value at a path, in blocks of its own where there are none yet."""
    place = written_place(value, Place(WHERE, 0, 0))
    if not steps:
        return _in_place_of(node, value, place)
    step, rest = steps[0], steps[1:]
    if isinstance(node, Row) and isinstance(step, int):
        row = Row(node.place)
        row.extend(node)
        row.values_at = list(node.values_at)
        row[step] = _put(node[step], rest, value)
        return row
    block = node.copied() if isinstance(node, Block) else Block(place)
    key = str(step)
    old = block.get(key)
    key_at, value_at = block.keys_at.get(key, place), block.values_at.get(key, place)
    block.put(key, _put(old, rest, value), key_at, value_at if rest else place)
    return block


def _in_place_of(old: Tree, value: Tree, place: Place) -> Tree:
    """A value as it stands where another stood: a quantity keeps what is said about it."""
    if not isinstance(old, Block) or "value" not in old or isinstance(value, Block):
        return value
    block = old.without("low").without("high").without("agreed_by")
    block.put("value", value, place, place)
    block.stated = block.source = value.source if hasattr(value, "source") else block.source
    return block


def _with_source(tree: Block, place: Place) -> Block:
    """A tree in which the source of replaced values is described."""
    about = as_tree({"kind": "assumption", "reference": REFERENCE}, place)
    return _put(tree, ("sources", WHERE), about)  # type: ignore[no-any-return]
