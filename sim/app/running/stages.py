"""What a command is doing now, in words: from what it has said, and from its folder of results."""

from __future__ import annotations

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


class Stage(NamedTuple):
    """What is happening now."""

    words: str
    done: int = 0  # runs
    most: int = 0  # runs in all, at most; 0: not known
    counted: bool = False  # whether it is runs that are being made


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
    if not done and (words := _compiling(lines)):
        return Stage(words)
    if found is None:
        return Stage(_without_runs(lines))
    if command.kind == "find":
        return _finding(command, found)
    most = max(command.size.most, found.wanted)
    if found.done < found.wanted:
        return Stage(_run_words(command, found), found.done, most, counted=True)
    return Stage(_after_runs(command, found, lines), found.done, most)


def fault_of(said: str) -> tuple[str, str]:
    """Return the message with which a command ended, and the way out; both empty without one."""
    lines = [line for line in said.splitlines() if not _is_beside(line)]
    text = "\n".join(lines).strip()
    problem, _, remedy = text.partition("\n")
    return problem.strip(), "\n".join(line.strip() for line in remedy.splitlines())


def compiled_for(said: str) -> bool:
    """Return whether the simulator was compiled for a command."""
    return COMPILING in said


def _is_beside(line: str) -> bool:
    return bool(
        line.startswith(BESIDE)
        or line.endswith(FIRST_IS_THERE)
        or FINISHED_RUNS.match(line)
        or MAY_NEED.match(line)
        or COMPILED.fullmatch(line)
    )


def _compiling(lines: list[str]) -> str:
    """Return in words how far compiling is; empty if something else was said since."""
    last = lines[-1] if lines else ""
    part = COMPILED.fullmatch(last)
    if last != COMPILING and part is None:
        return ""
    so_far = f", {part[1]} % of it done" if part is not None else ""
    return (
        "Compiling the simulator, once for each version on this machine: about half a minute"
        f"{so_far}"
    )


def _without_runs(lines: list[str]) -> str:
    """Return what is done while no run is in the folder: before the first, or after the last."""
    if not lines:
        return "Starting, and reading the file"
    counts = [found for line in lines if (found := FINISHED_RUNS.match(line))]
    return MAKING if counts and counts[-1][1] == counts[-1][2] else "Getting ready"


def _run_words(command: Command, found: Status) -> str:
    if found.wanted > command.size.first > 0:
        return f"Run {found.done + 1} of {found.wanted}, in possible futures"
    follows = f"; {command.size.follows} follow" if command.size.follows else ""
    return f"Run {found.done + 1} of {found.wanted}, with the numbers as they are written{follows}"


def _after_runs(command: Command, found: Status, lines: list[str]) -> str:
    """Return what is done when all runs of a part are made."""
    if not command.size.follows or found.wanted > command.size.first:
        return MAKING
    if any(line.endswith(FIRST_IS_THERE) for line in lines):
        return f"Getting ready: {command.size.follows}"
    return "Making the first page, with the numbers as they are written"


def _finding(command: Command, found: Status) -> Stage:
    done = found.done + found.beside
    most = max(command.size.most, done)
    if done >= most:
        return Stage("Making the page", done, most)
    return Stage(f"Run {done + 1} of at most {most}", done, most, counted=True)
