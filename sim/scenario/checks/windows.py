"""Find faults of the windows of targets: days that are not in the run, or in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.dates import EXAMPLE
from sim.scenario.targets import Target, window_of


def window_faults(checked: Checked) -> Iterator[Fault]:
    """Find targets whose window has one end, no dates to count by, or lies outside the run."""
    for name, target in checked.document.targets.items():
        path = ("targets", name)
        if (target.first is None) != (target.last is None):
            written, other = ("from", "to") if target.last is None else ("to", "from")
            problem = f"The window has no `{other}`."
            remedy = f"Write the {'last' if other == 'to' else 'first'} day too, as `{other}`."
            yield from checked.fault((*path, written), problem, remedy=remedy)
        elif target.first is not None and target.last is not None:
            yield from _of_days(checked, path, target)


def _of_days(checked: Checked, path: tuple[str, str], target: Target) -> Iterator[Fault]:
    assert target.first is not None
    assert target.last is not None
    begins, length = checked.document.run.begins, checked.document.run.length
    if target.last < target.first:
        problem = f"The window ends ({target.last}) before it begins ({target.first})."
        yield from checked.fault((*path, "to"), problem, remedy="Write a later day.")
        return
    if checked.doubtful("run"):
        return
    if begins is None:
        problem = "A window has dates, and this run has none."
        allowed = f"Write the date of its first minute, such as `begins: {EXAMPLE}`, under `run`."
        yield from checked.fault((*path, "from"), problem, allowed)
        return
    window = window_of(target, begins)
    assert window is not None
    if target.first < begins <= target.last:
        problem = f"The run begins on {begins}, within the window from {target.first}."
        remedy = "Write a window that lies in the run, or wholly before it."
        yield from checked.fault((*path, "from"), problem, remedy=remedy)
    elif window.closes > length.minutes:
        days = (target.last - target.first).days + 1
        before = target.last < begins
        problem = (
            f"The window has {days} days, more than the run of {length}."
            if before
            else f"The window ends on {target.last}, and the run of {length} before that."
        )
        remedy = "Make the run longer, `run.length`, or the window shorter."
        yield from checked.fault((*path, "to"), problem, remedy=remedy)
