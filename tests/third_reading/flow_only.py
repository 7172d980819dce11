"""A small area without needs, in which contacts are rare, some are never seen, and stays pause."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load

FILE = Path(__file__).parent / "flow_only.yaml"


@cache
def flow_only(arm: str) -> Resolved:
    """One of its arms."""
    return resolve(load(FILE), arm)
