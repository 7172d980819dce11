"""Define and carry out `sim new`: a scenario file of one's own, from one that is shipped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import RefusedError, answering

ENDING = ".yaml"
PLAIN = re.compile(r"\w[\w.-]{0,99}")


def new(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The name of the new scenario file.")
    ] = None,
    shipped: Annotated[
        str | None,
        typer.Option("--from", metavar="SHIPPED", help="Which one. [default: list them]"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write. [default: here]")
    ] = None,
) -> None:
    """Write a copy of a scenario that comes with the program, with the files that it names.

    Nothing is written over. Without NAME and --from it lists what there is.
    """
    with answering():
        typer.echo(_answer(name, shipped, out or Path()))


def _answer(name: str | None, shipped: str | None, out: Path) -> str:
    from sim.scenario.shipped import copy_of, shipped_named, shipped_text  # noqa: PLC0415 -- heavy

    if name is None and shipped is None:
        return f"Shipped scenarios, for `sim new NAME --from SHIPPED`:\n{shipped_text()}"
    if shipped is None:
        raise RefusedError(f"Name a scenario to begin with: --from SHIPPED\n{shipped_text()}")
    chosen = shipped_named(shipped)
    stem = (name or "").removesuffix(ENDING)
    if not PLAIN.fullmatch(stem):
        raise RefusedError(
            "The scenario needs a name of letters, digits, `_`, `-` and `.`, without a folder.\n"
            f"  Write, for example, `sim new my_area --from {chosen.name} --out FOLDER`."
        )
    out.mkdir(parents=True, exist_ok=True)
    copy = copy_of(chosen, out, stem + ENDING)
    beside = f" with {', '.join(chosen.beside)} beside it" if chosen.beside else ""
    return (
        f"{copy} is a copy of `{chosen.name}`{beside}.\n"
        "  `sim check` says what shows before a run, and `sim run` runs it."
    )
