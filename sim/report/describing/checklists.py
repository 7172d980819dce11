"""What a checklist asks, item by item, and what answers each item."""

from __future__ import annotations

from typing import NamedTuple

from sim.report.describing.subject import Fact


class Item(NamedTuple):
    """An item of a checklist, or the heading of several."""

    name: str  # with its number, as published
    facts: tuple[Fact, ...] = ()
    depth: int = 2  # of its heading


class Checklist(NamedTuple):
    """A published checklist."""

    title: str
    reference: str
    items: tuple[Item, ...]
