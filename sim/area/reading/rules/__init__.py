"""Rules that hold between cells: within a row, within a sheet, and between sheets."""

from __future__ import annotations

from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.reading.rules.bands import check_bands
from sim.area.reading.rules.keys import check_keys
from sim.area.reading.rules.measured import check_measured
from sim.area.reading.rules.months import check_months
from sim.area.reading.rules.parts import check_parts
from sim.area.reading.rules.periods import check_periods
from sim.area.reading.rules.ranges import check_ranges
from sim.area.reading.rules.services import check_services
from sim.area.reading.rules.settings import check_settings

Drafts = dict[str, list[Draft]]
"""The rows read, by the field of `Workbook`."""


def check_rules(drafts: Drafts, findings: Findings) -> None:
    """Add a fault for each rule that the rows break. Hidden counts in bands get their values."""
    check_settings(drafts, findings)
    check_periods(drafts, findings)
    check_keys(drafts, findings)
    check_parts(drafts, findings)
    check_services(drafts, findings)
    check_ranges(drafts, findings)
    check_measured(drafts, findings)
    check_months(drafts, findings)
    check_bands(drafts, findings)
