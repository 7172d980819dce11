"""Ending rules: what is counted, and what the table of endings says of them."""

from __future__ import annotations

import math
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
    settled_share_now,
    settling_time,
)
from sim.units import FOREVER


def service(**given: float) -> SimpleNamespace:
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
    by_a_rule = ending in RULES or ending is Ending.OWN_RULE
    assert is_agreed(int(ending)) == (by_a_rule and not own)


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

    count_from_before(service(max_contacts=limit), counts, 0, 0.75, 0.0, 0)

    assert counts.attended == attended


DAY = 1_440
MOSTLY = {"settled_level": 1, "settled_share": 0.6, "settled_over": 10 * DAY}


def test_the_share_of_settled_time_is_what_pencil_and_paper_give() -> None:
    """Settled for 5 days, unsettled for 2, settled again: the weights of time by e^(-t/10 days)."""
    here, counts = service(**MOSTLY), Counts()
    settling_time(here, counts, 1, 0)
    for level, day in ((0, 3), (2, 5), (3, 6), (1, 7)):
        settling_time(here, counts, level, day * DAY)

    after_5 = 1 - math.exp(-0.5)
    after_7 = after_5 * math.exp(-0.2)
    assert counts.settled_share == pytest.approx(after_7)
    assert counts.settled_since == 7 * DAY
    # 0.6 = 1 + (after_7 - 1) e^(-x/10): x = 10 ln((1 - after_7) / 0.4) days.
    reached = 7 * DAY + 10 * DAY * math.log((1 - after_7) / 0.4)
    assert ending_when_attended(here, counts, math.floor(reached)) == NO_ENDING
    assert ending_when_attended(here, counts, math.ceil(reached)) == Ending.MOSTLY_SETTLED


def test_at_a_contact_the_share_is_read_and_not_stored() -> None:
    here, counts = service(**MOSTLY), Counts()
    settling_time(here, counts, 1, 0)
    stored = asdict(counts)

    ending_when_attended(here, counts, 3 * DAY)

    assert asdict(counts) == {**stored, "attended": 1}
    assert settled_share_now(counts, 3 * DAY) == pytest.approx(1 - math.exp(-0.3))


def test_a_contact_while_not_settled_ends_nothing_whatever_the_share() -> None:
    here, counts = service(**MOSTLY), Counts()
    settling_time(here, counts, 0, 0)
    settling_time(here, counts, 2, 1_000 * DAY)

    assert settled_share_now(counts, 1_000 * DAY) == pytest.approx(1)
    assert ending_when_attended(here, counts, 1_000 * DAY) == NO_ENDING


def test_a_share_that_is_just_reached_is_reached() -> None:
    here, counts = service(**MOSTLY), Counts()
    settling_time(here, counts, 1, 0)
    now = 4 * DAY
    here.settled_share = counts.share_wanted = settled_share_now(counts, now)

    assert ending_when_attended(here, counts, now - 1) == NO_ENDING
    assert ending_when_attended(here, counts, now) == Ending.MOSTLY_SETTLED


@pytest.mark.parametrize(("level", "share"), [(1, 0.45), (2, 0.0)])
def test_who_is_settled_at_minute_0_begins_with_a_part_of_the_share(
    level: int, share: float
) -> None:
    here, counts = service(**MOSTLY), Counts()

    count_from_before(here, counts, level, 0.9, 0.75, 0)
    settling_time(here, counts, level, 0)  # as the spell starts

    assert counts.settled_share == pytest.approx(share)


@pytest.mark.parametrize("new", [{"settled_level": 0}, {"settled_share": 0.5}, {"settled_over": 9}])
def test_a_rule_that_is_new_to_a_spell_begins_at_0(new: dict[str, float]) -> None:
    before, counts = service(**MOSTLY), Counts()
    settling_time(before, counts, 0, 0)

    settling_time(before, counts, 0, 50)
    assert counts.settled_since == 0
    settling_time(service(**MOSTLY | new), counts, 0, 50)

    assert (counts.settled_share, counts.settled_since) == (0.0, 50)


def test_the_share_needs_no_clock() -> None:
    assert settling_time(service(**MOSTLY), Counts(), 0, 0) == FOREVER
    assert settling_time(service(**MOSTLY, settled_for=7), Counts(), 0, 0) == 7
