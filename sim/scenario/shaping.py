"""A tree against the models: a document, and every fault with its place.

After a fault the offending part is left out and the rest is read again, so that one mistake does
not hide another.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.errors import MOST_FAULTS_SHOWN, Fault, listed
from sim.loose.numbers import ALONE
from sim.scenario.document import Document
from sim.scenario.refusing import shown
from sim.scenario.suggesting import Suggestion, suggestion, without_family
from sim.scenario.written import Block, Path, at, place_of, written_steps

ROUNDS = 100
STAND_INS: dict[str, Any] = {
    "throughline": 1,
    "title": "-",
    "run": {"length": "1 year"},
    "services": {},
}
NAME_A_SOURCE = (
    "Write the name of a source, and describe it under `sources` at the top of the file."
)


class Shaped(NamedTuple):
    """What could be made of a tree."""

    document: Document | None  # without the faulty parts; None when nothing could be made of it
    faults: tuple[Fault, ...]
    unvouched: tuple[Fault, ...]  # numbers without a source, which are told together
    left_out: frozenset[Path]  # the faulty parts


def shaped(tree: Block, already: frozenset[Path] = frozenset()) -> Shaped:
    """Read a tree, with all its faults but those that follow from parts known to be faulty."""
    document, reading = read_as(Document, tree, STAND_INS, already)
    return Shaped(
        document, tuple(reading.faults), tuple(reading.unvouched), frozenset(reading.left_out)
    )


M = TypeVar("M", bound=BaseModel)


def read_as(
    kind: type[M],
    tree: Block,
    stand_ins: Mapping[str, Any],
    already: frozenset[Path] = frozenset(),
) -> tuple[M | None, Reading]:
    """A tree as a model of any kind, and its faults; ``stand_ins`` take the place of what it needs.

    The model is None when none could be made of it.
    """
    reading = Reading(kind, tree, stand_ins, already)
    for _ in range(ROUNDS):
        try:
            return kind.model_validate(reading.rest), reading
        except ValidationError as error:
            reading.leave_out(error.errors(include_url=False))
    return None, reading


class Reading:
    """Rounds of reading, each without what the rounds before found faulty."""

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
        self.left_out = set(already)

    def leave_out(self, errors: list[ErrorDetails]) -> None:
        """Note the faults of a round, and take the faulty parts out of what is read next."""
        out: set[Path] = set()
        noted: set[Path] = set()
        for error in errors:
            path = written_steps(self.rest, error["loc"])
            if error["type"] == "unknown_keys":
                out |= {(*path, key) for key in error["ctx"]["keys"]}
                noted |= self.unknown(path, error)
            elif error["type"] == "missing":
                key = str(error["loc"][-1])
                if not any(each[: len(path) + 1] == (*path, key) for each in self.left_out):
                    self.missing(path, error)
                noted.add((*path, key))
                out.add(path or (key,))
            else:
                if not self.follows(path, error):
                    self.faults.append(self.refused(path, error))
                out.add(path)
        self.left_out |= noted | out
        for path in sorted(out, key=len, reverse=True):
            self.rest = _without(self.rest, path, self.stand_ins)

    def follows(self, path: Path, error: ErrorDetails) -> bool:
        """Whether this is wrong only because something was wrong before."""
        if error["loc"][-1:] == ("[key]",) and path in self.left_out:
            return True
        return any(len(other) > len(path) and other[: len(path)] == path for other in self.left_out)

    def unknown(self, path: Path, error: ErrorDetails) -> set[Path]:
        """Tell of keys that a part does not have; what is not to be told of besides."""
        block, words = at(self.rest, path), error["ctx"]
        keys, known, needed = words["keys"], words["known"], words["needed"]
        whole = without_family(block, keys) if words["part"] == "Distribution" else None
        if whole is not None:
            stand = f"{listed(f'`{key}`' for key in keys)} stand{'s' if len(keys) == 1 else ''}"
            problem = f"{stand} here without the family of distributions."
            allowed = f"Families: {listed(f'`{key}`' for key in known[:-1])}."
            self.faults.append(Fault(place_of(self.tree, path), problem, allowed, whole.words))
            return {(*path, key) for key in block}
        noted: set[Path] = set()
        for number, key in enumerate(keys):
            guessed = number < MOST_FAULTS_SHOWN
            found = suggestion(words["part"], key, known, block) if guessed else Suggestion()
            lacking = [] if found.ours else [each for each in needed if each not in block]
            allowed = f"Known here: {listed((f'`{each}`' for each in known), most=50)}."
            if lacking:
                allowed += f" Needed: {listed(f'`{each}`' for each in lacking)}."
            problem = f"`{key}` is not known here. {found.words}".strip()
            self.faults.append(
                Fault(block.keys_at[key], problem, NAME_A_SOURCE if key == "source" else allowed)
            )
            noted |= {(*path, each) for each in (key, *found.ours, *lacking)}
        return noted

    def missing(self, path: Path, error: ErrorDetails) -> None:
        """A key that a part cannot lack."""
        key = str(error["loc"][-1])
        place = place_of(self.tree, path)
        value = at(self.rest, path)
        if key == "source":
            what = "this block" if isinstance(value, Block) and "value" not in value else ""
            fault = Fault(
                place,
                f"Nobody vouches for {what or shown(_value(value))}.",
                "Each number needs a source: its own, or one in a block around it.",
                "Write `source: name`, and describe the name under `sources`; "
                "`kind: assumption` is allowed.",
            )
            self.unvouched.append(fault)
            return
        field = field_at(tuple(error["loc"]), self.kind)
        example = field.examples[0] if field is not None and field.examples else None
        self.faults.append(
            Fault(
                place._replace(path=f"{place.path}.{key}".lstrip(".")),
                f"`{key}` is missing.",
                f"{field.description}." if field is not None and field.description else "",
                f"Add it, for example `{key}: {example}`." if example else "Add it.",
            )
        )

    def refused(self, path: Path, error: ErrorDetails) -> Fault:
        """A value that is not allowed."""
        words = error.get("ctx", {})
        problem = words.get("problem") or f"{shown(error['input'])}: {error['msg']}."
        place = place_of(self.tree, path)
        if error["loc"] and error["loc"][-1] == "[key]":
            place = at(self.rest, path[:-1]).keys_at[path[-1]]
        remedy = words.get("remedy", "")
        if remedy == ALONE and (unit := self.described(error["loc"])):
            remedy = f"{unit}. {ALONE}"
        return Fault(place, problem, words.get("allowed", ""), remedy)

    def described(self, location: tuple[int | str, ...]) -> str:
        """What the models say of the nearest key around a value; empty when they say nothing."""
        for end in range(len(location), 0, -1):
            field = field_at(location[:end], self.kind)
            if field is not None and field.description:
                return field.description
        return ""


def _value(value: Any) -> Any:
    return value["value"] if isinstance(value, Block) else value


def _without(tree: Block, path: Path, stand_ins: Mapping[str, Any]) -> Block:
    """A copy of a tree without a part; a list goes as a whole, as its items count by position."""
    key, rest = str(path[0]), path[1:]
    if key not in tree:
        result = tree.copied()
        if key in stand_ins:
            result[key] = stand_ins[key]
        return result
    inside = tree[key]
    if rest and isinstance(inside, Block):
        result = tree.copied()
        result[key] = _without(inside, rest, stand_ins)
        return result
    result = tree.without(key)
    if key in stand_ins:
        result[key] = stand_ins[key]
    return result


def field_at(
    location: tuple[int | str, ...], model: type[BaseModel] = Document
) -> FieldInfo | None:
    """What the models say of the field at a location; None when there is no such field."""
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
    """The model in an annotation that has a field of this name."""
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
    """The annotation of the values of a dict or the items of a tuple."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return arguments[1]
    if origin is tuple:
        return arguments[0]
    inner = (_inside(each) for each in arguments if each is not kind)
    return next((each for each in inner if each is not None), None)
