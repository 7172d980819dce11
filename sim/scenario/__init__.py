"""Scenario files as models, which refuse unknown keys and values.

Read the modules in this order: `document` (the whole file), `services`, `people`, `needs`, `arms`;
then `reading` (from a path to a scenario) and `variants` (how arms and groups are derived).
"""

from sim.scenario.reading import load
from sim.scenario.scenario import Scenario

__all__ = ["Scenario", "load"]
