"""Read one tree from a path: a file, the files that it extends, and its tables."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import Location
from sim.scenario.arrival_tables import with_arrival_tables
from sim.scenario.file_kinds import TABLE
from sim.scenario.kinship import refuse_other_kinds, see_that_it_is_a_scenario
from sim.scenario.merging import merged
from sim.scenario.project import Project
from sim.scenario.target_tables import with_target_table
from sim.scenario.texts import one_fault, read_text
from sim.scenario.written import Block, Tree, WrittenText, block_at, vouch
from sim.scenario.yaml_nodes import read_tree

CHAIN = 10  # files that extend one another
FROM_TABLE = "from_table"
KEPT_WITH_IT = (("people", "start"), ("worlds",), ("targets_covariance",))
"""Blocks that may name a table whose content is kept with the scenario."""
INVOLVEMENT = "involvement"  # says who made one file, and not who made those that extend it


def read_scenario_tree(
    path: Path, project: Project | None = None, named_at: Location | None = None
) -> Block:
    """Read the tree of a scenario file, merged over the files that it extends.

    Parameters
    ----------
    project
        The folder that must contain all files named in the scenario. None means the folder of the
        scenario.
    named_at
        The location at which another file names this file; None if it was given directly.

    Raises
    ------
    ScenarioFaults
        If a file cannot be read, lies outside the project, or is not YAML as
        `sim.scenario.yaml_nodes` reads it.
    """
    file = str(path)
    return completed(_own_tree(file, named_at), file, project or Project.of_scenario(path))


def completed(tree: Block, file: str, project: Project) -> Block:
    """Merge a file's tree over the files that it extends, and read its tables.

    Raises
    ------
    ScenarioFaults
        If a file that it names cannot be read, lies outside the project, or is not valid YAML.
    """
    whole = _with_what_it_extends(file, tree, (file,), project)
    for path in KEPT_WITH_IT:
        whole = _with_table(whole, path, project)
    return with_target_table(with_arrival_tables(whole, project), project)


def _own_tree(file: str, named_at: Location | None) -> Block:
    """Read the tree of one file.

    If another file names this file and it is not a scenario, messages do not repeat its content.
    """
    text = read_text(file, named_at or Location(file, 1, 1))
    if named_at is not None:
        see_that_it_is_a_scenario(text, file, named_at)
    tree = read_tree(text, file)
    refuse_other_kinds(tree)
    vouch(tree)
    return tree


def _with_what_it_extends(
    file: str, tree: Block, chain: tuple[str, ...], project: Project
) -> Block:
    if tree.get("extends") is None:
        return tree.without("extends")
    name, at = tree["extends"], tree.values_at["extends"]
    if not isinstance(name, WrittenText):
        raise one_fault(
            at, "The file to extend is not named by a text.", "Write `extends: base.yaml`."
        )
    other = project.file(name, file, at)
    if any(os.path.normpath(each) == other for each in chain):
        way = " → ".join(Path(each).name for each in (*chain, other))
        raise one_fault(at, f"The files extend one another in a circle: {way}.", "Take one out.")
    if len(chain) >= CHAIN:
        raise one_fault(at, f"More than {CHAIN} files extend one another.", "Merge some of them.")
    base = _with_what_it_extends(other, _own_tree(other, at), (*chain, other), project)
    result = merged(base.without(INVOLVEMENT), tree.without("extends"))
    assert isinstance(result, Block)  # both are
    return result


def _with_table(tree: Block, path: tuple[str, ...], project: Project) -> Block:
    """Return the tree with the content of the table that the block at a path names, if it does."""
    name = block_at(tree, path).get(FROM_TABLE)
    if not isinstance(name, WrittenText):
        return tree
    file = project.file(name, name.location.file, name.location)
    table = Block(name.location)
    table.put("file", name, name.location, name.location)
    # Line ends as everywhere in a scenario, so that `resolved.yaml` holds the same table.
    text = read_text(file, name.location, TABLE).replace("\r\n", "\n").replace("\r", "\n")
    contents = WrittenText(text)
    contents.location = name.location
    table.put("contents", contents, name.location, name.location)
    return _replaced(tree, (*path, FROM_TABLE), table)


def _replaced(tree: Block, path: tuple[str, ...], value: Tree) -> Block:
    """Return a copy of a tree with another value at an existing path."""
    key, *rest = path
    result = tree.copied()
    result[key] = _replaced(tree[key], tuple(rest), value) if rest else value
    return result
