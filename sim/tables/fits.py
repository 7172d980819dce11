"""Write what a fit found as CSV: targets, numbers, pairs, and the rows of the fitted worlds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.studies.design.columns import column_of
from sim.studies.fitting.fitted import Band, Discrepancy, FitResult, FittedNumber, Told
from sim.studies.fitting.handing_on import ROWS, Table
from sim.studies.worlds.uncertain import Uncertain
from sim.tables.targets import day_cell
from sim.tables.texts import Cell, write_csv

TARGETS, NUMBERS, PAIRS = "fit_targets.csv", "fit_numbers.csv", "fit_pairs.csv"
NAN = float("nan")
ENDS = ("low", "middle", "high")
TARGET_COLUMNS = (
    *("target", "measure", "group", "from_day", "to_day", "role", "unit"),
    *("value", "low", "high", "standard_error"),
    *(f"{when}_{end}" for when in ("before", "after") for end in ENDS),
    *("agreement", "within_reach", "left_out", "source"),
)
NUMBER_COLUMNS = (
    *("number", "option", "discrepancy", "told", "ratio", "unit"),
    *(f"{when}_{end}" for when in ("before", "after") for end in ENDS),
    *("share_before", "share_after", "hidden_inside"),
)
PAIR_COLUMNS = ("first", "second", "correlation", "correlation_before", "ratio")


def write_fits(result: FitResult, table: Table, folder: Path) -> None:
    """Write the tables of a fit into a folder; without fitted worlds there are no rows.

    `fit_targets.csv` has a row for each target, `fit_numbers.csv` one for each number, or option of
    a structure, and allowance for what the model leaves out, `fit_pairs.csv` one for each pair of
    numbers that only matter together. `fitted.csv` has the fitted worlds.
    """
    write_csv(TARGET_COLUMNS, target_rows(result), folder / TARGETS)
    write_csv(NUMBER_COLUMNS, number_rows(result), folder / NUMBERS)
    write_csv(PAIR_COLUMNS, pair_rows(result), folder / PAIRS)
    if table.rows:
        write_csv(table.columns, table.rows, folder / ROWS)


def target_rows(result: FitResult) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the targets, with what the model gives before and after the fit."""
    for each in result.fitted.targets:
        first, last = each.column.window or (None, None)
        yield (
            *(each.name, each.column.measure, each.column.group),
            *(day_cell(first), day_cell(last), each.role, each.unit),
            *(each.value, each.low, each.high, each.standard_error),
            *(each.before or (NAN,) * 3),
            *(each.after or (NAN,) * 3),
            *(each.agreement.value, "yes" if each.within_reach else "no", each.left_out),
            each.source,
        )


def number_rows(result: FitResult) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the numbers and options, by allowance for what the model leaves out.

    Nothing after the fit is given of a number that the targets say nothing about.
    """
    own = Discrepancy(result.fitted.discrepancy, result.fitted.numbers)
    inside = {} if result.fitted.coverage is None else result.fitted.coverage.by_number
    for each in (own, *result.fitted.others):
        for number, one in zip(each.numbers, result.uncertain, strict=True):
            found = inside.get(one.name, NAN) if each is own else NAN
            first = (each.share, number.told.name.lower(), number.ratio)
            if one.choices:
                yield from _options(number, first)
            else:
                after = None if number.told is Told.NOTHING else number.after
                yield (number.name, "", *first, *_ends(one, number.before, after), NAN, NAN, found)


def _options(number: FittedNumber, first: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
    told = number.told is not Told.NOTHING
    after = number.weights_after if told else (NAN,) * len(number.options)
    for option, before, then in zip(number.options, number.weights_before, after, strict=True):
        yield (number.name, option, *first, "", *([NAN] * 6), before, then, NAN)


def _ends(one: Uncertain, *bands: Band | None) -> tuple[Cell, ...]:
    """Return the unit of a number, and the ends and the middle of bands in it."""
    shares = [share for band in bands if band is not None for share in band]
    column = column_of(one.name, [one.at(share) for share in shares])
    cells = iter(column.cells)
    found = [NAN if band is None else next(cells) for band in bands for _ in ENDS]
    return (column.unit, *found)


def pair_rows(result: FitResult) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the pairs of numbers that only matter together."""
    for each in result.fitted.pairs:
        yield (each.first, each.second, each.correlation, each.before, each.ratio)
