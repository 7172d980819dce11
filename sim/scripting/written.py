"""Blocks of a study file as a script writes them: read with the same care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sim.errors import Fault, Place, ScenarioFaults
from sim.scenario.parts import Part
from sim.scenario.replacing import as_tree
from sim.scenario.shaping import read_as
from sim.studies.analyses.asking import AnalysisFault

P = TypeVar("P", bound=Part)


def block_of(kind: type[P], name: str, written: Mapping[str, Any]) -> P:
    """A block from what a script gives for it; ScenarioFaults with every fault."""
    block, reading = read_as(kind, as_tree(dict(written), Place(name, 0, 0)), {})
    if reading.faults or block is None:
        raise ScenarioFaults(reading.faults)
    return block


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Say of what cannot be asked where in a script it stands."""
    try:
        yield
    except AnalysisFault as fault:
        place = Place(name, 0, 0, ".".join(map(str, fault.step)))
        raise ScenarioFaults([Fault(place, fault.problem, remedy=fault.remedy)]) from None
