"""Say which shift of a quantity counts, and how sure it must be."""

from __future__ import annotations

from sim.laws import Floats
from sim.studies.intervals import Interval, interval, p_value

ERROR = 0.05
"""The chance that any quantity on the page is falsely reported to drift."""
SHARE_SHIFT = 0.05
"""The smallest shift of a share of people that counts: five percentage points."""
RELATIVE_SHIFT, FEWEST_PEOPLE = 0.1, 3.0
"""The smallest shift of a number of people that counts: this share of it, and this many people."""


def threshold(unit: str, before: float) -> float:
    """Return the smallest shift of a quantity that counts, from its mean before."""
    if unit == "share":
        return SHARE_SHIFT
    return max(RELATIVE_SHIFT * before, FEWEST_PEOPLE)


def judged(
    differences: Floats, unit: str, before: float, tested: int
) -> tuple[float, Interval, bool]:
    """Return the mean of differences, its interval, and whether it is a shift that counts.

    Parameters
    ----------
    before
        The mean of the quantity before.
    tested
        How many quantities are tested together.
    """
    difference = float(differences.mean())
    likely = interval(differences, 1 - ERROR / tested)
    clear = p_value(differences) * tested <= ERROR
    return difference, likely, bool(clear and abs(difference) >= threshold(unit, before))
