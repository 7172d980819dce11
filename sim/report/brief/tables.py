"""Tables of a brief: of words alone, since it has no strips of worlds."""

from __future__ import annotations

from sim.report.blocks import Grid, Lines, Row, Table


def as_table(block: Table | Lines | Grid) -> Table:
    """Return a table of words: what strips show of worlds stands in their words."""
    if isinstance(block, Table):
        kept = [column for column in block.filled if any(block.columns[column])]
        columns = [block.columns[column] for column in kept]
        rows = [[row[column] for column in kept] for row in block.rows]
        return Table(block.caption, columns, rows)
    if isinstance(block, Grid):
        return Table(block.caption, block.columns, [_grid_row(row) for row in block.rows])
    rows = [
        [
            "\n".join(part for part in (line.label, line.matters) if part),
            *(line.counts, line.difference, line.verdict),
        ]
        for line in block.lines
    ]
    return Table(block.caption, block.columns, rows)


def _grid_row(row: Row) -> list[str]:
    """Return the cells of a measure: what strips show stands in words, without small type."""
    label = "\n".join(part for part in (row.label, row.matters) if part)
    return [label, row.today, *("\n".join([each.verdict, *each.texts]) for each in row.strips)]
