"""How numbers of each unit are shown."""

import pytest

from sim.tables.workbook.forms import change, form_of


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("share", "0.0%"),
        ("days", "#,##0.0"),
        ("days per person-year", "#,##0.0"),
        ("people", "#,##0.0"),
        ("per person-year", "#,##0.00"),
        ("£ 2024 per person-year", '"£"#,##0'),
    ],
)
def test_each_unit_has_its_format(unit: str, shown: str) -> None:
    assert form_of(unit, "£") == shown


def test_a_currency_in_letters_stands_apart_and_cannot_end_its_quotation_marks() -> None:
    assert form_of('GBP"0 2024', 'GBP"0') == '"GBP0 "#,##0'


def test_a_unit_that_only_begins_like_the_currency_is_no_money() -> None:
    assert form_of("people", "p") == "#,##0.0"


def test_a_change_has_its_sign() -> None:
    assert change(-3, "days", "£") == (-3, "+#,##0.0;-#,##0.0;#,##0.0")
