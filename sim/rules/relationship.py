"""Let relationships and trust grow and fall. All values are shares from 0 to 1."""

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
    """Move a value by `share` of its difference to a ceiling. A value above the ceiling falls."""
    return value + share * (ceiling - value)


@compiled
def match_ceiling(u, poor_share, poor_ceiling, usual):
    """Return the ceiling of the relationship between a person and a worker, from 0 to 1.

    A share `poor_share` of pairs has the ceiling `poor_ceiling`; the others have the usual one.
    The uniform `u` decides.
    """
    return poor_ceiling if u < poor_share else min(max(usual, 0.0), 1.0)


@compiled
def asks_for_another(after, below, contacts, relationship):
    """Return whether a person asks for another worker.

    They do so after at least `after` attended contacts with a worker, if the relationship is below
    the value `below`. `after` is MISSING where people have no choice.
    """
    return after != MISSING and contacts >= after and relationship < below
