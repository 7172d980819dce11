"""The decision page of a study: one file that opens anywhere and asks nothing of the network."""

from sim.report.sweeps import write_sweep_report
from sim.report.writing import write_report

__all__ = ["write_report", "write_sweep_report"]
