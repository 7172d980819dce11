"""Define arguments that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ScenarioFile = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file (YAML).")]
Outside = Annotated[
    bool,
    typer.Option(
        "--allow-outside", help="Let the file name files that lie outside its own folder."
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--map", metavar="FILE", help="What the extract means. [default: mapping.yaml in it]"
    ),
]
