"""Show the progress of a study: a bar on a terminal, a few lines elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from sim.cli.status import time_in_words
from sim.studies.execution import Progress as Report
from sim.studies.execution.pace import Pace

LINES = 10


class TimeLeft(ProgressColumn):
    """A column of the progress bar: the time left, estimated from the pace of all runs so far."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self.pace = pace

    def render(self, task: Task) -> Text:
        """Return the time left in words; empty while it is too early to say."""
        return Text(left_in_words(self.pace, int(task.remaining or 0)))


def left_in_words(pace: Pace, runs: int) -> str:
    """Return in words how long this many runs will take; empty while it is too early to say."""
    seconds = pace.seconds_left(runs)
    return "" if seconds is None or not runs else f"{time_in_words(seconds)} left"


@contextmanager
def showing_progress(quiet: bool, what: str = "Runs") -> Iterator[Report]:
    """Show progress on the error stream during a block.

    The block gets a function of (finished runs, all runs) that it calls to report progress.
    """
    console = Console(stderr=True)
    pace = Pace()
    if quiet:
        yield lambda done, total: None
    elif not console.is_terminal:
        yield _counted(pace, _lines(console, pace) if what == "Runs" else lambda *_: None)
    else:
        columns = (
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeLeft(pace),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield _counted(pace, lambda done, total: bar.update(task, completed=done, total=total))


def _counted(pace: Pace, show: Report) -> Report:
    """Return a function that shows progress and measures the pace of runs."""
    before: list[int] = []

    def report(done: int, total: int) -> None:
        if before and done > before[-1]:
            pace.add(done - before[-1])
        before[:] = [done]
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more: the work goes on
            show(done, total)

    return report


def _lines(console: Console, pace: Pace) -> Report:
    said = [-1]

    def report(done: int, total: int) -> None:
        tenth = LINES * done // total
        if tenth > said[0]:
            said[0] = tenth
            left = left_in_words(pace, total - done)
            words = f"{done} of {total} runs finished{', ' if left else ''}{left}"
            console.print(words, highlight=False, soft_wrap=True)

    return report
