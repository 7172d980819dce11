"""Names, labels and definitions of the measures of differences between groups."""

from __future__ import annotations

from sim.measures.words.form import Entry

RATIO = "equity.{measure}.ratio"
DIFFERENCE = "equity.{measure}.difference"

EQUITY: tuple[Entry, ...] = (
    Entry(
        RATIO,
        "Largest group value as a multiple of the smallest: {measure}",
        "ratio",
        "lower",
        "Largest value of a group divided by the smallest; over runs, of the groups' means.",
    ),
    Entry(
        DIFFERENCE,
        "Difference between groups: {measure}",
        "{measure}",
        "lower",
        "Largest value of a group minus the smallest; over runs, of the groups' means.",
    ),
)
