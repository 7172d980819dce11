"""How relationships and trust grow and fall. All values are shares from 0 to 1."""

from __future__ import annotations

from sim.compiling import compiled


@compiled
def grow(value, share):
    """Increase a value by `share` of its difference to 1."""
    return value + share * (1.0 - value)


@compiled
def fall(value, share):
    """Reduce a value by `share` of the value."""
    return value - share * value
