"""List the analyses: for each block of a study file, its fields and the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.scenario.parts import Part
from sim.studies.analyses.base import Analysis, Base
from sim.studies.analyses.break_even import read_break_even
from sim.studies.analyses.find import read_find
from sim.studies.analyses.mechanisms import read_mechanisms
from sim.studies.analyses.selecting import read_select
from sim.studies.analyses.sensitivity import read_sensitivity
from sim.studies.analyses.written import (
    BreakEvenBlock,
    FindBlock,
    MechanismsBlock,
    SelectBlock,
    SensitivityBlock,
)

BLOCKS: Mapping[str, type[Part]] = {
    "mechanisms": MechanismsBlock,
    "break_even": BreakEvenBlock,
    "find": FindBlock,
    "sensitivity": SensitivityBlock,
    "select": SelectBlock,
}
"""The model with the fields of each block, by the name of the block."""

READERS: Mapping[str, Callable[[Any, Base], Analysis]] = {
    "mechanisms": read_mechanisms,
    "break_even": read_break_even,
    "find": read_find,
    "sensitivity": read_sensitivity,
    "select": read_select,
}
"""The function that reads each block; it raises AnalysisFault.

The analyses are carried out and shown in this order.
"""
