"""The cohort is chosen by codes, and people belong to it from the first match on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.measures.recorded.tables import NEVER, Recorded
from sim.records.cohort import Signs, fitting, only, since
from tests.records.tables import recorded_tables


def signs(*rows: tuple[int, int]) -> Signs:
    """The matches of one criterion: who, when."""
    person, at = np.array(rows, np.int64).reshape(-1, 2).T
    return Signs(person, at)


@pytest.mark.parametrize(
    ("code", "wanted", "found"),
    [
        ("F60.3", ["F60*"], True),
        ("f603", ["F60.*"], True),
        ("F60", ["F60*"], True),
        ("F61", ["F60*"], False),
        ("F603", ["F60"], False),
        ("14", ["14"], True),
        (" a16 ", ["A02", "A16"], True),
        ("15", ["14"], False),
        ("", ["*"], False),
        (None, ["*"], False),
    ],
)
def test_a_code_fits_as_it_is_written_or_up_to_a_star(
    code: str | None, wanted: list[str], found: bool
) -> None:
    assert fitting([code], wanted).tolist() == [found]


def test_a_person_belongs_from_the_first_match_of_any_criterion() -> None:
    criteria = [signs((0, 50), (0, 20), (1, 5)), signs((0, 10))]
    assert since(criteria, 3, every=False).tolist() == [10, 5, NEVER]


def test_a_person_belongs_when_all_criteria_have_matched() -> None:
    criteria = [signs((0, 50), (0, 20), (1, 5)), signs((0, 10))]
    assert since(criteria, 3, every=True).tolist() == [20, NEVER, NEVER]


@settings(max_examples=30, deadline=None)
@given(recorded_tables(), st.randoms(use_true_random=False))
def test_the_tables_of_members_hold_their_rows_and_no_others(recorded: Recorded, chance) -> None:
    members = np.array([chance.random() < 0.5 for _ in recorded.people.died], bool)
    kept = only(recorded, members)
    who = np.flatnonzero(members)
    assert kept.people.died.tolist() == recorded.people.died[members].tolist()
    for name in ("referrals", "stays", "contacts"):
        before, after = getattr(recorded, name), getattr(kept, name)
        mine = members[before.person]
        assert who[after.person].tolist() == before.person[mine].tolist()
    for column in ("at", "outcome", "worker"):
        mine = members[recorded.contacts.person]
        before = getattr(recorded.contacts, column)[mine].tolist()
        assert getattr(kept.contacts, column).tolist() == before
    of_their_referral = kept.referrals.received[kept.contacts.referral]
    mine = members[recorded.contacts.person]
    before = recorded.referrals.received[recorded.contacts.referral[mine]]
    assert of_their_referral.tolist() == before.tolist()
