"""Make a scenario of records: rounded estimates, made-up people at the start, and targets.

Read `composing` first. `disclosing` rounds the estimates or leaves them out, `counting` gives what
a workbook would hold, and `sim.area.composing` writes both.
"""

from sim.records.composing.composing import NAME, Made, scenario
from sim.records.composing.counting import Counted, counted

__all__ = ["NAME", "Counted", "Made", "counted", "scenario"]
