"""Write the files of an extract, all or none, and replace only the same extract, unchanged.

`export.json` lists the digest of each file beside it, and is sealed by a digest of its own rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.records.exporting.writing import Written
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, file_digest, is_there, read_json
from sim.studies.files.seals import is_sealed, sealed_bytes
from sim.tables.saving import HARMLESS, write_together
from sim.writing import write_whole

NOTE = "export.json"
MARK, FORMAT = "throughline_export", 1
WHOSE, OUTPUTS = "of", "outputs"
ELSEWHERE = "Choose another folder with --out DIR. Nothing in it has been changed."


class ExportInTheWay(SimError):  # noqa: N818 - named for what is so
    """A folder holds something else than the same extract, unchanged."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"{printable(folder)}: {problem}\n  {ELSEWHERE}")


class Export(NamedTuple):
    """What `export.json` says of an extract."""

    whose: Mapping[str, Any]  # what it was made from, and how
    files: frozenset[str]  # its own name included


def earlier_export(folder: Path) -> Export | None:
    """Return the extract in a folder; None if nothing is in it.

    Raises
    ------
    ExportInTheWay
        If the folder holds anything else, or an extract that was changed.
    """
    if not is_there(folder):
        return None
    if not folder.is_dir():
        raise ExportInTheWay(folder, "it is no folder.")
    if not {path.name for path in folder.iterdir()} - HARMLESS:
        return None
    try:
        content = read_json(folder / NOTE, follow=False)
        if not is_sealed(content) or content[MARK] != FORMAT:
            raise ValueError
        outputs = dict(content[OUTPUTS])
    except (OSError, ValueError, KeyError, TypeError):
        raise ExportInTheWay(folder, "it holds other files already, and no extract.") from None
    for name, digest in outputs.items():
        if digest_below(folder, name) != digest:
            problem = f"`{printable(name)}` is not as `sim export-records` wrote it."
            raise ExportInTheWay(folder, problem)
    return Export(content[WHOSE], frozenset((*outputs, NOTE)))


def write_export(folder: Path, whose: Mapping[str, Any], write: Callable[[Path], Written]) -> None:
    """Write an extract.

    Parameters
    ----------
    folder
        It is created if it does not exist. It may be empty, or hold the same extract, unchanged.
    whose
        What the extract was made from, and how; of simple values.
    write
        Writes the files into a folder.

    Raises
    ------
    ExportInTheWay
        If the folder may not be used. Nothing is written then.
    """
    earlier = earlier_export(folder)
    if earlier is not None and earlier.whose != whose:
        raise ExportInTheWay(folder, "it holds another extract.")

    def write_all(part: Path) -> None:
        part.mkdir()
        written = write(part)
        content = {
            MARK: FORMAT,
            "version": version("throughline"),
            WHOSE: whose,
            "rows": written.rows,
            "faults": [fault._asdict() for fault in written.planted],
            OUTPUTS: {path.name: file_digest(path) for path in sorted(part.iterdir())},
        }
        write_whole(part / NOTE, sealed_bytes(content))

    def in_the_way(name: str) -> ExportInTheWay:
        return ExportInTheWay(folder, f"`{printable(name)}` is there, and is not of this extract.")

    ours = frozenset() if earlier is None else earlier.files
    write_together(folder, ours, NOTE, write_all, in_the_way)
