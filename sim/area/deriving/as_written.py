"""Numbers that a workbook holds as the model needs them, and prices."""

from __future__ import annotations

from collections.abc import Iterator

from sim.area.derived import Derived
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.place import Place
from sim.area.deriving.posts import heads
from sim.area.deriving.words import shown, to_digits

FIELDS = {
    "places": ("places", "people"),
    "contact": ("minutes", "minutes"),
    "staff time": ("staff_minutes", "minutes"),
    "overhead": ("overhead", "minutes"),
    "decision wait": ("decision_wait", "days"),
    "missed in a row": ("missed_in_a_row", "contacts"),
}
"""By item the field of the sheet Services, and the unit."""


def as_written(place: Place) -> Iterator[Derived]:
    """Yield the numbers that are taken as they are."""
    for item, (field, unit) in FIELDS.items():
        written = entered(place, item, field, unit)
        if written is not None:
            yield written


def costs(place: Place) -> Iterator[Derived]:
    """Yield the prices. A post's is that of a WTE, so a post that is less of one costs less."""
    for row in place.costs:
        plain = (("per contact", row.contact), ("per place-day", row.place_day))
        for item, figure in plain:
            if figure is not None:
                words = f"{shown(figure.value)}, as written"
                made = worked_out(place, item, figure.value, "currency", words, (figure.cell,))
                yield made._replace(entered=True, source=row.source)
        if row.post_year is not None:
            each = heads(place)
            value = to_digits(row.post_year.value / each.value, 6)
            words = f"{shown(row.post_year.value)} a WTE"
            if each.cells:
                words = f"{words} ÷ {shown(each.value)} posts a WTE = {shown(value)} a post"
            cells = (row.post_year.cell, *each.cells)
            made = worked_out(place, "per post a year", value, "currency", words, cells)
            yield made._replace(entered=True, source=row.source)
