"""Find faults of the windows of targets: days that are not in the run, or in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.events import Window
from sim.scenario.checks.checked import Checked
from sim.scenario.dates import EXAMPLE
from sim.scenario.targets import Target, is_before, windows_of
from sim.units import DAY


def window_faults(checked: Checked) -> Iterator[Fault]:
    """Find targets whose window has one end, no dates to count by, or lies outside the run."""
    windows = windows_of(checked.document.targets, checked.document.run.begins)
    for name, target in checked.document.targets.items():
        path = ("targets", name)
        if (target.first is None) != (target.last is None):
            written, other = ("from", "to") if target.last is None else ("to", "from")
            problem = f"The window has no `{other}`."
            remedy = f"Write the {'last' if other == 'to' else 'first'} day too, as `{other}`."
            yield from checked.fault((*path, written), problem, remedy=remedy)
        elif target.first is not None and target.last is not None:
            yield from _of_days(checked, path, target, windows.get(name))


def _of_days(
    checked: Checked, path: tuple[str, str], target: Target, window: Window | None
) -> Iterator[Fault]:
    assert target.first is not None
    assert target.last is not None
    begins, length = checked.document.run.begins, checked.document.run.length
    if target.last < target.first:
        problem = f"The window ends ({target.last}) before it begins ({target.first})."
        yield from checked.fault((*path, "to"), problem, remedy="Write a later day.")
        return
    if checked.doubtful("run"):
        return
    if begins is None or window is None:
        problem = "A window has dates, and this run has none."
        allowed = f"Write the date of its first minute, such as `begins: {EXAMPLE}`, under `run`."
        yield from checked.fault((*path, "from"), problem, allowed)
        return
    if target.first < begins <= target.last:
        problem = f"The run begins on {begins}, within the window from {target.first}."
        remedy = "Write a window that lies in the run, or wholly before it."
        yield from checked.fault((*path, "from"), problem, remedy=remedy)
    elif window.closes > length.minutes and is_before(target, begins):
        days = window.closes // DAY
        problem = (
            f"Up to the end of this window, those of the time before the run have {days} days, "
            f"more than the run of {length}."
        )
        allowed = (
            "The first of them is compared with the beginning of the run, and each other as long "
            "after it as it was."
        )
        remedy = "Make the run longer, `run.length`, or leave out what was long before the others."
        yield from checked.fault((*path, "to"), problem, allowed, remedy)
    elif window.closes > length.minutes:
        problem = f"The window ends on {target.last}, and the run of {length} before that."
        remedy = "Make the run longer, `run.length`, or the window shorter."
        yield from checked.fault((*path, "to"), problem, remedy=remedy)
