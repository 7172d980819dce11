"""Choose what a brief has of a report: the sections of its first page, and two pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.report.blocks import Grid, Lines, Paragraphs, Picture, Row, Section, Table
from sim.report.first.grid import HOW_TO_READ
from sim.report.months import months_section
from sim.report.outcomes import waits_section
from sim.report.view import View
from sim.report.writing import FIRST_PAGE, PARTS
from sim.studies.study import Study


@dataclass(frozen=True)
class Brief:
    """What a brief says, and what it shows."""

    title: str
    about: str
    sections: tuple[Section, ...]  # of the first page of the report, in its order
    pictures: tuple[Picture, ...]  # the most important first; none if nothing can be drawn
    footer: str


def brief_of(study: Study) -> Brief:
    """Return the brief of a study."""
    view = View(study)
    made = [without_strips(part(view)) for part in PARTS[: len(FIRST_PAGE)]]
    drawn = [
        block
        for section in (months_section(view), waits_section(view))
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    version = study.versions.get("throughline", "")
    return Brief(
        title=study.scenario.title,
        about=study.scenario.about,
        sections=tuple(section for section in made if section.blocks),
        pictures=tuple(drawn),
        footer=f"Made by Throughline {version}. Study {study.digest[:12]}, seed "
        f"{study.settings.seed}. The whole report is report.html.",
    )


def without_strips(section: Section) -> Section:
    """Return a section without the words on how to read the strips of worlds.

    A brief has what they show in words.
    """
    about_strips = Paragraphs([HOW_TO_READ])
    return replace(section, blocks=[each for each in section.blocks if each != about_strips])


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
