"""Ending rules: what is counted, and what the table of endings says of them."""

from __future__ import annotations

from dataclasses import asdict, fields
from types import SimpleNamespace

import pytest

from sim.columns import columns_of
from sim.endings import RULES, Ending
from sim.events import Reason
from sim.resolved import MISSING, Services
from sim.rules import ending as rules
from sim.rules.ending import (
    NO_ENDING,
    REACH_OUT,
    Counts,
    count_anew,
    count_from_before,
    ending_when_attended,
    ending_when_missed,
    is_agreed,
    reason_after,
)


def service(**given: int) -> SimpleNamespace:
    """What ending rules read of a service: no rule but the given ones."""
    unset = {name: column.unset for name, (_, column) in columns_of(Services).items()}
    return SimpleNamespace(**{**unset, "outreach": 0, **given})


def test_everything_that_is_counted_is_set_back() -> None:
    counts = Counts(**{field.name: 7 for field in fields(Counts)})

    count_anew(counts)

    assert asdict(counts) == asdict(Counts())


def test_every_ending_that_a_rule_brings_has_its_rule_in_the_table() -> None:
    brought = {Ending[name] for name in vars(rules) if name in Ending.__members__}

    assert brought
    assert brought <= RULES.keys()


def test_every_rule_is_read_from_a_column_with_a_key_of_ends() -> None:
    columns = columns_of(Services)

    assert all(columns[rule.column][1].key.startswith("ends.") for rule in RULES.values())


@pytest.mark.parametrize("ending", Ending)
def test_only_missed_contacts_have_a_route_of_their_own_and_are_never_agreed(
    ending: Ending,
) -> None:
    own = ending is Ending.MISSED_CONTACTS

    assert reason_after(int(ending), True) == (
        Reason.MISSED_CONTACTS if own else Reason.FINISHED_IN_NEED
    )
    assert reason_after(int(ending), False) == (
        Reason.MISSED_CONTACTS if own else Reason.FINISHED_SETTLED
    )
    assert is_agreed(int(ending)) == (ending in RULES and not own)


def test_an_attended_contact_counts_and_breaks_the_row_of_missed_ones() -> None:
    here, counts = service(max_contacts=3, max_missed=2), Counts()

    said = [
        ending_when_missed(here, counts, 0),
        ending_when_attended(here, counts, 1),
        ending_when_missed(here, counts, 2),
        ending_when_attended(here, counts, 3),
        ending_when_attended(here, counts, 4),
    ]

    assert said == [*[NO_ENDING] * 4, Ending.CONTACTS_DONE]


def test_with_outreach_too_many_missed_contacts_end_nothing_and_are_counted_anew() -> None:
    here, counts = service(max_missed=2, outreach=1), Counts()

    said = [ending_when_missed(here, counts, minute) for minute in range(4)]

    assert said == [NO_ENDING, REACH_OUT, NO_ENDING, REACH_OUT]


@pytest.mark.parametrize(("limit", "attended"), [(MISSING, 0), (1, 0), (10, 7)])
def test_who_is_there_at_minute_0_has_used_up_a_share_of_the_contacts(
    limit: int, attended: int
) -> None:
    counts = Counts()

    count_from_before(service(max_contacts=limit), counts, 0, 0.75, 0)

    assert counts.attended == attended
