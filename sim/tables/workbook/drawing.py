"""Draw charts that Excel can change, from numbers that stand on a sheet of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart as Drawn
from xlsxwriter.worksheet import Worksheet

from sim.tables.workbook.filling import Filler
from sim.tables.workbook.forms import PLAIN
from sim.tables.workbook.sheets import Chart, Number, Series

NUMBERS = "chart numbers"
WIDTH, HEIGHT = 560, 310  # of a chart, in pixels
ROW_HEIGHT = 20  # of a row of a sheet, in pixels
ACROSS = 2  # charts beside each other
DOWN = 2  # rows of charts on a printed page
ROWS_EACH = HEIGHT // ROW_HEIGHT + 1
KINDS = {
    "columns": {"type": "column"},
    "stacked": {"type": "bar", "subtype": "percent_stacked"},
    "lines": {"type": "line"},
}


class Drawer:
    """Puts charts on sheets, and their numbers below each other on the sheet `NUMBERS`."""

    def __init__(self, book: xlsxwriter.Workbook, numbers: Worksheet, fill: Filler) -> None:
        self._book, self._numbers, self._fill = book, numbers, fill
        self._row = 2

    def put(self, sheet: Worksheet, charts: Sequence[Chart], top: int) -> list[int]:
        """Put charts on a sheet, two beside each other, from a row on.

        Returns the rows before which a new page begins when the sheet is printed.
        """
        for at, chart in enumerate(charts):
            down, across = divmod(at, ACROSS)
            sheet.insert_chart(
                top + down * ROWS_EACH,
                0,
                self._drawn(chart),
                {
                    "x_offset": 8 + across * (WIDTH + 16),
                    "object_position": 3,  # neither moves nor changes with cells
                    "description": chart.alternative,
                },
            )
        pages = range(ACROSS * DOWN, len(charts), ACROSS * DOWN)
        return [top + page // ACROSS * ROWS_EACH for page in pages]

    def _drawn(self, chart: Chart) -> Drawn:
        """Write the numbers of a chart, and return the chart that reads them."""
        top = self._row
        self._fill(self._numbers, top, 0, chart.title)
        self._fill(self._numbers, top + 1, 0, chart.heading)
        first, last = top + 2, top + 1 + len(chart.categories)
        for row, category in enumerate(chart.categories, first):
            self._fill(self._numbers, row, 0, category)
        drawn: Drawn = self._book.add_chart(KINDS[chart.kind])
        column = 1
        for series in chart.series:
            drawn.add_series(self._series(chart, series, first, last, column))
            column += 3 if series.low else 1
        self._row = last + 2
        # A title that is typed would be a formula if it began with "="; one that is read is not.
        drawn.set_title({"name": [NUMBERS, top, 0], "name_font": {"size": 11}, "overlay": False})
        self._axes(drawn, chart)
        drawn.set_size({"width": WIDTH, "height": HEIGHT})
        return drawn

    def _series(
        self, chart: Chart, series: Series, first: int, last: int, column: int
    ) -> dict[str, Any]:
        """Write the numbers of one series; return what XlsxWriter calls its options."""
        self._column(series.label, series.values, chart.form, first, column)
        options: dict[str, Any] = {
            "name": [NUMBERS, first - 1, column],
            "categories": [NUMBERS, first, 0, last, 0],
            "values": [NUMBERS, first, column, last, column],
        }
        if chart.kind == "lines":
            options["line"] = {"color": series.colour, "width": 2, "dash_type": series.dash}
            return options
        options["fill"] = {"color": series.colour}
        options["gap"] = 60
        if series.pattern:
            options["pattern"] = {
                "pattern": series.pattern,
                "fg_color": series.colour,
                "bg_color": "#ffffff",
            }
        if chart.colours:
            options["points"] = [{"fill": {"color": each}} for each in chart.colours]
        if chart.kind == "stacked":
            options["data_labels"] = {"value": True, "num_format": '[>=0.03]0%;""'}
        if series.low:
            options["y_error_bars"] = self._error_bars(chart, series, first, last, column)
        return options

    def _error_bars(
        self, chart: Chart, series: Series, first: int, last: int, column: int
    ) -> dict[str, Any]:
        """Write how far each interval reaches, and return what draws it."""
        ends = zip(series.values, series.low, series.high, strict=True)
        reach = [(_reach(value, low), _reach(high, value)) for value, low, high in ends]
        below, above = ([each[at] for each in reach] for at in (0, 1))
        self._column("up to the low end", below, chart.form, first, column + 1)
        self._column("up to the high end", above, chart.form, first, column + 2)
        return {
            "type": "custom",
            "minus_values": _where(first, last, column + 1),
            "plus_values": _where(first, last, column + 2),
            "minus_data": below,
            "plus_data": above,
        }

    def _column(
        self, label: str, values: Sequence[float], form: str, first: int, column: int
    ) -> None:
        self._fill(self._numbers, first - 1, column, label)
        for row, value in enumerate(values, first):
            self._fill(self._numbers, row, column, Number(value, form or PLAIN))

    def _axes(self, drawn: Drawn, chart: Chart) -> None:
        """Name the axes, and begin at 0 if no value is below it."""
        lowest = min(
            (each for series in chart.series for each in series.values if math.isfinite(each)),
            default=0.0,
        )
        values = {
            "num_format": "0%" if chart.kind == "stacked" else chart.form,
            "major_gridlines": {"visible": True, "line": {"color": "#dce1e8"}},
            **({"min": 0} if lowest >= 0 else {}),
        }
        if chart.kind == "stacked":
            drawn.set_x_axis(values)
            drawn.set_y_axis({"reverse": True})
        else:
            unit = {"name": chart.unit, "name_font": {"bold": False, "size": 9}}
            drawn.set_y_axis({**values, **unit})
            dated = not isinstance(chart.categories[0], str | Number)
            months = {"date_axis": True, "num_format": "yyyy-mm"} if dated else {}
            drawn.set_x_axis(months)
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})


def _reach(high: float, low: float) -> float:
    """Return the length of one side of an interval; 0 where it has no end."""
    return high - low if math.isfinite(high - low) else 0.0


def _where(first: int, last: int, column: int) -> str:
    """Return the cells of a column as Excel writes them."""
    letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
    return f"='{NUMBERS}'!{letter}${first + 1}:{letter}${last + 1}"
