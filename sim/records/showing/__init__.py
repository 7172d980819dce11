"""What the page of recorded measures shows beside them, as it may be written: months and waits."""

from sim.records.showing.months import Months, months
from sim.records.showing.values import Measured, Value, measured
from sim.records.showing.waits import WEEKS, Waits, waits

__all__ = ["WEEKS", "Measured", "Months", "Value", "Waits", "measured", "months", "waits"]
