"""A cell as Excel holds it: its value, how it is shown, and the formula behind it."""

from __future__ import annotations

import datetime
import re
from typing import Any, NamedTuple

from sim.area.columns import Cell
from sim.area.reading.refusing import Refused
from sim.characters import first_refused, joined, named
from sim.errors import cut

DASHES = "\u2212\u2013\u2014"
"""A minus sign, and the dashes that people write for one."""
EMPTY = {"", "-", *DASHES, "n/a", "not applicable"}
"""What people write in a cell that has nothing to say; in small letters."""
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
ESCAPE = re.compile(r"_x(00[01][0-9A-Fa-f]|007F)_")
"""How Excel writes a control character inside a text."""
LONGEST_SHOWN = 60
BEYOND = 1e300


class Raw(NamedTuple):
    """What stands in a cell."""

    cell: Cell
    value: Any = None  # as openpyxl gives it; texts without spaces around them, "n/a" as None
    form: str = "General"  # the number format
    formula: str | None = None

    @property
    def percent(self) -> bool:
        """Whether Excel shows the number as a percentage."""
        return "%" in LITERAL.sub("", self.form.split(";")[0])

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the cell, not even a formula without a result."""
        return self.value is None and self.formula is None

    def checked(self) -> Raw:
        """Return the cell, if it holds a result.

        Raises
        ------
        Refused
            If its formula gives an error or has not been worked out.
        """
        behind = f" (`{cut(self.formula, LONGEST_SHOWN)}`)" if self.formula else ""
        if isinstance(self.value, ExcelError):
            raise Refused(
                f"The cell shows {self.value}, an error of Excel{behind}.",
                "Mend the formula, write the number, or leave the cell empty.",
            )
        if self.formula is not None and self.value is None:
            raise Refused(
                f"The formula{behind} has no result in the file.",
                "Open the workbook in Excel, save it, and import it again.",
            )
        return self


class ExcelError(str):
    """An error value such as `#DIV/0!`."""

    __slots__ = ()


def tidy(value: Any) -> Any:
    """Return a value without what people do not see: spaces around it, escapes of Excel.

    Texts that mean that nothing stands there become None, and numbers beyond all bounds texts.
    """
    if isinstance(value, (int, float)) and not abs(value) < BEYOND:
        return str(value)
    if not isinstance(value, str):
        return value
    text = joined(ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)).strip()
    return None if text.lower() in EMPTY else text


def see_that_it_can_be_shown(text: str) -> str:
    """Return a text whose characters can all be shown.

    Raises
    ------
    Refused
        If one of them cannot.
    """
    if (place := first_refused(text)) is not None:
        raise Refused(
            f"The text holds a character that cannot be shown: {named(text[place])}.",
            "Type the text anew.",
        )
    return text


def shown(value: object) -> str:
    """Return a value as a message shows it: short, texts in quotation marks, dates as in the UK."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return f'"{cut(value, LONGEST_SHOWN)}"' if isinstance(value, str) else str(value)
