"""Recognise by its first bytes a file that is not text, and explain what to do with it."""

from __future__ import annotations

import codecs
from typing import NamedTuple

HEAD = 4_096


class What(NamedTuple):
    """The kind of file that is expected, with advice on how other programs can save it."""

    name: str  # "a scenario"
    from_a_sheet: str
    from_words: str


_SHEETS_ARE_NOT_READ = (
    "is a text file that ends in .yaml; workbooks are not read. Write the numbers into a text "
    "file, and name that file."
)
_COPY_THE_TEXT = (
    "Copy the text into a plain text editor, save it there as UTF-8 with a name that ends in "
    ".yaml, and name that file."
)
SCENARIO = What("a scenario", f"A scenario {_SHEETS_ARE_NOT_READ}", _COPY_THE_TEXT)
STUDY = What("a study", f"A study {_SHEETS_ARE_NOT_READ}", _COPY_THE_TEXT)
TABLE = What(
    "a table",
    "Open it in a spreadsheet program, choose “Save as” and the type “CSV UTF-8” there, and name "
    "the file that this makes; a new ending of the name alone changes nothing.",
    "Copy the table into a spreadsheet program, choose “Save as” and the type “CSV UTF-8” there, "
    "and name the file that this makes.",
)

UNPACK = "Unpack it, and name a file that was in it."
DOWNLOAD = "Download the file itself: on GitHub, with the button “Raw”."

Kind = tuple[str, str]  # what it is; what to do, or the name of a field of `What`
SHEET, WORDS = "from_a_sheet", "from_words"
ANOTHER = "Is it the right file?"

OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
PACKED: tuple[tuple[bytes, Kind], ...] = (  # what stands in the first bytes of a ZIP archive
    (OPEN_DOCUMENT + b"spreadsheet", ("an OpenDocument workbook (.ods)", SHEET)),
    (OPEN_DOCUMENT + b"text", ("an OpenDocument text (.odt)", WORDS)),
    (b"xl/", ("an Excel workbook (.xlsx)", SHEET)),
    (b"word/", ("a Word document (.docx)", WORDS)),
    (b"ppt/", ("a PowerPoint presentation (.pptx)", WORDS)),
    (b"Index/", ("a Numbers or Pages document", SHEET)),
    (b"[Content_Types].xml", ("a document of Microsoft Office", SHEET)),
)
BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("an old Excel workbook or Word document", SHEET)),
    (b"%PDF-", ("a PDF document", WORDS)),
    (b"{\\rtf", ("a Rich Text document (.rtf)", WORDS)),
    (b"PAR1", ("a Parquet table", SHEET)),
    (b"ARROW1", ("an Arrow table", SHEET)),
    (b"\x89PNG\r\n\x1a\n", ("a picture (PNG)", ANOTHER)),
    (b"\xff\xd8\xff", ("a picture (JPEG)", ANOTHER)),
    (b"GIF87a", ("a picture (GIF)", ANOTHER)),
    (b"GIF89a", ("a picture (GIF)", ANOTHER)),
    (b"SQLite format 3\x00", ("a database (SQLite)", ANOTHER)),
    (b"\x93NUMPY", ("an array of NumPy", ANOTHER)),
    (b"\x1f\x8b", ("a compressed file (gzip)", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", ("an archive (7-Zip)", UNPACK)),
    (b"Rar!\x1a\x07", ("an archive (RAR)", UNPACK)),
    (b"BZh9", ("a compressed file (bzip2)", UNPACK)),
    (b"\xfd7zXZ\x00", ("a compressed file (xz)", UNPACK)),
    (b"\x28\xb5\x2f\xfd", ("a compressed file (Zstandard)", UNPACK)),
)
PAGES = (b"<!doctype html", b"<html")
ENCODINGS = (  # the longer first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
SAVE_AS_UTF8 = (
    "Save it as UTF-8: spreadsheets call this “CSV UTF-8”, editors have “Encoding” where a file "
    "is saved."
)


def kind_of(raw: bytes, what: What) -> tuple[str, str] | None:
    """Return the problem and the remedy for a file that is not text; None if it may be text."""
    head = raw[:HEAD]
    found = _packed(raw) if head.startswith(b"PK\x03\x04") else _begun(head)
    if found is None:
        return None
    name, remedy = found
    problem = f"The file is not UTF-8 text: it is {name}, whatever its name ends with."
    return problem, getattr(what, remedy) if remedy in (SHEET, WORDS) else remedy


def _packed(raw: bytes) -> Kind:
    for sign, kind in PACKED:
        if sign in raw[:HEAD] or (not sign.startswith(OPEN_DOCUMENT) and sign in raw):
            return kind
    return "a ZIP archive", UNPACK


def _begun(head: bytes) -> Kind | None:
    for sign, kind in BEGINNINGS:
        if head.startswith(sign):
            return kind
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(PAGES):
        return "a web page (HTML)", DOWNLOAD
    return None


def encoding_of(raw: bytes) -> str | None:
    """Return the name of a file's encoding if it is UTF-16 or UTF-32, otherwise None.

    A byte order mark is not needed.
    """
    for sign, name in ENCODINGS:
        if raw.startswith(sign):
            return name
    head = raw[:HEAD]
    even, odd = head[::2], head[1::2]
    for zeros, letters in ((odd, even), (even, odd)):
        if len(zeros) >= 2 and zeros.count(0) > 0.9 * len(zeros) and letters.count(0) == 0:
            return "UTF-16"
    return None
