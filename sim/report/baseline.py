"""Describe how services do in a study of one arm: waits, lists, caseloads and hours."""

from __future__ import annotations

import math

from sim.measures.words.access import START_MEDIAN, STILL_WAITING
from sim.measures.words.form import SHARE, of_service
from sim.measures.words.service import (
    CASELOAD,
    IN_SERVICE,
    LIST_LENGTH,
    STAFF_HOURS,
    UTILISATION,
)
from sim.report.blocks import Block, Bullets, Paragraphs, Table
from sim.report.staffing import after_vacancies, hours_needed
from sim.report.today import today_words
from sim.report.view import View, cell, likely_cell, quoted
from sim.report.wording import in_sentence, listed, number, percent, sentence_case

FULL = 0.9
"""From this share of its hours on, a service is named among those with little time left."""
MOST_NAMED = 3
COLUMNS = [
    "Service",
    "People there",
    "On the list",
    "Median wait, days",
    "Still waiting at the end",
    "People for each worker",
    "Hours a week needed",
    "Hours a week there",
    "Used of these",
]
HOW_TO_READ = (
    "Means of the repeats. Needed are the contact hours that the people there wanted; there are "
    "those left after vacancies. A wait runs from the referral to the start; only waits that ended "
    "are in its median."
)


def baseline_blocks(view: View) -> list[Block]:
    """Return the first page of a study of one arm: sentences and a table with each service."""
    told = Table("How each service does", COLUMNS, service_rows(view))
    blocks: list[Block] = [Paragraphs([only_words(view)], "lead")]
    if points := baseline_words(view):
        blocks.append(Bullets(points))
    if view.targets:
        blocks.append(Paragraphs(today_words(view)))
    return [*blocks, told, Paragraphs([HOW_TO_READ], "quiet")] if told.rows else blocks


def only_words(view: View) -> str:
    """Return the sentence that says what the page is about."""
    return f"This is how services do with {quoted(view.label(view.baseline))}."


def baseline_words(view: View) -> list[str]:
    """Return sentences on waiting lists, waits and hours of the only arm.

    What the scenario lacks, such as hours, is left out.
    """
    said = []
    lists = _largest(view, LIST_LENGTH)
    if lists:
        every = view.means(LIST_LENGTH)[0] if view.has(LIST_LENGTH) else sum(v for _, v in lists)
        named = [f"{number(value)} at {label}" for label, value in lists[:MOST_NAMED]]
        where = f"the longest: {listed(named)}" if len(lists) > 1 else f"all at {lists[0][0]}"
        said.append(f"On average {number(every)} people are on waiting lists, {where}.")
    if waits := _largest(view, START_MEDIAN):
        named = [f"{number(value)} days at {label}" for label, value in waits[:MOST_NAMED]]
        longest = "longest median waits" if len(waits) > 1 else "median wait"
        said.append(f"The {longest} for a start: {listed(named)}.")
    used = _largest(view, UTILISATION)
    if used:
        full = [f"{label} ({percent(value)})" for label, value in used if value >= FULL]
        if full:
            said.append(f"Nearly all contact hours are used at {listed(full)}.")
        else:
            label, value = used[0]
            said.append(
                f"No service uses {percent(FULL)} or more of its contact hours; {label} uses most, "
                f"{percent(value)}."
            )
    return said


def service_lines(view: View) -> list[str]:
    """Return a line for each service, for a terminal, with what is known of it."""
    lines = []
    for row in service_rows(view):
        known = [
            f"{in_sentence(column)} {value}"
            for column, value in zip(COLUMNS[1:], row[1:], strict=True)
            if value
        ]
        lines.append(f"{row[0]}: {'; '.join(known)}.")
    return lines


def service_rows(view: View) -> list[list[str]]:
    """Return a table row for each service that had people, referrals or hours.

    A cell is empty where nothing is known or nothing of the kind exists.
    """
    rows = []
    for service, label in view.service_labels.items():
        cells = [
            _value(view, of_service(measure, service))
            for measure in (IN_SERVICE, LIST_LENGTH, START_MEDIAN, STILL_WAITING, CASELOAD)
        ]
        hours = ["", "", ""]
        if view.has(of_service(STAFF_HOURS, service)):
            (used,) = view.means(of_service(UTILISATION, service))
            hours = [
                hours_needed(view, view.baseline, service),
                number(after_vacancies(view, view.baseline, service)),
                percent(used) if math.isfinite(used) else "",
            ]
        if any([*cells, *hours]):
            rows.append([label, *cells, *hours])
    return rows


def main_table(view: View) -> Table:
    """Return a table of the main numbers with their intervals."""
    rows = []
    for measure in view.main():
        words = view.described(measure)
        (mean,), (likely,) = view.means(measure), view.likely(measure)
        unit = "" if words.unit == SHARE else words.unit
        ends = likely_cell(likely, words.unit)
        rows.append([sentence_case(words.label), cell(mean, words.unit), ends, unit])
    columns = ["Measure", "Mean of the repeats", "95 % interval", "Unit"]
    return Table("The main numbers", columns, rows, (3,))


def _value(view: View, measure: str) -> str:
    (mean,) = view.means(measure)
    return number(mean) if math.isfinite(mean) else ""


def _largest(view: View, measure: str) -> list[tuple[str, float]]:
    """Return the services with a value above 0, by label, the largest first."""
    found = [
        (label, view.means(of_service(measure, service))[0])
        for service, label in view.service_labels.items()
    ]
    return sorted((each for each in found if each[1] > 0), key=lambda each: -each[1])
