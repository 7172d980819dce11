"""What people write: scenario files as models that refuse what they do not understand.

Read in this order: `document` (the whole file), `services`, `people`, `needs`, `arms`; then
`reading` (how a path becomes a scenario), `variants` (how arms and groups are made of it).
"""

from sim.scenario.reading import load
from sim.scenario.scenario import Scenario

__all__ = ["Scenario", "load"]
