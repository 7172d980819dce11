"""Define and carry out `sim describe`: drafts about a scenario by published checklists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import RefusedError, answering
from sim.cli.options import Outside, ScenarioFile


def describe(
    file: ScenarioFile,
    stress: Annotated[bool, typer.Option("--stress", help="By STRESS-DES.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="By TRACE.")] = False,
    odd: Annotated[bool, typer.Option("--odd", help="By ODD.")] = False,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="All sources, as BibTeX.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write. [default: print it]")
    ] = None,
    allow_outside: Outside = False,
) -> None:
    """Write a draft about a scenario by a published checklist, or its sources as BibTeX.

    What the file and the program do not know is marked [to be written by a person]. Nothing is
    written over.
    """
    with answering():
        asked = {"stress": stress, "trace": trace, "odd": odd, "bibtex": bibtex}
        chosen = [form for form, wanted in asked.items() if wanted]
        if len(chosen) != 1:
            raise RefusedError(
                "Choose one of --stress, --trace, --odd and --bibtex.\n"
                f"  Write, for example, `sim describe {file} --stress`."
            )
        from sim.report.describing import describing  # noqa: PLC0415 -- heavy
        from sim.scenario import load  # noqa: PLC0415 -- heavy
        from sim.scenario.saving import save  # noqa: PLC0415 -- heavy

        text = describing.describe(load(file, allow_outside), chosen[0])
        if out is None:
            typer.echo(text, nl=False)
        else:
            save(text, out, replace=False, remedy="Choose another name with --out.")
            typer.echo(f"The draft is {out}")
