"""Turn a scenario into the numbers that engines read: names become indices, durations minutes."""

from sim.resolving.resolving import resolve

__all__ = ["resolve"]
