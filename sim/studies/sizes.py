"""The size of a sample of worlds, and the words by which a planner asks for one."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Size(NamedTuple):
    """How many worlds are drawn, and how often each arm is run in each."""

    worlds: int  # 0: none
    each: int = 2  # replications


NO_WORLDS = Size(0)


class Sure(StrEnum):
    """How sure a planner wants to be."""

    QUICK = "quick"
    USUAL = "usual"
    THOROUGH = "thorough"


SIZES = {Sure.QUICK: Size(100), Sure.USUAL: Size(200), Sure.THOROUGH: Size(400)}
"""How many worlds each word stands for."""
