"""List the changes that lead from the baseline to an arm: switches, families of switches, and OWN.

A change is made as a whole. A family is all switches of this family in which the two arms differ.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.studies.analyses.base import Base

OWN = "what the arm itself sets"
"""The name of the change that is not a mechanism. Names of mechanisms have no spaces."""
OWN_KEYS = ("changes", "transfer", "start_map", "phase_in")
"""The fields of an arm that hold values it sets directly, not through mechanisms."""


class Change(NamedTuple):
    """One change, with the mechanisms that it switches, in the order of the scenario."""

    name: str  # of a mechanism or of a family, or OWN
    switches: tuple[str, ...]  # none for OWN
    is_family: bool = False


def changes_between(base: Base, arm: str, by_family: bool = False) -> tuple[Change, ...]:
    """Return the changes from the baseline to an arm, in the scenario's order.

    If the two arms also differ in the values that they set directly, that is one more change, the
    last.

    Parameters
    ----------
    by_family
        Whether the switches of a family are one change. A switch without a family is always a
        change of its own.
    """
    scenario = base.scenario
    one, other = scenario.arms[base.baseline], scenario.arms[arm]
    differ = set(one.mechanisms) ^ set(other.mechanisms)
    found: dict[str, Change] = {}
    for name, mechanism in scenario.mechanisms.items():
        if name not in differ:
            continue
        family = mechanism.family if by_family else None
        key = family or name
        already = found[key].switches if key in found else ()
        found[key] = Change(key, (*already, name), family is not None)
    if any(getattr(one, key) != getattr(other, key) for key in OWN_KEYS):
        found[OWN] = Change(OWN, ())
    return tuple(found.values())
