"""Doing what a message says: every suggestion in its words, and the file with it followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sim.errors import Fault
from sim.scenario.dividing import divided
from sim.scenario.document import Document
from sim.scenario.faults import faults_of
from sim.scenario.remembering import Memory
from sim.scenario.variant_faults import variant_faults
from sim.scenario.written import Block, Path, Row, Tree, at, vouch, written_steps
from sim.scenario.yaml_nodes import read_tree

QUOTED = r'(?:"([^"]*)"|`([^`]*)`|(-?[\d.]+(?:e-?\d+)?)(?=[ ,?.]))'
QUESTION = re.compile(rf"Did you mean {QUOTED}")
CHOICE = re.compile(rf"\b(?:Write|or) {QUOTED}(?= (?:if|for) |\.|,)")
CONVERTED = re.compile(r": `(\w+: [^`]+)`\.")
ADDED = re.compile(r"Add (?:it, for example )?`(\w+: [^`]+)`(?=[,. ]|$)")
UNFINISHED = "…"


class Suggestion(NamedTuple):
    """Something a message says to write: in place of what stands there, or beside it."""

    text: str
    beside: bool  # an entry of its own, `name: value`
    renames: bool = False  # a key of another name with the same value


def suggestions(fault: Fault) -> Iterator[Suggestion]:
    """Every suggestion that a fault makes, as somebody would take it from its words."""
    words = f"{fault.problem} {fault.remedy}"
    unknown = "is not known here" in fault.problem
    for found in QUESTION.finditer(words):
        yield Suggestion(next(filter(None, found.groups())), beside=False, renames=unknown)
    for found in CHOICE.finditer(words):
        text = next(filter(None, found.groups()))
        entry = re.match(r"\w+: ", text) is not None
        if UNFINISHED not in text and text != "source: name" and (entry or not unknown):
            yield Suggestion(text, beside=entry)
    if unknown:
        for found in CONVERTED.finditer(words):
            yield Suggestion(found[1], beside=True)
    for found in ADDED.finditer(words):
        if UNFINISHED not in found[1]:
            yield Suggestion(found[1], beside=True)


def path_of(tree: Tree, fault: Fault) -> Path:
    """The steps that lead to what a fault is about; keys may hold points."""
    steps: list[str | int] = []
    rest = fault.location.path.split(".") if fault.location.path else []
    while rest:
        if isinstance(tree, Row) and rest[0].isdigit() and int(rest[0]) < len(tree):
            item = int(rest.pop(0))
            steps.append(item)
            tree = tree[item]
            continue
        taken = next(
            (
                n
                for n in range(len(rest), 0, -1)
                if isinstance(tree, Block) and ".".join(rest[:n]) in tree
            ),
            0,
        )
        if not taken:
            return (*steps, *rest)
        steps.append(".".join(rest[:taken]))
        rest = rest[taken:]
        tree = tree[steps[-1]]
    return tuple(steps)


def followed(tree: Block, fault: Fault, way: Suggestion) -> tuple[Block, Path]:
    """The tree with a suggestion followed, and the path of what was written for it."""
    path = path_of(tree, fault)
    written = written_steps(tree, path)
    if way.beside:
        around = written if written == path and isinstance(at(tree, path), Block) else path[:-1]
        if fault.problem.startswith("`") and "is not known here" in fault.problem:
            tree, around = changed(tree, path, None, remove=True), path[:-1]
        key, _, value = way.text.partition(": ")
        new = (*written_steps(tree, around), key)
        return changed(tree, new, parsed(value, tree, new)), new
    where = at(tree, path[:-1]) if path else tree
    of_key = (
        isinstance(where, Block)
        and path[-1] in where
        and where.keys_at[str(path[-1])]._replace(path="") == fault.location._replace(path="")
        and (way.renames or not way.text.startswith(("{", "[")))
        and (way.renames or not isinstance(where[str(path[-1])], Row))
        and re.fullmatch(r"\w+", way.text) is not None
    )
    if of_key:
        value = where[str(path[-1])]
        tree = changed(tree, path, None, remove=True)
        new = (*path[:-1], way.text)
        return changed(tree, new, value), new
    text = way.text if re.match(r"[\[{\d-]|true$|false$", way.text) else f'"{way.text}"'
    return changed(tree, path, parsed(text, tree, path)), path


def parsed(text: str, near: Block, path: Path) -> Tree:
    """A value as a file has it at a path, vouched for by the source of the file."""
    value = read_tree(f"x: {text}\n", near.location.file)["x"]
    moved(value, ".".join(map(str, path)))
    if value is not None and not isinstance(value, bool):
        vouch(value, near.source)
    return value


def moved(tree: Tree, path: str) -> None:
    """Let everything in a tree that was read by itself say that it stands at a path."""
    if tree is None or isinstance(tree, bool):
        return
    tree.location = tree.location._replace(path=path)
    if isinstance(tree, Block):
        for key, each in tree.items():
            for places in (tree.keys_at, tree.values_at):
                places[key] = places[key]._replace(path=f"{path}.{key}")
            moved(each, f"{path}.{key}")
    elif isinstance(tree, Row):
        tree.values_at = [
            place._replace(path=f"{path}.{at}") for at, place in enumerate(tree.values_at)
        ]
        for at_, each in enumerate(tree):
            moved(each, f"{path}.{at_}")


def changed(tree: Tree, path: Path, value: Tree, remove: bool = False) -> Tree:
    """A copy of a tree with another value at a path, or without what is there."""
    step, rest = path[0], path[1:]
    if isinstance(tree, Row):
        row = Row(tree.location)
        row.extend(tree)
        row.values_at = list(tree.values_at)
        assert isinstance(step, int)
        row[step] = changed(tree[step], rest, value, remove) if rest else value
        return row
    key = str(step)
    if not rest and remove:
        return tree.without(key)
    copy = tree.copied()
    new = changed(tree[key], rest, value, remove) if rest else value
    place = tree.keys_at.get(key, tree.location)
    copy.put(key, new, place, tree.values_at.get(key, place))
    return copy


def faults_in(tree: Block) -> list[Fault]:
    """Every fault of a scenario, those in what differs by area or in variants included."""
    tree, of_areas = divided(tree)
    if found := [*of_areas, *faults_of(tree)]:
        return found
    return variant_faults(Document.model_validate(tree), tree, Memory())


def told_at(tree: Block, path: Path) -> list[Fault]:
    """The faults a tree still has at a path or inside it."""
    wanted = ".".join(map(str, path))
    return [
        fault for fault in faults_in(tree) if f"{fault.location.path}.".startswith(f"{wanted}.")
    ]
