"""The comparison of arms in each labelled variant: `variants.csv` and a sheet of the workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sim.studies.study import Study
from sim.studies.variants.turns import beside_central
from sim.tables.texts import Cell, write_csv

VARIANT_COLUMNS = (
    *("variant", "label", "arm", "measure", "unit", "baseline_mean", "arm_mean", "difference"),
    *("low", "high", "verdict", "verdict_without", "turns", "note"),
)


def variant_rows(study: Study, measures: Collection[str]) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the cells of each comparison, in the order of `VARIANT_COLUMNS`.

    Without the variant means in the scenario itself.
    """
    for each in beside_central(study, measures):
        row = each.other
        turns = "opposite" if each.is_opposite else "yes" if each.turns else "no"
        yield (
            *(each.variant, each.label, row.arm_a, row.series.measure, row.series.unit),
            *(row.mean_b, row.mean_a, row.difference, row.low, row.high),
            *(row.verdict.value, each.central.verdict.value, turns, row.note),
        )


def write_variants(study: Study, path: Path) -> None:
    """Write one row for each variant, other arm and measure; cells of what is not known are empty.

    It has every measure of the comparison.
    """
    every = {row.series.measure for row in study.comparisons}
    write_csv(VARIANT_COLUMNS, variant_rows(study, every), path)
