"""How relationships and trust grow and fall. All values are shares from 0 to 1."""

from __future__ import annotations

from sim.compiling import compiled


@compiled
def grow(value, share):
    """Take up `share` of what is missing to 1."""
    return value + share * (1.0 - value)


@compiled
def fall(value, share):
    """Give up `share` of the distance to 0."""
    return value - share * value
