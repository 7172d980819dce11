"""Explain errors of the YAML parser in words that help to correct them."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from sim.errors import Fault, Location

# What the parser says, what that means, what to do. The first that fits is used.
MEANINGS = (
    (
        "mapping values are not allowed",
        "A colon stands where no name can be.",
        "Is the line before it complete, are both indented alike, and is a text that holds a "
        "colon in quotation marks?",
    ),
    (
        "but found '<scalar>'",
        "Something follows a text that has ended.",
        "A text that holds quotation marks needs the other kind around it.",
    ),
    (
        "expected <block end>",
        "This line does not fit those above it.",
        "Indent it as much as its neighbours, and do not mix `- items` with `name: value`.",
    ),
    (
        "expected ',' or",
        "A list or block in brackets is not closed, or a comma is missing.",
        "Close the bracket that is open, or put a comma between the entries.",
    ),
    (
        "unexpected end of stream",
        "The file ends inside a text.",
        "A quotation mark that was opened is never closed.",
    ),
    (
        "could not find expected ':'",
        "A name stands here without a colon.",
        "Write `name: value`, with a space after the colon.",
    ),
    (
        "expected '<document start>'",
        "Something stands after the end of the scenario.",
        "Is there a closing bracket too many?",
    ),
    (
        "cannot start any token",
        "A value cannot begin with this character.",
        "Put the text in quotation marks.",
    ),
)


def explained(error: MarkedYAMLError, text: str, file: str) -> Fault:
    """Return a parser's error as a fault with location, meaning and remedy."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    location = Location(file, line + 1, column + 1)
    said = str(error.problem or error.context or "unknown")
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: column + 1]:
        tab = here.index("\t")
        return Fault(
            location._replace(column=tab + 1),
            "A tab stands here; YAML is indented with spaces only.",
            "Replace it by spaces; most editors can do this for a whole file.",
        )
    if "while scanning a quoted scalar" in str(error.context) and error.context_mark:
        start = error.context_mark
        location = location._replace(line=start.line + 1, column=start.column + 1)
        return Fault(location, "A quotation mark is opened here and never closed.", "Close it.")
    for part, meaning, remedy in MEANINGS:
        if part in said:
            return Fault(location, meaning, remedy)
    return Fault(location, f"This is not readable as YAML: {said}.")


BEYOND = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
"""An escape with a number above that of any character."""


def explained_value(error: Exception, text: str, file: str) -> Fault:
    """Return a fault for a value that the parser could not read."""
    found = BEYOND.search(text)
    if found is None:
        return Fault(Location(file, 1, 1), f"This is not readable as YAML: {error}.")
    before = text[: found.start()]
    location = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Fault(location, f"`{found[0]}` stands for no character.", "Take it out.")
