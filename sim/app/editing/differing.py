"""What differs between two contents of a scenario, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator

from sim.app.editing.nodes import Steps
from sim.app.editing.splicing import Change, Value

FACT = "value"
"""The key that makes a block one number, with its range and source."""


def differences(old: Value, new: Value, above: Steps = ()) -> Iterator[Change]:
    """Iterate over the changes that make one content the other.

    A number with its range and source is one entry, and so is a list.
    """
    if not _is_open(old) or not _is_open(new):
        if old != new:
            yield Change(above, new)
        return
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    for key in (*old, *(key for key in new if key not in old)):
        if key not in new:
            yield Change((*above, key), None)
        elif key not in old:
            yield Change((*above, key), new[key])
        else:
            yield from differences(old[key], new[key], (*above, key))


def _is_open(content: Value) -> bool:
    return isinstance(content, dict) and FACT not in content
