"""Read an extract of records for a command: its mapping, its tables, and its cohort."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sim.cli.answering import RefusedError
from sim.records.cohort import of_cohort
from sim.records.disclosure import with_rounded_counts
from sim.records.extract import Extract
from sim.records.from_files import read_records
from sim.records.mapping.mapping import Mapping
from sim.records.mapping.reading import read_mapping
from sim.studies.files.naming import printable

HERE = "mapping.yaml"
"""The name under which a mapping beside the tables is found."""


class Read(NamedTuple):
    """An extract as it was read, and who of it is looked at."""

    folder: Path
    mapping: Mapping
    extract: Extract
    cohort: str  # in a sentence; "" for everybody


def read(folder: Path, mapping: Path | None) -> Read:
    """Read an extract, and choose its cohort.

    Raises
    ------
    SimError
        With every fault of the mapping, or of the extract, each with its place.
    """
    said = read_mapping(_mapping_file(folder, mapping))
    extract = read_records(folder, said)
    remarks = tuple(with_rounded_counts(each) for each in extract.remarks)
    extract = replace(extract, remarks=remarks)
    if said.cohort is None:
        return Read(folder, said, extract, "")
    conditions = [
        f"{each.kind.replace('_', ' ')} {', '.join(each.patterns)}"
        for each in said.cohort.conditions
    ]
    words = (
        f"Only people who meet {said.cohort.how} of these are looked at, from the first match on: "
        f"{'; '.join(conditions)}."
    )
    return Read(folder, said, of_cohort(extract, said.cohort), words)


def _mapping_file(folder: Path, mapping: Path | None) -> Path:
    """Return the mapping that is named, or that lies in the folder."""
    if not folder.is_dir():
        raise RefusedError(
            f"{printable(folder)} is not a folder.\n"
            "  Name the folder that holds the tables of the extract."
        )
    if mapping is not None:
        return mapping
    if (folder / HERE).is_file():
        return folder / HERE
    raise RefusedError(
        f"{printable(folder)} holds no {HERE}, so it is not known what its tables mean.\n"
        "  Name the file that says it: --map FILE. How to write one stands in "
        "docs/reference/mapping.md."
    )


def beside(folder: Path, what: str) -> Path:
    """Return the folder beside an extract's with its name and a word after it."""
    whole = folder.resolve()
    return (folder.parent if folder.name else whole.parent) / f"{whole.name}-{what}"
