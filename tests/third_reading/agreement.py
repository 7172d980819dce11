"""What it means that two tellings of the measures of a run agree."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from sim.measures import Row
from sim.resolved import Resolved
from tests.third_reading.reading import Reading

CLOSE = 1e-12
"""Of measures that are one whole number by another, relative: a few roundings of a float.

No run here has as many as 10^12 minutes, so one minute or one event more would be seen.
"""
OF_FLOATS = 1e-9
"""Of what is made of many floats: of prices, relative; of indices, absolute.

Every person's index is rounded to nine decimals, and one that lies in the middle between two may
be rounded either way.
"""


def as_reading(rows: Iterable[Row]) -> Reading:
    """Rows of the program by group and measure."""
    return {(row.group, row.measure): (row.value, row.unit) for row in rows}


def differences(told: Reading, read: Reading) -> list[str]:
    """What the program tells otherwise than the reading, in words."""
    return [
        f"{name} of {group}: told {told.get(key)}, read {read.get(key)}"
        for key in sorted(told.keys() | read.keys())
        for group, name in [key]
        if key not in told or key not in read or not same(name, told[key], read[key])
    ]


def same(name: str, told: tuple[float, str], read: tuple[float, str]) -> bool:
    """Whether both are the same number in the same unit, or both undefined."""
    (one, unit), (other, read_unit) = told, read
    if unit != read_unit:
        return False
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    if unit.startswith("index"):
        return math.isclose(one, other, rel_tol=0, abs_tol=OF_FLOATS)
    of_floats = name.startswith(("cost", "equity.upc"))
    return math.isclose(one, other, rel_tol=OF_FLOATS if of_floats else CLOSE)


def pattern(name: str, resolved: Resolved) -> str:
    """The name as the catalogue has it: services, needs and lengths in braces."""
    for kind, names in (("service", resolved.names.services), ("need", resolved.names.needs)):
        for each in names:
            name = re.sub(rf"(?<=\.){each}(?=\.|$)", f"{{{kind}}}", name)
    name = re.sub(r"^equity\..+\.(ratio|difference)$", r"equity.{measure}.\1", name)
    name = re.sub(r"(?<=\.)\d+_days(?=\.|$)", "{days}_days", name)
    name = re.sub(r"^waiting_over_\d+", "waiting_over_{weeks}", name)
    return re.sub(r"\.over_(?!(?:4|12|26|52)_)\d+_weeks", ".over_{weeks}_weeks", name)
