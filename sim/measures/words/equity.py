"""Words for differences between groups."""

from __future__ import annotations

from sim.measures.words.form import Entry

EQUITY: tuple[Entry, ...] = (
    Entry(
        "equity.{measure}.ratio",
        "Largest group value as a multiple of the smallest: {measure}",
        "ratio",
        "lower",
        "Largest value of a group divided by the smallest; over runs, of the groups' means.",
    ),
    Entry(
        "equity.{measure}.difference",
        "Difference between groups: {measure}",
        "{measure}",
        "lower",
        "Largest value of a group minus the smallest; over runs, of the groups' means.",
    ),
)
