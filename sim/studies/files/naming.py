"""Make names and texts from files safe to print."""

from __future__ import annotations

LONGEST = 200


def printable(text: object) -> str:
    """Return a text on one line, with all characters escaped that control a terminal.

    If they were not escaped, these could imitate a line of the program's output: line ends, control
    characters, surrogates, and marks that change the direction of writing.
    """
    words = str(text)
    short = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode()
        for each in short
    )


def about_a_file(error: OSError) -> str:
    """Return the operating system's message about a file as an error that the user can correct."""
    name = f"{printable(error.filename)}: " if error.filename else ""
    reason = printable(error.strerror or error)
    return f"{name}{reason}\n  Put this right and give the same command again."
