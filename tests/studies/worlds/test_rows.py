"""Rows of shares in worlds: each adds up to 1, and each share rises with its own draw."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.studies.worlds.sampling import sample
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.studies.worlds.small import CLINIC, NOWHERE, ROUTES, TEAM, scenario

TOGETHER = {"team": 0.5, "clinic": 0.2, "nowhere": 0.3, "dirichlet": {"weight": 40}}


def row_in(world: dict[str, Any]) -> list[float]:
    """The three shares of the row; the one that `rest` names is what the others leave."""
    found = [world.get(path) for path in (TEAM, CLINIC, NOWHERE)]
    known = [each for each in found if each is not None]
    left = 1 - math.fsum(known)
    return [left if each is None else each for each in found]


def test_shares_that_move_together_have_the_means_and_the_spread_of_so_many_people() -> None:
    made = scenario({ROUTES: TOGETHER})
    rows = np.array(
        [row_in(w) for w in sample(uncertain_numbers(made, ["baseline"])[0], 512, 1).values]
    )
    means = np.array([0.5, 0.2, 0.3])
    assert rows.sum(axis=1) == pytest.approx(np.ones(512), abs=1e-12)
    # Sobol points: far closer than 512 random ones. The outer hundredths of each part are drawn in.
    assert rows.mean(axis=0) == pytest.approx(means, abs=0.002)
    deviations = np.sqrt(means * (1 - means) / 41)
    assert rows.std(axis=0) == pytest.approx(deviations, rel=0.05)
    between = np.corrcoef(rows.T)[0, 1]
    assert between == pytest.approx(-math.sqrt(0.5 * 0.2 / (0.5 * 0.8)), abs=0.05)


@pytest.mark.parametrize(
    "row",
    [
        TOGETHER,
        {"team": 0.5, "clinic": 0.2, "rest": "nowhere", "dirichlet": {"weight": 12}},
        {"team": {"value": 0.5, "low": 0.4, "high": 0.7}, "clinic": 0.2, "rest": "nowhere"},
        {"team": {"value": 0.5, "low": 0.4, "high": 0.7}, "clinic": 0.2, "nowhere": 0.3},
        {
            "team": {"value": 0.5, "low": 0.2, "high": 0.8},
            "clinic": {"value": 0.2, "low": 0.1, "high": 0.5},
            "nowhere": 0.3,
        },
    ],
)
def test_every_world_has_a_row_that_is_allowed(row: dict[str, Any]) -> None:
    made = scenario({ROUTES: row})
    drawn = sample(uncertain_numbers(made, ["baseline"])[0], 16, 3)
    rows = []
    for world in drawn.values:
        routes = made.replacing(world).services["gp"].routes["finished_in_need"]
        rows.append(tuple(each.value for each in routes.values()))
        assert math.fsum(rows[-1]) == pytest.approx(1, abs=1e-9)
        assert min(rows[-1]) >= 0
    assert len(set(rows)) == 16


@settings(max_examples=30, deadline=None)
@given(
    weight=st.floats(0.5, 500),
    shares=st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(
        lambda x: sum(map(bool, x)) > 1
    ),
    seed=st.integers(0, 10**6),
)
def test_a_row_that_moves_together_adds_up_whatever_its_shares_and_weight(
    weight: float, shares: list[int], seed: int
) -> None:
    written = [each / sum(shares) for each in shares]
    row = dict(zip(("team", "clinic", "nowhere"), written, strict=True))
    made = scenario({ROUTES: row | {"dirichlet": {"weight": weight}}})
    found, _ = uncertain_numbers(made, ["baseline"])
    for world in sample(found, 4, seed).values:
        got = [world.get(path, 0.0) for path in (TEAM, CLINIC, NOWHERE)]
        assert math.fsum(got) == pytest.approx(1, abs=1e-9)
        assert all((a > 0) <= (b > 0) for a, b in zip(got, written, strict=True))


@pytest.mark.parametrize("rest", [True, False])
def test_a_share_rises_with_its_own_draw_and_no_other_share_with_it(rest: bool) -> None:
    last = {"rest": "nowhere"} if rest else {"nowhere": 0.3}
    row = {"team": 0.5, "clinic": 0.2, **last, "dirichlet": {"weight": 20}}
    found, _ = uncertain_numbers(scenario({ROUTES: row}), ["baseline"])
    drawn = sample(found, 256, 5)
    at = [each.name for each in found].index(CLINIC)
    order = np.argsort(drawn.inputs.values[:, at])
    clinic = [drawn.values[world][CLINIC] for world in order]
    assert clinic == sorted(clinic)
    second = [each.name for each in found].index(TEAM)
    part = [w[TEAM] / (1 - w[CLINIC]) for w in drawn.values]
    by_draw = [part[world] for world in np.argsort(drawn.inputs.values[:, second])]
    assert np.diff(by_draw).min() > -1e-9


def test_others_change_in_proportion_where_no_share_takes_the_rest() -> None:
    row = {"team": {"value": 0.5, "low": 0.4, "high": 0.7}, "clinic": 0.2, "nowhere": 0.3}
    for world in sample(uncertain_numbers(scenario({ROUTES: row}), ["baseline"])[0], 8, 1).values:
        assert world[CLINIC] / world[NOWHERE] == pytest.approx(2 / 3)


def test_a_share_that_no_other_can_make_up_for_is_left_out_with_the_reason() -> None:
    full = {"team": {"value": 0.5, "low": 0.4, "high": 0.9}, "clinic": 0.2, "rest": "nowhere"}
    every = {
        key: {"value": share, "low": share - 0.1, "high": share + 0.1}
        for key, share in {"team": 0.5, "clinic": 0.2, "nowhere": 0.3}.items()
    }
    for row, words in ((full, "at its high end"), (every, "write `dirichlet`")):
        found, left_out = uncertain_numbers(scenario({ROUTES: row}), ["baseline"])
        assert not any(each.name.startswith(ROUTES) for each in found)
        assert {each.name for each in left_out} >= {TEAM}
        assert all(words in each.reason for each in left_out)


def test_shares_of_groups_move_together_where_each_says_so() -> None:
    law = {"dirichlet": {"weight": 30}}
    groups = {
        name: {"share": {"value": share, "uncertain": law}}
        for name, share in (("first", 0.6), ("second", 0.3), ("third", 0.1))
    }
    made = scenario({"people.groups": groups})
    found, left_out = uncertain_numbers(made, ["baseline"])
    assert len(found) == 3  # two shares, and the rate of arrivals
    assert not left_out
    for world in sample(found, 8, 1).values:
        shares = [world[f"people.groups.{name}.share"] for name in groups]
        assert math.fsum(shares) == pytest.approx(1, abs=1e-12)
        made.replacing(world)
