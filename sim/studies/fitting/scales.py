"""The scale on which a target is compared: on it, noise is about as large everywhere.

Lists and waits are compared by square root, counts by logarithm, and what may be negative or has a
highest value, such as shares, as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.measures.catalogue import BUILT_IN, Catalogue
from sim.measures.words.access import UNFINISHED
from sim.measures.words.form import INDEX, SHARE
from sim.measures.words.recorded import RECORDS
from sim.measures.words.service import LIST_DAYS, LIST_LENGTH
from sim.studies.fitting.fitted import Scale

LISTS = (LIST_LENGTH, LIST_DAYS, "list.", *UNFINISHED)
"""Measures of people who wait begin with these."""
ALL_LISTS = "list"
DIFFERENCE = ".difference"
"""A difference between groups ends with this; it has the unit of what is compared."""
DAYS, ITS_OWN = "days", "{measure}"
COUNTS = {entry.unit for entry in BUILT_IN.entries} - {DAYS, ITS_OWN, SHARE, INDEX}


def scale_of(measure: str, catalogue: Catalogue) -> Scale:
    """Return the scale of a measure, from its name and unit.

    A measure that a user adds in a unit that no other measure has is compared as it is.
    """
    unit = catalogue.describe(measure).unit
    if measure.endswith(DIFFERENCE):
        return Scale.AS_IT_IS
    counted = measure.removeprefix(RECORDS)
    if unit == DAYS or counted.startswith(LISTS) or counted == ALL_LISTS:
        return Scale.ROOT
    return Scale.LOGARITHM if unit in COUNTS else Scale.AS_IT_IS


class OnScale(NamedTuple):
    """Puts values of one target on its scale."""

    scale: Scale
    added: float = 0.0  # before the logarithm is taken, so that 0 has one

    @classmethod
    def of(cls, scale: Scale, values: Floats) -> OnScale:
        """Return the scale for all finite values of a target, those of runs and the given ones.

        Negative values have neither root nor logarithm: they are compared as they are. Where there
        is a 0, half of the smallest value above it is added before the logarithm is taken.
        """
        if scale is not Scale.AS_IT_IS and (values < 0).any():
            return cls(Scale.AS_IT_IS)
        above = values[values > 0]
        if scale is Scale.LOGARITHM and len(above) < len(values):
            return cls(scale, float(above.min()) / 2 if len(above) else 1.0)
        return cls(scale)

    def at(self, values: Floats) -> Floats:
        """Return values on the scale. What is below 0 counts as 0 if the scale begins there."""
        if self.scale is Scale.AS_IT_IS:
            return values
        positive = np.maximum(values, 0.0)
        if self.scale is Scale.ROOT:
            return np.asarray(np.sqrt(positive))
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(positive + self.added))

    def back(self, found: Floats) -> Floats:
        """Return values in the unit of the measure, from those on the scale."""
        if self.scale is Scale.AS_IT_IS:
            return found
        if self.scale is Scale.ROOT:
            return np.maximum(found, 0.0) ** 2
        return np.maximum(np.exp(found) - self.added, 0.0)


def scales_of(scales: Sequence[Scale], simulated: Floats, given: Floats) -> list[OnScale]:
    """Return the scale of each target, for values of the shapes (runs, targets) and (targets,)."""
    found = []
    for at, scale in enumerate(scales):
        values = np.append(simulated[:, at], given[at])
        found.append(OnScale.of(scale, values[np.isfinite(values)]))
    return found
