"""Work out the numbers of the model from the figures of a workbook, each with its sum in words.

Read `deriving` first. One module works out one number, or those that belong together.
"""

from sim.area.deriving.deriving import derive
from sim.area.deriving.start_rows import StartRow, start_rows

__all__ = ["StartRow", "derive", "start_rows"]
