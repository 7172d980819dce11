"""The report of a study: one HTML file that needs no network.

What draws is loaded when a page is written: words and numbers of a report are used elsewhere too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lazily import lazily

if TYPE_CHECKING:
    from sim.report.sweeps import write_sweep_report
    from sim.report.writing import write_report

__all__ = ["write_report", "write_sweep_report"]

__getattr__ = lazily(
    __name__,
    {
        "write_report": "sim.report.writing",
        "write_sweep_report": "sim.report.sweeps",
    },
)
