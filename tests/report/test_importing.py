"""The page of an import shows every sum, what disagrees, and what was taken for granted."""

from __future__ import annotations

import html
import re

from sim.area.composing import compose
from sim.area.deriving import derive
from sim.area.figures import Workbook
from sim.area.reconciling import reconcile
from sim.report.importing import Imported, import_page
from tests.area.composing.books import TEAM, WARD, small


def page(book: Workbook | None = None) -> str:
    """The page of a workbook."""
    book = small() if book is None else book
    derived = derive(book)
    checks = reconcile(book, derived)
    made = compose(book, derived, "area.xlsx")
    commands = ("sim check area.yaml", "sim run area.yaml")
    return import_page(Imported("area.xlsx", book, derived, checks, made, commands), "1.0")


def words(text: str) -> str:
    """What a reader sees of a page."""
    return " ".join(
        html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.S)).split()
    )


def test_each_number_has_its_sum_its_range_and_its_cells() -> None:
    book = small()
    seen = words(page(book))
    accepted, rejected = (book.services[0].cell(field) for field in ("accepted", "rejected"))
    assert (
        "acceptance 80 % 76.4 % to 83.3 % accepted ÷ (accepted + rejected) = 292 ÷ 365 = 80 %. "
        f"From {accepted} and {rejected}, source lists." in seen
    )
    assert "People who started, Community team 219.2" in seen
    assert "sim run area.yaml" in seen


def test_figures_that_agree_are_said_to_agree() -> None:
    assert "compared figures that belong together; all agree." in words(page())


def test_a_warning_is_told_in_words() -> None:
    seen = words(page(small({**TEAM, "caseload_last": 112}, WARD)))
    assert "1 of them do not agree" in seen
    assert (
        "team: starts − discharges = 219 − 219 = 0, and the caseload changed by 112 − 100" in seen
    )


def test_what_nobody_said_is_listed() -> None:
    seen = words(page(small({**TEAM, "cancelled": None}, WARD)))
    assert "no contact is cancelled, as none is counted" in seen.partition("Taken for granted")[2]


def test_no_text_of_a_workbook_becomes_code() -> None:
    assert "<script>" not in page(small({**TEAM, "label": "<script>alert(1)</script>"}, WARD))
