"""The default lists of measures for reports and studies, taken from the catalogue's entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.measures.catalogue import BUILT_IN
from sim.measures.words.form import Entry, ReportPicture, ReportTable, Use, Ways

Entries = Sequence[Entry]


def headlines(entries: Entries = BUILT_IN.entries) -> tuple[str, ...]:
    """Return the measures of a report's first page if the scenario names no family of measures."""
    return tuple(_meant(entry) for entry in entries if entry.use.headline)


def equity_outcomes(entries: Entries = BUILT_IN.entries) -> tuple[str, ...]:
    """Return the measures that are compared between groups of people."""
    return _ranked(entries, lambda use: use.equity)


def sweep_outcomes(entries: Entries = BUILT_IN.entries) -> tuple[str, ...]:
    """Return the measures that a sweep uses if neither the study nor the scenario names any."""
    return _ranked(entries, lambda use: use.usual_outcome)


def flow_outcomes(entries: Entries = BUILT_IN.entries) -> tuple[str, ...]:
    """Return the measures that such a sweep of a scenario without needs uses."""
    return _ranked(entries, lambda use: use.flow_outcome)


def pictured(picture: ReportPicture, entries: Entries = BUILT_IN.entries) -> tuple[str, ...]:
    """Return the measures that the panels of one picture of the report show."""
    return tuple(_meant(entry) for entry in entries if picture in entry.use.pictures)


def report_tables(entries: Entries = BUILT_IN.entries) -> dict[str, tuple[str, ...]]:
    """Return the measures in each of the report's tables of arms, by title; no table is empty."""
    found: dict[str, tuple[str, ...]] = {}
    for table in ReportTable:
        measures = tuple(_meant(entry) for entry in entries if entry.use.table is table)
        found |= {table.value: measures} if measures else {}
    return found


def plain_words(entries: Entries = BUILT_IN.entries) -> dict[str, tuple[str, str]]:
    """Return the label and unit for use in sentences, for each measure with a plainer label."""
    return {
        _meant(entry): (entry.use.plain, entry.use.plain_unit or entry.unit)
        for entry in entries
        if entry.use.plain
    }


def sentence_ways(entries: Entries = BUILT_IN.entries) -> dict[str, Ways]:
    """Return how a sentence says that a measure was lower or higher, where an entry says so."""
    return {_meant(entry): entry.use.ways for entry in entries if entry.use.ways}


def _meant(entry: Entry) -> str:
    return entry.use.only or entry.name


def _ranked(entries: Entries, rank: Callable[[Use], int | None]) -> tuple[str, ...]:
    """Return the measures that have a rank, by rank and then in the order of the entries."""
    found = [(at, _meant(entry)) for entry in entries if (at := rank(entry.use)) is not None]
    return tuple(name for _, name in sorted(found, key=lambda each: each[0]))
