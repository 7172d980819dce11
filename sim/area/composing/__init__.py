"""Write the scenario that a workbook and what was worked out from it make, and the way back.

Read `composing` first. `items` says where each number of a service stands, `nodes` how it is
written. `back` fills a workbook from a scenario, `keeping` keeps figures as they were read.
"""

from sim.area.composing.back import workbook_from
from sim.area.composing.composing import COVARIANCE, START, TARGETS, Composed, compose, file_name
from sim.area.composing.keeping import given_back, kept
from sim.area.composing.targets import Target

__all__ = [
    "COVARIANCE",
    "START",
    "TARGETS",
    "Composed",
    "Target",
    "compose",
    "file_name",
    "given_back",
    "kept",
    "workbook_from",
]
