"""Write the brief as slides, a few sentences or one table or picture on each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from pptx import Presentation
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Inches, Pt

from sim.charts.style import png
from sim.report.blocks import Bullets, Grid, Heading, Lines, Paragraphs, Picture, Section, Table
from sim.report.brief.content import Brief
from sim.report.brief.packing import CREATED, saved
from sim.report.brief.tables import as_table

LANGUAGE = "en-GB"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, WIDE, TALL = Inches(0.6), Inches(1.35), Inches(12.1), Inches(5.7)
MOST_WORDS = 1_100  # characters on a slide
MOST_ROWS = 8  # of a table on a slide
TITLE, TEXT, TABLE = Pt(28), Pt(16), Pt(12)
TITLE_SLIDE, TITLE_ONLY = 0, 5  # layouts of the template that comes with python-pptx
SENTENCE = re.compile(r"(?<=[.!?]) ")


def slides(brief: Brief) -> bytes:
    """Return the brief as the content of a PPTX file; the same brief gives the same bytes."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    _properties(made, brief)
    _title(made, brief)
    for section in brief.sections:
        add_section(made, section)
    for picture in brief.pictures:
        _picture(made, picture)
    return saved(made)


def _properties(made: Slides, brief: Brief) -> None:
    kept = made.core_properties
    kept.title, kept.language, kept.author = brief.title, LANGUAGE, "Throughline"
    kept.created = kept.modified = CREATED
    kept.last_modified_by = "Throughline"


def _title(made: Slides, brief: Brief) -> None:
    slide = made.slides.add_slide(made.slide_layouts[TITLE_SLIDE])
    heading, below = slide.placeholders[0], slide.placeholders[1]
    heading.left, heading.top, heading.width, heading.height = LEFT, Inches(1.6), WIDE, Inches(2)
    below.left, below.top, below.width, below.height = LEFT, Inches(3.8), WIDE, Inches(2.6)
    heading.text_frame.text, below.text_frame.text = brief.title, brief.footer
    for frame, size in ((heading.text_frame, Pt(36)), (below.text_frame, TEXT)):
        frame.word_wrap = True
        frame.paragraphs[0].runs[0].font.size = size


def add_section(made: Slides, section: Section) -> None:
    """Add the slides of a section: its sentences first, then each of its tables."""
    for part in pages_of_words(words_of(section)):
        slide = _slide(made, section.title)
        frame = slide.shapes.add_textbox(LEFT, TOP, WIDE, TALL).text_frame
        frame.word_wrap = True
        for at, text in enumerate(part):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text, run.font.size = text, TEXT
            paragraph.space_after = Pt(6)
    for block in section.blocks:
        if isinstance(block, Table | Lines | Grid):
            _table(made, as_table(block))


def words_of(section: Section) -> list[str]:
    """Return the paragraphs of a section, headings among them."""
    found: list[str] = []
    for block in section.blocks:
        if isinstance(block, Paragraphs | Bullets):
            found += block.texts
        elif isinstance(block, Heading):
            found.append(f"{block.sign} {block.text}".strip())
    return found


def pages_of_words(texts: Iterable[str]) -> Iterator[list[str]]:
    """Iterate over the paragraphs of each slide; a paragraph that is too long goes on."""
    page: list[str] = []
    room = MOST_WORDS
    for text in texts:
        part = ""
        for sentence in SENTENCE.split(text):
            if room < len(sentence) and (page or part):
                yield [*page, *([part] if part else [])]
                page, part, room = [], "", MOST_WORDS
            part = f"{part} {sentence}".strip()
            room -= len(sentence) + 1
        page.append(part)
    if page:
        yield page


def _table(made: Slides, table: Table) -> None:
    """Add a table, on several slides if it is long; each has the row of headings."""
    for first in range(0, max(len(table.rows), 1), MOST_ROWS):
        rows: Sequence[Sequence[str]] = [table.columns, *table.rows[first : first + MOST_ROWS]]
        slide = _slide(made, table.caption)
        shape = slide.shapes.add_table(len(rows), len(table.columns), LEFT, TOP, WIDE, Inches(1))
        shape.table.first_row = True  # told to programs that read out
        for row, texts in zip(shape.table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
                for paragraph in cell.text_frame.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = TABLE


def _picture(made: Slides, picture: Picture) -> None:
    """Add a picture with its text alternative, and how to read it below."""
    slide = _slide(made, picture.title)
    width, height = picture.figure.get_size_inches()
    tall = min(Inches(5), int(WIDE * height / width))
    shape = slide.shapes.add_picture(io.BytesIO(png(picture.figure)), LEFT, TOP, height=tall)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alternative)
    frame = slide.shapes.add_textbox(LEFT, TOP + tall, WIDE, Inches(0.9)).text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size = picture.how_to_read, TABLE


def _slide(made: Slides, title: str) -> Slide:
    """Add a slide with a title, which programs that read out need."""
    slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = LEFT, Inches(0.3), WIDE, Inches(0.95)
    heading.text_frame.text = title
    heading.text_frame.word_wrap = True
    heading.text_frame.paragraphs[0].runs[0].font.size = TITLE
    return slide
