"""A run measured twice: from its log, and as a stream of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.events import EventLog, Run, Window
from sim.measures import capacity
from sim.measures.measuring import gather, measure
from sim.measures.observed import observe
from sim.measures.referrals import referrals
from sim.measures.streaming import Gatherer
from sim.resolved import Resolved

LARGE = 16_384


def streamed(rows: EventLog, resolved: Resolved, chunk: int) -> Gatherer:
    """Everything of these rows read, so many at a time."""
    gatherer = Gatherer(resolved)
    for first in range(0, rows.size, chunk):
        gatherer.read(rows[first : first + chunk])
    return gatherer


def each(tally: tuple[Any, ...], name: str = "") -> Iterator[tuple[str, Any]]:
    """Every array of tallies of tallies, with its name."""
    for field, part in zip(tally._fields, tally, strict=True):  # type: ignore[attr-defined]
        if isinstance(part, tuple):
            yield from each(part, f"{name}{field}.")
        else:
            yield f"{name}{field}", part


def differing(gatherer: Gatherer, run: Run) -> list[str]:
    """The tallies that are not the same from the log, in shape or in any number."""
    seen = observe(run, gatherer.resolved)
    made = referrals(seen)
    tallies = gather(seen, made, gatherer.resolved)
    of_services = capacity.gather(run, seen, made, gatherer.resolved)
    streamed_tallies, streamed_services = gatherer.finish(run.closes)
    pairs = [
        *zip(each(streamed_tallies), each(tallies), strict=True),
        *zip(each(streamed_services), each(of_services), strict=True),
    ]
    return [name for (name, one), (_, other) in pairs if not np.array_equal(one, other)]


def assert_same(run: Run, resolved: Resolved, log: EventLog, chunk: int = LARGE) -> Gatherer:
    """Assert that every tally and every measure is the same."""
    gatherer = streamed(log, resolved, chunk)
    others = differing(gatherer, run)
    assert others == [], f"not the same in passing as from the log: {', '.join(others)}"
    from_log, from_stream = measure(run, resolved), gatherer.rows(run.closes)
    assert [row[:3] for row in from_stream] == [row[:3] for row in from_log]
    np.testing.assert_array_equal(
        [row.value for row in from_stream], [row.value for row in from_log]
    )
    return gatherer


def seen_through(resolved: Resolved, opens: int, closes: int) -> Resolved:
    """The same arm with another window."""
    return resolved._replace(measuring=resolved.measuring._replace(window=Window(opens, closes)))


def closing_with(resolved: Resolved, run: Run) -> Resolved:
    """The same arm, closing when that run did."""
    return resolved._replace(numbers=resolved.numbers._replace(closes=run.closes))
