"""What comes after a run and is added to its brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.report.blocks import Section


class Later(NamedTuple):
    """What came after a run."""

    before: str  # the question that the run printed; empty if it is not known
    question: str  # the question that is printed now
    answers: Sequence[Section]  # of `sim find`, the most important first
