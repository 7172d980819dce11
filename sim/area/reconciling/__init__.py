"""Check whether figures of a workbook that belong together agree, R1 to R7.

Read `reconciling` first. `flows` counts people in and out, `levels` compares what must fit.
"""

from sim.area.reconciling.reconciling import reconcile

__all__ = ["reconcile"]
