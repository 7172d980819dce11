"""Carry out `sim compare`: compute the difference between two finished studies."""

from __future__ import annotations

import math
import tempfile
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.paragraphs import WIDTH
from sim.compiling import quietly
from sim.errors import SimError
from sim.measures.catalogue import label
from sim.measures.words.form import SHARE
from sim.report.drift import drift_notes
from sim.report.view import cell
from sim.report.wording import interval, sentence_case, signed
from sim.studies.arm_pairs import Chosen, arm_pairs
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_there
from sim.studies.finished import finished_in
from sim.studies.study import Verdict
from sim.studies.two_studies import StudyComparison, TwoStudies, compare_two
from sim.studies.verdicts import in_words
from sim.tables.two_studies import write_two_studies

SILENT = (Verdict.IDENTICAL, Verdict.TOO_SMALL, Verdict.CANNOT_TELL)
MOST_LINES = 30
VERDICT = len(Verdict.TOO_SMALL.value)


class Request(NamedTuple):
    """The arguments of `sim compare`."""

    one: Path
    other: Path
    arms: str | None
    out: Path | None
    quiet: bool


class OutError(SimError):
    """A table cannot be written to the path that was given."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"--out: {printable(path)} {problem}\n  Choose another name.")


def compare_folders(request: Request) -> None:
    """Compare the studies in two folders, print the judged measures, and write the whole table."""
    with quietly(request.quiet):
        one, other = (finished_in(each) for each in (request.one, request.other))
    first, second = (each.planned.settings.arms for each in (one, other))
    found = compare_two(one, other, arm_pairs(first, second, _chosen(request.arms), "--arms"))
    if request.out is not None:
        _write(found, request.out)
    if request.quiet:
        return
    names = next(iter(other.planned.resolved.values())).names
    typer.echo(f"one:   {printable(request.one)}\nother: {printable(request.other)}\n")
    for line in _lines(found, partial(label, names=names)):
        typer.echo(line)
    if request.out is not None:
        typer.echo(f"\nThe whole table is in {printable(request.out)}")


def _chosen(words: str | None) -> Chosen:
    """Read pairs of arms written as `a,b=c`.

    A single name is an arm of both studies. `b=c` pairs an arm of the first study with an arm of
    the second.
    """
    if words is None:
        return None
    pairs = []
    for part in filter(None, (part.strip() for part in words.split(","))):
        first, apart, second = (each.strip() for each in part.partition("="))
        pairs.append((first, second if apart else first))
    return pairs


def _lines(found: TwoStudies, words: partial[str]) -> Iterator[str]:
    """Iterate over lines: the notes, and the rows of the measures that are judged together.

    If no measures are named for this, the rows with a clear difference are taken.
    """
    for note in (*found.notes, *drift_notes(found.drift)):
        yield from textwrap.wrap(note, WIDTH, subsequent_indent="  ")
    family = found.rules.family
    pairs = dict.fromkeys((each.row.arm_b, each.row.arm_a) for each in found.rows)
    for arm_one, arm_other in pairs:
        rows = [
            each for each in found.rows if (each.row.arm_b, each.row.arm_a) == (arm_one, arm_other)
        ]
        shown = [
            each
            for each in rows
            if (each.row.in_family if family else each.row.verdict not in SILENT)
        ]
        which = arm_one if arm_one == arm_other else f"{arm_one} of one, {arm_other} of other"
        yield f"\n{which}: other minus one"
        for each in shown[:MOST_LINES]:
            yield from textwrap.wrap(
                _line(each, words),
                WIDTH,
                initial_indent="  ",
                subsequent_indent=" " * (VERDICT + 4),
            )
        rest = len(rows) - len(shown[:MOST_LINES])
        if rest:
            yield f"  {rest:,} more measures are in the table that --out writes."


def _line(each: StudyComparison, words: partial[str]) -> str:
    row, unit = each.row, each.row.series.unit
    here, there = cell(row.mean_a, unit), cell(row.mean_b, unit)
    try:
        name = sentence_case(words(row.series.measure))
    except KeyError:
        name = row.series.measure
    text = f"{in_words(row.verdict, row.pairs):<{VERDICT}}  {name}: {here}, not {there}"
    if row.verdict is Verdict.IDENTICAL:
        return f"{in_words(row.verdict, row.pairs):<{VERDICT}}  {name}: {here}"
    scale, points = (100, " points") if unit == SHARE else (1, "")
    text += f"; difference {signed(scale * row.difference)}{points}"
    if math.isfinite(row.low):
        text += f" ({interval(scale * row.low, scale * row.high)})"
    if row.note:
        text += f"; {row.note}"
    return text


def _write(found: TwoStudies, path: Path) -> None:
    """Write the table to a new file. If the file already exists, it must be identical."""
    if path.is_dir():
        raise OutError(path, "is a folder, and this writes one table.")
    if not path.parent.is_dir():
        raise OutError(path, "is in a folder that is not there.")
    with tempfile.TemporaryDirectory(prefix="throughline-") as temporary:
        draft = Path(temporary) / "comparison.csv"
        write_two_studies(found.rows, draft)
        if is_there(path):
            if path.is_file() and path.read_bytes() == draft.read_bytes():
                return
            raise OutError(path, "is there already, and is another table.")
    try:
        write_two_studies(found.rows, path)
    except OSError as error:
        raise OutError(path, f"cannot be written ({error.strerror or error}).") from None
