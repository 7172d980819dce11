"""People are linked from an ending to their next referral by dates, services and sources."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from sim.measures.recorded.tables import (
    NEVER,
    NOWHERE,
    OUTSIDE,
    UNKNOWN,
    Closed,
    Recorded,
    Source,
)
from sim.records.linking import ending, linked, varied
from sim.units import DAY
from tests.records.linked_tables import A_YEAR, ELSEWHERE, HERE, THERE, referral, tables
from tests.records.tables import recorded_tables


def leads(*rows: tuple[int, ...], died: float | None = None, days: int = 28) -> int:
    """Where the first referral leads."""
    return int(linked(tables(*rows, died=died), days).to[0])


def test_the_next_referral_elsewhere_within_28_days_is_the_one() -> None:
    assert leads(referral(HERE, 0, 50), referral(THERE, 50)) == 1
    assert leads(referral(HERE, 0, 50.9), referral(THERE, 78)) == 1
    assert leads(referral(HERE, 0, 50), referral(THERE, 79)) == NOWHERE


def test_a_referral_before_the_ending_overlaps() -> None:
    for received, overlaps in ((22, True), (49.9, True), (50, False), (60, False)):
        links = linked(tables(referral(HERE, 0, 50.5), referral(THERE, received)))
        assert (links.to[0], bool(links.overlap[0])) == (1, overlaps)
    assert leads(referral(HERE, 0, 50), referral(THERE, 21)) == NOWHERE


def test_only_a_referral_after_the_one_that_ended_was_received_is_next() -> None:
    before = referral(THERE, 9), referral(HERE, 10, 20)
    assert list(linked(tables(*before)).to) == [UNKNOWN, NOWHERE]
    at_once = referral(HERE, 10, 20), referral(THERE, 10)
    assert leads(*at_once) == NOWHERE


@pytest.mark.parametrize(
    "other",
    [
        referral(HERE, 60),
        referral(THERE, 60, person=1),
        referral(THERE, 60, source=Source.OUTSIDE),
    ],
    ids=["the same service", "another person", "from outside"],
)
def test_no_other_referral_is_next(other: tuple[int, ...]) -> None:
    assert leads(referral(HERE, 0, 50), other) == NOWHERE


def test_who_referred_may_be_unrecorded() -> None:
    assert leads(referral(HERE, 0, 50), referral(THERE, 60, source=Source.NOT_RECORDED)) == 1


def test_a_rejection_is_an_ending_and_a_rejected_referral_may_be_next() -> None:
    assert leads(referral(HERE, 0, rejected=5), referral(THERE, 6, rejected=7)) == 1
    assert leads(referral(HERE, 0, rejected=5, closed=20), referral(THERE, 33)) == 1
    assert leads(referral(HERE, 0, rejected=5, closed=20), referral(THERE, 34)) == NOWHERE


def test_the_nearest_is_next_then_the_earlier_then_the_one_further_up() -> None:
    here = referral(HERE, 0, 50)
    assert leads(here, referral(THERE, 45), referral(ELSEWHERE, 54)) == 2
    assert leads(here, referral(THERE, 46), referral(ELSEWHERE, 54)) == 1
    assert leads(here, referral(ELSEWHERE, 54.2), referral(THERE, 54.1)) == 1
    assert leads(here, referral(ELSEWHERE, 54), referral(THERE, 54)) == 1


def test_each_referral_is_used_once() -> None:
    rows = referral(HERE, 0, 50), referral(ELSEWHERE, 1, 52), referral(THERE, 53)
    assert list(linked(tables(*rows)).to) == [NOWHERE, 2, UNKNOWN]
    more = *rows, referral(THERE, 70)
    assert list(linked(tables(*more)).to) == [3, 2, UNKNOWN, UNKNOWN]


def test_without_a_next_referral_an_onward_one_leads_outside() -> None:
    assert leads(referral(HERE, 0, 50, onward=49)) == OUTSIDE
    assert leads(referral(HERE, 0, 50, Closed.REFERRED_ON)) == OUTSIDE
    assert leads(referral(HERE, 0, 50, Closed.REFERRED_ON), referral(THERE, 51)) == 1


def test_deaths_and_moves_are_not_asked_about() -> None:
    then = referral(THERE, 51)
    assert leads(referral(HERE, 0, 50, Closed.DIED), then) == UNKNOWN
    assert leads(referral(HERE, 0, 50, Closed.ASKED_OR_MOVED), then) == UNKNOWN
    assert leads(referral(HERE, 0, 50.2), died=50.5) == UNKNOWN
    assert leads(referral(HERE, 0, 50.2), died=51) == NOWHERE


def test_endings_whose_days_are_not_over_are_not_asked_about() -> None:
    assert leads(referral(HERE, 0)) == UNKNOWN
    last = A_YEAR - 29
    assert leads(referral(HERE, 0, last)) == NOWHERE
    assert leads(referral(HERE, 0, last + 1)) == UNKNOWN
    assert leads(referral(HERE, 0, last + 1), days=14) == NOWHERE


def test_what_other_days_change_is_counted() -> None:
    rows = referral(HERE, 0, 50), referral(THERE, 70, 100), referral(HERE, 150, 345)
    usual, fewer, more = varied(tables(*rows))
    assert (usual.days, usual.asked, usual.linked, usual.nowhere, usual.changed) == (28, 2, 1, 1, 0)
    assert (fewer.days, fewer.asked, fewer.linked, fewer.nowhere) == (14, 3, 0, 3)
    assert (fewer.compared, fewer.changed) == (2, 1)
    assert (more.days, more.linked, more.compared, more.changed) == (56, 2, 2, 1)


def slowly(recorded: Recorded, days: int) -> list[int]:
    """Link as the rule is written, looking at every pair."""
    rows = list(zip(*(column.tolist() for column in recorded.referrals), strict=True))
    ended = ending(recorded).tolist()
    pairs, to = [], []
    for row, (person, service, received, _, _, _, _, why, _, _, onward) in enumerate(rows):
        died = int(recorded.people.died[person])
        gone = why in (Closed.DIED, Closed.ASKED_OR_MOVED) or died // DAY <= ended[row] // DAY
        if ended[row] == NEVER or gone or ended[row] // DAY + days >= recorded.taken // DAY:
            to.append(UNKNOWN)
            continue
        to.append(OUTSIDE if onward != NEVER or why == Closed.REFERRED_ON else NOWHERE)
        for other, (them, where, at, *_, source, _) in enumerate(rows):
            gap = abs(at // DAY - ended[row] // DAY)
            fits = them == person and where != service and at > received and gap <= days
            if fits and source != Source.OUTSIDE:
                pairs.append((gap, other, ended[row], row))
    used: set[int] = set()
    for _, other, _, row in sorted(pairs):
        if to[row] < 0 and other not in used:
            to[row] = other
            used.add(other)
    return to


@settings(max_examples=60, deadline=None)
@given(recorded_tables(services=("here", "there", "ward")))
def test_all_at_once_is_the_same_as_one_by_one(recorded: Recorded) -> None:
    for days in (0, 14, 28, 56, 200):
        assert linked(recorded, days).to.tolist() == slowly(recorded, days)
