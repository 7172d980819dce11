"""The first two pages of a brief are two pages: by the rule, and as LibreOffice lays them out."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.report.blocks import Bullets, Paragraphs, Section, Table
from sim.report.brief.content import DETAILS, FOR_LATER, WANTED, Brief, brief_of, laid_out
from sim.report.brief.document import document
from sim.report.brief.layout import PAGES, block_height, room, section_height, text_height
from sim.studies.study import Study

WORDS = "Fewer people were on waiting lists, and people waited less long to start. "
anchors = st.lists(st.sampled_from([*WANTED, "choosing"]), min_size=1, unique=True)
blocks = st.lists(
    st.one_of(
        st.integers(1, 40).map(lambda many: Paragraphs([WORDS * many])),
        st.integers(1, 20).map(lambda many: Bullets([WORDS] * many)),
        st.integers(1, 20).map(lambda many: Table("Rows", ["a", "b"], [[WORDS, "1"]] * many)),
    ),
    max_size=4,
)


def brief(*sections: Section) -> Brief:
    return Brief("Title", "", sections, (), "Made by Throughline 0. Study, seed 1.")


@given(anchors.flatmap(lambda names: st.tuples(*(st.tuples(st.just(n), blocks) for n in names))))
def test_what_stands_on_the_first_pages_has_room_there(drawn: tuple[tuple[str, list]]) -> None:  # type: ignore[type-arg]
    made = brief(*(Section(name, name, inside) for name, inside in drawn))

    laid = laid_out(made)

    used = sum(section_height(each) for each in laid.pages)
    assert used <= room() - FOR_LATER or [each.anchor for each in laid.pages] == ["answer"]
    whole = {each.anchor for each in laid.pages if each in made.sections}
    every = {each.anchor for each in made.sections}
    assert whole | {each.anchor for each in laid.details} >= every - {"answer"}
    assert ("answer" in every) == ("answer" in {each.anchor for each in laid.pages})


def test_a_long_table_stands_in_short_on_the_first_pages_and_whole_under_the_details() -> None:
    rows = [[f"Measure {n}", "1"] for n in range(200)]
    words = Paragraphs([WORDS])
    table = Table("All", ["a", "b"], rows)
    likely = Section("likely", "How much changes", [words, table])

    made = laid_out(brief(Section("answer", "The answer", [Paragraphs([WORDS])]), likely))

    (short,) = (block for block in made.pages[1].blocks if isinstance(block, Table))
    assert short.rows == rows[:4]
    assert [list(each.blocks) for each in made.details] == [[table]]  # its words stand before
    assert short.caption == f"All: the first 4 of 200, all under “{DETAILS}”"


def test_more_words_take_more_room() -> None:
    assert text_height(WORDS * 9, 9) > text_height(WORDS, 9) > 0
    assert block_height(Paragraphs([WORDS] * 9)) == pytest.approx(
        9 * block_height(Paragraphs([WORDS]))
    )


def pages(content: bytes, folder: Path) -> list[str]:
    """The text of each page of a document, as LibreOffice lays it out."""
    file = folder / "brief.docx"
    file.write_bytes(content)
    subprocess.run(
        [shutil.which("soffice") or "", f"-env:UserInstallation=file://{folder}/profile",
         "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", str(folder / "brief.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.rstrip("\f\n").split("\f")


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice and pdftotext lay the pages out",
)
def test_libreoffice_lays_the_first_part_out_on_two_pages(
    small_study: Study, tmp_path: Path
) -> None:
    made = brief_of(small_study)
    long = Section("ways", "What each way of care changes", [Bullets([WORDS * 3] * 14)])
    full = Brief(made.title, "", (*made.sections, long), made.pictures, made.footer)
    full = laid_out(full)

    laid = pages(document(full), tmp_path)

    start = next(n for n, text in enumerate(laid) if re.search(rf"^{DETAILS}$", text, re.M))
    assert start <= PAGES
    used = sum(section_height(each) for each in full.pages)
    assert used > room() / PAGES  # the first part is more than a page by the rule, too
