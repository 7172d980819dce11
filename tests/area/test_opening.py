"""A file that is no workbook, or one that is not safe to read, is refused with the way out."""

import zipfile
from pathlib import Path

import pytest

from sim.area.faults import AreaFaults
from sim.area.reading import opening, read_workbook
from tests.area.cells import changed, write_cells
from tests.area.files import patched

SHEET = "xl/worksheets/sheet1.xml"


def told(path: Path) -> str:
    with pytest.raises(AreaFaults) as caught:
        read_workbook(path)
    assert len(caught.value.faults) == 1
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_cells(tmp_path / "area.xlsx", changed())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("area.xls", "This is a workbook of Excel 97 to 2003. Open it in Excel and save it as"),
        ("area.xlsb", "This is a binary workbook."),
        ("area.xltx", "This is a template of Excel."),
        ("area.ods", "This is a workbook of LibreOffice."),
        ("area.numbers", "This is a workbook of Numbers."),
        ("area.csv", "A CSV file holds one sheet only. Write an empty workbook with `sim template"),
        ("area.yaml", "A workbook's name ends in `.xlsx`. Is it the right file?"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_name(name: str, words: str, tmp_path: Path) -> None:
    assert f"{name}: {words}" in told(tmp_path / name)


def test_a_file_that_is_not_there_is_answered_with_the_nearest_name(path: Path) -> None:
    assert "Did you mean `area.xlsx`?" in told(path.with_name("areas.xlsx"))


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()

    assert "is a folder" in told(tmp_path / "x.xlsx")


def test_a_workbook_with_a_password_is_told_how_to_take_it_away(path: Path) -> None:
    path.write_bytes(opening.OLD_FORM + b"\0" * 600 + opening.ENCRYPTED)

    assert "It is protected by a password. Open it in Excel, take the password away" in told(path)


def test_an_old_workbook_with_a_new_name_is_told_apart(path: Path) -> None:
    path.write_bytes(opening.OLD_FORM + b"\0" * 600)

    assert "This is a workbook of Excel 97 to 2003." in told(path)


@pytest.mark.parametrize("content", [b"", b"service,people\n", b"PK\x03\x04 and no more"])
def test_what_is_no_workbook_is_refused_whatever_its_name(content: bytes, path: Path) -> None:
    path.write_bytes(content)

    assert "It is not an Excel workbook, whatever its name says." in told(path)


def test_an_archive_of_something_else_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert "It cannot be read as a workbook (" in told(path)


def test_a_damaged_sheet_is_refused(path: Path) -> None:
    patched(path, SHEET, b"</sheetData>", b"")

    assert "It cannot be read as a workbook (" in told(path)


def test_entities_are_not_expanded(path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
    patched(path, SHEET, b"<worksheet ", bomb)

    # Nothing uses the entities: without `defusedxml` the workbook would be read.
    assert "It cannot be read as a workbook" in told(path)


def test_a_large_file_is_refused_unread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_FILE", 1_000)

    assert "The file is larger than 50 MB." in told(path)


def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST_UNZIPPED", 10_000)

    assert "Unzipped it is larger than 200 MB." in told(path)


def test_cells_are_counted_before_they_are_read_formatted_empty_ones_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(path) as archive:
        cells = sum(archive.read(name).count(b"<c ") for name in archive.namelist())
    monkeypatch.setattr(opening, "MOST_CELLS", cells - 1)
    monkeypatch.setattr(opening, "PART", 100)

    assert f"It holds {cells:,} cells, formatted empty ones included" in told(path)
