"""How far a study is: a bar on a terminal, a few lines elsewhere, nothing when quiet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from sim.studies.execution import Progress as Report

LINES = 10


@contextmanager
def showing_progress(quiet: bool) -> Iterator[Report]:
    """Give a function that is told (finished, all) and shows it on the error stream."""
    console = Console(stderr=True)
    if quiet:
        yield lambda done, total: None
    elif not console.is_terminal:
        yield _lines(console)
    else:
        columns = (
            TextColumn("Runs"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("Runs", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(console: Console) -> Report:
    said = [-1]

    def report(done: int, total: int) -> None:
        tenth = LINES * done // total
        if tenth > said[0]:
            said[0] = tenth
            console.print(f"{done} of {total} runs finished", highlight=False)

    return report
