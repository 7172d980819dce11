"""Names and texts from files, as they may be shown."""

from __future__ import annotations

LONGEST = 200


def printable(text: object) -> str:
    """A text on one line, with what a terminal would obey written as an escape.

    Line ends, control characters, marks that turn the direction of writing and halves of
    characters cannot forge a line of what a command says.
    """
    words = str(text)
    short = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode()
        for each in short
    )


def about_a_file(error: OSError) -> str:
    """What the system says of a file that cannot be used, and that this can be put right."""
    name = f"{printable(error.filename)}: " if error.filename else ""
    reason = printable(error.strerror or error)
    return f"{name}{reason}\n  Put this right and give the same command again."
