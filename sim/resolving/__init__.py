"""Turn a scenario into the numbers that engines read.

Names become indices, and durations become minutes.
"""

from sim.resolving.resolving import resolve

__all__ = ["resolve"]
