"""Open a workbook: see that it is one, that it is not too large, and load it without its macros."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.workbook import Workbook

from sim.area.faults import AreaFaults, at
from sim.errors import Fault, ScenarioFaults
from sim.scenario.texts import read_bytes

LARGEST_FILE, LARGEST_UNZIPPED = 50_000_000, 200_000_000  # bytes
MOST_CELLS = 500_000  # of all sheets, formatted empty ones included
KINDS = (".xlsx", ".xlsm")
SAVE_AS = "and save it as an Excel workbook (.xlsx)."
OTHERS = {
    ".xls": f"This is a workbook of Excel 97 to 2003. Open it in Excel {SAVE_AS}",
    ".xlsb": f"This is a binary workbook. Open it in Excel {SAVE_AS}",
    ".xltx": f"This is a template of Excel. Open it in Excel {SAVE_AS}",
    ".ods": f"This is a workbook of LibreOffice. Open it there {SAVE_AS}",
    ".numbers": "This is a workbook of Numbers. Export it as Excel (.xlsx).",
    ".csv": "A CSV file holds one sheet only. Write an empty workbook with "
    "`sim template area.xlsx`, and copy the figures into its sheets.",
}
OLD_FORM = b"\xd0\xcf\x11\xe0"  # how workbooks before 2007 and encrypted ones begin
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]|\A(?:\xff\xfe|\xfe\xff)")
"""How a formula begins, or a part in UTF-16, which may hold one."""
LONGEST_TAG = 64  # bytes
PART = 1 << 20  # bytes looked at together


class Views(NamedTuple):
    """The same workbook twice: what its cells show, and the formulas behind that, if any."""

    shown: Workbook
    formulas: Workbook


def open_workbook(path: Path) -> Views:
    """Load a workbook. Nothing in it is carried out.

    Raises
    ------
    AreaFaults
        If the file cannot be read, is no workbook, is protected by a password, or is too large.
    """
    suffix = path.suffix.lower()
    if suffix in OTHERS:
        raise _fault(path, OTHERS[suffix])
    if suffix not in KINDS:
        raise _fault(path, "A workbook's name ends in `.xlsx`.", "Is it the right file?")
    try:
        raw = read_bytes(str(path), at(path.name), LARGEST_FILE)
    except ScenarioFaults as error:
        raise AreaFaults(error.faults) from None
    with_formulas = _see_that_it_is_a_workbook(path, raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what only matters when it is written again
            shown = _loaded(raw, shown=True)
            return Views(shown, _loaded(raw, shown=False) if with_formulas else shown)
    except Exception as error:  # openpyxl raises many kinds for a damaged workbook
        raise _fault(
            path, f"It cannot be read as a workbook ({type(error).__name__}).", _again()
        ) from None


def _loaded(raw: bytes, shown: bool) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=shown, keep_links=False)


def _fault(path: Path, problem: str, remedy: str = "") -> AreaFaults:
    return AreaFaults([Fault(at(path.name), problem, remedy=remedy)])


def _again() -> str:
    return f"Open it in Excel {SAVE_AS}"


def _see_that_it_is_a_workbook(path: Path, raw: bytes) -> bool:
    """Return whether there are formulas in a file, if it is a workbook of a size that is read."""
    if len(raw) > LARGEST_FILE:
        raise _fault(path, "The file is larger than 50 MB.", "Is it the right file?")
    if raw.startswith(OLD_FORM) and ENCRYPTED in raw:
        raise _fault(
            path,
            "It is protected by a password.",
            "Open it in Excel, take the password away (File, Info, Protect Workbook), and save.",
        )
    if raw.startswith(OLD_FORM):
        raise _fault(path, OTHERS[".xls"])
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _see_that_it_is_not_too_large(path, archive)
            return any(_count(archive, FORMULA))
    except AreaFaults:
        raise
    except Exception:  # zipfile raises many kinds for a damaged archive
        raise _fault(
            path, "It is not an Excel workbook, whatever its name says.", _again()
        ) from None


def _see_that_it_is_not_too_large(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what would fill the memory. `zipfile` reads no more than the sizes looked at here."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > LARGEST_UNZIPPED:
        raise _fault(
            path,
            "Unzipped it is larger than 200 MB.",
            "Keep only the sheets of the template in it, and delete empty rows below the figures.",
        )
    cells = sum(_count(archive, CELL))
    if cells > MOST_CELLS:
        raise _fault(
            path,
            f"It holds {cells:,} cells, formatted empty ones included; {MOST_CELLS:,} are read.",
            "Delete the empty rows below the figures, and move lists of your own to another file.",
        )


def _count(archive: zipfile.ZipFile, tag: re.Pattern[bytes]) -> Iterator[int]:
    """Yield how often a tag stands in the parts of a workbook, without holding one as a whole."""
    for part in archive.infolist():
        rest = b""
        with archive.open(part) as opened:
            while block := opened.read(PART):
                text = rest + block
                last = text.rfind(b"<", -LONGEST_TAG)  # it may go on in the next block
                end = last if last >= 0 else len(text)
                yield len(tag.findall(text[:end]))
                rest = text[end:]
        yield len(tag.findall(rest))
