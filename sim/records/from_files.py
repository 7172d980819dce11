"""An extract from its files: read as columns of numbers, and then cleaned."""

from __future__ import annotations

from pathlib import Path

from sim.records.cleaning import clean
from sim.records.extract import Extract
from sim.records.faults import Findings
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import database
from sim.records.reading.loading import load


def read_records(folder: Path, mapping: Mapping) -> Extract:
    """Read the extract in a folder, and clean it.

    Identifiers become numbers when they are read. Nothing is written to a disk.

    Parameters
    ----------
    folder
        The folder with the files that the mapping names: CSV, XLSX or Parquet.

    Raises
    ------
    RecordFaults
        With every fault found, each with its file, row and column. None shows an identifier.
    MemoryShortage
        If the extract does not fit into the memory.
    DatabaseError
        If it cannot be read for a reason that was not foreseen.
    """
    findings = Findings()
    with database() as opened:
        loaded = load(opened, folder, mapping, findings)
    files = {name: mapping.tables[name].file for name in loaded.tables}
    return clean(loaded, mapping, files, findings)
