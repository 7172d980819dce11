"""Find faults in how people leave as settled, and in how they return."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked

HERE = ("leaving", "settled_for")


def settled_faults(checked: Checked) -> Iterator[Fault]:
    """Find undefined needs and states, and people who would leave or return while in need."""
    settled = checked.document.leaving.settled_for
    if settled is None:
        return
    returns, needs = settled.returns, checked.document.needs
    for name, need in needs.items():
        if need.seek_level <= settled.level and not checked.doubtful("needs", name):
            yield from checked.fault(
                (*HERE, "level"),
                f"At level {settled.level} people may be in need of help with `{name}`.",
                f"It must be below the `seek_level` of each need, here {need.seek_level}.",
            )
            return
    known = checked.names("needs")
    yield from checked.unknown((*HERE, "returns", "need"), returns.need, "a need", known)
    if returns.need not in needs or checked.doubtful("needs", returns.need):
        return
    states = needs[returns.need].states
    path = (*HERE, "returns", "state")
    yield from checked.unknown(path, returns.state, "a state", list(states))
    if returns.state in states and states[returns.state] <= settled.level:
        yield from checked.fault(
            path,
            f"In `{returns.state}` people would be settled still.",
            f"Name a state of a level above {settled.level}.",
        )
