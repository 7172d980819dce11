"""The tables of the page about workbooks, made from the columns that the program reads."""

from __future__ import annotations

from sim.area.columns import Column, Kind
from sim.area.figures import ITEMS
from sim.area.sheets import ABOUT, PAGES, Sheet, item_column

KINDS = {
    Kind.KEY: "key",
    Kind.TEXT: "text",
    Kind.COUNT: "count",
    Kind.NUMBER: "number",
    Kind.SHARE: "percentage",
    Kind.CHANGE: "percentage, may be below 0",
    Kind.DATE: "date",
    Kind.MONTH: "month",
    Kind.VALUE: "as the item or measure needs it",
}
HEAD = ("column", "what", "unit", "meaning")


def sheets() -> str:
    """Every sheet with its columns, from left to right."""
    return "\n\n".join(_sheet(page) for page in PAGES)


def items() -> str:
    """What the value of each item is."""
    rows = [(f"`{item}`", _what(item_column(item)), item_column(item).unit) for item in ITEMS]
    return table(("item", "what", "unit"), *rows)


def table(*rows: tuple[str, ...]) -> str:
    head, *others = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *others])


def _sheet(page: Sheet) -> str:
    rows = [
        (f"`{column.heading}`", _what(column), column.unit, _meaning(column))
        for column in page.columns.values()
    ]
    about = ABOUT[page.field]
    return f"### {page.name}\n{about[0].upper()}{about[1:]}.\n\n{table(HEAD, *rows)}"


def _what(column: Column) -> str:
    words = ", ".join(f"`{word}`" for word in column.words)
    # The items have a table of their own.
    return "an item" if column.words == ITEMS else words or KINDS[column.kind]


def _meaning(column: Column) -> str:
    needed = "**needed**" if column.needed else ""
    group = f"{column.group[0].upper()}{column.group[1:]}." if column.group else ""
    return " ".join(part for part in (needed, group, column.help) if part)
