"""Measures that users add: each is a function of a run's log and window, with a name and unit."""

from __future__ import annotations

import hashlib
import math
import numbers
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.events import Run, Window
from sim.functions.fingerprint import NotFollowed, fingerprint
from sim.functions.travelling import Packed, packed, place_of, unpacked
from sim.measures.catalogue import BUILT_IN, FAMILIES, Catalogue
from sim.measures.measuring import EVERYONE, Row, parts_of
from sim.measures.run_log import RunLog
from sim.measures.words.form import SHARE, Direction, Entry, ReportTable, Use
from sim.resolved import Resolved

FAMILY = "own"


class OwnMeasureError(SimError):
    """A measure that a user added cannot be used, or failed in a run."""


@dataclass(frozen=True)
class OwnMeasure:
    """A measure that a user adds, as returned by `measure`.

    It can still be called with a log and a window. Functions that run a scenario accept it in
    ``measures=[…]``.
    """

    name: str
    unit: str
    better: Direction
    label: str
    definition: str
    function: FunctionType = field(repr=False)

    def __call__(self, log: RunLog, window: Window) -> Any:
        """Call the user's function with the log and the window, and return its result."""
        return self.function(log, window)

    @property
    def entry(self) -> Entry:
        """The measure's name, unit and other words, in the form that built-in measures have."""
        use = Use(table=ReportTable.OWN)
        return Entry(self.name, self.label, self.unit, self.better, self.definition, use)

    @property
    def digest(self) -> str:
        """A digest of sixty-four hex digits that changes with the measure's name, words and code.

        Raises
        ------
        OwnMeasureError
            If the function reads an outside value whose changes cannot be detected.
        """
        try:
            done = fingerprint(self.function)
        except NotFollowed as value:
            raise OwnMeasureError(
                f"measures: `{self.name}` reads `{value.name}`, and changes of a value of the "
                f"type {value.kind} cannot be seen, so finished runs could not be told apart.\n"
                "  Let it read numbers, texts, lists, dicts or NumPy arrays instead."
            ) from None
        words = (self.name, self.unit, self.better or "", self.label, self.definition, done)
        return hashlib.sha256("\0".join(words).encode()).hexdigest()

    def rows(self, run: Run, resolved: Resolved) -> Iterator[Row]:
        """Return the measure's values in a run, for everyone and for each group and area."""
        groups, areas = parts_of(resolved.names)
        parts: dict[str, slice | None] = {EVERYONE: None, **groups, **areas}
        for name, part in parts.items():
            yield Row(name, self.name, self.unit, self._value(RunLog(run, resolved, part)))

    def _value(self, log: RunLog) -> float:
        try:
            found = self.function(log, log.window)
        except Exception as error:
            raise OwnMeasureError(
                f"the measure `{self.name}` failed: {type(error).__name__}: {error}"
                f"{place_of(error, self.function)}"
            ) from error
        if found is None:
            return math.nan
        if isinstance(found, bool) or not isinstance(found, numbers.Real):
            raise OwnMeasureError(
                f"the measure `{self.name}` gave a value of the type {type(found).__name__}.\n"
                "  It has to give one number; None or NaN where it is undefined."
            )
        if math.isinf(found):
            raise OwnMeasureError(
                f"the measure `{self.name}` gave {float(found)}, as a division by 0 does.\n"
                "  It has to give one number; None or NaN where it is undefined."
            )
        value = float(found)
        if self.unit == SHARE and not (math.isnan(value) or 0 <= value <= 1):
            raise OwnMeasureError(
                f"the measure `{self.name}` gave {value:g}, and a share is a number from 0 to 1.\n"
                "  Divide by how many there are, or give it another unit."
            )
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what another process needs to rebuild the measure, with its function's code."""
        words = (self.name, self.unit, self.better, self.label, self.definition)
        return _received, (*words, packed(self.function))


class OwnMeasures(NamedTuple):
    """The measures that a user adds to a study, as they were when the study was started."""

    measures: tuple[OwnMeasure, ...] = ()
    digests: tuple[str, ...] = ()  # of each, taken once: what a function reads may change later

    @classmethod
    def of(cls, measures: Sequence[OwnMeasure]) -> OwnMeasures:
        """Return the measures with their present digests.

        Raise OwnMeasureError if a function reads values whose changes cannot be detected.
        """
        return cls(tuple(measures), tuple(each.digest for each in measures))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the measures, in order."""
        return tuple(each.name for each in self.measures)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of all measures of the study, built-in and the user's own."""
        return _catalogue(tuple(each.entry for each in self.measures))

    @property
    def digest(self) -> bytes:
        """A digest of 32 bytes that changes with the measures and their order.

        It is empty if there are no measures.
        """
        if not self.measures:
            return b""
        return hashlib.sha256("".join(self.digests).encode()).digest()

    def rows(self, run: Run, resolved: Resolved) -> list[Row]:
        """Return the values of all the user's measures in a run."""
        return [row for each in self.measures for row in each.rows(run, resolved)]


NONE = OwnMeasures()


@lru_cache(maxsize=16)
def _catalogue(own: tuple[Entry, ...]) -> Catalogue:
    return Catalogue({**FAMILIES, FAMILY: own}) if own else BUILT_IN


def _received(
    name: str,
    unit: str,
    better: Direction,
    label: str,
    definition: str,
    sent: Packed,
) -> OwnMeasure:
    return OwnMeasure(name, unit, better, label, definition, unpacked(sent))
