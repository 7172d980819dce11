"""The names of the two engines. The engines themselves are in `sim.studies.engines`."""

from __future__ import annotations

import enum


class Engine(enum.StrEnum):
    """The names of the engines that can make a run. Both engines write the same log."""

    FAST = "fast"  # compiled, once for each machine and version; what runs are made with
    REFERENCE = "reference"  # to read, to step through, to extend
    BOTH = "both"  # run both, and say if they do not agree
