"""Files that are missing, or cannot be read as a table."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.records.broken.case import Case, files
from tests.records.extracts import (
    CONTACTS,
    MAPPING,
    PEOPLE,
    REFERRALS,
    STAYS,
    small,
    text_of,
    write_text,
)

CHANGED = f"{STAYS}.csv"


def becomes(name: str, data: bytes) -> Callable[[Path], None]:
    """A file of the stays with this name and content stands in place of the right one."""

    def change(folder: Path) -> None:
        (folder / CHANGED).unlink()
        (folder / name).write_bytes(data)

    return change


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / f"{name}.csv").unlink()


def sheets(*names: str) -> Callable[[Path], None]:
    """A workbook with sheets that have rows stands in place of the stays."""

    def change(folder: Path) -> None:
        (folder / CHANGED).unlink()
        book = openpyxl.Workbook()
        for name in names:
            book.create_sheet(name).append(["UniqHospProvSpellID"])
        book.save(folder / f"{STAYS}.xlsx")

    return change


def no_folder(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name != "mapping.yaml":
            file.unlink()
    (folder / "mapping.yaml").rename(folder.parent / "mapping.yaml")
    folder.rmdir()


def heading_twice(folder: Path) -> None:
    rows = [{**row, "persdeath_date": ""} for row in small()[PEOPLE]]
    write_text(folder / f"{PEOPLE}.csv", rows)


def misspelt(folder: Path) -> None:
    text = text_of(small()[CONTACTS]).replace("AttendStatus", "AttendStats")
    (folder / f"{CONTACTS}.csv").write_text(text, encoding="utf-8")


def unlike(end: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    """The stays end with other text."""
    return becomes(CHANGED, (text_of(small()[STAYS]) + end).encode(encoding))


OPEN_QUOTE = '"S,P,R,2024-06-03,2024-06-04\n'
CASES: dict[str, Case] = {
    "no file of a table that is needed": files(
        "FOLDER",
        "There is no file `MHS101*` for the table `referrals`. CSV, XLSX and Parquet are read.",
        without(REFERRALS),
    ),
    "no file of a table that the mapping names": files(
        "FOLDER/mapping.yaml:9:3",
        "There is no file `payroll.csv` for the table `staff`.",
        lambda folder: None,
        f"{MAPPING}tables:\n  staff: {{file: payroll.csv}}\n",
    ),
    "one file for two tables": files(
        f"{STAYS}.csv",
        "The file is that of `stays` and of `teams`. Write under `tables` which file each has.",
        lambda folder: None,
        f"{MAPPING}tables:\n  teams: {{file: MHS50*.csv}}\n",
    ),
    "an empty file": files(CHANGED, "The file is empty.", becomes(CHANGED, b"\n")),
    "text of four bytes a letter": files(
        CHANGED,
        "The file is UTF-32.",
        becomes(CHANGED, codecs.BOM_UTF32_LE + "a".encode("utf-32-le")),
    ),
    "no text at all": files(
        CHANGED, "neither UTF-8 nor Windows-1252", becomes(CHANGED, b"a,b\n\x81\x8d,\xff\n")
    ),
    "a row with a cell too many": files(
        CHANGED,
        "Row 3 has 6 cells, and there are 5 headings.",
        unlike("S,P,R,2024-06-03,2024-06-04,x\n"),
    ),
    "a row with a cell too many in another encoding": files(
        CHANGED,
        "Row 3 has 6 cells, and there are 5 headings.",
        unlike("S,P,R,2024-06-03,2024-06-04,x\n", "utf-16"),
    ),
    "a quotation mark left open": files(
        CHANGED, "Line 3 is not CSV: a quotation mark may have been left open.", unlike(OPEN_QUOTE)
    ),
    "a quotation mark left open in another encoding": files(
        CHANGED, "Line 3 is not CSV: a quotation mark may", unlike(OPEN_QUOTE, "utf-16")
    ),
    "no workbook": files(
        f"{STAYS}.xlsx",
        "It is not an Excel workbook, or it is damaged or protected by a password. Save it again",
        becomes(f"{STAYS}.xlsx", b"UniqHospProvSpellID,Person_ID\n"),
    ),
    "an empty workbook": files(f"{STAYS}.xlsx", "It is empty.", sheets()),
    "a workbook of two tables": files(
        f"{STAYS}.xlsx", "2 of its sheets have rows; one may.", sheets("One", "Two")
    ),
    "no Parquet file": files(
        f"{STAYS}.parquet",
        "It is not a Parquet file, or it is damaged. Write it again.",
        becomes(f"{STAYS}.parquet", b"UniqHospProvSpellID,Person_ID\n"),
    ),
    "a heading that is missing": files(
        f"{CONTACTS}.csv, row 1",
        "There is no heading `AttendStatus`. Did you mean `AttendStats`? Write under `tables: "
        "{contacts: {columns: …}}` what `outcome` is called.",
        misspelt,
    ),
    "a heading that stands twice": files(
        f"{PEOPLE}.csv, row 1", "The heading `PersDeathDate` stands 2 times.", heading_twice
    ),
    "no folder": files("FOLDER", "There is no such folder.", no_folder),
}
