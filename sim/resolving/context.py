"""Hold the data that all parts of resolving share: the documents, rows and faults so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.draws import name_key
from sim.errors import Fault, Location
from sim.laws import Flags, Floats, Ints
from sim.resolving.durations import add
from sim.resolving.rows import NothingBetweenError, Rows
from sim.scenario.areas import meant_in, own_services
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.units import FOREVER

Path = tuple[str | int, ...]

NEED, SERVICE, STREAM, COHORT = "need:", "service:", "stream:", "cohort:"
"""Prefixes of name keys, so that a need and a service with the same name have separate draws."""


@dataclass(frozen=True)
class Context:
    """The data of one arm while it is resolved."""

    document: Document  # the arm's
    groups: tuple[Document, ...]  # the same, as it is for each group in each area
    location: Callable[[Path], Location]  # where something of the arm is written
    rows: Rows = field(default_factory=Rows)
    faults: list[Fault] = field(default_factory=list)
    begins: int = 0
    """The minute from which the arm's rules hold."""
    closed: frozenset[str] = frozenset()
    """Services of other arms that this arm lacks. They have numbers, but nobody is there."""

    def distribution(self, written: Distribution[Any], *path: str | int) -> int:
        """Return the row of a distribution; record a fault if truncation leaves nothing of it."""
        try:
            return add(self.rows, written)
        except NothingBetweenError:
            self.fault(
                path,
                "Next to nothing lies between the bounds this is truncated to.",
                "Widen the bounds, or change the distribution.",
            )
            return self.rows.never()

    def fault(self, path: Path, problem: str, remedy: str) -> None:
        """Record a fault at a path of the document."""
        self.faults.append(Fault(self.location(path), problem, remedy=remedy))

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the names of the needs, in file order."""
        return tuple(self.document.needs)

    @property
    def services(self) -> tuple[str, ...]:
        """Return the names of the services, in file order."""
        return tuple(self.document.services)

    @property
    def areas(self) -> tuple[str, ...]:
        """Return the names of the areas, in file order; one empty name if there are no areas."""
        return tuple(self.document.people.areas) or ("",)

    @property
    def meant(self) -> tuple[dict[str, str], ...]:
        """Return for each area which service each common name means to its people."""
        own = own_services(self.document.services)
        return tuple(meant_in(own, area) for area in self.areas)

    def bits(self, attributes: Iterable[str]) -> int:
        """Return attributes as bits, numbered in the order in which groups first name them."""
        names = self.document.attributes
        return sum(1 << names.index(each) for each in set(attributes))


def keys(prefix: str, names: Iterable[str]) -> Ints:
    """Return the name keys of several names of one kind."""
    return integers([name_key(prefix + name) for name in names])


def integers(values: Any) -> Ints:
    """Return an array of whole numbers."""
    return np.array(values, dtype=np.int64)


def reals(values: Any) -> Floats:
    """Return an array of real numbers."""
    return np.array(values, dtype=np.float64)


def flags(values: Any) -> Flags:
    """Return an array of bool."""
    return np.array(values, dtype=np.bool_)


def minutes_or(value: Any, otherwise: int) -> int:
    """Return the minutes of a length or of a quantity; for None, return `otherwise`."""
    return otherwise if value is None else min(int(value.minutes), FOREVER)
