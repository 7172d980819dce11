"""Write the results of a study as a workbook: a sheet for each question, then the codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from sim.report.cards.lines import card_words
from sim.report.cards.question import question_words
from sim.report.cards.times import measured_words
from sim.studies.study import Study
from sim.tables.workbook.alike import alike_sheets
from sim.tables.workbook.better import (
    better_sheets,
    chance_sheet,
    comparison_sheets,
    measures_sheet,
)
from sim.tables.workbook.choosing import choosing_sheets
from sim.tables.workbook.drawing import NUMBERS, Drawer
from sim.tables.workbook.filling import Filler
from sim.tables.workbook.labels import Names
from sim.tables.workbook.layout import lay_out
from sim.tables.workbook.money import money_sheets
from sim.tables.workbook.monthly import month_sheets
from sim.tables.workbook.over_worlds import world_sheets
from sim.tables.workbook.put_in import codes_sheet, put_in_sheet
from sim.tables.workbook.sheets import Column, Link, Sheet
from sim.tables.workbook.today import today_sheets
from sim.tables.workbook.turns import turning_sheets
from sim.writing import write_whole

CREATED = datetime(2001, 1, 1)
"""The date of creation in every workbook.

The format requires one. A fixed date makes the same study give the same bytes.
"""
CONTENTS = "Contents"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def write_workbook(study: Study, path: Path) -> None:
    """Write `results.xlsx`. The same study gives the same bytes."""
    names = Names(study)
    sheets = sheets_of(names)
    title = study.scenario.title
    content = io.BytesIO()  # XlsxWriter does not say plainly why a file cannot be written
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": title, "created": CREATED})
        fill = Filler(book)
        contents = book.add_worksheet(CONTENTS)
        targets = [book.add_worksheet(sheet.name) for sheet in sheets[:-1]]
        numbers = book.add_worksheet(NUMBERS)
        targets.append(book.add_worksheet(sheets[-1].name))
        drawer = Drawer(book, numbers, fill)
        lay_out(contents, _contents(names, sheets), title, fill, drawer)
        lay_out(
            numbers,
            Sheet(NUMBERS, "What the charts are drawn from", (), (), ()),
            title,
            fill,
            drawer,
        )
        for target, sheet in zip(targets, sheets, strict=True):
            lay_out(target, sheet, title, fill, drawer)
    write_whole(path, content.getvalue())


def sheets_of(names: Names) -> list[Sheet]:
    """Return the sheets of a study after the contents; the last has the codes."""
    return [
        *better_sheets(names),
        *world_sheets(names),
        *choosing_sheets(names),
        chance_sheet(names),
        *money_sheets(names),
        *turning_sheets(names),
        *today_sheets(names),
        *month_sheets(names),
        *alike_sheets(names),
        measures_sheet(names),
        *comparison_sheets(names),
        put_in_sheet(names),
        codes_sheet(names),
    ]


def _contents(names: Names, sheets: Sequence[Sheet]) -> Sheet:
    """Return the first sheet: the question of the study, and where each answer is."""
    scenario, settings = names.study.scenario, names.study.settings
    lines = [
        question_words(scenario, settings.arms),
        scenario.about,
        *_ways(names),
        measured_words(scenario.run),
        f"Study {names.study.digest[:12]}, seed {settings.seed}. The whole answer in words is in "
        "report.html beside this file.",
    ]
    rows = [(Link(sheet.name), sheet.question) for sheet in sheets]
    columns = (Column("Sheet", 28), Column("What it answers", 90))
    return Sheet(CONTENTS, scenario.title, [line for line in lines if line], columns, rows)


def _ways(names: Names) -> list[str]:
    """Return a line for each way of care that is compared: what it changes, and from when."""
    scenario, settings = names.study.scenario, names.study.settings
    if not settings.others:
        return []
    return [f"{names.arms[arm]}: {card_words(scenario, arm)}" for arm in settings.arms]
