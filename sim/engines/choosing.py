"""Which engine makes a run. Both write the same log; each is loaded only when it is chosen."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sim.errors import EnginesDisagree

if TYPE_CHECKING:
    from sim.events import Run
    from sim.resolved import Resolved


class Engine(enum.StrEnum):
    """The engines by the names people choose them by."""

    REFERENCE = "reference"  # to read, to step through, to extend
    FAST = "fast"  # compiled; the first run of a new version compiles for about a minute
    BOTH = "both"  # run both, and say if they do not agree


def _reference(resolved: Resolved, seed: int, replication: int) -> Run:
    from sim.engines import reference  # noqa: PLC0415 -- loads SimPy

    return reference.run(resolved, seed, replication)


def _fast(resolved: Resolved, seed: int, replication: int) -> Run:
    from sim.engines import fast  # noqa: PLC0415 -- compiles

    return fast.run(resolved, seed, replication)


def _both(resolved: Resolved, seed: int, replication: int) -> Run:
    one, other = _reference(resolved, seed, replication), _fast(resolved, seed, replication)
    rows = min(len(one.log), len(other.log))
    differing = (one.log[:rows] != other.log[:rows]).nonzero()[0]
    if len(one.log) != len(other.log) or len(differing):
        raise EnginesDisagree(int(differing[0]) if len(differing) else rows)
    if one.people != other.people or one.workers != other.workers:
        raise EnginesDisagree(rows)
    return one


ENGINES = {Engine.REFERENCE: _reference, Engine.FAST: _fast, Engine.BOTH: _both}
