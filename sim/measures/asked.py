"""The measures of a run that are asked for: all of them, or those that a question looks at.

Worlds and fits make thousands of runs, and look at a few measures of each. What is not asked for is
not worked out. What is asked for has the same bits as among all measures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sim.measures.catalogue import BUILT_IN, FAMILIES, IN_WINDOWS, RECORDS
from sim.resolved import Names

Pairs = tuple[tuple[str, str], ...]
"""The numbers that are asked for, each as (group, measure)."""

REMEMBERED = 256  # groups of people, over all questions of a process


class Asked(NamedTuple):
    """The measures of one part of the people that are asked for."""

    names: frozenset[str] | None  # None: all of them
    families: frozenset[str]  # of these names in the catalogue; empty if all are asked for

    def has(self, measure: str) -> bool:
        """Return whether a measure is asked for."""
        return self.names is None or measure in self.names

    def of(self, *families: str) -> bool:
        """Return whether a measure of one of these families of the catalogue is asked for."""
        return self.names is None or not self.families.isdisjoint(families)

    def services(self, names: Names) -> list[tuple[int, str]]:
        """Return the position and name of each service that stands in the name of a measure."""
        every = list(enumerate(names.services))
        if self.names is None:
            return every
        parts = {part for name in self.names for part in name.split(".")}
        return [(at, service) for at, service in every if service in parts]

    def only(self, values: dict[str, float]) -> dict[str, float]:
        """Return the values that are asked for, in their order."""
        if self.names is None:
            return values
        return {name: value for name, value in values.items() if name in self.names}


EVERYTHING = Asked(None, frozenset())


@lru_cache(maxsize=REMEMBERED)
def families_of(pairs: Pairs | None) -> frozenset[str]:
    """Return the families of the catalogue of which a measure is asked for, of any group."""
    if pairs is None:
        return frozenset(FAMILIES)
    names = {measure for _, measure in pairs if BUILT_IN.describes(measure)}
    return frozenset(BUILT_IN.describe(name).family for name in names)


def asks_of_measured_time(pairs: Pairs | None) -> bool:
    """Return whether a measure of the measured time is asked for, those of records apart."""
    return not families_of(pairs) <= {IN_WINDOWS, RECORDS}


@lru_cache(maxsize=REMEMBERED)
def asked_of(pairs: Pairs | None, group: str) -> Asked:
    """Return what is asked of a group; `pairs` is `resolved.measuring.asked`, None for all."""
    if pairs is None:
        return EVERYTHING
    own = tuple(each for each in pairs if each[0] == group)
    return Asked(frozenset(measure for _, measure in own), families_of(own))
