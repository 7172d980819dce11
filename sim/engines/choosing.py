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

    FAST = "fast"  # compiled, once for each machine and version; what runs are made with
    REFERENCE = "reference"  # to read, to step through, to extend
    BOTH = "both"  # run both, and say if they do not agree


def make_ready(engine: Engine) -> bool:
    """Load what an engine needs; whether the fast engine had to be compiled for that.

    Raises
    ------
    EngineUnavailable
        When the fast engine is wanted, and there is no Numba that can compile it.
    """
    if engine is Engine.REFERENCE:
        return False
    from sim.compiling import by_numba  # noqa: PLC0415 -- heavy

    with by_numba():
        from sim.engines.fast.program import PROGRAM  # noqa: PLC0415 -- heavy, and asks for Numba
    was_ready = PROGRAM.is_ready()
    PROGRAM.load()
    return not was_ready


def _reference(resolved: Resolved, seed: int, replication: int) -> Run:
    from sim.engines import reference  # noqa: PLC0415 -- loads SimPy

    return reference.run(resolved, seed, replication)


def _fast(resolved: Resolved, seed: int, replication: int) -> Run:
    make_ready(Engine.FAST)
    from sim.engines import fast  # noqa: PLC0415 -- heavy, and asks for Numba

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


def part(engine: Engine, resolved: Resolved, seed: int, replication: int, every: int) -> Run:
    """A run of which no more than every so-many-th person is kept; see `sim.engines.sampling`."""
    if engine is Engine.FAST:
        make_ready(engine)
        from sim.engines import fast  # noqa: PLC0415 -- heavy, and asks for Numba

        return fast.run(resolved, seed, replication, every)
    from sim.engines.sampling import part_of  # noqa: PLC0415 -- loads NumPy

    return part_of(ENGINES[engine](resolved, seed, replication), every)


ENGINES = {Engine.REFERENCE: _reference, Engine.FAST: _fast, Engine.BOTH: _both}
