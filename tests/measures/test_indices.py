"""Continuity indices: published worked examples, and the laws they must obey."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.measures.indices import Indices, Sequences, indices, sequences

letters = st.text("ABCDE", min_size=2, max_size=30)


def of(contacts: str) -> Indices:
    return indices(counted(contacts))


def counted(contacts: str) -> Sequences:
    providers = np.array([ord(letter) for letter in contacts], np.int64)
    return sequences(np.zeros(providers.size, np.int64), providers)


@pytest.mark.parametrize(
    ("contacts", "upc", "coc", "secon", "mmci", "mci", "hhi", "k"),
    [
        ("AAAAAA", 1, 1, 1, 1, 0.8361, 1, 1),
        ("ABCDEF", 0.1667, 0, 0, 0.0196, 0.0164, 0.1667, 0),
        ("AAABBC", 0.5, 0.2667, 0.6, 0.6078, 0.5082, 0.3889, 0.6),
        ("AABACAADAABA", 0.6667, 0.4394, 0.2727, 0.7297, 0.6694, 0.4861, 0.7273),
        ("AAAAAAAABBBB", 0.6667, 0.5152, 0.9091, 0.9099, 0.8347, 0.5556, 0.9091),
        ("ABABABABABAB", 0.5, 0.4545, 0, 0.9099, 0.8347, 0.5, 0.9091),
        ("AB", 0.5, 0, 0, 0.0909, 0.0476, 0.5, 0),
    ],
)
def test_indices_match_the_worked_examples(
    contacts: str,
    upc: float,
    coc: float,
    secon: float,
    mmci: float,
    mci: float,
    hhi: float,
    k: float,
) -> None:
    found = [float(index[0]) for index in of(contacts)]

    assert found == pytest.approx([upc, coc, secon, mmci, mci, hhi, k], abs=5e-5)


def test_one_contact_leaves_every_index_undefined_and_not_zero() -> None:
    assert all(np.isnan(index[0]) for index in of("A"))


def test_no_contacts_at_all_give_no_people() -> None:
    nobody = np.zeros(0, np.int64)

    assert sequences(nobody, nobody).person.size == 0


@given(contacts=letters)
def test_coc_follows_from_hhi(contacts: str) -> None:
    found, n = of(contacts), len(contacts)

    assert found.coc[0] == pytest.approx((n * found.hhi[0] - 1) / (n - 1), abs=1e-12)


@given(contacts=letters)
def test_hhi_lies_between_upc_squared_and_upc(contacts: str) -> None:
    found = of(contacts)

    assert found.upc[0] ** 2 - 1e-12 <= found.hhi[0] <= found.upc[0] + 1e-12


@given(contacts=letters)
def test_changes_of_provider_are_what_secon_leaves_and_at_least_one_less_than_providers(
    contacts: str,
) -> None:
    changes = sum(a != b for a, b in pairwise(contacts))

    assert (1 - of(contacts).secon[0]) * (len(contacts) - 1) == pytest.approx(changes)
    assert changes >= len(set(contacts)) - 1


@given(contacts=letters, mixing=st.randoms(use_true_random=False))
def test_reordering_changes_no_index_but_secon(contacts: str, mixing: Random) -> None:
    mixed = list(contacts)
    mixing.shuffle(mixed)

    before, after = of(contacts), of("".join(mixed))

    for name in ("upc", "coc", "mmci", "mci", "hhi", "k"):
        assert getattr(before, name)[0] == getattr(after, name)[0]


def test_reordering_can_change_secon() -> None:
    assert of("AAABBB").secon[0] == pytest.approx(0.8)
    assert of("ABABAB").secon[0] == 0


def test_mmci_cannot_tell_one_handoff_from_going_back_and_forth() -> None:
    assert of("AAAAAAAABBBB").mmci[0] == of("ABABABABABAB").mmci[0]


@given(contacts=letters, mixing=st.randoms(use_true_random=False))
def test_mmci_depends_only_on_numbers_of_contacts_and_providers(
    contacts: str, mixing: Random
) -> None:
    providers = sorted(set(contacts))
    others = [mixing.choice(providers) for _ in range(len(contacts) - len(providers))]
    mixed = "".join(providers + others)

    assert of(mixed).mmci[0] == of(contacts).mmci[0]


@given(people=st.lists(letters, min_size=1, max_size=5), mixing=st.randoms(use_true_random=False))
def test_people_whose_contacts_are_mixed_in_time_do_not_disturb_each_other(
    people: list[str], mixing: Random
) -> None:
    order = [person for person, contacts in enumerate(people) for _ in contacts]
    mixing.shuffle(order)
    left = [iter(contacts) for contacts in people]
    providers = [ord(next(left[person])) for person in order]

    together = indices(sequences(np.array(order, np.int64), np.array(providers, np.int64)))

    for person, contacts in enumerate(people):
        alone = of(contacts)
        assert [index[person] for index in together] == [index[0] for index in alone]
