"""Define the errors that people see.

A message names the location, the value, what is allowed, and a remedy.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sim.characters import visible

MOST_FAULTS_SHOWN = 50
LONGEST_PATH, LONGEST_LINE = 200, 1_000
CLOSE = 0.75  # of 1: the least likeness of two names for one to count as a misspelling of the other
MOST_WORDS = 8
"""How many lines of a library's message are repeated. Numba's compiler can write hundreds."""


class Location(NamedTuple):
    """A place in a file: the file, a line and a column, both counted from 1.

    For a value that is in no file, `file` is a name and `line` is 0.
    """

    file: str
    line: int
    column: int
    path: str = ""  # what stands there, as `services.gp.contacts`; empty for the whole file

    def __str__(self) -> str:
        """Return the location as editors and terminals understand it: ``file:line:column``."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Fault(NamedTuple):
    """One fault in a file or in an argument that a person wrote."""

    location: Location
    problem: str  # what is wrong, with the value as it was written
    allowed: str = ""  # what may stand there
    remedy: str = ""  # the nearest name, or another way out

    def __str__(self) -> str:
        """Return location and path on the first line, then the problem, then the remedy.

        Each part is one line on a terminal, whatever the file contains, so that no file can
        imitate a line of a message.
        """
        path = cut(self.location.path, LONGEST_PATH)
        where = f"{self.location}: {path}" if path else str(self.location)
        advice = " ".join(part for part in (self.allowed, self.remedy) if part)
        return "\n".join(
            f"  {line}" if i else line
            for i, line in enumerate(
                on_one_line(part) for part in (where, self.problem, advice) if part
            )
        )


def cut(text: str, most: int) -> str:
    """Return a text, or its beginning if it is too long for a message."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def on_one_line(text: str) -> str:
    """Return a text in the form that fits on one line of a message."""
    return visible(cut(text, LONGEST_LINE)).replace("\n", "\\n")


class SimError(Exception):
    """An error that the user can correct; the message says how."""

    @property
    def in_short(self) -> str:
        """What is wrong, on one line and without the way out."""
        return str(self).splitlines()[0]


class ScenarioFaults(SimError):  # noqa: N818 - it holds many
    """A scenario cannot be used; the error holds every fault found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = in_order(faults)
        super().__init__(self.faults)

    @property
    def in_short(self) -> str:
        """The first fault: its path and what is wrong there."""
        return f"{self.faults[0].location.path}: {self.faults[0].problem}"

    def __str__(self) -> str:
        """Return all faults, or the first fifty and the number of the others."""
        return counted([str(fault) for fault in self.faults])


class PlacedFaults(SimError):  # noqa: N818 - it holds many
    """A file that is no scenario cannot be used; the error holds every fault found, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(self.faults)

    @property
    def in_short(self) -> str:
        """The first fault: its place and what is wrong there."""
        return f"{self.faults[0].location}: {self.faults[0].problem}"

    def __str__(self) -> str:
        """Return a line for each fault: ``area.xlsx, Services!H7: what is wrong``, the remedy."""
        return counted([_placed(fault) for fault in self.faults])


def _placed(fault: Fault) -> str:
    words = " ".join(part for part in (fault.problem, fault.allowed, fault.remedy) if part)
    return on_one_line(f"{fault.location}: {words}")


def counted(faults: Sequence[str]) -> str:
    """Return the words of faults below each other, the first fifty, and how many there are."""
    shown = "\n".join(faults[:MOST_FAULTS_SHOWN])
    count, more = len(faults), len(faults) - MOST_FAULTS_SHOWN
    end = f"{count} fault{'s' if count != 1 else ''} found."
    return f"{shown}\n{f'… and {more} more. ' if more > 0 else ''}{end}"


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults sorted by file (in the order first met), line and column, each once."""
    once = dict.fromkeys(faults)
    files = list(dict.fromkeys(fault.location.file for fault in once))
    return tuple(
        sorted(
            once, key=lambda f: (files.index(f.location.file), f.location.line, f.location.column)
        )
    )


def nearest(name: str, known: Collection[str], like: float = CLOSE) -> str | None:
    """Return the known name that a name probably misspells; None if there is none.

    Names that only share a part, such as `meanlog` and `mean`, are different names.
    """
    lower = {each.lower(): each for each in known}
    close = difflib.get_close_matches(name.lower(), list(lower), n=1, cutoff=like)
    return lower[close[0]] if close else None


def did_you_mean(name: str, known: Collection[str], otherwise: str = "") -> str:
    """Return the nearest known name as a question; if none is near, return the other remedy."""
    close = nearest(name, known)
    return f"Did you mean `{close}`?" if close else otherwise


def listed(names: Iterable[str], most: int = 20) -> str:
    """Return names as a list in words: ``a, b and c``; a long list is cut."""

    def parts() -> Iterator[str]:
        yield from every[:most]
        if len(every) > most:
            yield f"{len(every) - most} more"

    every = list(names)
    *first, last = list(parts()) or ["(none)"]
    return f"{', '.join(first)} and {last}" if first else last


class EngineUnavailable(SimError):  # noqa: N818 - named for what is so
    """The fast engine cannot be compiled on this machine."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason, words)
        self.reason, self.words = reason, words

    def __str__(self) -> str:
        """Return the reason, with the message of Numba, and the two remedies."""
        words = "\n".join(f"    {line}" for line in self.words.strip().splitlines()[:MOST_WORDS])
        return (
            f"The fast engine cannot be used here: {self.reason}. It says:\n{words}\n"
            "  Install a Numba that fits (`python -m pip install --upgrade numba`), or choose "
            "`--engine reference`\n  (in a script, `sim.Execution(engine='reference')`), which "
            "makes the same runs, slowly."
        )


class EngineError(SimError):
    """A run stopped because of a situation that cannot occur if the program is right.

    The arguments of the error are those of its constructor, so that SimPy and other processes can
    copy it.
    """


class EndlessLoop(EngineError):  # noqa: N818 - named for what happened
    """A person moves in a circle of services without any time passing."""

    def __init__(self, who: str, minute: int, doing: str, services: Collection[str]) -> None:
        super().__init__(who, minute, doing, services)
        self.who, self.minute, self.doing = who, minute, doing
        self.services = tuple(services)

    def __str__(self) -> str:
        """Return who moves in a circle and where, and how to let time pass."""
        round_and_round = ", ".join(f"`{name}`" for name in self.services) or "no service"
        return (
            f"{self.who} took more than a thousand steps in minute {self.minute} of the run, the "
            f"last one being '{self.doing.replace('_', ' ')}', at {round_and_round}. Give one of "
            "these services a decision delay, a stay or a contact that takes time, or send one "
            "of their routes elsewhere."
        )


class BrokenConservation(EngineError):  # noqa: N818 - named for what happened
    """A conservation check of a run failed: the program is wrong, not the scenario."""

    def __init__(self, minute: int, broken: Collection[str]) -> None:
        super().__init__(minute, broken)
        self.minute, self.broken = minute, tuple(broken)

    def __str__(self) -> str:
        """Return what does not balance, and that it is not the user's fault."""
        return (
            f"At minute {self.minute} of the run: {'; '.join(self.broken)}. This is a fault of "
            "the program. Its results cannot be used; please report it with the scenario file."
        )


class EnginesDisagree(EngineError):  # noqa: N818 - named for what happened
    """The two engines wrote different logs: the program is wrong, not the scenario."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        """Return where the logs begin to differ, and that it is not the user's fault."""
        return (
            f"The two engines do not agree from row {self.row} of the log on. This is a fault of "
            "the program. Its results cannot be used; please report it with the scenario file."
        )
