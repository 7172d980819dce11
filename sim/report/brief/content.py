"""Choose what a brief has of a report: the sections of its first page, and its pictures.

The answer, what is compared and how much changes stand on the first two pages, with all else that
has room there. What has none follows under “Details”, on a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.report.blocks import Paragraphs, Picture, Section
from sim.report.brief.layout import TEXT, TITLE, picture_height, room, section_height, text_height
from sim.report.first.grid import HOW_TO_READ
from sim.report.months import months_section
from sim.report.outcomes import waits_section
from sim.report.view import View
from sim.report.writing import FIRST_PAGE, PARTS
from sim.studies.study import Study

PICTURE, MADE_BY = "picture", "Made by Throughline"
FOR_LATER = 160.0
"""Points of the first two pages that stay free for what is added later: an answer of Find."""
WANTED = ("answer", "ways", "likely", "limits", "assumed", "today-short", PICTURE, "depends")
"""What is on the first two pages while it has room there, the most important first."""


@dataclass(frozen=True)
class Brief:
    """What a brief says, and what it shows."""

    title: str
    about: str
    sections: tuple[Section, ...]  # of the first page of the report, in its order
    pictures: tuple[Picture, ...]  # the most important first; none if nothing can be drawn
    footer: str
    first: frozenset[str] = frozenset()  # anchors of what stands on the first two pages

    @property
    def pages(self) -> list[Section]:
        """The sections on the first two pages."""
        return [each for each in self.sections if each.anchor in self.first]

    @property
    def details(self) -> list[Section]:
        """The sections that have no room there."""
        return [each for each in self.sections if each.anchor not in self.first]


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
    return replace(brief, first=first_of(brief))


def first_of(brief: Brief) -> frozenset[str]:
    """Return the anchors of what stands on the first two pages; the answer always does."""
    heights = {each.anchor: section_height(each) for each in brief.sections}
    if brief.pictures:
        heights[PICTURE] = picture_height(brief.pictures[0])
    wanted = [each for each in (*WANTED, *heights) if each in heights]
    around = text_height(brief.title, 2 * TITLE) + text_height(brief.footer, TEXT)
    left = room() - FOR_LATER - around
    return frozenset(_that_fit(list(dict.fromkeys(wanted)), heights, left))


def _that_fit(wanted: Sequence[str], heights: dict[str, float], left: float) -> list[str]:
    """Return the parts that fit, in the order in which they are wanted."""
    kept: list[str] = []
    for each in wanted:
        if not kept or heights[each] <= left:
            kept.append(each)
            left -= heights[each]
    return kept


def without_strips(section: Section) -> Section:
    """Return a section without the words on how to read the strips of worlds.

    A brief has what they show in words.
    """
    about_strips = Paragraphs([HOW_TO_READ])
    return replace(section, blocks=[each for each in section.blocks if each != about_strips])
