"""Find shares that do not add up to 1, and changes over time in the wrong order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.names import entry_rows
from sim.scenario.people import NOWHERE, Stream
from sim.scenario.putting import WHERE
from sim.scenario.quantities import Point, Share
from sim.scenario.written import Path
from sim.units import YEAR, plain_number

CLOSE_TO_ONE = 1e-9
MOST_TIMES = 1_000
VARIED = (
    "To change one share, say beside it who makes up for it, `rest: nowhere` or `rest: in "
    "proportion`; or let the row in the scenario end with `rest: nowhere`."
)


def sum_faults(checked: Checked) -> Iterator[Fault]:
    """Find rows and shares that do not add up to 1."""
    for name, service in checked.document.services.items():
        for way, _, row in service.all_routes():
            yield from _row(checked, ("services", name, *way), row)
    for path, row in entry_rows(checked):
        yield from _row(checked, path, row)
    for name, need in checked.document.needs.items():
        if need.start.shares is not None:
            yield from _whole(checked, ("needs", name, "start"), need.start.shares)
    groups = {name: group.share for name, group in checked.document.people.groups.items()}
    yield from _whole(checked, ("people", "groups"), groups)
    areas = {name: area.share for name, area in checked.document.people.areas.items()}
    if areas:
        yield from _whole(checked, ("people", "areas"), areas)
    for name, group in checked.document.people.groups.items():
        if group.areas:
            yield from _whole(checked, ("people", "groups", name, "areas"), group.areas)


def _row(checked: Checked, path: Path, row: Mapping[str, Share]) -> Iterator[Fault]:
    """Check a row of routes or entries; a share that is left over must be sent to `nowhere`."""
    short = 1 - sum(share.value for share in row.values())
    remedy = ""
    if short > CLOSE_TO_ONE and NOWHERE not in row:
        remedy = f"Add `nowhere: {short:.10g}` if the others go nowhere."
    yield from _whole(checked, path, row, remedy)


def _whole(
    checked: Checked, path: Path, shares: Mapping[str, Share], remedy: str = ""
) -> Iterator[Fault]:
    total = sum(share.value for share in shares.values())
    if abs(total - 1) > CLOSE_TO_ONE:
        if any(share.source == WHERE for share in shares.values()):
            remedy = VARIED
        parts = " + ".join(f"{name} {plain_number(share.value)}" for name, share in shares.items())
        problem = f"The shares add up to {total:.10g}, not 1 ({parts or 'there is none'})."
        yield from checked.fault(path, problem, "They must add up to 1.", remedy)


def order_faults(checked: Checked) -> Iterator[Fault]:
    """Find changes, days and weeks that are not in ascending order, and too long a warm-up."""
    document = checked.document
    run = document.run
    # A warm-up that nobody wrote lasts until the change, which `change_faults` looks at.
    if run.warm_up != run.change and run.warm_up.minutes >= run.length.minutes:
        yield from checked.fault(
            ("run", "warm_up"),
            f"The warm-up ({run.warm_up}) leaves nothing of the run ({run.length}) to measure.",
            "The run's length includes the warm-up.",
            "Lengthen the run or shorten the warm-up.",
        )
    days = document.measures.gap_days
    if any(a >= b for a, b in pairwise(days)):
        yield from checked.fault(
            ("measures", "gap_days"), "The days are not in ascending order.", "Write each once."
        )
    weeks = document.measures.wait_weeks
    if weeks is not None and (not weeks or any(a >= b for a, b in pairwise(weeks))):
        yield from checked.fault(
            ("measures", "wait_weeks"),
            "The weeks are not in ascending order." if weeks else "There are no weeks.",
            "Write each once, such as `[4, 12, 18, 26, 52]`.",
        )
    yield from _ascending(checked, ("seeking", "changes"), _begins(document.seeking.changes))
    for name, need in document.needs.items():
        here: Path = ("needs", name, "seeking", "changes")
        yield from _ascending(checked, here, _begins(need.seeking.changes))
    for name, service in document.services.items():
        here = ("services", name)
        yield from _ascending(checked, (*here, "changes"), _begins(service.changes))
        if service.workers is not None:
            begins = _begins(service.workers.changes)
            yield from _ascending(checked, (*here, "workers", "changes"), begins)
        if service.capacity is not None:
            begins = _begins(service.capacity.changes)
            yield from _ascending(checked, (*here, "capacity", "changes"), begins)
    for name, stream in document.people.arrivals.items():
        yield from _too_much(checked, name, stream)
        begins = _begins(stream.changes)
        yield from _ascending(checked, ("people", "arrivals", name, "changes"), begins)


def _begins(changes: Sequence[Any]) -> list[Point]:
    return [change.begins for change in changes]


def _too_much(checked: Checked, name: str, stream: Stream) -> Iterator[Fault]:
    """Find growth that multiplies arrivals by more than `MOST_TIMES` by the end of the run."""
    years = checked.document.run.length.minutes / YEAR
    if stream.growth is None or years * math.log1p(stream.growth.per_year) <= math.log(MOST_TIMES):
        return
    yield from checked.fault(
        ("people", "arrivals", name, "growth"),
        f"With {stream.growth.written}, more than {MOST_TIMES:,} times as many would arrive at the "
        f"end of the run ({checked.document.run.length}) as at its start.",
        "",
        "Lower the growth or shorten the run.",
    )


def _ascending(checked: Checked, path: Path, begins: Sequence[Point]) -> Iterator[Fault]:
    for at, (earlier, later) in enumerate(pairwise(begins)):
        if earlier.minutes >= later.minutes:
            yield from checked.fault(
                (*path, at + 1, "from"),
                f"A change from {later.written} on comes after one from {earlier.written} on.",
                "Write the earliest first, each time once.",
            )
            return
