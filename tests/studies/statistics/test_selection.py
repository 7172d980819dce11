"""KN: the constants, who is dropped when, and the promised probability of choosing the best."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.laws import Floats
from sim.studies.statistics.estimates import Outcome, Setting, one_by_one
from sim.studies.statistics.selection import Candidate, Promise, Selection, eta, select
from tests.studies.statistics.synthetic import SHAPES, Counting, Shape, fewest

ALONE = Outcome(0)


def candidates(count: int) -> list[Candidate]:
    return [Candidate(f"arm {i}", i, ALONE) for i in range(count)]


def arms(seed: int, means: list[float], shared: float, shape: Shape = SHAPES["normal"]) -> Counting:
    """Arms of standard deviation 1 of which `shared` is the correlation between any two."""
    random = np.random.default_rng(seed)
    count = 2_400
    common = shape(random, count)
    own = [shape(random, count) for _ in means]
    values = [
        mean + math.sqrt(shared) * common + math.sqrt(1 - shared) * each
        for mean, each in zip(means, own, strict=True)
    ]

    def evaluate(setting: Setting, first: int, number: int) -> Floats:
        assert isinstance(setting, int)
        return values[setting][first - 1 : first - 1 + number].reshape(-1, 1, 1)

    return Counting(evaluate)


def chosen(seed: int, means: list[float], shared: float, promise: Promise) -> Selection:
    return select(arms(seed, means, shared), candidates(len(means)), "lower", promise)


def test_eta_is_that_of_the_paper_s_formula() -> None:
    # (2 * 0.05 / 4) ** (-2 / 9) = 0.025 ** (-0.2222) = exp(0.81975) = 2.26993
    assert eta(5, 0.95, 10) == pytest.approx((2.26993 - 1) / 2, rel=1e-5)


def test_an_arm_is_dropped_at_the_replication_that_the_formula_names() -> None:
    # Differences alternate 0 and 2 around 1: S2 = 1.0526 over 20; h2 = 2 * eta * 19.
    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        numbers = np.arange(first, first + count)
        values = np.where(numbers % 2 == 0, 2.0, 0.0) if setting else np.zeros(count)
        return values.reshape(-1, 1, 1)

    h2 = 2 * eta(2, 0.95, 20) * 19
    reach = h2 * (20 / 19) / 0.1
    first = next(r for r in range(20, 999) if 2 * (r // 2) > max(0, reach - 0.1 * r) / 2)
    found = select(one_by_one(evaluate), candidates(2), "lower", Promise(0.1))
    assert found.best == "arm 0"
    assert found.dropped[0].after == found.replications == first
    assert found.runs == 2 * first
    assert first > 20


def test_dropped_arms_are_not_run_again() -> None:
    asked = arms(1, [0, 0.2, 9], 0.0)
    found = select(asked, candidates(3), "lower", Promise(0.2, batch=5))
    assert found.dropped[0].name == "arm 2"
    assert found.dropped[0].after == 20
    assert all(request.setting != 2 for batch in asked.batches[1:] for request in batch)
    assert asked.runs <= found.runs + 3 * 5


@pytest.mark.parametrize("batch", [1, 13, 200])
def test_the_answer_does_not_depend_on_the_batch(batch: int) -> None:
    means, promise = [0.0, 0.3, 0.3], Promise(0.3)
    other = promise._replace(batch=batch)
    assert chosen(5, means, 0.5, other)._replace(promise=promise) == chosen(5, means, 0.5, promise)


def test_more_is_better_or_less_as_it_was_said() -> None:
    asked = arms(2, [0, 5], 0.0)
    assert select(asked, candidates(2), "higher", Promise(1)).best == "arm 1"
    assert select(asked, candidates(2), "lower", Promise(1)).best == "arm 0"


def test_a_clear_winner_leaves_nobody_as_good_and_a_narrow_one_does() -> None:
    assert chosen(3, [0, 9], 0.0, Promise(0.5)).as_good == ()
    assert chosen(3, [0, 0.01], 0.0, Promise(0.5)).as_good != ()


def test_common_random_numbers_save_replications() -> None:
    alone, paired = (
        sum(chosen(seed, [0, 0.2, 0.2], shared, Promise(0.2)).runs for seed in range(20))
        for shared in (0.0, 0.9)
    )
    assert paired < alone / 3


def test_the_ceiling_leaves_the_choice_open_and_names_who_is_left() -> None:
    found = chosen(4, [0, 0, 9], 0.0, Promise(0.01, ceiling=50))
    assert found.best is None
    assert set(found.left) == {"arm 0", "arm 1"}
    assert found.replications == 50


def test_arms_that_are_the_same_are_never_told_apart() -> None:
    found = chosen(4, [0, 0], 1.0, Promise(0.5, ceiling=60))
    assert (found.best, found.replications) == (None, 60)


def test_replications_without_a_value_are_left_out_for_all_and_counted() -> None:
    sound = arms(6, [0, 1], 0.0)

    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        values = sound.evaluate(setting, first, count).copy()
        numbers = np.arange(first, first + count)
        values[(numbers % 4 == 0) & (setting == 1)] = np.nan
        return values

    found = select(one_by_one(evaluate), candidates(2), "lower", Promise(0.5))
    assert found.best == "arm 0"
    assert found.left_out == found.replications // 4
    assert found.dropped[0].behind.used == found.replications - found.left_out


@pytest.mark.parametrize(
    ("count", "promise"),
    [
        (1, Promise(1)),
        (2, Promise(0)),
        (2, Promise(1, confidence=0.5)),
        (2, Promise(1, confidence=1)),
        (2, Promise(1, first=1)),
        (2, Promise(1, ceiling=10)),
    ],
)
def test_what_cannot_be_promised_is_refused(count: int, promise: Promise) -> None:
    with pytest.raises(ValueError, match=r"two|zone|matters|promised|replications"):
        select(arms(1, [0, 0], 0), candidates(count), "lower", promise)


def right(worlds: int, others: int, shared: float, shape: Shape) -> tuple[int, float]:
    """How often the best is chosen in the slippage configuration, and the mean cost in runs."""
    means = [-0.4] + [0.0] * others
    found = [
        select(arms(s, means, shared, shape), candidates(len(means)), "lower", Promise(0.4))
        for s in range(worlds)
    ]
    return sum(each.best == "arm 0" for each in found), sum(f.runs for f in found) / worlds


def test_the_best_of_four_is_chosen_as_often_as_promised() -> None:
    worlds = 300
    assert right(worlds, 3, 0.5, SHAPES["normal"])[0] >= fewest(worlds, 0.95)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("shared", [0.0, 0.5])
@pytest.mark.parametrize("others", [2, 7])
def test_the_best_is_chosen_as_often_as_promised_over_many_worlds(
    others: int, shared: float, name: str
) -> None:
    worlds = 2_000
    held, cost = right(worlds, others, shared, SHAPES[name])
    print(f"selection | {others + 1} arms | {shared} | {name} | {cost:.0f} | {held / worlds:.1%}")
    assert held >= fewest(worlds, 0.95)
