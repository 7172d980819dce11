"""Write the brief as a Word document that can be read out: headings, header rows, alternatives."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sim.charts.style import png
from sim.report.blocks import Block, Bullets, Grid, Heading, Lines, Paragraphs, Picture, Table
from sim.report.brief.content import Brief, as_table
from sim.report.brief.packing import CREATED, packed

LANGUAGE = "en-GB"
A4_WIDTH, A4_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(1.5)
TALLEST = Cm(9)  # of a picture
TEXT, SMALL, TABLE = Pt(9), Pt(8), Pt(8)
INK = RGBColor(0x1D, 0x27, 0x33)
SIZES = {"Title": Pt(18), "Heading 1": Pt(12), "Heading 2": Pt(10)}


def document(brief: Brief) -> bytes:
    """Return the brief as the content of a DOCX file; the same brief gives the same bytes."""
    made = docx.Document()
    _page(made)
    _properties(made, brief)
    made.add_heading(brief.title, 0)
    for section in brief.sections:
        made.add_heading(section.title, 1)
        for block in section.blocks:
            _block(made, block)
    for picture in brief.pictures[:1]:
        _picture(made, picture)
    _words(made, brief.footer, SMALL)
    content = io.BytesIO()
    made.save(content)
    return packed(content.getvalue())


def _page(made: Document) -> None:
    """Set A4 paper, the sizes of letters, and the language in which it is read out."""
    part = made.sections[0]
    part.orientation = WD_ORIENT.PORTRAIT
    part.page_width, part.page_height = A4_WIDTH, A4_HEIGHT
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = MARGIN
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", TEXT
    normal.paragraph_format.space_after = Pt(3)
    for name, size in SIZES.items():
        style = made.styles[name]
        style.font.size, style.font.color.rgb = size, INK
        style.paragraph_format.space_before = Pt(6)
        style.paragraph_format.space_after = Pt(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)


def _properties(made: Document, brief: Brief) -> None:
    kept = made.core_properties
    kept.title, kept.language, kept.author = brief.title, LANGUAGE, "Throughline"
    kept.created = kept.modified = CREATED
    kept.last_modified_by, kept.comments = "Throughline", ""


def _block(made: Document, block: Block) -> None:
    """Add a block of the report; blocks that a first page does not have are left out."""
    match block:
        case Paragraphs():
            for text in block.texts:
                words = _words(made, text, SMALL if block.style == "quiet" else TEXT)
                words.bold = block.style in ("lead", "question", "verdict")
        case Bullets():
            for text in block.texts:
                made.add_paragraph(text, "List Bullet").paragraph_format.space_after = Pt(1)
        case Heading():
            made.add_heading(f"{block.sign} {block.text}".strip(), 2)
        case Table() | Lines() | Grid():
            _table(made, as_table(block))
        case Picture():
            _picture(made, block)


def _words(made: Document, text: str, size: Pt) -> docx.text.run.Run:
    run = made.add_paragraph().add_run(text)
    run.font.size = size
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
            run.font.size = TABLE
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


def _picture(made: Document, picture: Picture) -> None:
    """Add a picture with its title, its text alternative, and how to read it."""
    made.add_heading(picture.title, 1)
    width, height = picture.figure.get_size_inches()
    widest = A4_WIDTH - 2 * MARGIN
    wide = min(widest, int(TALLEST * width / height))
    shape = made.add_picture(io.BytesIO(png(picture.figure)), width=wide)
    shape._inline.docPr.set("descr", picture.alternative)
    shape._inline.docPr.set("title", picture.title)
    _words(made, picture.how_to_read, SMALL)
