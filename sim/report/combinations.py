"""Show the outcome of every combination of the changes between two arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.measures.words.form import SHARE
from sim.report.asked_words import plain_words
from sim.report.blocks import Table
from sim.report.change_names import in_a_list
from sim.report.percents import in_percent
from sim.report.view import quoted
from sim.report.wording import interval, listed, number, sentence_case, signed
from sim.studies.analyses.base import Answered
from sim.studies.analyses.mechanisms import MechanismsAsked
from sim.studies.intervals import SAME
from sim.studies.statistics.mechanisms import Combination, Explained

NONE = "nothing"


def combination_tables(asked: MechanismsAsked, explained: Explained, unit: str) -> list[Table]:
    """Return a table with a row for each combination; no table if there are too many.

    Parameters
    ----------
    explained
        The effects on one outcome; on a share, in per cent.
    unit
        The unit in which they are given.
    """
    if not explained.combinations:
        return []
    rows = [
        [
            sentence_case(listed([in_a_list(asked, name) for name in ordered(asked, each)])),
            number(each.outcome.mean),
            difference(each),
        ]
        for each in explained.combinations
    ]
    there = quoted(asked.base.label(asked.base.baseline))
    columns = ["What is changed", "Mean", f"Compared with {there}\n(95 % interval)"]
    return [Table(f"Every combination of the changes, {unit}", columns, rows)]


def combination_lines(answers: Sequence[Answered]) -> Iterator[str]:
    """Iterate over lines for a terminal that show every combination, if all were run."""
    for asked, found in answers:
        if not isinstance(asked, MechanismsAsked):
            continue
        for measure, explained in zip(asked.outcomes, found.outcomes, strict=True):
            if explained.combinations:
                yield ""
                yield from _lines(asked, measure, explained)


def _lines(asked: MechanismsAsked, measure: str, explained: Explained) -> Iterator[str]:
    base = asked.base
    unit = plain_words(base, measure).unit
    if unit == SHARE:
        explained, unit = in_percent(explained), "per cent"
    label = base.described(measure).label
    yield f"{sentence_case(label)}, {unit}: every combination of the changes"
    names = [" + ".join(ordered(asked, each)) or NONE for each in explained.combinations]
    means = [number(each.outcome.mean) for each in explained.combinations]
    wide, high = max(map(len, names)), max(map(len, means))
    for name, mean, each in zip(names, means, explained.combinations, strict=True):
        yield f"  {name:<{wide}}  {mean:>{high}}  {difference(each)}".rstrip()
    there = quoted(base.label(base.baseline))
    yield f"  Means; differences from {there}, paired by replication, with 95 % intervals."


def ordered(asked: MechanismsAsked, found: Combination) -> list[str]:
    """Return the changes of a combination in the order of the scenario."""
    return [name for name in asked.changes if name in found.changes]


def difference(found: Combination) -> str:
    """Return the difference from the baseline with its interval; for the baseline nothing."""
    if not found.changes:
        return ""
    mean, low, high, *_, note = found.difference
    if note == SAME:
        return f"{signed(mean)} ({note})"
    return f"{signed(mean)} ({interval(low, high)}{note and f'; {note}'})"
