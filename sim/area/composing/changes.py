"""Say in words what the arms of the sheet What if change, beside what holds today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.area.columns import Figure
from sim.area.composing.book import Book, key_of
from sim.area.composing.services import label
from sim.area.deriving.overriding import in_the_models_unit
from sim.area.deriving.place import Place
from sim.area.deriving.words import shown
from sim.area.figures import Service, WhatIf

STAFF = "WTE"
LITTLE = 0.5
"""Of the WTE of today: less is more likely to be meant as what is added."""


class Change(NamedTuple):
    """One change of an arm, in words."""

    arm: str
    words: str
    caution: str = ""  # what may have been meant otherwise


def changes(book: Book) -> Iterator[Change]:
    """Iterate over the rows of What if, each beside the value of today in the workbook's unit."""
    for each in book.workbook.what_if:
        for row in book.rows(each.service, each.area):
            yield _change(book, row, each)


def _change(book: Book, row: Service, step: WhatIf) -> Change:
    where = label(book, row) or key_of(row)
    today = _today(book, row, step.item)
    before = "" if today is None else f"{shown(today)} today, "
    value = shown(step.value.value) if isinstance(step.value, Figure) else step.value
    words = f"{step.item} of {where}: {before}{value} from {step.starts:%d/%m/%Y}"
    arm = book.arm_label(step.arm)
    if _is_perhaps_added(step, today):
        caution = (
            f"{step.cell('value')}: {value} WTE is the new number, not what is added. "
            f"{shown(today or 0.0)} and {value} more are "
            f"{shown((today or 0.0) + float(value))}."
        )
        return Change(arm, words, caution)
    return Change(arm, words)


def _today(book: Book, row: Service, item: str) -> float | None:
    """Return an item as it is when the run begins, as the workbook has it; None if unknown."""
    found = book.at_once(row, item)
    if found is None:
        return None
    return found.value / in_the_models_unit(Place(book.workbook, row), item)


def _is_perhaps_added(step: WhatIf, today: float | None) -> bool:
    if step.item != STAFF or today is None or not isinstance(step.value, Figure):
        return False
    return 0 < step.value.value < LITTLE * today
