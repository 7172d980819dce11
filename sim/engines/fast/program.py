"""The program that consists of all parts of the fast engine, and the lean ones made of them.

Whether a lean program fits a run is not decided here: it fits if the map of the run has all of its
numbers.
"""

from sim.compiling import Program
from sim.engines.fast.registry import LASTING, At

LEAN: dict[str, dict[int, int]] = {
    "network": {
        At.NEEDS: 0,
        At.AREAS: 1,
        At.HAS_AREAS: 0,
        At.OWN_RULES: 0,
        At.CHANGES: 0,
        At.DATES: 0,
        At.OVER_CONTACT: 0,
        At.ROUTED_BY: 1,
        At.STAYS_BY: 1,
        At.CLOCK_BITS: 1,
        At.CARES: 0,
        At.FEELS: 0,
        At.LINKS: 0,
        At.LEAVES_SETTLED: 0,
        At.MOVES_AWAY: 0,
        At.RETURNS: 0,
    },
}
PROGRAM = Program("fast_engine", LASTING, LEAN)
part, entry = PROGRAM.part, PROGRAM.entry
