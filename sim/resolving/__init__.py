"""From what people write to what engines read: names become indices, durations minutes."""

from sim.resolving.resolving import resolve

__all__ = ["resolve"]
