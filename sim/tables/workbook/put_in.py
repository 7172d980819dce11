"""Make the sheets on what was put in: every number with its source, and what each code means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.report.grounds import KINDS
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.tables.workbook.forms import PLAIN, WHOLE
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Column, Number, Sheet

CODES = "codes"
COLUMNS = (
    Column("No.", 7),
    Column("Number", 44),
    Column("Value", 12),
    Column("Unit", 12),
    Column("Low", 12),
    Column("High", 12),
    Column("Shape of the range", 24),
    Column("Kind of source", 16),
    Column("Source", 14),
    Column("Reference", 44),
    Column("Agreed by", 16),
    Column("Note", 44),
)


def put_in_sheet(names: Names) -> Sheet:
    """Return the sheet with every number of the scenario, and who vouches for it."""
    scenario = names.study.scenario
    labels = Labels(scenario)
    rows: list[tuple[Cell, ...]] = []
    for path, quantity in scenario.quantities():
        source = scenario.sources.get(quantity.source)
        rows.append(
            (
                *(Number(names.place(path), WHOLE), names.numbers[path]),
                *(_written(quantity.written), said_of(path, labels).unit or quantity.unit),
                *(_written(getattr(quantity, end, None)) for end in ("low", "high", "uncertain")),
                *(KINDS[source.kind] if source else "", quantity.source),
                *(source.reference if source else "", quantity.agreed_by or ""),
                quantity.note or "",
            )
        )
    lines = [
        "Every number of the scenario, and who vouches for it. Values that are written with their "
        "unit, such as 6 weeks, stand as they are written."
    ]
    return Sheet("What was put in", "What was put in?", lines, COLUMNS, rows)


def codes_sheet(names: Names) -> Sheet:
    """Return the sheet that gives the code of everything that the other sheets name in words."""
    study = names.study
    kept: Iterable[tuple[str, str, str]] = [
        ("study", "Digest of the study", study.digest),
        ("study", "Digest of the scenario", study.scenario.digest),
        ("study", "Seed", str(study.settings.seed)),
        ("study", "Compared with", study.settings.baseline),
        *(("version", name, version) for name, version in study.versions.items()),
        *names.codes(),
    ]
    rows = [
        (
            kind,
            Number(names.place(code), WHOLE) if kind == "number" else "",
            *(words, code),
        )
        for kind, words, code in kept
    ]
    columns = (Column("kind", 14), Column("no", 7), Column("words", 70), Column("code", 90))
    lines = [
        "The codes by which scenario files, CSV tables and Python know what the other sheets say "
        "in words. Join by kind and words; numbers also by no."
    ]
    return Sheet(CODES, "Codes, for analysts", lines, columns, rows)


def _written(value: Any) -> Cell:
    """Return a value of the scenario: a plain number as a number, anything else as written."""
    if value is None:
        return ""
    try:
        return Number(float(str(value)), PLAIN)
    except ValueError:
        return str(value)
