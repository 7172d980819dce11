"""How cells of the template look: colours by group, and formats by what stands in a column."""

from __future__ import annotations

from functools import cache

import xlsxwriter
from xlsxwriter.format import Format

from sim.area.columns import Column, Kind
from sim.area.figures import AGREED, COUNTED, ENDED, ENTERED, LISTS, SEEN
from sim.area.sheets import LAST

A4 = 9
"""The size of paper, as Excel numbers it."""
COLOURS = {
    COUNTED: "#dbe9f6",
    SEEN: "#e2f0d9",
    ENDED: "#fde9d9",
    LISTS: "#ece4f4",
    AGREED: "#fff2cc",
    ENTERED: "#e7e6e6",
}
"""The colour of the headings of each group of columns."""
OF_NO_GROUP, OF_THE_END = "#d9e2ec", "#f2f2f2"
FORMS = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.CHANGE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MONTH: "mmm yyyy",
}
"""The number format of each kind; the others have none."""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._made = cache(lambda options: book.add_format(dict(options)))

    def style(self, **options: object) -> Format:
        """Return a format; the same options give the same format."""
        found: Format = self._made(tuple(sorted(options.items())))
        return found

    def heading(self, field: str, column: Column) -> Format:
        """Return the format of a heading: in the colour of its group, bold if it is needed."""
        colour = OF_THE_END if field in LAST else COLOURS.get(column.group, OF_NO_GROUP)
        return self.style(bg_color=colour, bold=column.needed, text_wrap=True, valign="top")

    def unit(self, field: str, column: Column) -> Format:
        """Return the format of a unit, below its heading."""
        colour = OF_THE_END if field in LAST else COLOURS.get(column.group, OF_NO_GROUP)
        return self.style(bg_color=colour, italic=True, bottom=1)

    def of_kind(self, kind: Kind) -> Format | None:
        """Return the number format of a kind; None for those that have none."""
        return self.style(num_format=FORMS[kind]) if kind in FORMS else None

    def of_text(self, text: str) -> Format | None:
        """Return the format that keeps a text from becoming a formula when somebody edits it."""
        return self.style(quote_prefix=True) if text.startswith(("=", "+", "-", "@")) else None
