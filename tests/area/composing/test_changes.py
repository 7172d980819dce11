"""What the arms change is said beside what holds today, in the unit of the workbook."""

from __future__ import annotations

from sim.area.composing.book import Book
from sim.area.composing.changes import Change, changes
from sim.area.deriving import derive
from tests.area.composing.books import small, what_if


def told(value: float, item: str = "WTE") -> Change:
    book = small(what_if=[what_if(item, value, "2025-10-01")])
    (change,) = changes(Book(book, derive(book), "area.xlsx"))
    return change


def test_a_change_stands_beside_the_value_of_today_as_it_was_written() -> None:
    change = told(9.2)
    assert change.words == "WTE of Community team: 7.2 today, 9.2 from 01/10/2025"
    assert change.caution == ""
    assert told(12, "caseload per WTE").words.startswith(
        "caseload per WTE of Community team: 16.25 today"
    )


def test_far_fewer_posts_than_today_may_be_meant_as_more() -> None:
    caution = told(2).caution
    assert caution.startswith("What if!")
    assert "2 WTE is the new number, not what is added. 7.2 and 2 more are 9.2." in caution


def test_an_arm_is_called_by_its_label_in_each_of_its_rows() -> None:
    rows = [
        what_if("WTE", 8, "2025-10-01", label="More staff"),
        what_if("decision wait", 2, "2025-10-01"),
    ]
    book = small(what_if=rows)
    told = list(changes(Book(book, derive(book), "area.xlsx")))
    assert [each.arm for each in told] == ["More staff", "More staff"]
