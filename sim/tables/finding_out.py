"""Write what to find out first as CSV: the numbers on which the answer hangs."""

from __future__ import annotations

from pathlib import Path

from sim.report.first.depends import preferred
from sim.report.first.finding_out import to_find_out
from sim.report.view import View
from sim.studies.study import Study
from sim.tables.texts import write_csv

FIRST = "find_out_first.csv"
COLUMNS = ("number", "what", "now", "range", "share", "worth", "why")


def write_finding_out(study: Study, path: Path) -> None:
    """Write a row for each number, the most important first; no row where none matters.

    A study without worlds has no such list, and no file.
    """
    if study.worlds is not None:
        view, result = View(study), study.worlds
        write_csv(COLUMNS, to_find_out(view, result, list(preferred(view, result))), path)
