"""A broken extract: what differs from the small one, and the message that people get."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.records.extracts import MAPPING, Tables, small, write_extract


class Case(NamedTuple):
    """One fault. `place` is where it is told; `words` stand in its message."""

    place: str
    words: str
    tables: Callable[[Tables], None]  # changes the tables before they are written
    files: Callable[[Path], None]  # changes the folder afterwards
    mapping: str

    def write(self, folder: Path) -> None:
        """Write the broken extract into a folder."""
        tables = small()
        self.tables(tables)
        write_extract(folder, tables, self.mapping)
        self.files(folder)


def nothing(of: object) -> None:
    """Change nothing."""


def cell(table: str, row: int, heading: str, text: str, words: str) -> Case:
    """One cell, in a row counted as people see it, holds another text, and is told."""

    def change(tables: Tables) -> None:
        tables[table][row - 2][heading] = text

    return Case(f"{table}.csv, row {row}, {heading}", words, change, nothing, MAPPING)


def tables(place: str, words: str, change: Callable[[Tables], None]) -> Case:
    """The tables differ."""
    return Case(place, words, change, nothing, MAPPING)


def files(place: str, words: str, change: Callable[[Path], None], mapping: str = MAPPING) -> Case:
    """The files differ."""
    return Case(place, words, nothing, change, mapping)


def mapped(place: str, words: str, mapping: str) -> Case:
    """The mapping file does not fit the extract."""
    return Case(place, words, nothing, nothing, mapping)
