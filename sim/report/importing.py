"""The page of an import: every number with its sum, the checks in words, and what was assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.area.composing import Composed
from sim.area.composing.book import Book
from sim.area.composing.changes import Change, changes
from sim.area.derived import Check, Derived, Severity
from sim.area.deriving.words import percent, shown
from sim.area.figures import Workbook
from sim.errors import listed
from sim.report.blocks import Block, Bullets, Commands, Heading, Paragraphs, Section, Table
from sim.report.wording import counted, sentence_case
from sim.report.writing import render

PAGE = "import.html"
KICKER = "What was made from a workbook"
MARKS = {Severity.FINE: "✓ agrees", Severity.WARNING: "? look again", Severity.FAULT: "✗ fault"}
EVERYWHERE = "All services"
OF_POSTS = {
    "WTE": "posts",
    "contact hours per WTE": "contact hours of a post",
    "caseload per WTE": "caseload of a post",
}


class Imported(NamedTuple):
    """A workbook, what was worked out from it, and the scenario that was made."""

    name: str  # of the workbook's file
    workbook: Workbook
    derived: tuple[Derived, ...]
    checks: tuple[Check, ...]
    composed: Composed
    commands: tuple[str, ...]  # that come next

    @property
    def warnings(self) -> list[Check]:
        """The checks whose two sides are too far apart."""
        return [each for each in self.checks if each.severity is not Severity.FINE]

    @property
    def changes(self) -> list[Change]:
        """What the arms of What if change."""
        return list(changes(Book(self.workbook, self.derived, self.name)))

    @property
    def cautions(self) -> list[str]:
        """What of the arms may have been meant otherwise."""
        return [each.caution for each in self.changes if each.caution]

    @property
    def tally(self) -> str:
        """How many numbers were worked out, entered and assumed, in words."""
        assumed = sum(each.assumed for each in self.derived)
        entered = sum(each.entered and not each.assumed for each in self.derived)
        worked = len(self.derived) - assumed - entered
        return (
            f"{counted(worked, 'number')} worked out from counts, {entered} taken as written, "
            f"{assumed} taken for granted because the workbook does not say them."
        )


def import_page(imported: Imported, version: str) -> str:
    """Return the page of an import as HTML."""
    parts = (_made, _checks, _numbers, _assumed, _compared)
    sections = [section for part in parts if (section := part(imported)).blocks]
    area = imported.workbook.area
    return render(
        title=area.title,
        about=area.question or "",
        sections=sections,
        footer=f"Made by Throughline {version} from {imported.name}.",
        first_page=1,
        kicker=KICKER,
    )


def _made(imported: Imported) -> Section:
    area, warned = imported.workbook.area, len(imported.warnings)
    lead = (
        f"{imported.name} has {counted(len(imported.workbook.services), 'service')}. Its counts "
        f"are of {area.period_from:%d/%m/%Y} to {area.period_to:%d/%m/%Y}, its lists of "
        f"{area.snapshot:%d/%m/%Y}."
    )
    words = [
        sentence_case(imported.tally),
        f"{counted(len(imported.checks), 'check')} compared figures that belong together; "
        + (f"{warned} of them do not agree, see below." if warned else "all agree."),
    ]
    blocks: list[Block] = [Paragraphs([lead], "lead"), Paragraphs(words)]
    if changed := [f"{each.arm}: {each.words}." for each in imported.changes]:
        blocks += [Heading("What the arms change"), Bullets(changed)]
    if remarks := [*imported.workbook.remarks, *imported.cautions]:
        blocks += [Heading("About the workbook"), Bullets(remarks)]
    return Section("made", "What was made", [*blocks, Heading("Next"), Commands(imported.commands)])


def _checks(imported: Imported) -> Section:
    blocks: list[Block] = []
    if imported.warnings:
        blocks.append(Bullets([f"{_where(e)}: {e.sentence}" for e in imported.warnings]))
    rows = [
        [_where(each), each.name, MARKS[each.severity], each.sentence] for each in imported.checks
    ]
    if rows:
        columns = ["Service", "Check", "", "In words"]
        caption = "Every check of figures that belong together"
        blocks.append(Table(caption, columns, rows, words=(1, 2, 3), folded=True))
    return Section("checks", "Do the figures agree with each other?", blocks)


def _numbers(imported: Imported) -> Section:
    by_place: dict[str, list[Derived]] = {}
    for each in imported.derived:
        by_place.setdefault(_where(each), []).append(each)
    columns = ["Number", "Value", "Range (90 %)", "How it was found"]
    return Section(
        "numbers",
        "Every number, and how it was found",
        [
            Table(place, columns, [_row(each) for each in numbers], words=(3,))
            for place, numbers in by_place.items()
        ],
    )


def _row(each: Derived) -> list[str]:
    """Return a number as a row: its name, value and range, and its sum with cells and source."""
    found = f"{each.sum}. From {_cells(each.cells)}" if each.cells else each.sum
    source = "" if each.assumed else f", source {each.source}"
    return [_item(each), _value(each.value, each.unit), _range(each), f"{found}{source}."]


def _assumed(imported: Imported) -> Section:
    rows = [
        [_where(each), _item(each), _value(each.value, each.unit), each.sum]
        for each in imported.derived
        if each.assumed
    ]
    if not rows:
        return Section("assumed", "", [])
    words = (
        "The workbook does not say these numbers and no count gives them. Write what you know into "
        "the workbook, and import it again."
    )
    columns = ["Service", "Number", "Value", "What was taken for granted"]
    table = Table("Taken for granted", columns, rows, words=(1, 3))
    return Section("assumed", "What was taken for granted", [Paragraphs([words]), table])


def _compared(imported: Imported) -> Section:
    rows = [
        [
            each.label or each.measure.replace("{service}", each.service),
            shown(each.value),
            f"{shown(each.low)} to {shown(each.high)}",
            each.role,
            f"{_cells(each.cells)}, source {each.source}",
        ]
        for each in imported.composed.targets
    ]
    if not rows:
        return Section("compared", "", [])
    words = (
        "After a run, the page shows these figures beside what the model gives for the services as "
        "they are today. A figure with the role `fit` served to work out a number of the model, so "
        "that agreement with it proves little; the others are checks."
    )
    columns = ["Figure", "Observed", "Range", "Role", "From"]
    table = Table("Figures to compare with", columns, rows, words=(3, 4))
    return Section("compared", "What the model will be compared with", [Paragraphs([words]), table])


def _where(each: Derived | Check) -> str:
    service = each.service or EVERYWHERE
    return service if each.area is None else f"{service}, {each.area}"


def _item(each: Derived) -> str:
    """Return what a number is called; in the model a post is one person's."""
    month = "" if each.month is None else f", from {each.month:%d/%m/%Y}"
    if each.reason is not None:
        return f"{each.reason.replace('_', ' ')}, to {each.to}"
    return f"{OF_POSTS.get(each.item, each.item)}{month}"


def _value(value: float, unit: str) -> str:
    if math.isinf(value):
        return "never"
    return percent(value) if unit == "share" else f"{shown(value)} {unit}"


def _range(each: Derived) -> str:
    """Return the range of a number, in its unit."""
    if each.low is None or each.high is None or math.isinf(each.value):
        return ""
    shares = each.unit == "share"
    low, high = (percent(end) if shares else shown(end) for end in (each.low, each.high))
    return f"{low} or more" if math.isinf(each.high) else f"{low} to {high}"


def _cells(cells: Sequence[object]) -> str:
    return listed([str(cell) for cell in cells], 4) if cells else ""
