"""Convert a scenario file to the newest format, with its comments, order and spacing kept.

Only the number of the format is replaced in the text. If contacts can be stigmatising, one setting
is added too, so that they keep their effect. Before anything is written, both texts are read, and
they must have the same meaning.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from sim.errors import Location, ScenarioFaults
from sim.scenario.checks.format import KEY
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.scenario.files import completed
from sim.scenario.formats import FIRST, FORMAT, SHAPE, later_keys
from sim.scenario.kinship import refuse_other_kinds
from sim.scenario.parts import Part, plain
from sim.scenario.project import Project
from sim.scenario.scenario import Scenario
from sim.scenario.stigma import AT as STIGMA_COVERS, has_stigma
from sim.scenario.texts import one_fault, read_text
from sim.scenario.written import Block, vouch
from sim.scenario.yaml_nodes import read_tree

LINES = re.compile(r"\r\n|\r|\n")
NUMBER = re.compile(r"[^\s,}\]#]+")


ADDED = ": ".join((".".join(STIGMA_COVERS), "true"))


class Upgrade(NamedTuple):
    """The text of a scenario file in the newest format, and what was changed."""

    text: str  # empty where the file is of that format already
    stated: Location  # where its format is stated
    before: str  # the format as it was written
    added: str = ""  # a setting that was added so that the file means the same


class Choice(NamedTuple):
    """A key that the newest format adds, and the value that applies in a file without it."""

    path: str
    without: str
    meaning: str


def upgraded(file: Path, to: Path, allow_outside: bool = False) -> Upgrade:
    """Return a scenario file in the newest format; nothing is written.

    Parameters
    ----------
    file, to
        The file to convert, and the file for which the new text is meant. The files that the
        scenario names must be readable from both.

    Raises
    ------
    ScenarioFaults
        With every fault of the file, except keys of a later format than it states. It is also
        raised if the format is not stated in the file itself, but in a file that it extends.
    """
    text = read_text(str(file), Location(str(file), 1, 1))
    tree = _tree(text, file, allow_outside)
    stated = tree.values_at.get(KEY)
    if stated is None:
        Scenario.sound(tree)  # says that it is missing
    assert stated is not None
    if stated.file != str(file):
        raise one_fault(
            stated,
            f"The format of {file} is stated here, in a file that it extends.",
            f"Write `{KEY}: {FORMAT}` at the top of {file}, or upgrade this file.",
        )
    if tree[KEY] != FIRST:
        Scenario.sound(tree)
        return Upgrade("", stated, "")
    new, before = _with_format(text, stated)
    added = ""
    if has_stigma(tree) and STIGMA_COVERS[-1] not in (tree.get(STIGMA_COVERS[0]) or {}):
        new, added = _keeping_stigma(new, text, tree, file, allow_outside), ADDED
    _see_same(tree, Scenario.sound(_tree(new, file, allow_outside)), stated)
    if to.parent != file.parent:
        _tree(new, to, allow_outside)  # sees that what it names can be read from there
    return Upgrade(new, stated, before, added)


def _tree(text: str, file: Path, allow_outside: bool) -> Block:
    """Read a text as a scenario file of a given name, together with the files that it names."""
    tree = read_tree(text, str(file))
    refuse_other_kinds(tree)
    vouch(tree)
    return completed(tree, str(file), Project.of_scenario(file, allow_outside))


def _with_format(text: str, stated: Location) -> tuple[str, str]:
    """Return a text that states the newest format, and the number of the earlier format."""
    at = _offset(text, stated)
    number = NUMBER.match(text, at)
    written = number[0] if number is not None else ""
    if written.startswith(("&", "*", "!", '"', "'")):
        raise one_fault(
            stated,
            "The format is not stated by a plain number.",
            f"Write `{KEY}: {FORMAT}` here.",
        )
    return f"{text[:at]}{FORMAT}{text[at + len(written) :]}", written


def _keeping_stigma(new: str, text: str, tree: Block, file: Path, allow_outside: bool) -> str:
    """Return an upgraded text with the setting by which stigmatising contacts cover as before.

    The setting is added with indentation or in brackets. The first of these texts that is read as
    meant is returned. If neither is, the upgraded text is returned without the setting.
    """
    for candidate in _candidates(new, text, tree, file):
        try:
            if Scenario.sound(_tree(candidate, file, allow_outside)).stigma_covers:
                return candidate
        except ScenarioFaults:
            continue
    return new


def _candidates(new: str, text: str, tree: Block, file: Path) -> Iterator[str]:
    """Iterate over upgraded texts with the setting added: with indentation, then in brackets.

    The setting is the first of the measures in this file. Without measures there, it is in a new
    block beside the format. Up to the end of the number of the format, the upgraded text is as
    long as the old text.
    """
    block, key = STIGMA_COVERS
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    measures = tree.get(block)
    places = measures.keys_at.values() if isinstance(measures, Block) else ()
    here = min((each for each in places if each.file == str(file)), default=None)
    longer = len(new) - len(text)
    if here is not None:
        at = _offset(text, here) + (longer if here > tree.values_at[KEY] else 0)
        yield f"{new[:at]}{key}: true{end_of_line}{' ' * (here.column - 1)}{new[at:]}"
        yield f'{new[:at]}"{key}": true, {new[at:]}'
        return
    begins, number = (_offset(text, each[KEY]) for each in (tree.keys_at, tree.values_at))
    after = LINES.search(new, number)
    ends = len(new) if after is None else after.start()
    indent = " " * (tree.keys_at[KEY].column - 1)
    yield f"{new[:ends]}{end_of_line}{indent}{block}: {{{key}: true}}{new[ends:]}"
    yield f'{new[:begins]}"{block}": {{"{key}": true}}, {new[begins:]}'


def _offset(text: str, place: Location) -> int:
    """Return the number of characters of a text before a location."""
    begins = [0, *(found.end() for found in LINES.finditer(text))]
    return begins[place.line - 1] + place.column - 1


def _see_same(tree: Block, new: Scenario, stated: Location) -> None:
    """Raise an error if the upgraded text has another meaning than the earlier one."""
    try:
        old = Scenario.sound(tree)
    except ScenarioFaults:
        return  # it has keys of the newest format, so that it could not be read until now
    if old != new:
        raise one_fault(
            stated,
            "In the newest format this file would not mean the same.",
            f"Write `{KEY}: {FORMAT}` here yourself, and compare what `sim explain` prints.",
        )


def choices() -> Iterator[Choice]:
    """Iterate over every key that the newest format adds, with the value that applies without it.

    If a whole block is new, only the block is named.
    """
    yield from _choices(Document, (), set())


def _choices(kind: Any, path: tuple[str, ...], inside: set[Any]) -> Iterator[Choice]:
    """Iterate over the keys below an annotation.

    A part that contains itself is entered only once.
    """
    if isinstance(kind, type) and issubclass(kind, Part):
        if kind in inside:
            return
        later = later_keys(kind)
        for name, field in kind.model_fields.items():
            key = field.alias or name
            if (*path, key) == STIGMA_COVERS:
                continue  # format 1 has no such key, and means it: see `Upgrade.added`
            if key in later and (issubclass(kind, Distribution) or key == SHAPE):
                continue  # a family or a shape that is not written is no choice
            if key in later:
                yield Choice(".".join((*path, key)), _without(field), field.description or "")
            else:
                yield from _choices(field.annotation, (*path, key), {*inside, kind})
        return
    if typing.get_origin(kind) is dict:
        path = (*path, "*")
    for each in typing.get_args(kind):
        if isinstance(each, type) or typing.get_origin(each) is not None:
            yield from _choices(each, path, inside)


def _without(field: FieldInfo) -> str:
    """Return the value that applies if a key is not written, as short as in a file."""
    value = plain(field.get_default(call_default_factory=True))
    return "none" if value in (None, {}, []) else _short(value)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        if "value" in value:
            return _short(value["value"])
        return ", ".join(f"{key} {_short(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value))
    return ("false", "true")[value] if isinstance(value, bool) else str(value)
