"""Read tables of arrivals: a CSV file with a column `at`, whose cells stand in for a list."""

from __future__ import annotations

import csv

from sim.errors import Fault, Location, ScenarioFaults, listed
from sim.scenario.file_kinds import TABLE
from sim.scenario.project import Project
from sim.scenario.texts import one_fault, read_text
from sim.scenario.written import Block, Row, Tree, WrittenText

COLUMN = "at"


def with_arrival_tables(tree: Block, project: Project) -> Block:
    """Return the tree with a list in place of each `at: {from_table: file}` of an arrival stream.

    Each item of the list has its location in the table, so that a fault names its line there.

    Raises
    ------
    ScenarioFaults
        If a table cannot be read, lies outside the project, or has no column `at`.
    """
    people = tree.get("people")
    streams = people.get("arrivals") if isinstance(people, Block) else None
    if not isinstance(streams, Block):
        return tree
    read = {name: _listed(stream, project) for name, stream in streams.items()}
    if all(row is None for row in read.values()):
        return tree
    assert isinstance(people, Block)  # it has streams
    new_tree, new_people, new_streams = tree.copied(), people.copied(), streams.copied()
    new_tree["people"], new_people["arrivals"] = new_people, new_streams
    for name, row in read.items():
        if row is not None:
            new_streams[name] = streams[name].copied()
            new_streams[name][COLUMN] = row
    return new_tree


def _listed(stream: Tree, project: Project) -> Row | None:
    """Return the list of moments of a stream that names a table, or None."""
    written = stream.get(COLUMN) if isinstance(stream, Block) else None
    if not isinstance(written, Block):
        return None
    name = written.get("from_table")
    if not isinstance(name, WrittenText):
        return None
    if len(written) > 1:
        other = next(key for key in written if key != "from_table")
        raise one_fault(
            written.keys_at[other], f"`{other}` is not known beside `from_table`.", "Take it out."
        )
    file = project.file(name, name.location.file, name.location)
    return _cells(read_text(file, name.location, TABLE), file, name.location)


def _cells(text: str, file: str, named_at: Location) -> Row:
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    found = Row(named_at)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        if header != [COLUMN]:
            problem = (
                f"A table of arrivals has one column, `{COLUMN}`; this one has "
                f"{listed(header) if any(header) else 'none'}."
            )
            remedy = "For each group, area or service, write a stream with a table of its own."
            raise one_fault(Location(file, 1, 1), problem, remedy)
        for row in rows:
            at = Location(file, rows.line_num, 1)
            cells = [cell.strip() for cell in row]
            if len(cells) > 1:
                raise one_fault(at, f"This row has {len(cells)} cells.", "Write one in each row.")
            if any(cells):
                cell = WrittenText(cells[0])
                cell.location = at
                found.append(cell)
                found.values_at.append(at)
    except csv.Error as error:
        fault = Fault(Location(file, rows.line_num, 1), f"This row is not CSV: {error}.")
        raise ScenarioFaults([fault]) from None
    if not found:
        raise one_fault(Location(file, 1, 1), "Nobody is in this table.", "Write a row for each.")
    return found
