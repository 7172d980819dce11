"""Choose what a brief has of a report: the sections of its first page, and its pictures.

The answer, what is compared and how much changes stand on the first two pages, with all else that
has room there. What has none follows under “Details”, on a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.report.blocks import (
    Block,
    Bullets,
    Grid,
    Lines,
    Paragraphs,
    Picture,
    Section,
    Table,
)
from sim.report.brief.layout import TEXT, TITLE, picture_height, room, section_height, text_height
from sim.report.brief.tables import as_table
from sim.report.first.grid import AS_WRITTEN, HOW_TO_READ
from sim.report.months import months_section
from sim.report.outcomes import waits_section
from sim.report.view import View
from sim.report.writing import FIRST_PAGE, PARTS
from sim.studies.study import Study

ANSWER, PICTURE, MADE_BY = "answer", "picture", "Made by Throughline"
IN_SHORT = (ANSWER, "likely")
"""What stands there in short where the whole of it has no room, or leaves little for others.

The lists of the answer say in sentences what the tables have, so that their rest is in the report.
"""
ROOM_OF_ONE = 0.3
MOST_POINTS = 2  # of a list in short
MOST_ROWS = 4  # of a table in short
DETAILS = "Details"
FOR_LATER = 175.0
"""Points of the first two pages that stay free for what is added later: an answer of Find."""
WANTED = (ANSWER, "ways", "likely", "limits", "assumed", "today-short", PICTURE, "depends")
"""What is on the first two pages while it has room there, the most important first."""


@dataclass(frozen=True)
class Brief:
    """What a brief says, and what it shows."""

    title: str
    about: str
    sections: tuple[Section, ...]  # of the first page of the report, in its order
    pictures: tuple[Picture, ...]  # the most important first; none if nothing can be drawn
    footer: str
    first: frozenset[str] = frozenset()  # anchors of what stands whole on the first two pages
    short: tuple[Section, ...] = ()  # what stands there in short, and whole under the details

    @property
    def pages(self) -> list[Section]:
        """The sections on the first two pages."""
        short = {each.anchor: each for each in self.short}
        every = (short.get(each.anchor, each) for each in self.sections)
        return [each for each in every if each.anchor in self.first or each.anchor in short]

    @property
    def details(self) -> list[Section]:
        """The sections that have no room there; of those in short, what they leave out."""
        short = {each.anchor for each in self.short}
        told = {*self.first, *({ANSWER} & short)}
        left = (each for each in self.sections if each.anchor not in told)
        return [left_out(each) if each.anchor in short else each for each in left]


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
    brief = Brief(
        title=study.scenario.title,
        about=study.scenario.about,
        sections=tuple(section for section in made if section.blocks),
        pictures=tuple(drawn),
        footer=f"{MADE_BY} {version}. Study {study.digest[:12]}, seed "
        f"{study.settings.seed}. The whole report is report.html.",
    )
    return laid_out(brief)


def laid_out(brief: Brief) -> Brief:
    """Return a brief that says what stands on its first two pages; the answer always does."""
    heights = {each.anchor: section_height(each) for each in brief.sections}
    if brief.pictures:
        heights[PICTURE] = picture_height(brief.pictures[0])
    shorts = {each.anchor: in_short(each) for each in brief.sections if each.anchor in IN_SHORT}
    around = text_height(brief.title, TITLE) + TITLE + text_height(brief.footer, TEXT)
    left = room() - FOR_LATER - around
    first: list[str] = []
    short: list[Section] = []
    for each in dict.fromkeys([*WANTED, *heights]):
        if each not in heights:
            continue
        most = ROOM_OF_ONE * room() if each in IN_SHORT else left
        if heights[each] <= min(left, most):
            first.append(each)
            left -= heights[each]
        elif each in IN_SHORT:
            height = section_height(shorts[each])
            if each == ANSWER or height <= left:
                short.append(shorts[each])
                left -= height
    return replace(brief, first=frozenset(first), short=tuple(short))


def in_short(section: Section) -> Section:
    """Return a section with the first entries of each long list and table, which say so."""
    return replace(section, blocks=[_in_short(each) for each in section.blocks])


def left_out(section: Section) -> Section:
    """Return what a section leaves out in short: its long tables."""
    return replace(section, blocks=[each for each in section.blocks if _is_long(each)])


def _is_long(block: Block) -> bool:
    match block:
        case Bullets():
            return len(block.texts) > MOST_POINTS + 1
        case Table() | Lines() | Grid():
            return len(as_table(block).rows) > MOST_ROWS
        case _:
            return False


def _in_short(block: Block) -> Block:
    if not _is_long(block):
        return block
    if isinstance(block, Bullets):
        more = f"{len(block.texts) - MOST_POINTS} more stand in the report."
        return Bullets([*block.texts[:MOST_POINTS], more])
    assert isinstance(block, Table | Lines | Grid)  # what else is long
    table = as_table(block)
    caption = f"{table.caption}: the first {MOST_ROWS} of {len(table.rows)}, all under “{DETAILS}”"
    return replace(table, caption=caption, rows=table.rows[:MOST_ROWS])


def without_strips(section: Section) -> Section:
    """Return a section without the words on strips of worlds, and on the small type beside them.

    A brief has what they show in words.
    """
    kept = [
        each
        for each in section.blocks
        if not (isinstance(each, Paragraphs) and {*each.texts} & {HOW_TO_READ, AS_WRITTEN})
    ]
    return replace(section, blocks=kept)
