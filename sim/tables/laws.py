"""Describe distributions in words: the family, its parameters and their unit."""

from __future__ import annotations

from sim.laws import Distributions, Shape
from sim.units import MINUTES_PER, plain_number

PARAMETERS: dict[Shape, tuple[str, ...]] = {
    Shape.FIXED: ("value",),
    Shape.EXPONENTIAL: ("mean",),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.LOGNORMAL: ("mu", "sigma"),
    Shape.GAMMA: ("shape", "scale"),
    Shape.WEIBULL: ("shape", "scale"),
    Shape.TABLE: (),
    Shape.QUANTILES: (),
    Shape.MIXTURE: (),
    Shape.NEVER: (),
    Shape.NORMAL: ("mean", "sd"),
}
MOST_POINTS = 100
"""The longest list of values that is given in full. Of others, number and ends are given."""
UNITS = {float(minutes): f"{unit}s" for unit, minutes in MINUTES_PER.items()}


def law_words(laws: Distributions, row: int) -> tuple[str, str]:
    """Return a distribution in words, and the unit of its values."""
    shape = Shape(int(laws.shape[row]))
    values = (float(laws.a[row]), float(laws.b[row]), float(laws.c[row]))
    parts = [
        f"{name} {plain_number(value)}"
        for name, value in zip(PARAMETERS[shape], values, strict=False)
    ]
    begin, end = int(laws.first[row]), int(laws.first[row] + laws.size[row])
    points = laws.points[begin:end].tolist()
    cumulative = laws.cumulative[begin:end].tolist()
    if len(points) > MOST_POINTS and shape is not Shape.MIXTURE:
        low, high = map(plain_number, (min(points), max(points)))
        parts.append(f"{len(points)} values from {low} to {high}")
    elif shape is Shape.MIXTURE:
        parts += [
            f"up to probability {plain_number(share)} ({' '.join(law_words(laws, int(at)))})"
            for at, share in zip(points, cumulative, strict=True)
        ]
    elif shape is Shape.TABLE:
        parts += [
            f"{plain_number(value)} up to probability {plain_number(share)}"
            for value, share in zip(points, cumulative, strict=True)
        ]
    elif shape is Shape.QUANTILES:
        parts.append("values " + " ".join(f"{plain_number(value)}" for value in points))
    between = float(laws.u_low[row]), float(laws.u_high[row])
    if between != (0.0, 1.0) and shape is not Shape.NEVER:
        ends = " and ".join(map(plain_number, between))
        parts.append(f"between probabilities {ends}")
    minutes = float(laws.minutes_per_unit[row])
    unit = UNITS.get(minutes, f"times {plain_number(minutes)} minutes")
    words = f"{shape.name.lower()}: {', '.join(parts)}" if parts else shape.name.lower()
    return words, "" if shape is Shape.NEVER else unit
