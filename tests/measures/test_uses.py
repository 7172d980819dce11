"""The lists in which measures stand are taken from the catalogue, each in its order."""

import pytest

from sim.measures.catalogue import BUILT_IN, describe
from sim.measures.uses import (
    equity_outcomes,
    flow_outcomes,
    headlines,
    pictured,
    plain_words,
    report_tables,
    sweep_outcomes,
)
from sim.measures.words.form import INDEX, Entry, ReportPicture, ReportTable, Use, with_uses


def entry(name: str, **use: object) -> Entry:
    return Entry(name, "Label", "days", "lower", "Meaning.", use=Use(**use))  # type: ignore[arg-type]


def test_every_measure_that_a_list_names_is_one_measure_of_the_catalogue() -> None:
    named = {
        *headlines(),
        *equity_outcomes(),
        *sweep_outcomes(),
        *flow_outcomes(),
        *plain_words(),
        *(name for names in report_tables().values() for name in names),
        *(name for picture in ReportPicture for name in pictured(picture)),
    }

    for name in named:
        assert "{" not in name
        assert describe(name).label


def test_an_entry_that_stands_for_many_says_which_one_is_meant() -> None:
    for each in BUILT_IN.entries:
        if each.use != Use():
            assert ("{" in each.name) == bool(each.use.only), each.name
        if each.use.only:
            assert describe(each.use.only).family == describe(each.name).family


def test_smaller_numbers_come_first_and_equal_ones_keep_the_order_of_the_catalogue() -> None:
    entries = [entry("a", equity=2), entry("b"), entry("c", equity=1), entry("d", equity=2)]

    assert equity_outcomes(entries) == ("c", "a", "d")
    assert sweep_outcomes([each._replace(use=Use()) for each in entries]) == ()


def test_the_outcomes_of_a_sweep_keep_their_order_because_it_decides_the_digest() -> None:
    assert sweep_outcomes() == (
        "unmet_need_days",
        "contact_gaps.60_days",
        "wait_to_start.mean",
        "list_length",
        "worker_changes",
        "crisis_episodes",
    )


def test_a_sweep_without_needs_looks_at_gaps_in_care_waits_lists_and_workers() -> None:
    assert flow_outcomes() == (
        "gaps_in_care.60_days",
        "wait_to_start.mean",
        "list_length",
        "worker_changes",
    )


def test_tables_come_in_the_order_of_the_report_and_empty_ones_are_left_out() -> None:
    entries = [
        entry("a", table=ReportTable.CRISIS),
        entry("b.{days}_days", only="b.9_days", table=ReportTable.PEOPLE),
        entry("c", table=ReportTable.PEOPLE),
    ]

    assert list(report_tables(entries).items()) == [
        ("People", ("b.9_days", "c")),
        ("Crisis", ("a",)),
    ]
    built_in = [table.value for table in ReportTable if table is not ReportTable.OWN]
    assert list(report_tables()) == built_in


def test_plain_words_have_the_unit_of_the_entry_unless_they_name_another() -> None:
    entries = [entry("a", plain="days"), entry("b", plain="shares", plain_unit="share"), entry("c")]

    assert plain_words(entries) == {"a": ("days", "days"), "b": ("shares", "share")}


def test_the_words_above_the_picture_of_relationships_are_true_of_its_panels() -> None:
    """The report says: four views, of which the first two run from 0 to 1."""
    units = [describe(name).unit for name in pictured(ReportPicture.SAME_WORKER)]

    assert len(units) == 4
    assert [unit == INDEX for unit in units] == [True, True, False, False]


def test_a_use_for_a_name_that_no_entry_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="no entry of this name: b"):
        with_uses([entry("a")], {"b": Use(headline=True)})
