"""What the page of recorded measures shows beside them, as it may be written: months and waits."""

from sim.records.showing.months import Months, months
from sim.records.showing.values import Value
from sim.records.showing.waits import WEEKS, Waits, waits

__all__ = ["WEEKS", "Months", "Value", "Waits", "months", "waits"]
