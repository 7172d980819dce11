"""Change the text of a scenario at a path, with comments, order and spacing kept.

Read `splicing` first. `nodes` says where each part of a text begins and ends, `copying` gives a
part as plain data.
"""

from sim.app.editing.copying import as_written, plain_of
from sim.app.editing.splicing import Change, NotEditable, Value, changed, plain

__all__ = ["Change", "NotEditable", "Value", "as_written", "changed", "plain", "plain_of"]
