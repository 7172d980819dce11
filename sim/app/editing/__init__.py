"""Change the text of a scenario at a path, with comments, order and spacing kept.

Read `splicing` first. `nodes` says where each part of a text begins and ends, `copying` finds a
part and gives it as plain data, `differing` says what two contents have not in common.
"""

from sim.app.editing.copying import as_written, at, plain_of
from sim.app.editing.differing import differences
from sim.app.editing.splicing import NAME, Change, NotEditable, Value, changed, plain

__all__ = [
    "NAME",
    "Change",
    "NotEditable",
    "Value",
    "as_written",
    "at",
    "changed",
    "differences",
    "plain",
    "plain_of",
]
