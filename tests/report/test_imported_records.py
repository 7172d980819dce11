"""The page of an import of records shows each number with its error, and what is not told."""

from __future__ import annotations

import functools

from sim.records.composing import counted
from sim.report.imported_records import Told, import_page
from tests.records.composing.extracts import extract, made, mapping
from tests.report.test_importing import words


@functools.cache
def seen() -> str:
    """What a reader sees of the page."""
    told = Told(
        name="extract",
        mapping=mapping(),
        extract=extract(),
        cohort="",
        made=made(),
        counts=counted(extract().recorded, mapping()),
        commands=("sim check area.yaml", "sim run area.yaml"),
    )
    return words(import_page(told, "1.0"))


def test_each_estimate_has_its_value_its_range_its_error_and_its_method() -> None:
    (number,) = [
        each
        for each in made().told
        if (each.service, each.item) == ("community_team", "attendance")
    ]
    assert number.standard_error is not None
    assert f"attendance {100 * number.value:.1f}".removesuffix(".0") in seen()
    assert number.method[1:] in seen()
    assert f"n = {number.n}" in seen()
    assert "standard error" in seen()
    assert "95 %: " in seen()


def test_what_was_taken_for_granted_and_what_is_not_told_stand_apart() -> None:
    assert "What was taken for granted" in seen()
    assert "it is taken to have been full then" in seen()
    assert all(each.why in seen() for each in made().untold)


def test_the_counts_of_each_service_and_of_the_cleaning_are_told() -> None:
    (first, *_) = counted(extract().recorded, mapping())
    assert f"Access point {first.referrals} {first.rejected}" in seen()
    assert "are exact copies of another row 35 3 %" in seen()


def test_the_figures_to_compare_with_have_errors_and_roles() -> None:
    compared = made().compared
    assert {each.target.role for each in compared.rows} == {"fit", "check"}
    assert all(each.label in seen() for each in compared.rows)
    assert compared.method in seen()


def test_what_comes_next_is_said() -> None:
    assert "sim check area.yaml" in seen()
