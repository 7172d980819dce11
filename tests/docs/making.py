"""Make the tables of reference pages again that say what the code says elsewhere.

Each stands between two comments that name it, `<!-- made: NAME -->` and `<!-- end of NAME -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from sim.endings import RULES, Ending
from tests.docs import mapping_tables, workbook_tables
from tests.docs.pages import HOUSE

REFERENCE = HOUSE / "docs" / "reference"


def table(*rows: Iterable[str]) -> str:
    """A table of Markdown; the first row is its head."""
    head, *others = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + "---|" * head.count(" | ") + "---|", *others])


def endings() -> str:
    """Every ending with its number and what it means."""
    rows = [
        (
            str(int(ending)),
            f"`{ending.name}`",
            ending.facts.means,
            planned(ending) if ending in RULES else "",
        )
        for ending in Ending
    ]
    return table(("number", "name", "meaning", "a rule of `ends`: planned"), *rows)


def planned(ending: Ending) -> str:
    """Whether the ending that a rule brings is planned."""
    return "as `ends.planned` says" if ending.facts.agreed else "never"


MADE: dict[tuple[str, str], Callable[[], str]] = {
    ("model.md", "endings"): endings,
    ("mapping.md", "keys"): mapping_tables.keys,
    ("mapping.md", "columns"): mapping_tables.columns,
    ("mapping.md", "words"): mapping_tables.words,
    ("workbook.md", "sheets"): workbook_tables.sheets,
    ("workbook.md", "items"): workbook_tables.items,
}
"""By page and name: what makes the table."""


def remade(page: Path, name: str, make: Callable[[], str]) -> str:
    """The text of a page with one table made again."""
    between = re.compile(rf"(<!-- made: {name} -->\n)(.*?)(\n<!-- end of {name} -->)", re.S)
    text, found = between.subn(
        lambda match: f"{match[1]}\n{make()}\n{match[3]}", page.read_text(encoding="utf-8")
    )
    if found != 1:
        raise ValueError(f"{page.name} has {found} places for the table {name}")
    return text


def main() -> None:
    """Write every such table."""
    for (page, name), make in MADE.items():
        file = REFERENCE / page
        file.write_text(remade(file, name, make), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
