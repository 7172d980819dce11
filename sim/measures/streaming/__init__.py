"""Gather the measures during a run, in memory that does not grow with the number of events.

The readable definition of every measure is in the modules of `sim.measures`, which read a whole
log. Here the same counts are made row by row. `layout` and `tables` hold what is remembered and
counted, `pools` the memory. `stays` reads referrals and spells, `meetings` continuity, `crises`
crises, `lives` needs and the person as a whole. `reader` is the compiled pass, and `gatherer` runs
it. Tests check that both ways give the same whole numbers.
"""

from sim.measures.streaming.gatherer import Gatherer

__all__ = ["Gatherer"]
