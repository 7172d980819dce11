"""Read a tree into the models: the results are a document, and every fault with its location.

After a fault the faulty part is left out and the rest is read again, so that one mistake does not
hide another.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.errors import MOST_FAULTS_SHOWN, Fault, cut, listed, nearest
from sim.loose.numbers import ALONE
from sim.scenario.closing import UNCERTAIN
from sim.scenario.dates import dates_of
from sim.scenario.document import Document
from sim.scenario.elsewhere import belongs
from sim.scenario.formats import FORMAT
from sim.scenario.parts import NamesIn, Part
from sim.scenario.refusing import FOLLOWS, shown
from sim.scenario.remembering import MEMORY, Memory
from sim.scenario.suggesting import Suggestion, suggestion, without_family
from sim.scenario.written import Block, Path, at, location_of, written_steps

ROUNDS = 100
MOST_GUESSED = MOST_FAULTS_SHOWN  # of unknown keys in one block
LONGEST_KEY = 60
VERY_LIKE = 0.85
STAND_INS: dict[str, Any] = {
    "throughline": FORMAT,
    "title": "-",
    "run": {"length": "1 year"},
    "services": {},
}
NAME_A_SOURCE = (
    "Write the name of a source, and describe it under `sources` at the top of the file."
)


class Shaped(NamedTuple):
    """The document that could be made from a tree, and the faults found."""

    document: Document | None  # without the faulty parts; None when nothing could be made of it
    faults: tuple[Fault, ...]
    unvouched: tuple[Fault, ...]  # numbers without a source, which are told together
    left_out: frozenset[Path]  # the faulty parts


def shaped(
    tree: Block, already: frozenset[Path] = frozenset(), memory: Memory | None = None
) -> Shaped:
    """Read a tree and return its document and faults.

    Faults that follow from parts already known to be faulty are left out. A memory saves time when
    several trees share blocks.
    """
    document, reading = read_as(Document, tree, STAND_INS, already, memory)
    return Shaped(
        document, tuple(reading.faults), tuple(reading.unvouched), frozenset(reading.left_out)
    )


M = TypeVar("M", bound=Part)


def read_as(
    kind: type[M],
    tree: Block,
    stand_ins: Mapping[str, Any],
    already: frozenset[Path] = frozenset(),
    memory: Memory | None = None,
) -> tuple[M | None, Reading]:
    """Read a tree as a model of any kind.

    ``stand_ins`` replace required parts that are faulty. The model is None if none could be made.
    """
    reading = Reading(kind, tree, stand_ins, already)
    context = {**dates_of(tree, kind), MEMORY: memory}
    for _ in range(ROUNDS):
        try:
            return kind.model_validate(reading.rest, context=context), reading
        except ValidationError as error:
            if not reading.leave_out(error.errors(include_url=False)):
                break
    return None, reading


class Reading:
    """The reading of a tree in rounds, each without the parts that earlier rounds found faulty."""

    def __init__(
        self,
        kind: type[BaseModel],
        tree: Block,
        stand_ins: Mapping[str, Any],
        already: frozenset[Path],
    ) -> None:
        self.kind = kind
        self.stand_ins = stand_ins
        self.tree = tree
        self.rest = tree
        self.faults: list[Fault] = []
        self.unvouched: list[Fault] = []
        self.left_out: set[Path] = set()
        self._around: set[Path] = set()  # whatever something was left out from inside of
        self._leave(already)

    def _leave(self, paths: Iterable[Path]) -> None:
        """Record parts that are left out, and the parts that contain them."""
        for path in paths:
            self.left_out.add(path)
            self._around.update(path[:end] for end in range(len(path)))

    def leave_out(self, errors: list[ErrorDetails]) -> bool:
        """Record the faults of a round, and leave the faulty parts out of the next round.

        Return whether any part could be left out.
        """
        out: set[Path] = set()
        noted: set[Path] = set()
        for error in errors:
            path = written_steps(self.rest, error["loc"])
            if error["type"] == "unknown_keys":
                out |= {(*path, key) for key in error["ctx"]["keys"]}
                noted |= self.unknown(path, error)
            elif error["type"] == "missing":
                key = str(error["loc"][-1])
                where = (*path, key)
                if where not in self.left_out and where not in self._around:
                    self.missing(path, error)
                noted.add((*path, key))
                out.add(path or (key,))
            else:
                if not self.follows(path, error):
                    self.faults.append(self.refused(path, error))
                out.add(path)
        self._leave(noted | out)
        out.discard(())
        self.rest = _without(self.rest, _branches(out), self.stand_ins)
        return bool(out)

    def follows(self, path: Path, error: ErrorDetails) -> bool:
        """Return whether an error only follows from an earlier fault."""
        if error["type"] == FOLLOWS:
            return True
        if error["loc"][-1:] == ("[key]",) and path in self.left_out:
            return True
        if path[-1:] == (UNCERTAIN,) and path[:-1] in self._around:
            return True  # an end of the range may be what was left out
        return path in self._around

    def unknown(self, path: Path, error: ErrorDetails) -> set[Path]:
        """Record faults for keys that a part does not have.

        Return the paths that need no other fault. A suggestion is made only for as many keys as
        are shown.
        """
        block, words = at(self.rest, path), error["ctx"]
        keys, known, part = words["keys"], words["known"], words["kind"]
        whole = without_family(block, keys) if part.part_name() == "Distribution" else None
        if whole is not None:
            stand = f"{listed(f'`{key}`' for key in keys)} stand{'s' if len(keys) == 1 else ''}"
            problem = f"{stand} here without the family of distributions."
            allowed = f"Families: {listed(f'`{key}`' for key in known[:-1])}."
            self.faults.append(Fault(location_of(self.tree, path), problem, allowed, whole.words))
            return {(*path, key) for key in block}
        allowed = f"Known here: {listed((f'`{each}`' for each in known), most=50)}."
        noted: set[Path] = set()
        for number, key in enumerate(keys):
            found = Suggestion()
            if number < MOST_GUESSED:
                found = _meant(self.kind, part, key, known, block)
            lacking = [] if found.ours else [each for each in part.needed() if each not in block]
            needed = f" Needed: {listed(f'`{each}`' for each in lacking)}." if lacking else ""
            problem = f"`{cut(key, LONGEST_KEY)}` is not known here. {found.words}".strip()
            around = NAME_A_SOURCE if key == "source" else f"{allowed}{needed}"
            self.faults.append(Fault(block.keys_at[key], problem, around))
            noted |= {(*path, each) for each in (key, *found.ours, *lacking)}
        return noted

    def missing(self, path: Path, error: ErrorDetails) -> None:
        """Record a fault for a required key that is missing."""
        key = str(error["loc"][-1])
        location = location_of(self.tree, path)
        value = at(self.rest, path)
        if key == "source":
            what = "this block" if isinstance(value, Block) and "value" not in value else ""
            fault = Fault(
                location,
                f"Nobody vouches for {what or shown(_value(value))}.",
                "Each number needs a source: its own, or one in a block around it.",
                "Write `source: name`, and describe the name under `sources`; "
                "`kind: assumption` is allowed.",
            )
            self.unvouched.append(fault)
            return
        field = field_at(tuple(error["loc"]), self.kind)
        example = self.example(field) if field is not None else None
        self.faults.append(
            Fault(
                location._replace(path=f"{location.path}.{key}".lstrip(".")),
                f"`{key}` is missing.",
                f"{field.description}." if field is not None and field.description else "",
                f"Add it, for example `{key}: {example}`." if example else "Add it.",
            )
        )

    def example(self, field: FieldInfo) -> str | None:
        """Return an example of a field: names of this file where it takes names, or its own."""
        for each in field.metadata:
            if isinstance(each, NamesIn) and isinstance(names := self.tree.get(each.block), Block):
                return f"[{', '.join(map(str, names))}]"
        return field.examples[0] if field.examples else None

    def refused(self, path: Path, error: ErrorDetails) -> Fault:
        """Return the fault for a value that is not allowed."""
        words = error.get("ctx", {})
        problem = words.get("problem") or f"{shown(error['input'])}: {error['msg']}."
        location = location_of(self.tree, path)
        if error["loc"] and error["loc"][-1] == "[key]":
            location = at(self.rest, path[:-1]).keys_at[path[-1]]
        remedy = words.get("remedy", "")
        if remedy == ALONE and (unit := self.described(error["loc"])):
            remedy = f"{unit}. {ALONE}"
        return Fault(location, problem, words.get("allowed", ""), remedy)

    def described(self, location: tuple[int | str, ...]) -> str:
        """Return the description of the nearest key around a value; empty if it has none."""
        for end in range(len(location), 0, -1):
            field = field_at(location[:end], self.kind)
            if field is not None and field.description:
                return field.description
        return ""


def _value(value: Any) -> Any:
    return value["value"] if isinstance(value, Block) else value


def _meant(
    whole: type[BaseModel], part: type[Part], key: str, known: Collection[str], block: Block
) -> Suggestion:
    """Return the suggestion for an unknown key.

    The key may be misspelt, belong to another block, or be another word for a known key.
    """
    where = "" if nearest(key, known, VERY_LIKE) else belongs(whole, part, key)
    return Suggestion(where) if where else suggestion(part.part_name(), key, known, block)


Branches: TypeAlias = dict[str | int, "Branches"]  # steps to parts; none below one: the part itself


def _branches(paths: Iterable[Path]) -> Branches:
    """Return the steps of many paths as one tree.

    A path inside another listed part is merged into that part.
    """
    root: Branches = {}
    for path in sorted(paths, key=len):
        branch = root
        for step in path[:-1]:
            if step in branch and not branch[step]:
                break  # all of that goes already
            branch = branch.setdefault(step, {})
        else:
            branch[path[-1]] = {}
    return root


def _without(tree: Block, parts: Branches, stand_ins: Mapping[str, Any]) -> Block:
    """Return a copy of a tree without some parts.

    A list is removed as a whole, because its items are known by position. A required part is
    replaced by a stand-in.
    """
    result = tree.copied()
    for key, below in parts.items():
        inside = tree.get(str(key))
        if below and isinstance(inside, Block):
            result[str(key)] = _without(inside, below, {})
            continue
        for entries in (result, result.keys_at, result.values_at):
            entries.pop(str(key), None)
        if key in stand_ins:
            result[str(key)] = stand_ins[str(key)]
    return result


def field_at(
    location: tuple[int | str, ...], model: type[BaseModel] = Document
) -> FieldInfo | None:
    """Return the model field at a location; None if there is none."""
    kind: Any = model
    field = None
    for step in location:
        found = _model_with(kind, str(step))
        if found is None:
            kind, field = _inside(kind), None
            continue
        field = next(f for n, f in found.model_fields.items() if str(step) in (n, f.alias))
        kind = field.annotation
    return field


def _model_with(kind: Any, key: str) -> type[BaseModel] | None:
    """From the models in an annotation, return the one that has a field of this name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        names = {n for n, f in kind.model_fields.items()} | {
            f.alias for f in kind.model_fields.values()
        }
        return kind if key in names else None
    if typing.get_origin(kind) in (dict, tuple):
        return None
    inner = (_model_with(each, key) for each in typing.get_args(kind))
    return next((model for model in inner if model is not None), None)


def _inside(kind: Any) -> Any:
    """Return the annotation of the values of a dict, or of the items of a tuple."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return arguments[1]
    if origin is tuple:
        return arguments[0]
    inner = (_inside(each) for each in arguments if each is not kind)
    return next((each for each in inner if each is not None), None)
