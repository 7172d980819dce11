"""The Word document and the slides, as programs that open them and read them out see them."""

import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from sim.report.blocks import Bullets, Line, Lines, Paragraphs, Section
from sim.report.brief.content import Brief, brief_of, without_strips
from sim.report.brief.document import document
from sim.report.brief.needed import DOCUMENT, SLIDES
from sim.report.brief.packing import EARLIEST
from sim.report.brief.slides import MOST_WORDS, pages_of_words
from sim.report.brief.tables import as_table
from sim.report.brief.writing import write_brief
from sim.report.first.grid import HOW_TO_READ
from sim.report.writing import FIRST_PAGE
from sim.studies.study import Study


@pytest.fixture(scope="module")
def folder(small_study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("brief")
    scenario = small_study.scenario.model_copy(update={"title": "=1+1 & <a> board"})
    write_brief(replace(small_study, scenario=scenario), made)
    return made


@pytest.fixture(scope="module")
def brief(small_study: Study) -> Brief:
    return brief_of(small_study)


def said(brief: Brief) -> list[str]:
    """The sentences of the first page."""
    return [
        text
        for section in brief.sections
        for block in section.blocks
        if isinstance(block, Paragraphs | Bullets)
        for text in block.texts
    ]


def test_a_brief_has_the_sections_of_the_first_page_of_the_report(brief: Brief) -> None:
    anchors = [section.anchor for section in brief.sections]

    assert anchors == [each for each in FIRST_PAGE if each in anchors]
    assert {"answer", "likely", "limits", "assumed"} <= set(anchors)


def test_the_document_says_every_sentence_of_the_first_page(folder: Path, brief: Brief) -> None:
    words = [each.text for each in docx.Document(str(folder / DOCUMENT)).paragraphs]

    assert "=1+1 & <a> board" in words
    assert set(said(brief)) <= set(words)


def test_the_slides_say_every_sentence_of_the_first_page(folder: Path, brief: Brief) -> None:
    shapes = [s for slide in Presentation(str(folder / SLIDES)).slides for s in slide.shapes]
    words = " ".join(
        paragraph.text
        for shape in shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    )

    assert all(text in words for text in said(brief))


def test_the_document_can_be_read_out(folder: Path) -> None:
    made = docx.Document(str(folder / DOCUMENT))
    styles = [paragraph.style.name for paragraph in made.paragraphs if paragraph.style]

    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 4
    assert made.core_properties.language == "en-GB"
    assert made.tables
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in made.tables)
    assert made.inline_shapes
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes)


def test_the_slides_can_be_read_out(folder: Path) -> None:
    made = Presentation(str(folder / SLIDES))

    for slide in made.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table.first_row
            if shape._element.tag.endswith("}pic"):
                assert shape._element.nvPicPr.cNvPr.get("descr")


def test_the_same_study_gives_the_same_bytes(brief: Brief, folder: Path) -> None:
    assert document(brief) == document(brief)
    for name in (DOCUMENT, SLIDES):
        with zipfile.ZipFile(folder / name) as archive:
            assert {part.date_time for part in archive.infolist()} == {EARLIEST}


def test_strips_of_worlds_stand_in_words_and_nothing_says_how_to_read_them() -> None:
    line = Line("Days", "5 or more matters", [], (80, 15, 5), "better 80", "2 lower", "✓ probably")
    lines = Lines("A compared with B", ("Measure", "Worlds", "Difference", "In short"), [line])
    section = Section("likely", "How likely", [Paragraphs([HOW_TO_READ]), lines])

    assert without_strips(section).blocks == [lines]
    assert as_table(lines).rows == [
        ["Days\n5 or more matters", "better 80", "2 lower", "✓ probably"]
    ]


def test_long_paragraphs_go_on_on_the_next_slide_and_lose_nothing() -> None:
    texts = ["One. " * 300, "Two.", "Three is a sentence. " * 80]
    pages = list(pages_of_words(texts))

    assert all(sum(map(len, page)) <= MOST_WORDS for page in pages)
    assert " ".join(" ".join(page) for page in pages).split() == " ".join(texts).split()
