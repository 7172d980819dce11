"""The page of recorded measures shows tables and pictures, and hides what may not be told."""

from __future__ import annotations

import functools
from random import Random

import pytest

from sim.records.extract import Dropped
from sim.records.linking import Varied, varied
from sim.records.showing import Value, months, waits
from sim.report.recorded import Recording, measure_page
from tests.records.composing.extracts import PERIOD
from tests.records.tables import Making
from tests.report.test_importing import words


def recording() -> Recording:
    recorded = Making(Random(1), True, ("team", "ward")).recorded(300)
    days, by_month = months(recorded)
    return Recording(
        name="extract",
        title="Records from extract",
        period=PERIOD,
        timed=True,
        labels={"team": "Community team <1>", "ward": "Ward"},
        dropped=(
            Dropped("are exact copies of another row", "referrals", 37, 1200),
            Dropped("have no person or no date", "contacts", 3, 5000),
        ),
        remarks=("Minutes are on 92 % of contacts.",),
        cohort="Only people who meet any of these are looked at: reason 14.",
        days=days,
        months=by_month,
        waits=waits(recorded),
        values=(
            Value(
                "missed_contacts", "Missed contacts", "share", "", "", 0.12, 300, "Missed ÷ all."
            ),
            Value(
                "contacts.team",
                "Contacts, Community team <1>",
                "per person-year",
                "team",
                "",
                7.5,
                200,
                "Per year.",
            ),
            Value(
                "contacts.ward",
                "Contacts, ward",
                "per person-year",
                "ward",
                "",
                None,
                5,
                "Per year.",
            ),
        ),
        untold=(("vacancy_share", "There is no staff list."),),
        varied=varied(recorded),
        commands=("sim import extract --map mapping.yaml",),
    )


@functools.cache
def page() -> str:
    """The page, drawn once for all tests."""
    return measure_page(recording(), "1.0")


def test_the_page_has_what_was_looked_at_and_what_comes_next() -> None:
    seen = words(page())
    assert "2 services from 01/04/2024 to 31/03/2025; the extract was taken on 30/05/2025." in seen
    assert "Only people who meet any of these" in seen
    assert "sim import extract --map mapping.yaml" in seen
    assert "Minutes are on 92 % of contacts." in seen


def test_counts_are_rounded_and_small_ones_hidden() -> None:
    seen = words(page())
    assert "referrals are exact copies of another row 35 3 %" in seen
    assert "1 other rule found no row, or fewer than 5 each." in seen
    assert "have no person or no date" not in seen


def test_measures_stand_in_tables_and_those_that_may_not_be_told_are_hidden() -> None:
    seen = words(page())
    assert "Missed contacts 12 % share" in seen
    assert "Community team <1> 7.5" in seen
    assert "Contacts, ward * per person-year" in seen
    assert "vacancy_share There is no staff list." in seen


def test_each_picture_has_a_table_with_its_numbers() -> None:
    assert page().count("data:image/svg+xml") == 2
    seen = words(page())
    assert "Share seen after so many weeks" in seen
    (team, _) = recording().months
    assert f"04/2024 {team.in_care[0]} {team.waiting[0] or '*'}" in seen


def test_the_linking_is_told_for_three_numbers_of_days() -> None:
    seen = words(page())
    assert all(f"{days} days" in seen for days in (14, 28, 56))


@pytest.mark.parametrize(
    ("outside", "nowhere", "linked", "row"),
    [
        (0, 40, 60, "28 days 100 60 * *"),  # that few went outside hides where the others went
        (20, 40, 60, "28 days 120 60 20 40"),
        (0, 40, 3, "28 days * * * *"),
        (1, 2, 60, "28 days * * * *"),
    ],
)
def test_how_many_are_linked_is_told_where_few_went_to_outside(
    outside: int, nowhere: int, linked: int, row: str
) -> None:
    asked = outside + nowhere + linked
    found = Varied(28, asked, linked, 0, outside, nowhere, asked, 0)
    told = recording()._replace(varied=(found,))
    assert row in words(measure_page(told, "1.0"))


def test_text_of_an_extract_is_no_html() -> None:
    assert "Community team <1>" not in page()
    assert "Community team &lt;1&gt;" in page()


def test_the_same_tables_give_the_same_bytes() -> None:
    assert page() == measure_page(recording(), "1.0")


def test_a_wait_of_minutes_ends_on_the_same_day() -> None:
    told = recording()
    (team, *others) = told.waits
    page = measure_page(told._replace(waits=[team._replace(median=0.00069), *others]), "1.0")
    assert "the same day" in words(page)
    assert "0.00069" not in page
