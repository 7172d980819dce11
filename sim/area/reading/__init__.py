"""Read a workbook: each cell is understood, or refused with its place. All faults come at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.area.figures import Workbook
from sim.area.reading.grids import Grid, find_grids, remarks_of
from sim.area.reading.opening import open_workbook
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft, read_rows
from sim.area.reading.rules import check_rules
from sim.area.reading.rules.periods import remarks_of_periods
from sim.area.sheets import PAGES


def read_workbook(path: Path) -> Workbook:
    """Read the figures of an area from a workbook.

    Parameters
    ----------
    path
        An Excel workbook as `sim template` writes it, with the extension .xlsx or .xlsm.

    Raises
    ------
    AreaFaults
        If the file is no workbook, or if something in it cannot be read or does not fit together.
        It holds all faults in the order of sheets and cells.
    """
    views = open_workbook(path)
    findings = Findings(path.name)
    grids = find_grids(views, findings)
    drafts = {
        field: read_rows(grid, findings)
        for field, grid in grids.items()
        if grid.columns  # a sheet without our headings is told as a whole
    }
    check_rules(drafts, findings)
    findings.raise_any()
    return _made(grids, drafts)


def _made(grids: dict[str, Grid], drafts: dict[str, list[Draft]]) -> Workbook:
    sheets: dict[str, Any] = {}
    for page in PAGES:
        rows = tuple(draft.made() for draft in drafts.get(page.field, []))
        sheets[page.field] = rows[0] if page.field == "area" else rows
    remarks = (*remarks_of_periods(drafts), *remarks_of(grids))
    return Workbook(**sheets, remarks=remarks)
