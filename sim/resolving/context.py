"""What every part of resolving is handed: the documents, the rows so far, the faults so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.draws import name_key
from sim.errors import Fault, Location
from sim.resolved import Flags, Floats, Ints
from sim.resolving.durations import add
from sim.resolving.rows import NothingBetweenError, Rows
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.units import FOREVER

Path = tuple[str | int, ...]

NEED, SERVICE, STREAM, COHORT = "need:", "service:", "stream:", "cohort:"
"""Prefixes of name keys, so that a need and a service of one name have separate draws."""


@dataclass(frozen=True)
class Context:
    """One arm being resolved."""

    document: Document  # the arm's
    groups: tuple[Document, ...]  # the same, as it is for each group
    location: Callable[[Path], Location]  # where something of the arm is written
    rows: Rows = field(default_factory=Rows)
    faults: list[Fault] = field(default_factory=list)
    begins: int = 0
    """The minute from which the arm's rules hold."""
    closed: frozenset[str] = frozenset()
    """Services of other arms that this one lacks: numbered with the rest, but nobody is there."""

    def distribution(self, written: Distribution[Any], *path: str | int) -> int:
        """The row of a distribution; a fault is noted when nothing is left of it."""
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
        """Note what is wrong at a path of the document."""
        self.faults.append(Fault(self.location(path), problem, remedy=remedy))

    @property
    def needs(self) -> tuple[str, ...]:
        """Needs in file order."""
        return tuple(self.document.needs)

    @property
    def services(self) -> tuple[str, ...]:
        """Services in file order."""
        return tuple(self.document.services)

    def bits(self, attributes: Iterable[str]) -> int:
        """Attributes as bits, by the order in which groups first name them."""
        names = self.document.attributes
        return sum(1 << names.index(each) for each in set(attributes))


def keys(prefix: str, names: Iterable[str]) -> Ints:
    """Name keys of many names of one kind."""
    return integers([name_key(prefix + name) for name in names])


def integers(values: Any) -> Ints:
    """Values as an array of whole numbers."""
    return np.array(values, dtype=np.int64)


def reals(values: Any) -> Floats:
    """Values as an array of real numbers."""
    return np.array(values, dtype=np.float64)


def flags(values: Any) -> Flags:
    """Values as an array of yes and no."""
    return np.array(values, dtype=np.bool_)


def minutes_or(value: Any, otherwise: int) -> int:
    """Whole minutes of a length (or of a quantity that is one), or what stands for none."""
    return otherwise if value is None else min(int(value.minutes), FOREVER)
