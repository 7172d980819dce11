"""Gather the measures during a run, in memory that does not grow with the number of events.

The readable definition of every measure is in the modules of `sim.measures`, which read a whole
log. The modules here make the same counts row by row. `layout` and `tables` define the state and
the counts, and `pools` manages the memory. `stays` reads rows about referrals and spells,
`meetings` continuity, `crises` crises, and `lives` needs and the person as a whole. `reader` is
the compiled pass, and `gatherer` runs it. Tests check that both ways give the same whole numbers.
"""

from sim.measures.streaming.gatherer import Gatherer

__all__ = ["Gatherer"]
