"""Read scenarios from the data of a script, as if a file had the same content."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.files import completed
from sim.scenario.from_python import NotPlain
from sim.scenario.kinship import refuse_other_kinds
from sim.scenario.project import Project
from sim.scenario.refusing import shown
from sim.scenario.replacing import as_tree
from sim.scenario.texts import one_fault
from sim.scenario.written import Block, vouch

NAME = "scenario"
"""The name that stands in place of a file's name in messages."""


def tree_of(data: Any, folder: str | os.PathLike[str], allow_outside: bool) -> Block:
    """Return the tree of a scenario that is given as data.

    Parameters
    ----------
    data
        The content of a scenario file, by key.
    folder, allow_outside
        The folder of the files that the data name, and whether these may lie elsewhere.

    Raises
    ------
    ScenarioFaults
        If the data contain values that cannot be written in a scenario file. The error lists all.
    """
    location = Location(NAME, 0, 0)
    if not isinstance(data, Mapping):
        raise one_fault(
            location,
            f"{shown(data)} is not a scenario.",
            'Give a dict with the keys of a scenario file, as {"throughline": 2, "title": …}.',
        )
    if not isinstance(folder, (str, os.PathLike)):
        raise one_fault(location, f"{shown(folder)} is not a folder.", "Give its path as a text.")
    tree, faults = Block(location), []
    for key, value in data.items():
        here = location._replace(path=str(key))
        try:
            if not isinstance(key, str):
                raise NotPlain(f"{key!r} is not a name in a block.", "Names are texts.")
            tree.put(key, as_tree(value, here), here, here)
        except NotPlain as fault:
            here = here._replace(path=".".join((here.path, *fault.steps)))
            faults.append(Fault(here, fault.problem, remedy=fault.remedy))
        except ScenarioFaults as refused:
            faults += refused.faults
    if faults:
        raise ScenarioFaults(faults)
    refuse_other_kinds(tree)
    vouch(tree)
    file = Path(folder) / NAME
    return completed(tree, str(file), Project.of_scenario(file, allow_outside))
