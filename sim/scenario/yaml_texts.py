"""The text of a scalar in a YAML file, and the location of a forbidden character in it."""

from __future__ import annotations

import re
from typing import Any

from sim.characters import first_refused, joined, named
from sim.errors import Fault, Location

ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
SHORT = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


def text_of(event: Any) -> str:
    """Return the text of a scalar; surrogate pairs, which JSON writes for emoji, are joined."""
    return joined(str(event.value))


def refused_in(text: str, event: Any, location: Location, contents: str) -> Fault | None:
    """Return a fault if a scalar of a file contains a character that is not allowed, else None.

    Parameters
    ----------
    text
        The text of the scalar.
    contents
        The text of the file, in which the character is written as an escape.
    """
    at = first_refused(text)
    if at is None:
        return None
    line, column = _escape_at(contents, event, text[at]) or (location.line, location.column)
    return Fault(
        location._replace(line=line, column=column),
        f"This text holds a character (code {ord(text[at])}) that no text has: {named(text[at])}.",
        "Take it out, or write a space.",
    )


def _escape_at(contents: str, event: Any, character: str) -> tuple[int, int] | None:
    """Return line and column of the escape for a character; None if it is not found."""
    begin = event.start_mark.index
    for found in ESCAPE.finditer(contents, begin, event.end_mark.index):
        written = found[0][1:]
        meant = chr(int(written[1:], 16)) if len(written) > 1 else SHORT.get(written)
        if meant == character:
            before = contents[begin : found.start()]
            if "\n" not in before:
                return event.start_mark.line + 1, event.start_mark.column + 1 + len(before)
            lines = event.start_mark.line + 1 + before.count("\n")
            return lines, len(before) - before.rfind("\n")
    return None
