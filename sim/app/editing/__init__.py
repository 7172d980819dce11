"""Change the text of a scenario at a path, with comments, order and spacing kept.

Read `splicing` first. `nodes` says where each part of a text begins and ends, `differing` what two
contents have not in common.
"""

from sim.app.editing.differing import data, differences
from sim.app.editing.splicing import NAME, Change, NotEditable, Value, changed, plain

__all__ = ["NAME", "Change", "NotEditable", "Value", "changed", "data", "differences", "plain"]
