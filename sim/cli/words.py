"""Refuse command-line arguments that contain characters which cannot be printed.

Such characters in a file name would reach the terminal, reports and folder names.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from sim.characters import first_refused, named, visible

REFUSED = 2


def refusal(word: str) -> str | None:
    """Return what is wrong with an argument; None if it can be printed."""
    shown = visible(word).replace("\n", "<U+000A>").replace("\t", "<U+0009>")
    at = first_refused(word)
    if at is None and shown == word:
        return None
    if at is not None and "\udc80" <= word[at] <= "\udcff":  # how Python keeps bytes it cannot read
        what = "bytes that are not UTF-8"
    else:
        what = "a line end or a tab" if at is None else named(word[at])
    return (
        f"`{shown}` holds {what}, which no file, folder or name of this program may have.\n"
        "  If it is a file, rename it: letters, digits, points, spaces, `-` and `_`."
    )


class PlainWords(TyperGroup):
    """A group of commands that accepts printable arguments only."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse the first argument that cannot be printed. If there is none, go on."""
        for word in args:
            if (refused := refusal(word)) is not None:
                typer.echo(refused, err=True)
                ctx.exit(REFUSED)
        return super().parse_args(ctx, args)
