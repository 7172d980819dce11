"""How far a study is: a bar on a terminal, a few lines elsewhere, nothing when quiet.

And a line beforehand, where a first run on a machine has to compile.
"""

from __future__ import annotations

import sys
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

from sim.compiling import telling
from sim.studies.replications import Progress as Report

LINES = 10
COMPILING = "Compiling for this machine, once for each version: about half a minute of work ..."


@contextmanager
def saying_what_takes_time(quiet: bool = False) -> Iterator[None]:
    """Say on the error stream that something is compiled, once, and only if something is."""
    with telling(lambda: None if quiet else print(COMPILING, file=sys.stderr, flush=True)):
        yield


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
