"""Find faults of a table of worlds: its columns, its cells, and numbers that move together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.csv_cells import Cell
from sim.scenario.dividing import common_names, spread
from sim.scenario.replacing import UnknownStep
from sim.scenario.world_tables import Column, column_of, header_of, read_world_table

NO_RANGE = (
    "Write `low` and `high` beside its value, or `uncertain`; or take the column out of the table."
)


def world_table_faults(checked: Checked) -> Iterator[Fault]:
    """Find faults of the table from which a scenario takes its worlds, if it names one."""
    worlds = checked.document.worlds
    if worlds is None:
        return
    table = worlds.from_table
    header = header_of(table.file, table.contents)
    columns, faults = list[Column](), list[Fault]()
    for cell in header if _is_a_header(header) else []:
        found = list(_column(checked, cell, columns))
        faults += found
    yield from faults
    if len(columns) < len({cell.text for cell in header}) and _is_a_header(header):
        return  # what stands in such a column is not known
    yield from _moved_together(checked, header)
    begins = checked.document.run.begins
    yield from read_world_table(table.file, table.contents, tuple(columns), begins)[1]


def _is_a_header(header: Sequence[Cell]) -> bool:
    """Return whether cells may be names; the reader of the table tells what else they are."""
    return len(header) > 1 or not any(sign in cell.text for cell in header for sign in ";\t")


def _column(checked: Checked, cell: Cell, columns: list[Column]) -> Iterator[Fault]:
    """Add what stands in a column to the columns, or find what is wrong with its name."""
    document, name = checked.document, cell.text
    if any(each.name == name for each in columns):
        return  # which is told with the cells
    if "." not in name and name not in document.structures:
        known = list(document.structures)
        names = f"Structures: {listed(f'`{each}`' for each in known)}. " if known else ""
        problem = f'"{name}" is no path of a number and no structure of this file.'
        allowed = f"{names}A path is written as `services.gp.contacts.length`."
        yield Fault(cell.location, problem, allowed, did_you_mean(name, known))
        return
    if checked.may_be_faulty(tuple(name.split("."))):
        return
    try:
        column = column_of(document, checked.tree, name)
    except UnknownStep as unknown:
        found = unknown.fault(cell.location, "")
        yield found._replace(problem=f"`{name}`: {found.problem}")
        return
    if column is None:
        yield Fault(cell.location, f"`{name}` is no number.", remedy="Take the column out.")
        return
    columns.append(column)
    if not column.unsure:
        problem = f"`{name}` has no range, so no world has another value of it."
        yield Fault(cell.location, problem, remedy=NO_RANGE)


def _moved_together(checked: Checked, header: Sequence[Cell]) -> Iterator[Fault]:
    """Find numbers of which others that move with them are no column."""
    common = common_names(checked.tree)
    at = {path: cell for cell in header for path in spread(common, cell.text)}
    for group in checked.document.together:
        of_group = {path: spread(common, path)[0] for path in group.paths}
        there = [path for path, one in of_group.items() if one in at]
        lacking = [path for path, one in of_group.items() if one not in at]
        if there and lacking:
            cell = at[of_group[there[0]]]
            problem = f"`{there[0]}` moves together with `{lacking[0]}`, which is no column here."
            yield Fault(cell.location, problem, remedy="Add a column for it, or take this one out.")
