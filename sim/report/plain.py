"""Plainer words than the catalogue's for the measures an answer is most often about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.report.wording import in_sentence

SHARE = "share"
A_YEAR = " a year for each person"
AFTER_NUMBER = {
    "days per person-year": A_YEAR,
    "per person-year": A_YEAR,
    "days": " days",
    "people": " people",
}
"""What follows a number of this unit in a sentence; the label says what is counted."""


class Plain(NamedTuple):
    """A measure as one says it to somebody."""

    label: str  # fits into "better on …"
    unit: str  # `SHARE` is said in per cent
    after: str  # what follows the number


PLAIN = {
    "unmet_need_days": Plain("days in need without help", "days per person-year", A_YEAR),
    "days_in_need": Plain("days in need", "days per person-year", A_YEAR),
    "covered_share": Plain("time in need that had help", SHARE, ""),
    "contact_gaps.60_days": Plain("gaps of over 60 days", "per person-year", A_YEAR),
    "longest_gap.mean": Plain("the longest time without help", "days", " days"),
    "longest_gap.median": Plain("the longest time without help", "days", " days"),
    "lost_to_follow_up": Plain("people in need who were lost from sight", SHARE, ""),
    "never_served": Plain("people in need whom no one has seen", SHARE, ""),
    "wait_to_start.mean": Plain("the mean wait for a start", "days", " days"),
    "wait_to_start.median": Plain("the wait for a start", "days", " days"),
    "wait_to_start.p90": Plain("the wait that most had at most for a start", "days", " days"),
    "still_waiting.number": Plain("people waiting for a start at the end", "people", " people"),
    "list_length": Plain("people on waiting lists", "people", " people"),
    "upc.person": Plain("seeing the same worker", SHARE, ""),
    "secon.person": Plain("seeing the same worker as last time", SHARE, ""),
    "workers_met": Plain("how many workers a person meets", "workers per person", ""),
    "worker_changes": Plain("changes of worker", "per person-year", A_YEAR),
    "handoffs": Plain("times handed on", "per person-year", A_YEAR),
    "retellings": Plain("times the story is told again", "per person-year", A_YEAR),
    "rejections": Plain("times turned away", "per person-year", A_YEAR),
    "crisis_episodes": Plain("times in crisis", "per person-year", A_YEAR),
    "admissions": Plain("stays in hospital", "per person-year", A_YEAR),
    "bed_days": Plain("days in hospital", "days per person-year", A_YEAR),
}


def plainly(measure: str, label: str, unit: str, services: Mapping[str, str]) -> Plain:
    """The plain words of a measure, from its label and unit where there are no better ones.

    A measure of one service, such as ``wait_to_start.gp.mean``, is said as the measure of all
    services with the service's label (in ``services``, by name) after it.
    """
    parts = measure.split(".")
    for position, part in enumerate(parts):
        whole = PLAIN.get(".".join(parts[:position] + parts[position + 1 :]))
        if whole and part in services:
            return whole._replace(label=f"{whole.label} at {services[part]}")
    return PLAIN.get(measure) or Plain(in_sentence(label), unit, AFTER_NUMBER.get(unit, ""))
