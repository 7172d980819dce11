"""What is known of one target, in the words and the unit of the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.scenario.targets import TargetRole
from sim.studies.fitting.fitted import Column, Scale
from sim.studies.fitting.given import Given


class Known(NamedTuple):
    """A target as it is given: a value with a central 90 % range, in the unit of the measure."""

    name: str
    column: Column
    value: float
    low: float
    high: float
    role: TargetRole = "fit"
    scale: Scale = Scale.AS_IT_IS
    unit: str = ""
    label: str = ""
    source: str = ""
    last_months: bool = False  # written as `fit`, but held out for its window


def given_of(known: Sequence[Known], covariance: Floats | None = None) -> Given:
    """Return targets as arrays; `covariance` is that of all of them, in their units."""
    value, low, high = (
        np.array([getattr(each, key) for each in known], dtype=np.float64)
        for key in ("value", "low", "high")
    )
    scales, names = tuple(each.scale for each in known), tuple(each.name for each in known)
    return Given(value, low, high, scales, names, covariance).checked()
