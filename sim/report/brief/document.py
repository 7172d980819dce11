"""Write the brief as a Word document that can be read out: headings, header rows, alternatives."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from sim.charts.style import png
from sim.report.blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Lines,
    Paragraphs,
    Picture,
    Section,
    Table,
)
from sim.report.brief.content import DETAILS, PICTURE, Brief
from sim.report.brief.layout import (
    A4_HEIGHT,
    A4_WIDTH,
    AFTER,
    BEFORE,
    CELL,
    HEADING,
    INNER,
    MARGIN,
    SMALL,
    TALLEST,
    TEXT,
    TIGHT,
    TITLE,
    UNDER,
)
from sim.report.brief.packing import CREATED, saved
from sim.report.brief.tables import as_table

LANGUAGE = "en-GB"
INK = RGBColor(0x1D, 0x27, 0x33)
SIZES = {"Title": TITLE, "Heading 1": HEADING, "Heading 2": INNER, "Heading 3": TEXT}


def document(brief: Brief) -> bytes:
    """Return the brief as the content of a DOCX file; the same brief gives the same bytes."""
    made = docx.Document()
    _page(made)
    _properties(made, brief)
    made.add_heading(brief.title, 0)
    for section in brief.pages:
        _section(made, section, 1)
    shown = brief.pictures[:1]
    if PICTURE in brief.first:
        _pictures(made, shown, 1)
    _words(made.add_paragraph(), brief.footer, SMALL)
    if brief.details or PICTURE not in brief.first:
        made.add_heading(DETAILS, 1).paragraph_format.page_break_before = True
        for section in brief.details:
            _section(made, section, 2)
        _pictures(made, () if PICTURE in brief.first else shown, 2)
    return saved(made)


def _section(made: Document, section: Section, level: int) -> None:
    made.add_heading(section.title, level)
    for block in section.blocks:
        _block(made, block, level + 1)


def _page(made: Document) -> None:
    """Set A4 paper, the sizes of letters, and the language in which it is read out."""
    part = made.sections[0]
    part.orientation = WD_ORIENT.PORTRAIT
    part.page_width, part.page_height = Cm(A4_WIDTH), Cm(A4_HEIGHT)
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Cm(MARGIN)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(TEXT)
    normal.paragraph_format.space_after = Pt(AFTER)
    normal.paragraph_format.line_spacing = 1.0
    for name, size in SIZES.items():
        style = made.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), INK
        style.paragraph_format.space_before = Pt(BEFORE)
        style.paragraph_format.space_after = Pt(UNDER)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)


def _properties(made: Document, brief: Brief) -> None:
    kept = made.core_properties
    kept.title, kept.language, kept.author = brief.title, LANGUAGE, "Throughline"
    kept.created = kept.modified = CREATED
    kept.last_modified_by, kept.comments = "Throughline", ""


def _block(made: Document, block: Block, level: int) -> None:
    """Add a block of the report; blocks that a first page does not have are left out."""
    match block:
        case Paragraphs():
            for text in block.texts:
                say(made.add_paragraph(), block, text)
        case Bullets():
            for text in block.texts:
                made.add_paragraph(text, "List Bullet").paragraph_format.space_after = Pt(TIGHT)
        case Heading():
            made.add_heading(f"{block.sign} {block.text}".strip(), level)
        case Table() | Lines() | Grid():
            _table(made, as_table(block))
        case Picture():
            _pictures(made, [block], level)


def say(paragraph: Paragraph, block: Paragraphs, text: str) -> None:
    """Write a text in the letters of its block."""
    words = _words(paragraph, text, SMALL if block.style == "quiet" else TEXT)
    words.bold = block.style in ("lead", "question", "verdict")


def _words(paragraph: Paragraph, text: str, size: float) -> docx.text.run.Run:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    return run


def _table(made: Document, table: Table) -> None:
    """Add a table with its caption; its first row is marked as the row of headings."""
    caption = made.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(table.caption)
    grid = made.add_table(1 + len(table.rows), len(table.columns), "Table Grid")
    for row, texts in zip(grid.rows, [table.columns, *table.rows], strict=True):
        _unbroken(row)
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(CELL)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    for cell in grid.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    made.add_paragraph().paragraph_format.space_after = Pt(0)


def _unbroken(row: docx.table._Row) -> None:
    """Keep a row of a table on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _pictures(made: Document, pictures: Sequence[Picture], level: int) -> None:
    """Add pictures, each with its title, its text alternative, and how to read it."""
    for picture in pictures:
        made.add_heading(picture.title, level)
        across, tall = picture.figure.get_size_inches()
        wide = min(A4_WIDTH - 2 * MARGIN, TALLEST * across / tall)
        shape = made.add_picture(io.BytesIO(png(picture.figure)), width=Cm(wide))
        shape._inline.docPr.set("descr", picture.alternative)
        shape._inline.docPr.set("title", picture.title)
        made.paragraphs[-1].paragraph_format.keep_with_next = True
        _words(made.add_paragraph(), picture.how_to_read, SMALL)
