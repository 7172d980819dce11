"""The measures of a run gathered while it happens, in memory that events do not fill.

The readable definition of every measure is in the modules above, which read a whole log. Here
the same is counted row by row: `layout` and `tables` (what is remembered and counted), `pools`,
`stays` (referrals and spells), `meetings` (continuity), `crises`, `lives` (needs and the person as
a whole), `reader` (the compiled pass), `gatherer`. Tests hold both to the same whole numbers.
"""

from sim.measures.streaming.gatherer import Gatherer

__all__ = ["Gatherer"]
