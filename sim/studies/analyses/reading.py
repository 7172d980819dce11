"""The function that reads each block of a study file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.scenario.parts import Part
from sim.studies.analyses.base import Analysis, Base
from sim.studies.analyses.break_even import read_break_even
from sim.studies.analyses.mechanisms import read_mechanisms
from sim.studies.analyses.selecting import read_select
from sim.studies.analyses.sensitivity import read_sensitivity
from sim.studies.analyses.written import (
    BreakEvenBlock,
    MechanismsBlock,
    SelectBlock,
    SensitivityBlock,
)

BLOCKS: Mapping[str, type[Part]] = {
    "mechanisms": MechanismsBlock,
    "break_even": BreakEvenBlock,
    "sensitivity": SensitivityBlock,
    "select": SelectBlock,
}
"""How each is written."""

READERS: Mapping[str, Callable[[Any, Base], Analysis]] = {
    "mechanisms": read_mechanisms,
    "break_even": read_break_even,
    "sensitivity": read_sensitivity,
    "select": read_select,
}
"""In the order in which they are carried out and shown. Each raises AnalysisFault."""
