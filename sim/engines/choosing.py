"""The names by which people choose an engine; `sim.studies.engines` has the engines."""

from __future__ import annotations

import enum


class Engine(enum.StrEnum):
    """Which engine makes a run. All write the same log."""

    FAST = "fast"  # compiled, once for each machine and version; what runs are made with
    REFERENCE = "reference"  # to read, to step through, to extend
    BOTH = "both"  # run both, and say if they do not agree
