"""Sobol, Morris and one input at a time: known indices are found through the noise."""

from __future__ import annotations

import math
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest
from SALib.analyze import sobol as salib_sobol

from sim.laws import Floats
from sim.studies.statistics import sensitivity
from sim.studies.statistics.estimates import Outcome, Setting, one_by_one
from sim.studies.statistics.morris import enough_replications, morris
from sim.studies.statistics.sensitivity import (
    Input,
    MissingLibrary,
    one_at_a_time,
    problem_of,
    product,
)
from sim.studies.statistics.sobol import best_replications, share, sobol
from tests.studies.statistics.functions import KNOWN, Known, noisy
from tests.studies.statistics.synthetic import fewest

ALONE = [Outcome(0)]
ROW = 6  # runs of a row with 4 inputs and one replication


def by_salib(known: Known, rows: int) -> dict[str, Floats]:
    """What SALib finds without noise."""
    problem = problem_of(known.inputs)
    sampler = import_module("SALib.sample.sobol")
    points = sampler.sample(problem, rows, calc_second_order=False, seed=7)
    values = np.array([known.function(tuple(p)) for p in points])
    found: dict[str, Floats] = salib_sobol.analyze(problem, values, calc_second_order=False, seed=0)
    return found


@pytest.mark.parametrize("name", KNOWN)
def test_the_known_indices_are_those_that_salib_finds(name: str) -> None:
    theirs = by_salib(KNOWN[name], 2**12)
    assert theirs["S1"] == pytest.approx(KNOWN[name].first, abs=0.02)
    assert theirs["ST"] == pytest.approx(KNOWN[name].total, abs=0.02)


@pytest.mark.parametrize("name", KNOWN)
def test_without_noise_total_indices_are_those_of_salib(name: str) -> None:
    known = KNOWN[name]
    (found,) = sobol(noisy(known, 0, 0, common=True), known.inputs, ALONE, 512 * ROW * 2, 7, 2)
    theirs = by_salib(known, 512)
    assert [i.total.mean for i in found.indices] == pytest.approx(theirs["ST"], abs=2e-3)
    assert [i.first.mean for i in found.indices] == pytest.approx(theirs["S1"], abs=2e-2)
    assert [i.first.mean for i in found.indices] == pytest.approx(known.first, abs=0.05)
    assert found.variance.mean == pytest.approx(known.variance, rel=0.05)
    assert found.noise == 0


def test_a_product_of_means_has_no_noise_in_it() -> None:
    random = np.random.default_rng(0)
    one = 3 + random.normal(size=(40_000, 3))
    other = one - 3 + 2  # the same noise around another mean
    assert (one.mean(axis=1) * other.mean(axis=1)).mean() == pytest.approx(6 + 1 / 3, abs=0.1)
    assert product(one, other).mean() == pytest.approx(6, abs=0.1)
    assert product(np.array([[2.0, 2]]), np.array([[5.0, 5]])).tolist() == [10]


def test_a_share_that_is_the_same_in_every_row_has_no_doubt_about_it() -> None:
    whole = np.random.default_rng(0).exponential(size=50)
    found = share(0.3 * whole, whole, varies=True)
    assert (found.low, found.mean, found.high) == pytest.approx((0.3, 0.3, 0.3))
    assert share(0.3 * whole + 1, whole, varies=True).half_width > 0.1


@pytest.mark.parametrize("name", KNOWN)
def test_with_common_random_numbers_an_idle_input_scores_exactly_0(name: str) -> None:
    known = KNOWN[name]
    asked = noisy(known, 1, 1.5, common=True)
    (found,) = sobol(asked, known.inputs, ALONE, 64 * ROW * 4)
    idle = found.indices[-1]
    assert (idle.total.low, idle.total.mean, idle.total.high) == (0, 0, 0)
    assert (idle.first.low, idle.first.mean, idle.first.high) == (0, 0, 0)
    (screened,) = morris(asked, known.inputs, ALONE, 200)
    effects = screened.effects[-1]
    assert (effects.size.low, effects.size.mean, effects.size.high, effects.spread) == (0, 0, 0, 0)
    assert (effects.root.low, effects.root.mean, effects.root.high) == (0, 0, 0)


def test_without_the_correction_noise_would_have_looked_like_an_effect() -> None:
    known = KNOWN["g"]
    (found,) = sobol(noisy(known, 2, 2.0, common=False), known.inputs, ALONE, 512 * ROW * 4, 0, 4)
    idle = found.indices[-1].total
    # (noise variance) / replications, over the variance: what plain means would have given
    uncorrected = found.noise / 4 / found.variance.mean
    assert uncorrected > 0.8
    assert idle.low <= 0 <= idle.high
    assert abs(idle.mean) < 0.25


def test_the_budget_is_kept_and_rows_share_their_replications_within_but_not_between() -> None:
    known = KNOWN["linear"]
    asked = noisy(known, 3, 1, common=True)
    (found,) = sobol(asked, known.inputs, ALONE, 3_000, replications=3)
    assert found.runs == asked.runs == 128 * ROW * 3
    assert found.points.shape == (256, 4)
    assert found.means.shape == (256,)
    (batch,) = asked.batches
    firsts = [request.first for request in batch]
    rows = [set(firsts[i : i + ROW]) for i in range(0, len(firsts), ROW)]
    assert all(len(row) == 1 for row in rows)
    assert len(set.union(*rows)) == 128
    spans = sorted((q.first, q.first + q.replications) for q in batch[::ROW])
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_the_pilot_is_part_of_the_design() -> None:
    known = KNOWN["linear"]
    asked = noisy(known, 3, 0.2, common=False)
    sobol(asked, known.inputs, ALONE, 3_000)
    pilot, design = asked.batches
    settings = {(request.setting, request.first) for request in design}
    assert all((request.setting, request.first) in settings for request in pilot)


def test_little_noise_takes_few_replications_and_much_noise_more() -> None:
    random = np.random.default_rng(0)
    true = random.normal(size=(64, 6, 1))
    chosen = [
        best_replications(true + noise * random.normal(size=(64, 6, 4))) for noise in (0.1, 1, 9)
    ]
    assert chosen[0] == 2
    assert chosen[0] <= chosen[1] < chosen[2]
    effects = [enough_replications(true + n * random.normal(size=(64, 6, 4))) for n in (0.1, 1, 9)]
    assert effects[0] == 2
    assert effects[1] in range(3, 7)
    assert effects[2] == 16


def test_the_number_of_replications_is_the_one_that_costs_least() -> None:
    """The formula against its own curve: noise 2 on squared differences of variance 1."""
    noise, variance, mean = 2.0, 1.0, 1.0
    runs = [
        r * (variance + 4 * mean * noise / r + 2 * noise**2 / (r * (r - 1))) for r in range(2, 30)
    ]
    assert 2 + int(np.argmin(runs)) == round(1 + math.sqrt(2 * noise**2 / variance))


def test_an_outcome_that_no_input_moves_has_no_indices() -> None:
    known = KNOWN["linear"]._replace(function=lambda _: 3.0)
    (found,) = sobol(noisy(known, 4, 1, common=False), known.inputs, ALONE, 64 * ROW * 4)
    assert all(math.isnan(index.total.mean) for index in found.indices)
    assert found.variance.low <= 0


def test_rows_without_a_value_are_left_out_and_counted() -> None:
    known = KNOWN["linear"]
    sound = noisy(known, 5, 0.1, common=False)

    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        values = sound.evaluate(setting, first, count)
        values[(first == 17) | (first == 49)] = math.nan  # rows 1 and 3
        return values

    many = one_by_one(evaluate)
    (found,) = sobol(many, known.inputs, ALONE, 128 * ROW * 2, replications=2)
    assert found.variance.left_out == 2
    assert {index.total.left_out for index in found.indices} == {2}
    assert found.indices[0].total.mean == pytest.approx(known.total[0], abs=0.1)
    (screened,) = morris(many, known.inputs, ALONE, 100, replications=2)
    assert {effect.size.left_out for effect in screened.effects} == {2}


def test_morris_finds_the_slopes_of_a_line_exactly() -> None:
    known = KNOWN["linear"]
    (found,) = morris(noisy(known, 6, 0, common=True), known.inputs, ALONE, 100)
    for effect, slope in zip(found.effects, (4, 2, 1, 0), strict=True):
        assert effect.mean.mean == pytest.approx(slope)
        assert effect.size.mean == pytest.approx(slope)
        assert effect.root.mean == pytest.approx(slope)
        assert effect.spread == pytest.approx(0, abs=1e-6)
    assert found.runs <= 100


def test_morris_tells_effects_that_change_sign_from_none_at_all() -> None:
    known = KNOWN["g"]
    (found,) = morris(noisy(known, 7, 0.3, common=False), known.inputs, ALONE, 6_000)
    first, *_, idle = found.effects
    assert abs(first.mean.mean) < first.size.mean / 2
    assert first.size.low > 1
    assert first.spread > 1
    assert idle.size.low <= 0 <= idle.size.high
    assert idle.size.mean < 0.05 * first.size.mean


def test_one_input_at_a_time_is_paired_and_exact_for_a_line() -> None:
    known = KNOWN["linear"]
    asked = noisy(known, 8, 5, common=True)
    (swings,) = one_at_a_time(asked, known.inputs, (10.25, 10.5, 10.5, 10.5), ALONE, 4)
    assert [round(s.span.mean, 6) for s in swings[1:]] == [2, 1, 0]
    assert swings[1].at_low.mean == pytest.approx(-1)
    assert swings[1].at_high.mean == pytest.approx(1)
    assert swings[1].span.half_width == pytest.approx(0, abs=1e-9)
    assert swings[0].span.half_width > 0.1
    assert len(asked.batches) == 1
    assert asked.runs == (1 + 2 * 4) * 4


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(sensitivity, "import_module", missing)
    known = KNOWN["linear"]
    for method in (sobol, morris):
        with pytest.raises(MissingLibrary, match=r"pip install 'throughline\[research\]'"):
            method(noisy(known, 0, 0, common=True), known.inputs, ALONE, 10_000)


def test_budgets_and_inputs_that_cannot_be_used_are_refused() -> None:
    asked, inputs = noisy(KNOWN["linear"], 0, 0, common=True), KNOWN["linear"].inputs
    with pytest.raises(ValueError, match="at least 384 runs"):
        sobol(asked, inputs, ALONE, 383)
    with pytest.raises(ValueError, match="at least 80 runs"):
        morris(asked, inputs, ALONE, 79)
    for method in (sobol, morris):
        with pytest.raises(ValueError, match="2 to 16"):
            method(asked, inputs, ALONE, 10_000, replications=1)
        with pytest.raises(ValueError, match="name of its own"):
            method(asked, [inputs[0], inputs[0]], ALONE, 10_000)
        with pytest.raises(ValueError, match="range of x is empty"):
            method(asked, [Input("x", 1, 1)], ALONE, 10_000)
    with pytest.raises(ValueError, match="at least two replications"):
        one_at_a_time(asked, inputs, (1, 1, 1, 1), ALONE, 1)
    with pytest.raises(ValueError, match="usual value"):
        one_at_a_time(asked, inputs, (1, 1), ALONE, 5)
    assert not asked.batches


def indices_held(worlds: int, known: Known, *, common: bool, runs: int) -> dict[str, int]:
    """How often the interval of each index holds the known value."""
    held: dict[str, int] = {}
    for seed in range(worlds):
        asked = noisy(known, seed, 1.0, common=common)
        (found,) = sobol(asked, known.inputs, ALONE, runs, seed)
        for place, index in enumerate(found.indices):
            pairs = (("first", index.first, known.first), ("total", index.total, known.total))
            for kind, one, truth in pairs:
                key = f"{kind} {index.input.name}"
                inside = one.low - 1e-12 <= truth[place] <= one.high + 1e-12
                held[key] = held.get(key, 0) + inside
    return held


@pytest.mark.parametrize("common", [True, False])
def test_intervals_of_indices_hold_the_truth_as_often_as_is_said(common: bool) -> None:
    worlds = 40
    held = indices_held(worlds, KNOWN["g"], common=common, runs=128 * ROW * 3)
    assert min(held.values()) >= fewest(worlds, 0.92)


@pytest.mark.slow
@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("name", KNOWN)
def test_intervals_of_indices_hold_the_truth_over_many_worlds(name: str, common: bool) -> None:
    worlds = 300
    held = indices_held(worlds, KNOWN[name], common=common, runs=256 * ROW * 4)
    print(f"sobol | {name} | {common} | { ({k: f'{v / worlds:.1%}' for k, v in held.items()}) }")
    assert min(held.values()) >= fewest(worlds, 0.92)


def effects_held(worlds: int, *, common: bool) -> Floats:
    """How often intervals of mean, size and root (rows) hold the slope of each input (columns)."""
    known, held = KNOWN["linear"], np.zeros((3, 4))
    for seed in range(worlds):
        asked = noisy(known, seed, 0.5, common=common)
        (found,) = morris(asked, known.inputs, ALONE, 600, seed)
        for place, (effect, slope) in enumerate(zip(found.effects, (4, 2, 1, 0), strict=True)):
            for row, one in enumerate((effect.mean, effect.size, effect.root)):
                held[row, place] += one.low - 1e-9 <= slope <= one.high + 1e-9
    return held


@pytest.mark.parametrize("common", [True, False])
def test_intervals_of_elementary_effects_hold_the_truth_as_often_as_is_said(common: bool) -> None:
    worlds = 60
    held = effects_held(worlds, common=common)
    assert held[[0, 2]].min() >= fewest(worlds, 0.93)
    assert held[1, [0, 3]].min() >= fewest(worlds, 0.93)


@pytest.mark.slow
@pytest.mark.parametrize("common", [True, False])
def test_intervals_of_elementary_effects_hold_the_truth_over_many_worlds(common: bool) -> None:
    worlds = 1_000
    held = effects_held(worlds, common=common)
    print(f"morris | {common} | {(held / worlds).round(3).tolist()}")
    assert held[[0, 2]].min() >= fewest(worlds, 0.93)
    assert held[1, [0, 3]].min() >= fewest(worlds, 0.93)
