"""What a study varies, and which settings of it are tried.

Read in this order: `ranges` (from a low to a high value of a number in a scenario), `levers`
(what is varied, by lists or ranges), `designs` (which combinations).
"""

from sim.studies.design.designs import Design, DesignError, settings_of
from sim.studies.design.levers import Lever, every_range, lever, said

__all__ = ["Design", "DesignError", "Lever", "every_range", "lever", "said", "settings_of"]
