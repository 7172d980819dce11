"""Clauses become sentences that a planner would write."""

from __future__ import annotations

from sim.measures.uses import sentence_ways
from sim.measures.words.form import Clause
from sim.report.clauses import after, contrasted, together, told
from sim.report.plain import plainly

GAPS = Clause("People", "had", "fewer gaps of over 60 days")
CHANGES = Clause("People", "had", "fewer changes of worker")
WAITED = Clause("People", "waited", "longer to start")
LISTS = Clause("Fewer people", "were", "on waiting lists")


def test_clauses_with_one_subject_and_verb_share_them() -> None:
    assert together([GAPS, CHANGES]) == [
        "People had fewer gaps of over 60 days and fewer changes of worker"
    ]
    assert together([GAPS, CHANGES, WAITED]) == [
        "People had fewer gaps of over 60 days and fewer changes of worker, and waited longer to "
        "start"
    ]
    assert together([GAPS, LISTS]) == [
        "People had fewer gaps of over 60 days",
        "Fewer people were on waiting lists",
    ]


def test_what_went_the_other_way_stands_after_but() -> None:
    assert contrasted([GAPS], [WAITED]) == (
        "People had fewer gaps of over 60 days, but waited longer to start."
    )
    assert contrasted([LISTS], [WAITED]) == (
        "Fewer people were on waiting lists. But people waited longer to start."
    )


def test_what_is_not_named_is_counted() -> None:
    assert told([GAPS, CHANGES, WAITED, LISTS]).endswith("1 more of the main measures.")
    assert contrasted([GAPS, LISTS], [WAITED], most=1).endswith("The list below has 1 more.")


def test_an_adverbial_stands_before_a_sentence() -> None:
    assert after("Probably", told([LISTS])) == "Probably, fewer people were on waiting lists."


def test_a_measure_at_one_service_says_where_and_one_of_a_users_own_is_named_by_its_label() -> None:
    words = plainly("wait_to_start.team.mean", "Wait", "days", {"team": "Community team"})
    assert " ".join(words.ways.higher) == "People waited longer to start at Community team"
    own = plainly("calls", "Calls answered", "calls", {})
    assert " ".join(own.ways.lower) == "The figure “Calls answered” was lower"


def test_every_sentence_of_the_catalogue_tells_lower_from_higher() -> None:
    for measure, ways in sentence_ways().items():
        assert ways.lower != ways.higher, measure
        for clause in ways:
            assert clause.subject[0].isupper()
            assert not clause.rest.endswith(".")
