"""The cohort is chosen by codes, and people belong to it from the first match on."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.measures.recorded.tables import NEVER, Recorded
from sim.records.cohort import of_cohort, since
from sim.records.extract import Extract, SignKind, Signs
from sim.records.mapping.mapping import Cohort, Condition
from sim.units import DAY
from tests.records.linked_tables import HERE, THERE, referral, tables
from tests.records.tables import recorded_tables

CODES = ("14", "15", "F60.3", "F61", "A16", "F60")
OF_INTEREST = (
    Condition("reason", ("14",)),
    Condition("diagnosis", ("F60*",)),
    Condition("team_type", ("A16",)),
)
Sign = tuple[int, float | None, SignKind, str]


def extract(recorded: Recorded, *signs: Sign) -> Extract:
    """An extract with these signs: who, on which day, of which kind, and the code."""
    rows = [
        (person, NEVER if day is None else round(day * DAY), kind, CODES.index(code))
        for person, day, kind, code in signs
    ]
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return Extract(recorded, (), (), Signs(*columns), CODES, frozenset())


def days(signs: list[Sign], how: str = "any", *conditions: Condition) -> list[float | None]:
    """From which day on two people belong."""
    cohort = Cohort("all" if how == "all" else "any", conditions or OF_INTEREST)
    found = since(extract(tables(), *signs), cohort)
    return [None if at == NEVER else at / DAY for at in found.tolist()]


@pytest.mark.parametrize(
    ("kind", "code", "found"),
    [
        (SignKind.REASON, "14", True),
        (SignKind.REASON, "15", False),
        (SignKind.DIAGNOSIS, "F60.3", True),
        (SignKind.DIAGNOSIS, "F60", True),
        (SignKind.DIAGNOSIS, "F61", False),
        (SignKind.TEAM_TYPE, "A16", True),
        (SignKind.DIAGNOSIS, "14", False),  # a code of another kind
    ],
)
def test_a_sign_counts_if_it_is_of_the_kind_and_fits(
    kind: SignKind, code: str, found: bool
) -> None:
    assert days([(0, 3, kind, code)]) == [3 if found else None, None]


def test_a_person_belongs_from_the_first_match_of_any_condition() -> None:
    reasons: list[Sign] = [(0, at, SignKind.REASON, "14") for at in (50, 20)]
    signs = [*reasons, (0, 10, SignKind.DIAGNOSIS, "F60"), (1, 5, SignKind.TEAM_TYPE, "A16")]
    assert days(signs) == [10, 5]


def test_a_person_belongs_when_all_conditions_have_matched() -> None:
    reasons: list[Sign] = [(0, at, SignKind.REASON, "14") for at in (50, 20)]
    signs = [*reasons, (0, 10, SignKind.DIAGNOSIS, "F60"), (1, 5, SignKind.REASON, "14")]
    assert days(signs, "all", *OF_INTEREST[:2]) == [20, None]


def test_a_sign_without_a_date_shows_nothing() -> None:
    assert days([(0, None, SignKind.DIAGNOSIS, "F60")]) == [None, None]


def test_what_was_over_before_a_person_belonged_is_left_out() -> None:
    over, open_then, later = referral(HERE, 0, 50), referral(THERE, 10, 90), referral(HERE, 80, 95)
    recorded = tables(over, open_then, later)
    signs: list[Sign] = [(0, 60, SignKind.REASON, "14"), (1, 366, SignKind.REASON, "14")]
    found = of_cohort(extract(recorded, *signs), Cohort("any", OF_INTEREST))
    assert (found.recorded.referrals.received / DAY).tolist() == [10, 80]
    assert found.recorded.people.died.size == 1  # the other one matches after the window
    assert found.signs.at.tolist() == [60 * DAY]


@settings(max_examples=30, deadline=None)
@given(recorded_tables(), st.randoms(use_true_random=False))
def test_members_keep_their_rows_and_others_have_none(recorded: Recorded, chance: Random) -> None:
    members = [person for person in range(recorded.people.died.size) if chance.random() < 0.5]
    signs: list[Sign] = [(person, -1000, SignKind.REASON, "14") for person in members]
    kept = of_cohort(extract(recorded, *signs), Cohort("any", OF_INTEREST)).recorded
    assert kept.people.died.tolist() == recorded.people.died[members].tolist()
    who = np.array(members, np.int64)
    for before, after in (
        (recorded.referrals, kept.referrals),
        (recorded.stays, kept.stays),
        (recorded.contacts, kept.contacts),
    ):
        mine = np.isin(before.person, members)
        assert who[after.person].tolist() == before.person[mine].tolist()
    mine = np.isin(recorded.contacts.person, members)
    for column in ("at", "outcome", "worker"):
        before_ = getattr(recorded.contacts, column)[mine].tolist()
        assert getattr(kept.contacts, column).tolist() == before_
    of_theirs = kept.referrals.received[kept.contacts.referral].tolist()
    assert of_theirs == recorded.referrals.received[recorded.contacts.referral[mine]].tolist()
