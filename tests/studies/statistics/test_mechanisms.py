"""Which mechanism does the work: games with known shares, exact sums, and how often it is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import chain, combinations, permutations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.laws import Floats
from sim.studies.statistics.estimates import Outcome, Setting, one_by_one
from sim.studies.statistics.mechanisms import How, Mechanisms, explain
from sim.studies.statistics.subsets import along, every, fraction, order
from tests.studies.statistics.synthetic import (
    SHAPES,
    Counting,
    Shape,
    fewest,
    one_measure,
)

ALONE = [Outcome(0)]
NONE: frozenset[str] = frozenset()
Game = Callable[[frozenset[str]], float]


def named(count: int) -> frozenset[str]:
    return frozenset(f"m{i:02d}" for i in range(count))


def subsets(names: Iterable[str], most: int) -> list[frozenset[str]]:
    all_names = sorted(names)
    sizes = range(1, most + 1)
    return [frozenset(s) for s in chain.from_iterable(combinations(all_names, n) for n in sizes)]


class Dividends:
    """A game as a sum of what sets of mechanisms add together; Harsanyi's form of any game.

    The Shapley value of a member is its equal part of every set that it belongs to.
    """

    def __init__(self, random: np.random.Generator, names: frozenset[str], most: int) -> None:
        self.gains = {s: float(random.normal() * 3 / len(s)) for s in subsets(names, most)}

    def __call__(self, on: frozenset[str]) -> float:
        return sum(gain for each, gain in self.gains.items() if each <= on)

    def share(self, name: str) -> float:
        return sum(gain / len(each) for each, gain in self.gains.items() if name in each)


def noisy(game: Game, seed: int, shape: Shape, shared: float = 0.5) -> Counting:
    """A game with noise in every run, part of it the same in all settings of a replication."""
    drawn: dict[frozenset[str], Floats] = {}
    random = np.random.default_rng(seed)
    common = 20 * shape(random, 400)

    def value(setting: Setting, replication: int) -> float:
        assert isinstance(setting, frozenset)
        if setting not in drawn:
            drawn[setting] = shape(
                np.random.default_rng([seed, *map(ord, ",".join(sorted(setting)))]), 400
            )
        own = drawn[setting][replication - 1] + shared * common[replication - 1]
        return game(setting) + float(own)

    return Counting(one_measure(value))


def exact(game: Game, count: int, how: How | None = None) -> Mechanisms:
    def value(setting: Setting, replication: int) -> float:
        assert isinstance(setting, frozenset)
        return game(setting) + 0 * replication

    return explain(one_by_one(one_measure(value)), NONE, named(count), ALONE, 4, how)


def test_the_glove_game_gives_the_shares_of_the_textbook() -> None:
    # One left glove and two right ones; a pair is worth 1: shares 2/3, 1/6, 1/6.
    found = exact(lambda on: float("m00" in on and len(on) >= 2), 3)
    shares = [effect.estimate.mean for effect in found.outcomes[0].shares]
    assert shares == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5))
def test_shares_are_the_mean_over_all_orders(seed: int, count: int) -> None:
    game = Dividends(np.random.default_rng(seed), named(count), count)
    found = exact(game, count).outcomes[0]
    names = sorted(named(count))
    for effect in found.shares:
        (name,) = effect.changes
        gains = []
        for way in permutations(names):
            before = frozenset(way[: way.index(name)])
            gains.append(game(before | {name}) - game(before))
        assert effect.estimate.mean == pytest.approx(np.mean(gains), abs=1e-9)
        assert effect.estimate.mean == pytest.approx(game.share(name), abs=1e-9)


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 6),
    how=st.sampled_from([How.EVERY, How.ORDERS]),
)
def test_shares_add_up_to_the_whole_difference(seed: int, count: int, how: How) -> None:
    game = Dividends(np.random.default_rng(seed), named(count), 3)
    asked = noisy(game, seed, SHAPES["normal"])
    found = explain(asked, NONE, named(count), ALONE, 3, how).outcomes[0]
    total = math.fsum(effect.estimate.mean for effect in found.shares)
    assert total == pytest.approx(found.whole.mean, abs=1e-9)


@pytest.mark.parametrize("how", [How.EVERY, How.ORDERS])
def test_a_mechanism_that_does_nothing_gets_exactly_nothing(how: How) -> None:
    noise = noisy(Dividends(np.random.default_rng(1), named(5) - {"m02"}, 5), 1, SHAPES["t5"])

    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        assert isinstance(setting, frozenset)
        return noise.evaluate(setting - {"m02"}, first, count)

    found = explain(one_by_one(evaluate), NONE, named(5), ALONE, 20, how).outcomes[0]
    idle = found.shares[2]
    assert idle.changes == ("m02",)
    assert (idle.estimate.low, idle.estimate.mean, idle.estimate.high) == (0, 0, 0)
    assert all(effect.estimate.mean != 0 for effect in found.shares if effect is not idle)
    assert all(e.estimate.mean == 0 for e in (*found.main, *found.pairs) if "m02" in e.changes)


def test_main_effects_and_pairs_agree_with_pencil_and_paper() -> None:
    # 5 for the first, 2 for the second, 4 more for both: main 5 + 2 and 2 + 2, pair 4.
    found = exact(lambda on: 5.0 * ("m00" in on) + 2 * ("m01" in on) + 4 * (len(on) == 2), 2)
    means = {
        e.changes: e.estimate.mean for e in (*found.outcomes[0].main, *found.outcomes[0].pairs)
    }
    assert means == {("m00",): 7, ("m01",): 4, ("m00", "m01"): 4}
    assert found.outcomes[0].whole.mean == 11
    assert found.runs == 16


@pytest.mark.parametrize("count", range(5, 12))
def test_a_fraction_gives_main_effects_and_pairs_as_the_whole_does(count: int) -> None:
    game = Dividends(np.random.default_rng(count), named(count), 2)
    found = exact(game, count, How.FRACTION).outcomes[0]
    for effect in found.main:
        assert effect.estimate.mean == pytest.approx(game.share(effect.changes[0]), abs=1e-9)
    for effect in found.pairs:
        expected = game.gains[frozenset(effect.changes)]
        assert effect.estimate.mean == pytest.approx(expected, abs=1e-9)
    assert found.remainder is not None
    assert found.remainder.mean == pytest.approx(0, abs=1e-9)
    assert not found.shares


def test_three_that_act_together_show_as_what_a_fraction_leaves_unexplained() -> None:
    found = exact(lambda on: 8.0 * ({"m00", "m01", "m02"} <= on), 6, How.FRACTION).outcomes[0]
    assert found.remainder is not None
    assert abs(found.remainder.mean) > 1


@pytest.mark.parametrize("count", range(5, 12))
def test_no_pair_of_a_fraction_is_mixed_up_with_another(count: int) -> None:
    rows = fraction(count)
    signs = np.where(rows, 1, -1)
    columns = [signs[:, [i]] for i in range(count)]
    columns += [signs[:, [i]] * signs[:, [j]] for i, j in combinations(range(count), 2)]
    table = np.hstack([np.ones((len(rows), 1), int), *columns])
    assert np.array_equal(table.T @ table, len(rows) * np.eye(table.shape[1], dtype=int))
    assert len(rows) < 2**count


def test_an_arm_may_switch_some_on_and_others_off() -> None:
    asked = Counting(one_measure(lambda on, _: 3.0 * ("b" in on) - ("a" in on)))  # type: ignore[operator]
    found = explain(asked, frozenset("ac"), frozenset("bc"), ALONE, 2)
    assert found.changes == ("a", "b")
    assert [effect.estimate.mean for effect in found.outcomes[0].shares] == [1, 3]
    settings = {request.setting for batch in asked.batches for request in batch}
    assert settings == {frozenset("ac"), frozenset("c"), frozenset("abc"), frozenset("bc")}


def test_every_subset_is_asked_for_once_and_all_in_one_batch() -> None:
    asked = noisy(Dividends(np.random.default_rng(0), named(4), 2), 0, SHAPES["normal"])
    found = explain(asked, NONE, named(4), ALONE, 5)
    assert len(asked.batches) == 1
    assert asked.runs == found.runs == 16 * 5


@pytest.mark.parametrize(("count", "listed"), [(1, 2), (4, 16), (5, 0)])
def test_up_to_sixteen_combinations_are_given_with_their_outcomes(count: int, listed: int) -> None:
    game = Dividends(np.random.default_rng(count), named(count), count)
    evaluate = one_by_one(one_measure(lambda on, _: 7 + game(on)))  # type: ignore[arg-type]
    found = explain(evaluate, NONE, named(count), ALONE, 3, How.EVERY).outcomes[0]

    assert len(found.combinations) == listed
    assert len({each.changes for each in found.combinations}) == listed
    for each in found.combinations:
        assert each.outcome.mean == pytest.approx(7 + game(frozenset(each.changes)))
        assert each.difference.mean == pytest.approx(game(frozenset(each.changes)))
    sizes = [len(each.changes) for each in found.combinations]
    assert sizes == sorted(sizes)


def test_a_replication_without_a_value_is_left_out_of_every_combination() -> None:
    evaluate = one_by_one(
        one_measure(lambda on, r: math.nan if r == 2 and "m00" in on else float(r))  # type: ignore[operator]
    )
    found = explain(evaluate, NONE, named(2), ALONE, 3, How.EVERY).outcomes[0]

    assert [each.outcome.mean for each in found.combinations] == [2.0] * 4  # of 1 and 3
    assert {each.difference.left_out for each in found.combinations} == {1}


def test_orders_ask_for_two_runs_a_change_and_replication() -> None:
    asked = noisy(Dividends(np.random.default_rng(0), named(9), 2), 0, SHAPES["normal"])
    found = explain(asked, NONE, named(9), ALONE, 5)
    assert found.how is How.ORDERS
    assert asked.runs == found.runs == 2 * 9 * 5


@pytest.mark.parametrize("how", [How.EVERY, How.ORDERS])
def test_a_replication_without_a_value_in_some_subset_is_left_out_of_all(how: How) -> None:
    def value(setting: Setting, replication: int) -> float:
        assert isinstance(setting, frozenset)
        return math.nan if replication == 2 and not setting else len(setting) * replication

    found = explain(one_by_one(one_measure(value)), NONE, named(3), ALONE, 3, how).outcomes[0]
    for effect in found.shares:
        assert effect.estimate.mean == 2
        assert (effect.estimate.used, effect.estimate.left_out) == (2, 1)
    assert (found.whole.mean, found.whole.left_out) == (6, 1)


def test_orders_are_uniform_and_two_keep_theirs_whoever_else_is_there() -> None:
    names = ["a", "b", "c"]
    seen = [tuple(order(names, 0, r)) for r in range(6_000)]
    counts = [seen.count(each) for each in permutations(range(3))]
    # chi-square with 5 degrees of freedom stays below 27.9 but for 4 in 100,000
    assert sum((count - 1_000) ** 2 / 1_000 for count in counts) < 27.9
    for r in range(50):
        three, two = order(names, 3, r), order(["a", "c"], 3, r)
        assert [i for i in three if i != 1] == [2 * i for i in two]


def test_along_an_order_one_joins_at_a_time() -> None:
    assert along([1, 0]).tolist() == [[False, False], [False, True], [True, True]]
    assert every(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]


@pytest.mark.parametrize(
    ("arm", "replications", "how"),
    [(0, 5, None), (3, 1, None), (3, 5, How.FRACTION), (12, 5, How.FRACTION)],
)
def test_what_cannot_be_explained_is_refused(arm: int, replications: int, how: How | None) -> None:
    with pytest.raises(ValueError, match=r"sets of mechanisms|fractions"):
        explain(noisy(len, 0, SHAPES["normal"]), NONE, named(arm), ALONE, replications, how)


def coverage(worlds: int, count: int, replications: int, how: How, shape: Shape) -> float:
    """Share of intervals that hold the known share, over all mechanisms of all games."""
    held = 0
    for seed in range(worlds):
        game = Dividends(np.random.default_rng(seed), named(count), 3)
        asked = noisy(game, seed, shape)
        found = explain(asked, NONE, named(count), ALONE, replications, how, seed).outcomes[0]
        # One mechanism of each game, so that what is counted is independent.
        effect = found.shares[seed % count]
        held += effect.estimate.low <= game.share(effect.changes[0]) <= effect.estimate.high
    return held / worlds


@pytest.mark.parametrize("how", [How.EVERY, How.ORDERS])
def test_intervals_of_shares_hold_the_truth_as_often_as_is_said(how: How) -> None:
    worlds = 200
    held = coverage(worlds, 4, 15, how, SHAPES["normal"])
    assert held * worlds >= fewest(worlds, 0.94)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("how", "count"), [(How.EVERY, 5), (How.ORDERS, 5), (How.ORDERS, 10)])
def test_intervals_of_shares_hold_the_truth_over_many_games(
    how: How, count: int, name: str
) -> None:
    worlds = 1_000
    held = coverage(worlds, count, 30, how, SHAPES[name])
    print(f"mechanisms | {how.value} | {count} | {name} | {held:.1%}")
    assert held * worlds >= fewest(worlds, 0.94)
