"""Write the results of analyses as CSV: a table for each analysis, a row for each estimate."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sim.measures.words.gaps import UNMET_NEED
from sim.measures.words.service import COST
from sim.studies.analyses.base import Answered, Base
from sim.studies.analyses.find import LEAST, FindAsked, FoundLever
from sim.studies.money import spending_of_changes
from sim.studies.statistics.break_even import BreakEven
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.mechanisms import Mechanisms
from sim.studies.statistics.plane import NOT_MEANINGFUL
from sim.studies.statistics.selection import Selection
from sim.studies.sweeps.results import Outcomes
from sim.tables.texts import Cell, write_csv

Row = tuple[Cell, ...]
NAN = float("nan")
ESTIMATE = ("mean", "low", "high", "used", "left_out", "note")
PRECISION_COLUMNS = (
    "setting",
    "arm",
    "baseline",
    "measure",
    "unit",
    "replications",
    "half_width",
    "wanted",
    "enough",
)


class Form(NamedTuple):
    """The columns of a table, and the function that makes its rows."""

    columns: tuple[str, ...]
    rows: Callable[[Any, Any], Iterator[Row]]


def write_answers(answers: Sequence[Answered], folder: Path) -> list[Path]:
    """Write a table for each analysis that was made, such as `mechanisms.csv`, into a folder."""
    written = []
    for asked, found in answers:
        form = FORMS[asked.key]
        path = folder / f"{asked.key}.csv"
        write_csv(form.columns, form.rows(asked, found), path)
        written.append(path)
    return written


def write_precision(outcomes: Outcomes, path: Path) -> None:
    """Write one row for each setting, arm and measure whose interval has a required width."""
    asked = outcomes.asked
    if asked.precision is None:
        return
    targets = asked.precision.targets(asked.base)
    rows: Iterator[Row] = (
        (
            setting,
            arm,
            asked.base.baseline,
            outcomes.series[target.outcome.measure].measure,
            outcomes.series[target.outcome.measure].unit,
            found.replications,
            answer.estimate.half_width,
            answer.wanted,
            yes(answer.enough),
        )
        for setting, found in enumerate(outcomes.precision, 1)
        for (arm, target), answer in zip(targets, found.answers, strict=True)
    )
    write_csv(PRECISION_COLUMNS, rows, path)


def yes(value: bool) -> str:
    """Return True or False as the text that the tables use."""
    return "true" if value else "false"


def unit_of(base: Base, measure: str) -> str:
    """Return the unit of a measure."""
    return base.described(measure).unit


def cells(found: Estimate) -> Row:
    """Return the cells of an estimate, in the order of `ESTIMATE`."""
    return (found.mean, found.low, found.high, found.used, found.left_out, found.note)


def mechanism_rows(asked: Any, found: Mechanisms) -> Iterator[Row]:
    """Iterate over rows for each measure: the whole difference, its parts, and combinations.

    The last column holds the mean of the outcome itself, which only combinations have.
    """
    for measure, explained in zip(asked.outcomes, found.outcomes, strict=True):
        head = (asked.arm, asked.base.baseline, measure, unit_of(asked.base, measure))
        yield (*head, "whole", "", "", *cells(explained.whole), "")
        for kind, effects in (
            ("share", explained.shares),
            ("main effect", explained.main),
            ("pair", explained.pairs),
        ):
            for effect in effects:
                one, *other = effect.changes
                yield (*head, kind, one, other[0] if other else "", *cells(effect.estimate), "")
        if explained.remainder is not None:
            yield (*head, "remainder", "", "", *cells(explained.remainder), "")
        for each in explained.combinations:
            made = " + ".join(name for name in asked.changes if name in each.changes)
            yield (*head, "combination", made, "", *cells(each.difference), each.outcome.mean)
    yield from _for_the_money(asked, found)


def _for_the_money(asked: Any, found: Mechanisms) -> Iterator[Row]:
    """Iterate over rows: the cost of each day avoided, by change, where both were outcomes."""
    unit = f"{unit_of(asked.base, COST).split(' per ')[0]} per day"
    head = (asked.arm, asked.base.baseline, f"{COST} / {UNMET_NEED}", unit, "cost per day avoided")
    for change, each in spending_of_changes(asked.outcomes, found).items():
        note = "" if math.isfinite(each.ratio) else NOT_MEANINGFUL
        used = (each.cost.used, each.cost.left_out)
        yield (*head, change, "", each.ratio, each.low, each.high, *used, note, "")


def break_even_rows(asked: Any, found: BreakEven) -> Iterator[Row]:
    """Iterate over rows: the gain at each grid value, then each crossing of 0 with an interval."""
    head = (asked.arm, asked.base.baseline, asked.measure, unit_of(asked.base, asked.measure))
    lever = (asked.lever.name, asked.span.unit, found.answer.name.lower().replace("_", " "))
    for point in found.points:
        yield (*head, *lever, "gain", point.value, *cells(point.gain))
    for each in found.crossings:
        kind = "stops being better" if each.better_below else "starts being better"
        used = each.replications - each.left_out
        yield (*head, *lever, kind, NAN, each.at, each.low, each.high, used, each.left_out, "")


def find_rows(asked: FindAsked, found: FoundLever) -> Iterator[Row]:
    """Iterate over rows: each value tried, the scenario as written, the answer, and its cost.

    In rows of values, `mean` is the share of futures in which the target holds, and `middle` and
    `reached` say what the target is about. In the row of the answer, `mean` is a value of the lever
    and its interval.
    """
    target = asked.target
    bound = ("at most" if target.at_most else "at least", target.bound)
    lever = (asked.lever.name, asked.span.unit)
    head = (asked.arm, target.measure, target.unit, *bound, asked.sure, *lever)
    for each in (*found.at, found.today):
        kind = "as written" if each.position is None else "value"
        value = NAN if each.position is None else asked.amounts[each.position]
        shares = (each.tried.share, each.tried.low, each.tried.high)
        yield (*head, kind, value, *shares, each.tried.futures, found.refused, "", *each[2:4])
    search = found.found
    answer = (_amount(asked, search.at), *sorted_ends(asked, found))
    note = "not within the range" if search.at is None else ""
    futures = found.today.tried.futures
    yield (*head, asked.wants, answer[0], *answer, futures, found.refused, note, NAN, NAN)
    if found.cost is not None:
        yield (*head, "cost", answer[0], *cells(found.cost), NAN, NAN)


def _amount(asked: FindAsked, position: int | None) -> float:
    return NAN if position is None else asked.amounts[position]


def sorted_ends(asked: FindAsked, found: FoundLever) -> tuple[float, float]:
    """Return the ends of the interval of the answer, the lower first; NaN if beyond the range."""
    first, last = _amount(asked, found.found.low), _amount(asked, found.found.high)
    return (first, last) if asked.wants == LEAST else (last, first)


def sensitivity_rows(asked: Any, found: Any) -> Iterator[Row]:
    """Iterate over rows: each number's effect at the ends of its range, then by the method."""
    for position, measure in enumerate(asked.outcomes):
        head = (asked.arm, asked.base.baseline, measure, unit_of(asked.base, measure))
        for swing in found.swings[position]:
            for kind in ("at_low", "at_high", "span"):
                yield (*head, swing.input.name, kind, *cells(getattr(swing, kind)))
        for each in found.sobol[position : position + 1]:
            for index in each.indices:
                for kind in ("first", "total"):
                    yield (*head, index.input.name, f"sobol {kind}", *cells(getattr(index, kind)))
        for each in found.morris[position : position + 1]:
            for effect in each.effects:
                for kind in ("mean", "size", "root"):
                    cell = cells(getattr(effect, kind))
                    yield (*head, effect.input.name, f"morris {kind}", *cell)


def select_rows(asked: Any, found: Selection) -> Iterator[Row]:
    """Iterate over rows: for each arm whether it was dropped, and how far behind another arm."""
    head = (asked.measure, unit_of(asked.base, asked.measure))
    unknown = (NAN, NAN, NAN, 0, 0, "")
    for arm in found.left:
        state = "best" if arm == found.best else "left"
        yield (arm, *head, state, found.replications, "", "", *unknown)
    for each in found.dropped:
        ends = (each.after, each.by, yes(each.close))
        yield (each.name, *head, "dropped", *ends, *cells(each.behind))


FORMS: Mapping[str, Form] = {
    "mechanisms": Form(
        (
            *("arm", "baseline", "measure", "unit", "kind", "change", "with", *ESTIMATE),
            "outcome_mean",
        ),
        mechanism_rows,
    ),
    "break_even": Form(
        (
            *("arm", "baseline", "measure", "unit", "lever", "lever_unit", "answer"),
            *("kind", "value", *ESTIMATE),
        ),
        break_even_rows,
    ),
    "find": Form(
        (
            *("arm", "measure", "unit", "bound", "target", "sure", "lever", "lever_unit"),
            *("kind", "value", *ESTIMATE, "middle", "reached"),
        ),
        find_rows,
    ),
    "sensitivity": Form(
        ("arm", "baseline", "measure", "unit", "number", "kind", *ESTIMATE), sensitivity_rows
    ),
    "select": Form(
        ("arm", "measure", "unit", "state", "replications", "behind", "close", *ESTIMATE),
        select_rows,
    ),
}
