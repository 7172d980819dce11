"""Complete a brief that was written with a run: answers that came later, and a new question.

The numbers of the run stay as they are. Answers of `sim find` follow what the first two pages say,
as long as they have room there; further ones stand under “Details”.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.document import Document
from pptx import Presentation

from sim.report.blocks import Paragraphs, Section
from sim.report.brief.content import DETAILS, FOR_LATER, MADE_BY
from sim.report.brief.document import say
from sim.report.brief.later import Later
from sim.report.brief.layout import section_height
from sim.report.brief.packing import saved
from sim.report.brief.slides import add_section


def completed_document(content: bytes, later: Later) -> bytes:
    """Return a brief in Word with what came later.

    Parameters
    ----------
    content
        Of a `brief.docx` as this program wrote it.
    """
    made = docx.Document(io.BytesIO(content))
    _asked_anew(made.paragraphs, later)
    left = FOR_LATER
    for section in later.answers:
        height = section_height(section)
        _add(made, section, is_first=height <= left)
        left -= height
    return saved(made)


def completed_slides(content: bytes, later: Later) -> bytes:
    """Return slides with what came later."""
    made = Presentation(io.BytesIO(content))
    frames = [shape.text_frame for slide in made.slides for shape in slide.shapes
              if shape.has_text_frame]  # fmt: skip
    _asked_anew((each for frame in frames for each in frame.paragraphs), later)
    for section in later.answers:
        add_section(made, section)
    return saved(made)


def _asked_anew(paragraphs: Iterable[Any], later: Later) -> None:
    """Replace the question in the first paragraph that has it, of a document or of slides."""
    for paragraph in paragraphs:
        if later.before and paragraph.text == later.before and paragraph.runs:
            paragraph.runs[0].text = later.question
            break


def _add(made: Document, section: Section, *, is_first: bool) -> None:
    """Add a section above the last line of the first pages, or at the end of the details."""
    end = next((each for each in made.paragraphs if each.text.startswith(MADE_BY)), None)
    if is_first and end is not None:
        end.insert_paragraph_before(section.title, "Heading 1")
        for block, text in _texts(section):
            say(end.insert_paragraph_before(), block, text)
        return
    if not any(each.text == DETAILS for each in made.paragraphs):
        made.add_heading(DETAILS, 1).paragraph_format.page_break_before = True
    made.add_heading(section.title, 2)
    for block, text in _texts(section):
        say(made.add_paragraph(), block, text)


def _texts(section: Section) -> list[tuple[Paragraphs, str]]:
    """Return the paragraphs of a section, each with its block."""
    return [(block, text) for block in section.blocks if isinstance(block, Paragraphs)
            for text in block.texts]  # fmt: skip
