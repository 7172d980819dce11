"""What only the whole document can show: names that nothing has, sums, ranges, loops."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.names import name_faults

__all__ = ["Checked", "all_faults"]


def all_faults(checked: Checked | None) -> Iterator[Fault]:
    """Every fault that a document and its parts show together."""
    if checked is None:
        return
    for faults in (name_faults,):
        yield from checked.believable(faults(checked))
