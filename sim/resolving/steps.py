"""Steps: functions that each resolve a few columns of a table from the context of an arm.

A table is resolved by its steps, one after the other. After a few numbers of a scenario change,
only the steps that read one of them are taken again (`sim.resolving.again`). The order matters only
for distributions: rows are numbered in the order in which steps first ask for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.resolving.context import Context

Columns = dict[str, Any]
Step = Callable[[Context], Columns]


def column(name: str, values: Callable[[Context], Any]) -> Step:
    """Return the step that resolves one column."""
    return lambda context: {name: values(context)}
