"""What a good answer to a hostile input is, and what is wrong with one that is not."""

from __future__ import annotations

import csv
import math
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sim
from sim.characters import first_refused
from tests.hostile.calling import PROCESSOR_SECONDS, Answer

MOST_MEMORY = 2_000_000_000
HOST = (str(Path(sim.__file__).parent), tempfile.gettempdir() + os.sep, "site-packages")
"""What no message may show: where the program lives, and where this test works."""
OURS = ("Traceback", "fault in the program", "fault of the program")
PLACE = re.compile(r"[^\n:]+:\d+:\d+(: |\n)|[^\n]+: ")
NOT_NUMBERS = re.compile(r"(?<![\w.])(nan|[+-]?inf|infinity)(?![\w.])", re.IGNORECASE)
NUMBERS = {"value", "mean", "low", "high", "difference", "baseline_mean", "pairs"}
IN_THE_MAKING = {"unfinished", "store"}


def problems(answer: Answer, folder: Path, codes: frozenset[int]) -> Iterator[str]:
    """Everything that is wrong with an answer.

    Parameters
    ----------
    folder
        Where the command was called, with all that it wrote there.
    codes
        Exit codes that this command may have.
    """
    yield from _of_its_end(answer, codes)
    yield from _of_its_words(answer)
    yield from _of_its_files(folder, answer.code == 0)
    if answer.code == 2:
        yield from _of_a_refusal(answer)


def _of_its_end(answer: Answer, codes: frozenset[int]) -> Iterator[str]:
    if answer.code not in codes:
        yield f"exit code {answer.code}"
    if answer.seconds > PROCESSOR_SECONDS:
        yield f"{answer.seconds:.0f} seconds"
    if answer.memory > MOST_MEMORY:
        yield f"{answer.memory:,} bytes of memory"


def _of_its_words(answer: Answer) -> Iterator[str]:
    for text in (answer.out, answer.err):
        yield from (f'says "{words}"' for words in OURS if words in text)
        yield from (f"shows {path}" for path in HOST if path in text)
        if first_refused(text) is not None:
            yield "prints a character that may not be printed"
        if any("Warning: " in line for line in text.splitlines()):
            yield "prints a warning of a library"
    if answer.code == 0 and answer.words[0] == "check" and NOT_NUMBERS.search(answer.out):
        yield f"check says {NOT_NUMBERS.search(answer.out)}"


def _of_a_refusal(answer: Answer) -> Iterator[str]:
    if answer.words[0] == "check" and not answer.err and "workforce" in answer.out.lower():
        return  # arms that may not be compared: said in what was found
    if not PLACE.match(answer.err) and not answer.err.startswith(("This needs", "There is")):
        yield "names no place"


def _of_its_files(folder: Path, ended_well: bool) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.name.startswith(".") and path.name.endswith(".part"):
            yield f"leaves {path.relative_to(folder)}"
        elif ended_well and path.match("out/*.csv") and path.is_file():
            yield from _of_a_table(path)


def _of_a_table(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in NUMBERS & row.keys():
                text = row[name]
                if text and not _is_finite(text):
                    yield f"{path.name}: {name} is {text!r:.40} in {row.get('measure', '')}"
                    return


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def published(out: Path) -> list[str]:
    """What a command has put into its folder of results, what is in the making apart."""
    if not out.is_dir():
        return []
    return sorted(path.name for path in out.iterdir() if path.name not in IN_THE_MAKING)
