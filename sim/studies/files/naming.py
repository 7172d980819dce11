"""Names and texts from files, in a form that is safe to print."""

from __future__ import annotations

LONGEST = 200


def printable(text: object) -> str:
    """Return a text on one line, with characters that control a terminal escaped.

    Line ends, control characters, marks that change the direction of writing and surrogates then
    cannot imitate a line of the program's output.
    """
    words = str(text)
    short = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode()
        for each in short
    )


def about_a_file(error: OSError) -> str:
    """Return the system's message about a file, as an error that the user can correct."""
    name = f"{printable(error.filename)}: " if error.filename else ""
    reason = printable(error.strerror or error)
    return f"{name}{reason}\n  Put this right and give the same command again."
