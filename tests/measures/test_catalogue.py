"""The catalogue says every measure in words, and knows which names are measures."""

from itertools import chain

import pytest

from sim.events import Window
from sim.measures.catalogue import (
    BUILT_IN,
    FAMILIES,
    MEASURES,
    Catalogue,
    describe,
    is_measure,
    label,
)
from sim.measures.uses import report_tables
from sim.measures.words.form import Entry, ReportTable, Use
from tests.measures.worlds import Place, world


def test_the_catalogue_says_services_and_needs_by_their_labels() -> None:
    resolved = world((Place("gp"),), window=Window(0, 100))

    assert label("list_length.gp") == "People on the waiting list, gp"
    assert label("list_length.gp", resolved.names) == "People on the waiting list, GP"
    assert "Distress" in label("unmet_need_days.need.distress.waiting_list", resolved.names)


def test_equity_takes_its_words_and_unit_from_the_outcome() -> None:
    words = describe("equity.unmet_need_days.difference")

    assert words.label == "Difference between groups: days in need without help"
    assert words.unit == "days per person-year"
    assert words.direction == "lower"


@pytest.mark.parametrize(
    "name", ["nonsense", "contact_gaps.many_days", "list_length.a.b", "equity.nonsense.ratio"]
)
def test_a_name_that_no_measure_has_is_an_error(name: str) -> None:
    with pytest.raises(KeyError, match="no entry in sim/measures/words has this name"):
        describe(name)


def test_every_entry_is_a_sentence_with_a_label_and_no_name_comes_twice() -> None:
    assert len(MEASURES) == sum(len(entries) for entries in FAMILIES.values())
    for name, words in MEASURES.items():
        assert words.label[:1].isupper() or words.label.startswith("{"), name
        assert words.definition.endswith("."), name
        assert len(words.definition) < 170, name


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("unmet_need_days", True),
        ("unmet_need_days.need.distress", True),
        ("unmet_need_days.need.sleep", False),
        ("wait_to_start.median", True),
        ("wait_to_start.gp.median", True),
        ("wait_to_start.chat.median", False),
        ("wait_to_start.{service}.median", False),
        ("equity.upc.person.ratio", True),
        ("equity.wait_to_start.chat.median.ratio", False),
        ("contact_gaps.45_days", True),
        ("contact_gaps.many_days", False),
        ("wait_to_start", False),
        ("", False),
    ],
)
def test_a_measure_of_a_service_or_need_exists_where_the_scenario_has_it(
    name: str, known: bool
) -> None:
    names = world((Place("gp"),), window=Window(0, 100)).names

    assert is_measure(name, names) is known


def test_a_catalogue_with_a_family_more_knows_it_beside_the_others() -> None:
    entry = Entry("smiles", "Smiles", "per person-year", "higher", "Smiles seen.")
    entry = entry._replace(use=Use(table=ReportTable.PEOPLE))
    names = world((Place("gp"),), window=Window(0, 100)).names

    more = Catalogue({**FAMILIES, "yours": (entry,)})

    assert more.describe("smiles").family == "yours"
    assert more.is_measure("smiles", names)
    assert more.is_measure("equity.smiles.ratio", names)
    assert more.label("equity.smiles.difference") == "Difference between groups: smiles"
    assert "smiles" in more.whole_names
    assert report_tables(more.entries)["People"] == (*report_tables()["People"], "smiles")
    assert not is_measure("smiles", names)


def test_the_catalogue_holds_every_entry_of_the_families_in_their_order() -> None:
    assert BUILT_IN.entries == tuple(chain.from_iterable(FAMILIES.values()))
