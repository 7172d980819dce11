"""Give the plain words for a measure inside a sentence, and the words after its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.measures.uses import plain_words
from sim.measures.words.form import DAYS_PER_YEAR, PER_YEAR
from sim.report.wording import in_sentence

A_YEAR = " a year for each person"
AFTER_NUMBER = {
    DAYS_PER_YEAR: A_YEAR,
    PER_YEAR: A_YEAR,
    "days": " days",
    "people": " people",
}
"""The words after a number with this unit in a sentence. The label says what is counted."""


class Plain(NamedTuple):
    """The words for a measure in plain language."""

    label: str  # fits into "better on …"
    unit: str  # `SHARE` is said in per cent
    after: str  # what follows the number


PLAIN = {
    measure: Plain(label, unit, AFTER_NUMBER.get(unit, ""))
    for measure, (label, unit) in plain_words().items()
}


def plainly(measure: str, label: str, unit: str, services: Mapping[str, str]) -> Plain:
    """Return the plain words for a measure. If it has none, they are its label and unit.

    A measure of one service, such as ``wait_to_start.gp.mean``, gets the words for the measure of
    all services, followed by the service's label (``services`` maps names to labels).
    """
    parts = measure.split(".")
    for position, part in enumerate(parts):
        whole = PLAIN.get(".".join(parts[:position] + parts[position + 1 :]))
        if whole and part in services:
            return whole._replace(label=f"{whole.label} at {services[part]}")
    return PLAIN.get(measure) or Plain(in_sentence(label), unit, AFTER_NUMBER.get(unit, ""))
