"""Give the plain words for a measure inside a sentence, and the words after its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.measures.uses import plain_words, sentence_ways
from sim.measures.words.form import DAYS_PER_YEAR, PER_YEAR, Clause, Ways
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
    ways: Ways  # how to say that it was lower or higher


def figure_ways(label: str) -> Ways:
    """Return clauses for a measure of which no entry says how to say that it was lower or higher.

    Such a measure is named by its label: it may be one that a user added.
    """
    subject = f"The figure “{label}”"
    return Ways(Clause(subject, "was", "lower"), Clause(subject, "was", "higher"))


WAYS = sentence_ways()
PLAIN = {
    measure: Plain(label, unit, AFTER_NUMBER.get(unit, ""), WAYS.get(measure) or figure_ways(label))
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
            return _at(whole, services[part])
    known = PLAIN.get(measure)
    if known is not None:
        return known
    return Plain(in_sentence(label), unit, AFTER_NUMBER.get(unit, ""), figure_ways(label))


def _at(whole: Plain, service: str) -> Plain:
    """Return the words for a measure of all services as those for one of them."""
    lower, higher = (each._replace(rest=f"{each.rest} at {service}") for each in whole.ways)
    return whole._replace(label=f"{whole.label} at {service}", ways=Ways(lower, higher))
