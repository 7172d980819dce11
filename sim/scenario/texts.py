"""Read the text of a file: a regular file of limited size, in UTF-8, with allowed characters."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sim.characters import first_refused, named, visible
from sim.errors import Fault, Location, ScenarioFaults, did_you_mean
from sim.scenario.file_kinds import SAVE_AS_UTF8, SCENARIO, What, encoding_of, kind_of

LARGEST_FILE = 5_000_000  # bytes
UNBLOCKED = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
SPECIAL = (
    (stat.S_ISDIR, "is a folder.", "Name a file in it."),
    (stat.S_ISFIFO, "is a pipe, not a file.", "Write what comes out of it to a file first."),
    (stat.S_ISSOCK, "is a socket, not a file.", ""),
    (stat.S_ISCHR, "is a device, not a file.", ""),
    (stat.S_ISBLK, "is a device, not a file.", ""),
)


def one_fault(location: Location, problem: str, remedy: str = "") -> ScenarioFaults:
    """Return an error with a single fault, after which reading cannot continue."""
    return ScenarioFaults([Fault(location, problem, remedy=remedy)])


def read_text(file: str, named_at: Location, what: What = SCENARIO) -> str:
    """Return the text of a file that is named at a location; it must be UTF-8 of at most 5 MB.

    Line ends stay unchanged, so that lines and columns are those shown by an editor.

    Raises
    ------
    ScenarioFaults
        If the file does not exist, is not a regular file, is too large, or is not a text.
    """
    return _decoded(read_bytes(file, named_at, LARGEST_FILE), file, named_at, what)


def read_bytes(file: str, named_at: Location, most: int) -> bytes:
    """Return the bytes of a regular file, up to one byte more than `most`.

    Raises
    ------
    ScenarioFaults
        If the file does not exist, is not a regular file, or cannot be read.
    """
    if first_refused(file) is not None:
        raise one_fault(
            named_at,
            f"The name `{visible(file)}` holds characters that no name of a file should have.",
            "Rename it: letters, digits, points, spaces, `-` and `_`.",
        )
    try:
        return _regular(file, named_at, most)
    except FileNotFoundError:
        raise one_fault(named_at, f"There is no file `{file}`.", _similar(file)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise one_fault(named_at, f"`{file}` cannot be read: {reason}.") from None


def _regular(file: str, named_at: Location, most: int) -> bytes:
    """Return the bytes of a regular file, up to one byte more than `most`.

    The kind of file is checked before it is opened: opening a pipe may wait for ever, and opening
    a device may have an effect. It is checked again afterwards, because another process may have
    replaced the file.
    """
    _see_that_it_is_regular(file, Path(file).stat(), named_at)
    with os.fdopen(os.open(file, os.O_RDONLY | UNBLOCKED), "rb") as opened:
        _see_that_it_is_regular(file, os.fstat(opened.fileno()), named_at)
        return opened.read(most + 1)


def _see_that_it_is_regular(file: str, about: os.stat_result, named_at: Location) -> None:
    if stat.S_ISREG(about.st_mode):
        return
    for is_so, problem, remedy in SPECIAL:
        if is_so(about.st_mode):
            raise one_fault(named_at, f"`{file}` {problem}", remedy)
    raise one_fault(named_at, f"`{file}` is not a regular file.")


def _similar(file: str) -> str:
    folder = Path(file).parent
    try:
        names = [each.name for each in folder.iterdir() if each.is_file()]
    except OSError:
        return f"There is no folder `{folder}` either."
    return did_you_mean(Path(file).name, names, "Check the name and the folder.")


def _decoded(raw: bytes, file: str, named_at: Location, what: What) -> str:
    """Decode bytes as text; raise an error with a fault at the first byte that is not valid."""
    begin = Location(file, 1, 1)
    if kind := kind_of(raw, what):
        raise one_fault(begin, *kind)
    if len(raw) > LARGEST_FILE:
        raise one_fault(named_at, f"`{file}` is larger than 5 MB.", "Is it the right file?")
    if encoding := encoding_of(raw):
        raise one_fault(begin, f"The file is {encoding}.", SAVE_AS_UTF8)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise one_fault(
            _place_in(raw[: error.start].decode("utf-8", "replace"), file),
            "The file is not UTF-8 text from here on.",
            SAVE_AS_UTF8,
        ) from None
    if (at := first_refused(text, in_file=True)) is not None:
        raise one_fault(
            _place_in(text[:at], file),
            f"The file holds a character (code {ord(text[at])}) that no text has: "
            f"{named(text[at])}.",
            f"Take it out. If there are many, the file may not be {what.name}, but a picture, a "
            "spreadsheet or a program.",
        )
    return text


def _place_in(before: str, file: str) -> Location:
    return Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
