"""Demand: growth of all referrals together, and how they are spread over the months of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.app.editing import Change, at
from sim.app.projects.saving import ENTERED
from sim.app.screens.cells import VALUE, cell
from sim.errors import SimError
from sim.scenario.written import Block

STREAMS = ("people", "arrivals")
GROWTH = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(%|per cent)?\s*(?:(?:a|per)\s+year)?", re.IGNORECASE)


def growth(content: Block, text: str) -> list[Change]:
    """Return the changes that give all referrals the same growth; none if the text is empty.

    Raises
    ------
    SimError
        If it is no growth, or may be two.
    """
    streams = list(_streams(content))
    if not streams:
        raise SimError("There are no referrals at a rate, so that nothing can grow.")
    if text == growth_now(content):
        return []
    if not text:
        return [Change((*STREAMS, name, "growth"), None) for name in streams]
    found = GROWTH.fullmatch(text)
    if found is None or (found[2] is None and abs(float(found[1])) < 1 and float(found[1])):
        raise SimError(
            f"“{text}” is no growth, or may be two.\n  Enter per cent a year, such as 3 %."
        )
    value = {VALUE: f"{found[1]} % per year", "source": ENTERED}
    return [Change((*STREAMS, name, "growth"), value) for name in streams]


def growth_now(content: Block) -> str:
    """Return the growth of all referrals as it is written; empty where streams differ."""
    written = {cell(content, f"people.arrivals.{n}.growth").shown for n in _streams(content)}
    return written.pop() if len(written) == 1 else ""


def _streams(content: Block) -> Iterator[str]:
    """Iterate over the streams of people who come at a rate."""
    streams = at(content, STREAMS)
    for name, each in streams.items() if isinstance(streams, Block) else ():
        if isinstance(each, Block) and "rate" in each:
            yield name
