"""The tables of keys on the reference pages, read as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.docs.pages import HOUSE

REFERENCE = HOUSE / "docs" / "reference"
CODE = re.compile(r"`([^`]+)`")
NEEDED = ("**needed**", "must be there")


class Row(NamedTuple):
    """One key of a table: what the last column says of a file without it."""

    section: str  # the heading above, without its marks
    key: str
    without: str

    @property
    def needed(self) -> bool:
        """Whether the page says that it cannot be left out."""
        return self.without.startswith(NEEDED)

    @property
    def default(self) -> str | None:
        """The default that may be written out; None when it is said in words."""
        found = CODE.fullmatch(self.without)
        if found is not None and "<" not in found[1]:
            return found[1]
        number = re.fullmatch(r"\d[\d.,]*", self.without)
        return self.without.replace(",", "") if number else None

    @property
    def name(self) -> str:
        """For the names of tests."""
        return f"{self.section}: {self.key}"


def rows(page: str, column: str) -> Iterator[Row]:
    """Every key of the page's tables whose last column is headed like this.

    A row may name several keys, with as many defaults.
    """
    section = ""
    inside = fenced = False
    for line in (REFERENCE / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            section, inside = line.lstrip("# "), False
        elif cells and cells[-1] == column:
            inside = True
        elif not cells:
            inside = False
        elif inside and not cells[0].startswith("---"):
            keys = CODE.findall(cells[0])
            parts = [cells[-1]]
            if len(keys) > 1:
                parts = cells[-1].split(", ")
                if len(parts) != len(keys):
                    parts = [cells[-1]] * len(keys)
            yield from (Row(section, k, p) for k, p in zip(keys, parts, strict=True))
