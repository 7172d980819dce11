"""A broken workbook: what differs from the valid one, and the message that people get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.area.cells import Cells, changed


class Case(NamedTuple):
    """One fault. `place` is where it is told; `words` stand in its message."""

    cells: Cells
    place: str
    words: str
    options: Mapping[str, Any] = {}  # of `write_cells`


def case(place: str, value: Any, words: str) -> Case:
    """A single cell holds another value, and is told."""
    sheet, _, cell = place.partition("!")
    return Case(changed({sheet: {cell: value}}), place, words)


def because(place: str, words: str, *changes: Cells, **options: Any) -> Case:
    """Other cells are changed; `place` is told."""
    return Case(changed(*changes), place, words, options)
