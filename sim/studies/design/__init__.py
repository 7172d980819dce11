"""Define what a study varies, and which settings are tried.

Read the modules in this order: `ranges` (from a low to a high value of a number in a scenario),
`levers` (what is varied, by lists or ranges), `tables` (settings written down one by one),
`designs` (which combinations), `columns` (the lever values as columns of result tables).
"""

from sim.studies.design.designs import Design, settings_of
from sim.studies.design.levers import Lever, every_range, lever, said
from sim.studies.design.tables import DesignError

__all__ = ["Design", "DesignError", "Lever", "every_range", "lever", "said", "settings_of"]
