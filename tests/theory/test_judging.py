"""The statistical rule does what it promises, before anything is judged by it."""

import numpy as np
import pytest
from scipy import stats

from tests.theory.judging import Rule, judge, shared_by

RULE = shared_by(1, margin=0.05)


def test_tight_values_around_theory_are_equal_and_wide_ones_are_not() -> None:
    tight = np.array([0.99, 1.01, 1.0, 1.0])
    assert judge(tight, theory=1.0, rule=RULE).equal
    assert not judge(1 + 10 * (tight - 1), theory=1.0, rule=RULE).equal


def test_a_figure_off_by_the_margin_is_never_equal_however_tight() -> None:
    tight = 1.05 + np.array([-1e-6, 1e-6, 0.0, 0.0])
    assert not judge(tight, theory=1.0, rule=RULE).equal


def test_more_figures_to_judge_make_the_interval_wider() -> None:
    values = np.array([0.99, 1.01, 1.0, 1.0])
    alone = judge(values, theory=1.0, rule=RULE)
    among_many = judge(values, theory=1.0, rule=shared_by(50, margin=0.05))
    assert among_many.low < alone.low < alone.estimate < alone.high < among_many.high


def test_at_the_margin_the_rule_passes_as_often_as_its_error_says() -> None:
    often = Rule(margin=0.05, error=0.05)  # common enough to be counted
    samples = np.random.default_rng(7).normal(1.05, 0.02, size=(4_000, 8))
    passed = sum(judge(values, 1.0, often).equal for values in samples)
    low, high = stats.binom.interval(0.999, 4_000, often.error)
    assert low <= passed <= high


@pytest.mark.parametrize("seed", range(5))
def test_controls_make_the_interval_narrower_and_leave_the_mean_alone(seed: int) -> None:
    generator = np.random.default_rng(seed)
    controls = generator.normal(size=(400, 2))
    values = 3 + controls @ np.array([0.5, -0.2]) + generator.normal(0, 0.1, 400)

    plain = judge(values, theory=3.0, rule=RULE)
    controlled = judge(values, theory=3.0, rule=RULE, controls=controls)

    assert controlled.high - controlled.low < 0.3 * (plain.high - plain.low)
    assert controlled.low < 3 < controlled.high
