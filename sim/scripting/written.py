"""Read a block of a study file that a script gives, with the same checks as in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.from_python import NotPlain
from sim.scenario.parts import Part
from sim.scenario.replacing import as_tree
from sim.scenario.shaping import read_as
from sim.scenario.written import Block

P = TypeVar("P", bound=Part)


def block_of(kind: type[P], name: str, written: Mapping[str, Any]) -> P:
    """Read a block of a study file from a mapping; raise ScenarioFaults with every fault."""
    location = Location(name, 0, 0)
    tree, faults = Block(location), []
    for key, value in written.items():
        here = location._replace(path=key)
        try:
            tree.put(key, as_tree(value, here), here, here)
        except NotPlain as fault:
            faults.append(Fault(here, fault.problem, remedy=fault.remedy))
    if faults:
        raise ScenarioFaults(faults)
    block, reading = read_as(kind, tree, {})
    if reading.faults or block is None:
        raise ScenarioFaults(reading.faults)
    return block
