"""How relationships and trust grow and fall. All values are shares from 0 to 1."""

from __future__ import annotations

from sim.compiling import compiled
from sim.resolved import MISSING


@compiled
def grow(value, share):
    """Increase a value by `share` of its difference to 1."""
    return value + share * (1.0 - value)


@compiled
def fall(value, share):
    """Reduce a value by `share` of the value."""
    return value - share * value


@compiled
def grow_towards(value, share, ceiling):
    """Move a value by `share` of its difference to a ceiling; from above, it falls towards it."""
    return value + share * (ceiling - value)


@compiled
def match_ceiling(u, poor_share, poor_ceiling, usual):
    """Return the ceiling of the relationship of a person and a worker, limited to 0 to 1.

    One pair in so many (`poor_share`, by the uniform `u`) has another ceiling than usual.
    """
    return poor_ceiling if u < poor_share else min(max(usual, 0.0), 1.0)


@compiled
def asks_for_another(after, below, contacts, relationship):
    """Return whether a person asks for another worker.

    They do after so many attended contacts with a worker, while the relationship is below a value.
    `after` is MISSING where people have no choice.
    """
    return after != MISSING and contacts >= after and relationship < below
