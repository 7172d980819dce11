"""What a command is doing now, in words: from what it has said, and from its folder of results."""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from sim.app.running.commands import Command
from sim.compiling.announcing import COMPILING
from sim.studies.store.status import Status

FINISHED_RUNS = re.compile(r"(\d+) of (\d+) runs finished")
COMPILED = re.compile(r"\s*(\d+) ?% compiled")
FIRST_IS_THERE = "which follow."
"""The end of the line that says that results with the written numbers are there."""
BESIDE = (COMPILING, "Runs to make: ", "This takes ")
"""How lines begin that say nothing of a fault."""
MAKING = "Making the page, the tables and the brief"
MAY_NEED = re.compile(r"\d+ runs at once may need ")


class Piece(enum.Enum):
    """The pieces of a command, in the order in which they are made."""

    STARTING = "starting"
    COMPILING = "compiling"
    FIRST = "first"  # runs with the numbers as they are written
    BETWEEN = "between"  # the first page, and what the futures need
    FUTURES = "futures"  # all other runs
    PAGE = "page"

    @property
    def is_of_runs(self) -> bool:
        """Whether it is runs that are being made."""
        return self in (Piece.FIRST, Piece.FUTURES)


class Stage(NamedTuple):
    """What is happening now."""

    words: str
    piece: Piece
    done: int = 0  # runs
    most: int = 0  # runs in all, as far as they can be counted before; 0: not known
    part: float = 0.0  # of compiling that is done, in quarters


def stage(command: Command, said: str, found: Status | None) -> Stage:
    """Return what a command at work is doing now.

    Parameters
    ----------
    said
        What it has said so far.
    found
        How far its runs are; None as long as its folder does not tell.
    """
    lines = said.splitlines()
    done = 0 if found is None else found.done
    if not done and (compiling := _compiling(lines)) is not None:
        return compiling
    if found is None:
        return _without_runs(lines)
    if command.kind == "find":
        return _finding(command, found)
    most = max(command.size.most, found.wanted)
    words, piece = _running(command, found, lines)
    return Stage(words, piece, found.done, most)


def fault_of(said: str) -> tuple[str, str]:
    """Return the message with which a command ended, and the way out; both empty without one."""
    lines = [line for line in said.splitlines() if not _is_beside(line)]
    text = "\n".join(lines).strip()
    problem, _, remedy = text.partition("\n")
    return problem.strip(), "\n".join(line.strip() for line in remedy.splitlines())


def _is_beside(line: str) -> bool:
    return bool(
        line.startswith(BESIDE)
        or line.endswith(FIRST_IS_THERE)
        or FINISHED_RUNS.match(line)
        or MAY_NEED.match(line)
        or COMPILED.fullmatch(line)
    )


def _compiling(lines: list[str]) -> Stage | None:
    """Return how far compiling is; None if something else was said since."""
    last = lines[-1] if lines else ""
    part = COMPILED.fullmatch(last)
    if last != COMPILING and part is None:
        return None
    words = "Compiling the simulator, once for each version on this machine"
    if part is None:
        return Stage(words, Piece.COMPILING)
    return Stage(f"{words}: {part[1]} % is done", Piece.COMPILING, part=int(part[1]) / 100)


def _without_runs(lines: list[str]) -> Stage:
    """Return what is done while no run is in the folder: before the first, or after the last."""
    if not lines:
        return Stage("Starting, and reading the file", Piece.STARTING)
    counts = [found for line in lines if (found := FINISHED_RUNS.match(line))]
    if counts and counts[-1][1] == counts[-1][2]:
        return Stage(MAKING, Piece.PAGE)
    return Stage("Getting ready", Piece.STARTING)


def _running(command: Command, found: Status, lines: list[str]) -> tuple[str, Piece]:
    follows, in_futures = command.size.follows, found.wanted > command.size.first > 0
    this = f"Run {found.done + 1:,} of {found.wanted:,}"
    if found.done < found.wanted and in_futures:
        return f"{this}, in possible futures", Piece.FUTURES
    if found.done < found.wanted:
        then = f"; {follows} follow" if follows else ""
        return f"{this}, with the numbers as they are written{then}", Piece.FIRST
    if not follows or in_futures:
        return MAKING, Piece.PAGE
    if any(line.endswith(FIRST_IS_THERE) for line in lines):
        return f"Getting ready: {follows}", Piece.BETWEEN
    return "Making the first page, with the numbers as they are written", Piece.BETWEEN


def _finding(command: Command, found: Status) -> Stage:
    """Return how far a search is: how many values it tries shows only on the way."""
    size, done = command.size, found.done + found.beside
    if done > size.most > 0:
        words = f"Run {done + 1:,}: every value is tried, as more was not always better"
        return Stage(words, Piece.FUTURES, done, max(size.whole, done))
    if done >= size.most:
        return Stage("Making the page", Piece.PAGE, done, done)
    usual = f"{size.fewest:,} to {size.most:,}" if 0 < size.fewest < size.most else f"{size.most:,}"
    return Stage(f"Run {done + 1:,} of {usual}", Piece.FUTURES, done, size.most)
