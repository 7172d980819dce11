"""Notebooks made from their sources: `python -m tests.notebooks.making` writes them anew."""

from __future__ import annotations

from pathlib import Path

import jupytext
from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
SOURCES = sorted(FOLDER.glob("*.py"))


def made_from(source: Path) -> NotebookNode:
    """The notebook of a source, without outputs; its cells are counted, not named by chance."""
    notebook: NotebookNode = jupytext.read(source)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
    return notebook


def as_text(source: Path) -> str:
    """The notebook of a source as it stands in its file."""
    return f"{jupytext.writes(made_from(source), fmt='ipynb')}\n"


def main() -> None:
    """Write every notebook from its source."""
    for source in SOURCES:
        source.with_suffix(".ipynb").write_text(as_text(source), encoding="utf-8")


if __name__ == "__main__":
    main()
