"""Replace values in a scenario: each is set at its path in the tree, then read like a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Fault, Location, ScenarioFaults, did_you_mean, listed
from sim.scenario.arms import Arm
from sim.scenario.closing import REST, is_closing
from sim.scenario.contacts import Interval
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.scenario.formats import FORMAT
from sim.scenario.from_python import NotPlain, plain_value
from sim.scenario.making_whole import NotWhole, Setting, closed, opened
from sim.scenario.needs import NeedStart
from sim.scenario.parts import Part
from sim.scenario.printable import printable
from sim.scenario.putting import WHERE, put
from sim.scenario.quantities import Quantity
from sim.scenario.stigma import AT as STIGMA_COVERS, covers_unless_written, has_stigma
from sim.scenario.written import (
    Block,
    Path,
    Row,
    Tree,
    WrittenFloat,
    WrittenInt,
    WrittenText,
    key_in,
    vouch,
)

REFERENCE = "set in a study or by a script, in place of what the scenario file says"
PATCHES = {("mechanisms", "on"), ("mechanisms", "off"), ("arms", "set"), ("groups", "overrides")}


def replaced(
    tree: Block, document: Document, values: Mapping[str, Any], named: str = WHERE
) -> Block:
    """Return a tree with other values at some paths.

    Values that come from a tree keep their location. A value `{value: 0.3, rest: name}` is one
    share of a row and names the share that changes with it. ``named`` is the source of the values.

    Raises
    ------
    ScenarioFaults
        With every path that the document does not have, and every row that cannot add up to 1.
    """
    faults: list[Fault] = []
    source = WrittenText(named)
    source.location = Location(WHERE, 0, 0)
    settings = list(_settings(document, values, faults))
    if faults:
        raise ScenarioFaults(faults)
    for setting in settings:
        vouch(setting.value, source)
    try:
        tree = opened(tree, document, settings)
        for setting in settings:
            tree = put(tree, setting.steps, setting.value)
        tree = closed(tree, settings, source)
    except NotWhole as fault:
        raise ScenarioFaults([fault.fault]) from None
    return _with_source(_able_to_hold_any(tree), source.location) if values else tree


def see_mapping(values: object) -> None:
    """Raise an error for anything but a mapping from paths to values."""
    problem = ""
    if not isinstance(values, Mapping):
        problem = f"A value of the type {type(values).__name__} does not say what is set to what."
    elif unnamed := [key for key in values if not isinstance(key, str)]:
        problem = f"{unnamed[0]!r} is not a path."
    if problem:
        remedy = "Write `{path: value}`, as {'run.length': '2 years'}."
        raise ScenarioFaults([Fault(Location(WHERE, 0, 0), problem, remedy=remedy)])


def _settings(
    document: Document, values: Mapping[str, Any], faults: list[Fault]
) -> Iterator[Setting]:
    """Yield each value with its path in the tree; add values that cannot be set to the faults."""
    for path, value in values.items():
        inner = value["value"] if is_closing(value) else value
        location = getattr(inner, "location", None) or Location(WHERE, 0, 0, path)
        try:
            written = as_tree(value, location._replace(path=path))
            steps = steps_to(document, path)
        except NotPlain as fault:
            place = location._replace(path=".".join((path, *fault.steps)))
            faults.append(Fault(place, fault.problem, remedy=fault.remedy))
        except ScenarioFaults as refused:
            faults += refused.faults
        except UnknownStep as unknown:
            faults.append(unknown.fault(location, path))
        else:
            rest = ""
            if is_closing(written):
                written, rest = written["value"], str(written[REST])
            yield Setting(steps, written, rest, location._replace(path=path))


class UnknownStep(Exception):  # noqa: N818 - says where a path leaves what is known
    """A path has a step that does not exist in the document."""

    def __init__(self, before: Path, step: str, known: list[str]) -> None:
        super().__init__(step)
        self.before, self.step, self.known = before, step, known

    def fault(self, location: Location, path: str) -> Fault:
        """Return the fault for the unknown step."""
        inside = f"`{'.'.join(map(str, self.before))}`" if self.before else "the scenario"
        if not self.known:
            return Fault(
                location._replace(path=path), f"{inside} is a value and has no `{self.step}`."
            )
        return Fault(
            location._replace(path=path),
            f"There is no `{self.step}` in {inside}.",
            f"Known there: {listed(f'`{key}`' for key in self.known)}.",
            did_you_mean(self.step, self.known),
        )


def steps_to(document: Document, path: str) -> Path:
    """Return the steps of a path of a document, as they are in its file.

    Raises
    ------
    UnknownStep
        If a step of the path does not exist in the document.
    """
    return tuple(_steps(document, document, path.split("."), ()))


def _steps(document: Document, node: Any, rest: list[str], before: Path) -> Iterator[str | int]:
    if not rest:
        return
    if isinstance(node, Quantity) and rest == ["value"]:
        return
    if isinstance(node, Interval) and rest[0] == "by_level":
        rest = rest[1:]  # models know this level, which files leave out
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
    """Iterate over the first of the remaining steps of a path and the steps after it."""
    if node is None:  # a part that is not written, of which only reading knows what it may hold
        yield from rest
        return
    if isinstance(node, (tuple, list)):
        if not rest[0].isdigit() or int(rest[0]) >= len(node):
            raise UnknownStep(before, rest[0], [str(at) for at in range(len(node))])
        step: str | int = int(rest[0])
        taken, inner = 1, node[int(rest[0])]
    else:
        bare = _bare(node, rest[0])
        if bare is not None:
            yield from _steps(document, bare, rest, before)
            return
        entries = _entries(node)
        written, rest = rest[0], [key_in(before, rest[0]), *rest[1:]]
        taken = next(
            (n for n in range(len(rest), 0, -1) if ".".join(rest[:n]) in entries), 0
        )  # keys may hold points themselves, as names of measures do
        if not taken and before == ("sources",) and len(rest) == 1:
            yield rest[0]  # a source of its own vouches for what is put beside it
            return
        if not taken:
            raise UnknownStep(before, written, list(entries))
        step = ".".join(rest[:taken])
        inner = entries[step]
    yield step
    yield from _steps(document, inner, rest[taken:], (*before, step))


def _bare(node: Any, step: str) -> Any:
    """Return the block that a file may leave out at this place if a step leads into it.

    Return None if there is none.
    """
    if isinstance(node, NeedStart):
        return node.shares if node.shares is not None else None
    if isinstance(node, Interval) and node.by_level is not None:
        return node.by_level
    if isinstance(node, (Distribution, Interval)) and node.fixed is not None:
        return node.fixed if step in type(node.fixed).model_fields else None
    return None


def _entries(node: Any) -> dict[str, Any]:
    """Return the entries of a part or block, by their keys in files."""
    if isinstance(node, NeedStart):
        return {}
    if isinstance(node, Part):
        fields = type(node).model_fields.items()
        return {field.alias or name: getattr(node, name) for name, field in fields}
    if isinstance(node, Mapping):
        return {str(key): value for key, value in node.items()}
    return {}


def as_tree(value: Any, location: Location) -> Tree:
    """Convert a Python value to a tree, as if it had been read from a file.

    A value that was read from a file is returned unchanged.

    Raises
    ------
    NotPlain
        For a value that a scenario cannot contain.
    """
    if isinstance(value, (Block, Row, WrittenText, WrittenInt, WrittenFloat, bool)):
        return value
    return _tree_of(plain_value(value), location)


def _tree_of(value: Any, location: Location) -> Tree:
    """Return plain data as a tree."""
    if value is None or hasattr(value, "location") or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        block = Block(location)
        path = tuple(location.path.split("."))
        for key, each in value.items():
            name = key_in(path, printable(key, location))
            inside = _inside(location, name)
            block.put(name, _tree_of(each, inside), inside, inside)
        return block
    if isinstance(value, list):
        row = Row(location)
        for number, each in enumerate(value):
            inside = _inside(location, number)
            row.append(_tree_of(each, inside))
            row.values_at.append(inside)
        return row
    written: WrittenInt | WrittenFloat | WrittenText
    if isinstance(value, int):
        written = WrittenInt(value)
    elif isinstance(value, float):
        written = WrittenFloat(value)
    else:
        written = WrittenText(printable(str(value), location))
    written.location = location
    return written


def _inside(location: Location, step: str | int) -> Location:
    """Return the location of a part of a value that is not in a file."""
    return location._replace(path=f"{location.path}.{step}" if location.path else str(step))


def _able_to_hold_any(tree: Block) -> Block:
    """Return a tree in the newest format, because the values set may need keys of that format."""
    if "throughline" not in tree or tree["throughline"] == FORMAT:
        return tree
    block, key = STIGMA_COVERS
    if has_stigma(tree) and key not in (tree.get(block) or {}):
        tree = put(tree, STIGMA_COVERS, covers_unless_written(tree["throughline"]))
    return put(tree, ("throughline",), WrittenInt(FORMAT))  # type: ignore[no-any-return]


def _with_source(tree: Block, location: Location) -> Block:
    """Return a tree that describes the source of replaced values."""
    about = as_tree({"kind": "assumption", "reference": REFERENCE}, location)
    return put(tree, ("sources", WHERE), about)  # type: ignore[no-any-return]
