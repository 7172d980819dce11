"""Say in words, with a unit, which number of a scenario a path leads to."""

from sim.report.paths.levers import (
    axis_label,
    in_quotes,
    in_words,
    inputs_in_words,
    name_in_words,
    said_with_unit,
    unit_of,
)

__all__ = [
    "axis_label",
    "in_quotes",
    "in_words",
    "inputs_in_words",
    "name_in_words",
    "said_with_unit",
    "unit_of",
]
