"""Tables for a spreadsheet and from one: cells apart by tabs, headings on top."""

from __future__ import annotations

from collections.abc import Mapping

from sim.app.screens.cells import cell
from sim.app.screens.columns import COLUMNS, Column
from sim.app.screens.faults import name_of
from sim.app.screens.grids import Entered, Grid
from sim.errors import SimError, did_you_mean, listed
from sim.scenario.written import Block
from sim.scenario.yaml_nodes import NUMBER
from sim.tables.workbook.filling import STARTS

TEAM = "team"
MOST_ROWS = 500


def pasted(text: str, content: Block, known: Mapping[str, str], form: Entered) -> None:
    """Take the entries of a pasted table into a form.

    Parameters
    ----------
    text
        Rows of cells with tabs between. The first row holds the headings of the grid, `team` first;
        each other row begins with the name or label of a service.
    known
        The services: label by name.
    form
        What was entered on the same page.

    Raises
    ------
    SimError
        With everything that cannot be read. Nothing is then to be changed.
    """
    rows = [
        [cell.strip().removeprefix("'") for cell in line.split("\t")]
        for line in text.splitlines()
        if line.strip()
    ]
    if len(rows) < 2 or len(rows) > MOST_ROWS:
        raise SimError(
            "There is no table to take over: a row with headings, and a row for each team.\n"
            f"  Copy both from the spreadsheet. The headings are: {listed(_headings())}."
        )
    wrong: list[str] = []
    columns = _columns(rows[0], wrong)
    names = {**{label.lower(): name for name, label in known.items()}, **{n: n for n in known}}
    for row in rows[1:]:
        team = row[0]
        name = names.get(team.lower())
        if name is None:
            wrong.append(f"There is no team `{team}`. {did_you_mean(team, list(names))}".strip())
            continue
        for column, text_of_cell in zip(columns, row[1:], strict=False):
            if column is not None:
                found = cell(content, f"services.{name}.{column.path}", mean=column.mean)
                if found.editable:
                    form.take(found, column, name_of(known[name], column), text_of_cell)
    wrong += [each.words for each in form.told]
    if wrong:
        raise SimError(f"{wrong[0]}\n  {' '.join([*wrong[1:], 'Nothing was changed.'])}")


def copied(grid: Grid) -> str:
    """Return a grid as a table that a spreadsheet takes, and that `pasted` reads.

    A text that a spreadsheet would take for a formula begins with an apostrophe, as one that is
    typed would; `pasted` leaves it out.
    """
    head = "\t".join((TEAM, *(column.heading for column in grid.kind.columns)))
    lines = (
        "\t".join((_as_text(line.label), *(_as_text(each.cell.shown) for each in line.fields)))
        for line in grid.lines
    )
    return "\n".join((head, *lines))


def _as_text(shown: str) -> str:
    is_a_formula = shown.startswith(STARTS) and not NUMBER.fullmatch(shown)
    return f"'{shown}" if is_a_formula else shown


def _columns(head: list[str], wrong: list[str]) -> list[Column | None]:
    """Return the columns of a heading row behind the first; note headings that are unknown."""
    by_heading = {column.heading: column for column in COLUMNS}
    if head[0].lower() != TEAM:
        wrong.append(f"The first heading is not `{TEAM}`.")
    found: list[Column | None] = []
    for heading in (each.lower() for each in head[1:]):
        column = by_heading.get(heading)
        if column is None and heading:
            wrong.append(f"`{heading}` is no heading. {did_you_mean(heading, _headings())}".strip())
        found.append(column)
    return found


def _headings() -> list[str]:
    return [TEAM, *(column.heading for column in COLUMNS)]
