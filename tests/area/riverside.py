"""Riverside: a made-up area of 16 services, whose figures were counted in a run of a model.

The figures are in the folder `riverside_figures`, one file a sheet with the fields of its rows. A
model of these services ran for nine years; `tests/area/from_log.py` counted the last. Counts below
5 are written `*`, as areas publish them. `tests.regenerate` makes what is shipped from here.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sim.area.figures import SHEETS, Workbook
from sim.area.template import write_template
from sim.cli.importing import import_workbook
from tests.area.hand_made import workbook
from tests.docs.pages import HOUSE

FOLDER = Path(__file__).with_name("riverside_figures")
SHIPPED = HOUSE / "scenarios" / "riverside"
WORKBOOK = "riverside.xlsx"
FILES = ("riverside.yaml", "start.csv", "targets.csv", "import.json")
"""What an import of the workbook writes, but for its page, which is not shipped."""
ABOUT = {
    "title": "Riverside: sixteen services in three localities",
    "question": "How much shorter are the lists with more psychology, or with quicker decisions?",
    "begins": "2025-04-01",
    "change": "2025-10-01",
    "months": 30,
    "involvement": "Nobody: the area is made up, to show how a workbook is filled.",
    "source": "activity",
}


def riverside() -> Workbook:
    """The workbook of the area."""
    sheets: dict[str, Any] = {
        name: _rows(name) for name in SHEETS if (FOLDER / f"{name}.csv").exists()
    }
    return workbook(*sheets.pop("services"), about=ABOUT, **sheets)


def made(folder: Path) -> None:
    """Write the workbook into a folder, and import it there."""
    write_template(folder / WORKBOOK, riverside())
    import_workbook(folder / WORKBOOK, None, allow_outside=False)


def main() -> None:
    """Write what is shipped."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder)
        SHIPPED.mkdir(exist_ok=True)
        for file in (WORKBOOK, *FILES):
            shutil.copyfile(folder / file, SHIPPED / file)


def _rows(sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet, without the cells that are empty."""
    with (FOLDER / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {key: _number(text) for key, text in row.items() if text}
            for row in csv.DictReader(file)
        ]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
