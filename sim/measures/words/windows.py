"""The words of a measure of another window than the scenario's."""

from __future__ import annotations

from sim.events import IN_WINDOW
from sim.measures.words.form import Entry

WINDOWS: tuple[Entry, ...] = (
    Entry(
        f"{IN_WINDOW}.{{first}}.{{last}}.{{measure}}",
        "From {first} to {last}: {measure}",
        "{measure}",
        None,
        "The measure from {first} to {last}, which a target is compared with.",
    ),
)
