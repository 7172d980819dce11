"""Find the files of an extract's tables in its folder."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from fnmatch import fnmatchcase
from pathlib import Path

from sim.errors import did_you_mean
from sim.records.faults import Findings, at
from sim.records.known.columns import TABLES
from sim.records.mapping.mapping import Mapping, Table

TEXT, SHEET, PARQUET = "text", "sheet", "parquet"
KINDS = {
    **dict.fromkeys((".csv", ".txt", ".tsv"), TEXT),
    **dict.fromkeys((".xlsx", ".xlsm"), SHEET),
    **dict.fromkeys((".parquet", ".pq"), PARQUET),
}
"""What a file is, by the end of its name."""


def find_files(folder: Path, mapping: Mapping, findings: Findings) -> dict[str, list[Path]]:
    """Return the files of each table that is there, in the order of their names.

    Raises
    ------
    RecordFaults
        If the folder is none, or if a table that is needed has no file.
    """
    if not folder.is_dir():
        findings.add(at(str(folder)), "There is no such folder.", "Name the folder of the extract.")
        findings.raise_any()
    found = {name: _files(folder, table) for name, table in mapping.tables.items()}
    _see_that_each_file_is_of_one_table(found, findings)
    for name, files in found.items():
        if not files and (TABLES[name].needed or mapping.tables[name].named):
            _tell_missing(folder, name, mapping.tables[name], findings)
    findings.raise_any()
    return {name: files for name, files in found.items() if files}


def _files(folder: Path, table: Table) -> list[Path]:
    """Return regular files whose names fit, also with other capitals; none from outside."""
    own, pattern = folder.resolve(), table.file.lower().replace("\\", "/")
    as_deep = folder.glob("*/" * pattern.count("/") + "*")
    return sorted(
        each
        for each in as_deep
        if fnmatchcase(each.relative_to(folder).as_posix().lower(), pattern)
        and each.is_file()
        and each.suffix.lower() in KINDS
        and not each.name.startswith(("~$", "."))  # of Excel while a file is open, and hidden ones
        and each.resolve().is_relative_to(own)
    )


def _see_that_each_file_is_of_one_table(
    found: AnyMapping[str, list[Path]], findings: Findings
) -> None:
    first: dict[Path, str] = {}
    for name, files in found.items():
        for file in files:
            other = first.setdefault(file, name)
            if other != name:
                findings.add(
                    at(file.name),
                    f"The file is that of `{other}` and of `{name}`.",
                    "Write under `tables` which file each has.",
                )


def _tell_missing(folder: Path, name: str, table: Table, findings: Findings) -> None:
    there = [each.name for each in folder.iterdir() if each.suffix.lower() in KINDS]
    place = at(str(table.at)) if table.named else at(str(folder))
    findings.add(
        place,
        f"There is no file `{table.file}` for the table `{name}`.",
        "CSV, XLSX and Parquet are read.",
        did_you_mean(table.file, there, f"Write under `tables` the `file` of `{name}`."),
    )
