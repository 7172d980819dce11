"""The text of a file: only regular files, of a size, in UTF-8, of the kind that is wanted."""

import io
import os
import socket
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.characters import first_refused
from sim.errors import Location, ScenarioFaults
from sim.scenario.file_kinds import SCENARIO, STUDY, TABLE, What
from sim.scenario.texts import LARGEST_FILE, read_text

HERE = Location("here.yaml", 3, 7)


def refused(path: Path, what: What = SCENARIO) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        read_text(str(path), HERE, what)
    (_,) = caught.value.faults
    return str(caught.value)


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            mimetype = "application/vnd.oasis.opendocument.spreadsheet"
            archive.writestr(name, mimetype if name == "mimetype" else "x" * 9_000)
    return buffer.getvalue()


EXCEL = packed("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml")
KINDS = {
    "an Excel workbook (.xlsx)": EXCEL,
    "a Word document (.docx)": packed("[Content_Types].xml", "word/document.xml"),
    "an OpenDocument workbook (.ods)": packed("mimetype", "content.xml"),
    "a ZIP archive": packed("scenario.yaml"),
    "an old Excel workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\n",
    "a Rich Text document": b"{\\rtf1\\ansi throughline: 2}",
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n",
    "a compressed file (gzip)": b"\x1f\x8b\x08\x00",
    "a web page (HTML)": b"\n<!DOCTYPE html>\n<html><title>x</title></html>",
    "a Parquet table": b"PAR1\x15\x04\x15",
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("what", [SCENARIO, STUDY, TABLE], ids=lambda what: what.name)
def test_a_file_of_another_program_is_recognised_whatever_its_name(
    tmp_path: Path, name: str, what: What
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(KINDS[name])

    said = refused(path, what)

    assert said.startswith(f"{path}:1:1\n")
    assert name in said


def test_a_workbook_of_tens_of_megabytes_is_still_called_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(EXCEL + bytes(LARGEST_FILE))

    assert "an Excel workbook" in refused(path)


def test_a_workbook_is_saved_as_csv_only_where_a_table_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(EXCEL)

    assert "CSV UTF-8" in refused(path, TABLE)
    for what in (SCENARIO, STUDY):
        said = refused(path, what)
        assert "CSV" not in said
        assert "text file that ends in .yaml" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named_with_a_mark_or_without(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("id,group,service\nana,north,gp\n".encode(encoding))

    assert f"The file is {encoding[:6].upper()}." in refused(path, TABLE)


def test_the_first_character_that_no_text_has_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,group\nana,no\u2028rth\n", encoding="utf-8")

    assert refused(path, TABLE).startswith(
        f"{path}:2:7\n  The file holds a character (code 8232) that no text has: U+2028"
    )


def test_a_byte_order_mark_at_the_beginning_is_left_out_and_one_inside_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: x\r\n")
    assert read_text(str(path), HERE) == "title: x\r\n"

    path.write_bytes(b"title: \xef\xbb\xbfx\n")
    assert f"{path}:1:8" in refused(path)


def special(folder: Path) -> list[tuple[Path, str]]:
    pipe, hole, link = folder / "pipe", folder / "socket", folder / "link"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(hole))
    link.symlink_to(pipe)
    return [
        (pipe, "is a pipe"),
        (link, "is a pipe"),
        (hole, "is a socket"),
        (folder, "is a folder"),
        (Path("/dev/zero"), "is a device"),
        (Path("/dev/null"), "is a device"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    begun = time.monotonic()
    for path, words in special(tmp_path_factory.mktemp("s")):
        assert words in refused(path)
    assert time.monotonic() - begun < 5


@given(st.text(min_size=1, max_size=20))
def test_any_name_of_a_file_is_read_or_refused_where_it_is_named(name: str) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        read_text(f"not there/{name}", HERE)
    assert caught.value.faults[0].location == HERE
    assert all(first_refused(line) is None for line in str(caught.value).splitlines())


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_refused_with_their_place(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        text = read_text(str(path), HERE)
    except ScenarioFaults as faults:
        (fault,) = faults.faults
        assert fault.location.file == str(path)
        assert fault.location.line >= 1
        return
    assert first_refused(text, in_file=True) is None
    assert text.encode("utf-8") == content.removeprefix(b"\xef\xbb\xbf")
