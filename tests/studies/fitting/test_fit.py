from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as drawn, settings, strategies as st

from sim.laws import Floats
from sim.studies.fitting.fit import fit
from sim.studies.fitting.fitted import Fitted, Told
from sim.studies.fitting.telling import told
from sim.studies.fitting.usable import FitError
from sim.studies.statistics.worlds.inputs import Inputs
from tests.studies.fitting.made_up import all_known, bank_of, bent, known, straight

RUNS, ERROR = 300, 4.0
INPUTS, SIMULATED = bank_of(bent, 6, RUNS)
VALUES = bent(np.array([[0.3, 0.6, 0.5, 0.4, 0.7, 0.2]]), np.random.default_rng(5))[0]
FEW = 3  # own runs that are hidden, where coverage is not the point


def fitted(
    values: Floats = VALUES, simulated: Floats = SIMULATED, discrepancy: float = 0.1
) -> Fitted:
    targets = all_known(values, ERROR)
    return fit(INPUTS, simulated, targets, discrepancy=discrepancy, hidden=FEW)


def ratios(found: Fitted) -> Floats:
    return np.array([each.ratio for each in found.numbers])


def test_equal_data_give_equal_answers() -> None:
    one, other = fitted(), fitted()
    assert one.numbers == other.numbers
    assert one.rows is not None
    assert other.rows is not None
    assert (one.rows.inputs.values == other.rows.inputs.values).all()
    assert (one.rows.weights == other.rows.weights).all()


@settings(max_examples=8, deadline=None)
@drawn(st.permutations(range(len(VALUES))))
def test_the_order_of_targets_does_not_matter(order: list[int]) -> None:
    targets = all_known(VALUES, ERROR)
    there = [targets[at] for at in order]
    found = fit(INPUTS, SIMULATED[:, order], there, hidden=FEW)
    assert np.allclose(ratios(found), ratios(fitted()), rtol=1e-6)


@settings(max_examples=8, deadline=None)
@drawn(st.permutations(range(6)))
def test_the_order_of_numbers_does_not_matter(order: list[int]) -> None:
    inputs = Inputs.numbers(INPUTS.values[:, order])
    found = fit(inputs, SIMULATED, all_known(VALUES, ERROR), hidden=FEW)
    assert np.allclose(ratios(found), ratios(fitted())[order], rtol=1e-6)


@settings(max_examples=8, deadline=None)
@drawn(st.floats(0.01, 1_000))
def test_the_unit_of_a_target_does_not_matter(factor: float) -> None:
    other = np.ones(len(VALUES))
    other[2] = factor
    targets = [
        known(f"t{at}", value, ERROR * by)
        for at, (value, by) in enumerate(zip((VALUES * other).tolist(), other, strict=True))
    ]
    found = fit(INPUTS, SIMULATED * other, targets, hidden=FEW)
    assert np.allclose(ratios(found), ratios(fitted()), rtol=1e-6)


def test_more_discrepancy_makes_ranges_wider() -> None:
    none, some, much = (ratios(fitted(discrepancy=share)) for share in (0.0, 0.1, 0.3))
    assert none.mean() < some.mean() < much.mean()


def test_the_fit_is_shown_beside_less_and_more_discrepancy() -> None:
    found = fitted()
    assert [each.share for each in found.others] == [0.0, 0.2]
    assert found.others[0].numbers == fitted(discrepancy=0.0).numbers


def test_words_go_by_how_much_narrower_a_number_is() -> None:
    assert [told(each) for each in (0.49, 0.5, 0.85, 0.86, 1.2)] == [
        Told.NARROWED,
        Told.A_LITTLE,
        Told.A_LITTLE,
        Told.NOTHING,
        Told.NOTHING,
    ]


def test_a_check_target_does_not_move_the_fit() -> None:
    targets = all_known(VALUES, ERROR)
    held = known("held", 1.0, 0.1, "check")
    more = np.column_stack([SIMULATED, INPUTS.values[:, 0]])
    found = fit(INPUTS, more, [*targets, held], hidden=FEW)
    assert found.numbers == fitted().numbers
    assert [each.name for each in found.held_out] == ["held"]


def test_targets_that_no_world_reaches_are_named_and_nothing_is_told() -> None:
    values = VALUES.copy()
    values[1] *= 10
    found = fitted(values)
    assert not found.near
    assert found.rows is None
    assert found.coverage is None
    assert [each.name for each in found.targets if not each.within_reach] == ["t1"]
    assert all(each.after is None and each.told is Told.NOTHING for each in found.numbers)


def test_targets_that_worlds_reach_only_one_by_one_are_not_near() -> None:
    slopes = np.array([[1.0, 1.0, 1.0, 1.0, 1.0, 1.0]])
    inputs, simulated = bank_of(straight(slopes, 0.01), 1, RUNS)
    values = np.array([2.0, -2.0, 2.0, -2.0, 2.0, -2.0])
    found = fit(inputs, simulated, all_known(values, 0.01), hidden=FEW)
    assert all(each.within_reach for each in found.targets)
    assert not found.near
    assert found.misfit.seen


def test_one_target_is_enough() -> None:
    found = fit(INPUTS, SIMULATED[:, :1], [known("t0", 125.0, ERROR)], hidden=FEW)
    assert {each.told for each in found.numbers[2:]} == {Told.NOTHING}
    assert found.numbers[0].told is not Told.NOTHING


def test_there_may_be_more_targets_than_runs() -> None:
    random = np.random.default_rng(2)
    runs = 150
    slopes = random.standard_normal((2, 400))
    inputs, simulated = bank_of(straight(slopes, 0.5), 2, runs)
    found = fit(inputs, simulated, all_known(slopes.sum(axis=0), 0.2), hidden=FEW)
    assert [each.told for each in found.numbers] == [Told.NARROWED, Told.NARROWED]


def test_targets_without_error_may_be_exact() -> None:
    inputs, simulated = bank_of(straight(np.array([[1.0, 0.5]]), 0.1), 1, RUNS)
    found = fit(inputs, simulated, all_known(np.zeros(2), 0.0), discrepancy=0.0, hidden=FEW)
    assert found.numbers[0].told is Told.NARROWED


def test_a_target_that_is_the_same_in_all_runs_tells_nothing() -> None:
    more = np.column_stack([SIMULATED, np.full(RUNS, 3.0)])
    targets = [*all_known(VALUES, ERROR), known("same", 3.0, 0.0)]
    found = fit(INPUTS, more, targets, discrepancy=0.0, hidden=FEW)
    assert np.allclose(ratios(found), ratios(fitted(discrepancy=0.0)))


def test_runs_without_a_value_do_not_agree() -> None:
    some = SIMULATED.copy()
    some[INPUTS.values[:, 0] < 0.4, 1] = np.nan
    found = fitted(simulated=some)
    assert found.used == (INPUTS.values[:, 0] >= 0.4).sum()
    assert found.targets[1].undefined == RUNS - found.used
    after = found.numbers[0].after
    assert after is not None
    assert after.low > 0.3


def test_a_target_that_most_runs_have_no_value_of_is_left_out() -> None:
    some = SIMULATED.copy()
    some[10:, 1] = np.nan
    found = fitted(simulated=some)
    assert found.used == RUNS
    assert found.targets[1].left_out == f"only 10 of {RUNS} runs have a value of it"


def test_what_nothing_can_be_fitted_to_is_refused_with_a_way_out() -> None:
    checks = [known(f"t{at}", value, 1.0, "check") for at, value in enumerate(VALUES.tolist())]
    with pytest.raises(FitError, match="Write `role: fit`"):
        fit(INPUTS, SIMULATED, checks)
    with pytest.raises(FitError, match="fewer than half of the runs have a value of"):
        fit(INPUTS, np.full_like(SIMULATED, np.nan), all_known(VALUES, 1.0))
    few = Inputs.numbers(INPUTS.values[:50])
    with pytest.raises(FitError, match="needs 100 or more"):
        fit(few, SIMULATED[:50], all_known(VALUES, 1.0))


@pytest.mark.parametrize("weight", [0.5, 0.2])
def test_a_structure_that_makes_a_difference_is_told(weight: float) -> None:
    shares = INPUTS.values[:, :2].copy()
    options = (shares[:, 1] < weight).astype(float)
    values = np.column_stack([shares[:, 0], options])
    inputs = Inputs(("number", "structure"), values, (0, 2))
    noise = np.random.default_rng(3).standard_normal((RUNS, 2))
    simulated = np.column_stack([shares[:, 0] + 2 * options, options - shares[:, 0]]) + 0.2 * noise
    targets = all_known(np.array([2.5, 0.5]), 0.1)
    found = fit(inputs, simulated, targets, options=[(), ("old", "new")], hidden=FEW)
    number, structure = found.numbers
    assert structure.options == ("old", "new")
    assert structure.weights_before[1] == pytest.approx(weight, abs=0.02)
    assert structure.weights_after[1] > 0.9
    assert structure.told is Told.NARROWED
    assert number.after is not None
    assert number.after.low < 0.5 < number.after.high
    assert found.rows is not None
    assert set(found.rows.inputs.values[:, 1].tolist()) <= {0.0, 1.0}
    assert found.rows.weights.sum() == pytest.approx(1)


def test_a_structure_that_makes_no_difference_keeps_its_weights() -> None:
    options = np.floor(INPUTS.values[:, 5] * 3)
    values = np.column_stack([INPUTS.values[:, :5], options])
    inputs = Inputs((*INPUTS.names[:5], "structure"), values, (0, 0, 0, 0, 0, 3))
    found = fit(inputs, SIMULATED, all_known(VALUES, ERROR), hidden=FEW)
    assert found.numbers[5].told is Told.NOTHING
    assert found.numbers[5].weights_after == pytest.approx([1 / 3] * 3, abs=0.12)


def test_many_numbers_of_which_few_matter_leave_the_others_as_they_were() -> None:
    def model(shares: Floats, random: np.random.Generator) -> Floats:
        return bent(shares[:, :6], random)

    inputs, simulated = bank_of(model, 100, 512)
    found = fit(inputs, simulated, all_known(VALUES, ERROR), discrepancy=0.05, hidden=FEW)
    others = [each.told for each in found.numbers[5:]]
    assert others.count(Told.NOTHING) >= len(others) - 1
    assert found.numbers[0].told is not Told.NOTHING
    assert found.numbers[4].told is not Told.NOTHING
