"""Verdicts, intervals and what pairing saves, on numbers small enough to check by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from sim.measures.words.form import Direction
from sim.studies.comparison import Rules, compare, holm
from sim.studies.intervals import interval
from sim.studies.study import EVERYONE, Comparison, MeasureTable, Series, Verdict

NAN = float("nan")
DIRECTIONS: dict[str, Direction] = {"gaps": "lower", "continuity": "higher", "spells": None}
RULES = Rules(direction=lambda measure: DIRECTIONS[measure], family=("gaps", "continuity"))


def table(**columns: tuple[Sequence[float], Sequence[float]]) -> MeasureTable:
    """Build a table of two arms, relational and fragmented, from columns of both."""
    series = tuple(Series(EVERYONE, measure, "days") for measure in columns)
    values = np.array([[column[arm] for column in columns.values()] for arm in (0, 1)])
    return MeasureTable(("relational", "fragmented"), series, values.transpose(0, 2, 1))


def only(measured: MeasureTable, rules: Rules = RULES) -> Comparison:
    """Compare, and expect one comparison."""
    (row,) = compare(measured, "fragmented", rules)
    return row


def test_a_pencil_and_paper_comparison() -> None:
    row = only(table(gaps=([1, 2, 3], [3, 3, 6])))

    # differences -2, -1, -3: mean -2, standard deviation 1, standard error 1/sqrt(3)
    half = 4.302652729911275 / math.sqrt(3)
    assert (row.arm_a, row.arm_b) == ("relational", "fragmented")
    assert (row.mean_a, row.mean_b, row.difference) == (2, 4, -2)
    assert (row.low, row.high) == pytest.approx((-2 - half, -2 + half))
    assert row.relative == -0.5
    assert row.p_a_better == 1
    assert row.p_value == pytest.approx(stats.ttest_rel([1, 2, 3], [3, 3, 6]).pvalue)
    assert row.variance_paired == pytest.approx(1)
    assert row.variance_unpaired == pytest.approx(4)
    assert row.pairing_gain == pytest.approx(4)
    assert row.equivalent_replications == pytest.approx(12)


def test_equal_values_are_identical_even_where_some_are_undefined_in_both() -> None:
    assert only(table(gaps=([1, NAN, 3], [1, NAN, 3]))).verdict is Verdict.IDENTICAL
    assert only(table(gaps=([5], [5]))).verdict is Verdict.IDENTICAL


def test_what_is_undefined_in_every_run_of_both_arms_cannot_be_told() -> None:
    row = only(table(gaps=([NAN, NAN], [NAN, NAN])))

    assert row.verdict is Verdict.CANNOT_TELL
    assert (row.pairs, row.left_out) == (0, 2)


def test_a_value_that_only_one_arm_has_is_not_identical() -> None:
    row = only(table(gaps=([1, 2, NAN], [1, 2, 3])))

    assert row.verdict is Verdict.CANNOT_TELL
    assert row.note == "the same in every run"
    assert (row.pairs, row.left_out) == (2, 1)


def test_one_pair_cannot_tell_and_has_no_interval() -> None:
    row = only(table(gaps=([1], [5])))

    assert row.verdict is Verdict.CANNOT_TELL
    assert row.difference == -4
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert math.isnan(row.p_value)


def test_one_pair_left_after_leaving_out_undefined_values_cannot_tell() -> None:
    row = only(table(gaps=([1, NAN, 4], [5, 2, NAN])))

    assert (row.pairs, row.left_out) == (1, 2)
    assert row.verdict is Verdict.CANNOT_TELL


def test_the_direction_of_a_measure_decides_between_better_and_worse() -> None:
    less, more = [1.0, 1.1, 0.9, 1.05], [9.0, 9.2, 8.9, 9.1]

    assert only(table(gaps=(less, more))).verdict is Verdict.BETTER
    assert only(table(gaps=(more, less))).verdict is Verdict.WORSE
    assert only(table(continuity=(more, less))).verdict is Verdict.BETTER
    assert only(table(continuity=(less, more))).verdict is Verdict.WORSE
    assert only(table(spells=(less, more))).verdict is Verdict.LOWER
    assert only(table(spells=(more, less))).verdict is Verdict.HIGHER
    assert math.isnan(only(table(spells=(more, less))).p_a_better)


def test_an_interval_within_the_smallest_difference_is_too_small_even_if_surely_not_zero() -> None:
    measured = table(gaps=([1.0, 1.1, 0.9, 1.05], [1.5, 1.61, 1.42, 1.58]))

    assert only(measured).verdict is Verdict.BETTER
    assert only(measured, RULES._replace(smallest_difference={"gaps": 1})).verdict is (
        Verdict.TOO_SMALL
    )


def test_a_wide_interval_is_not_too_small_to_matter_but_cannot_tell() -> None:
    measured = table(gaps=([0, 8, 1], [4, 1, 4]))
    row = only(measured, RULES._replace(smallest_difference={"gaps": 1}))

    assert abs(row.difference) < 1
    assert row.verdict is Verdict.CANNOT_TELL


def test_differences_without_any_spread_have_no_interval_and_go_by_their_signs() -> None:
    row = only(table(gaps=([1, 2, 3], [2, 3, 4])))

    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert row.note == "the same in every run"
    assert row.p_value == 0.25  # three coins on the same side
    assert row.pairing_gain == math.inf
    assert row.verdict is Verdict.CANNOT_TELL
    runs = [float(run) for run in range(10)]
    assert only(table(gaps=(runs, [run + 1 for run in runs]))).verdict is Verdict.BETTER


@pytest.mark.parametrize("sign", [1, -1])
def test_cannot_tell_never_stands_over_an_interval_that_leaves_out_0(sign: int) -> None:
    rng = np.random.default_rng(4)
    zeros = [0.0] * 10
    columns = {f"m{i}": ((sign * rng.normal(0.8, 1, 10)).tolist(), zeros) for i in range(60)}
    columns |= {f"rare{i}": ((sign * rng.poisson(0.3, 10)).tolist(), zeros) for i in range(20)}
    rules = Rules(direction=lambda _: "lower", family=tuple(f"m{i}" for i in range(20)))
    rows = compare(table(**columns), "fragmented", rules)

    for row in rows:
        leaves_out_0 = row.low > 0 or row.high < 0
        if row.verdict is Verdict.CANNOT_TELL:
            assert not leaves_out_0
        unsure = (Verdict.HIGHER_UNSURE, Verdict.LOWER_UNSURE)
        beside = (Verdict.HIGHER_BESIDE, Verdict.LOWER_BESIDE)
        assert (row.verdict in unsure) == (leaves_out_0 and row.in_family and row.p_adjusted > 0.05)
        if row.verdict in beside:
            assert not row.in_family
            assert (row.verdict is Verdict.HIGHER_BESIDE) == (row.difference > 0)
    found = {row.verdict for row in rows}
    assert len(found & {*unsure, *beside}) == 2


def test_a_last_digit_is_no_difference() -> None:
    nearly = [0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.1 + 0.2]
    row = only(table(gaps=(nearly, [0.3] * 6)))
    assert (row.difference, row.p_value, row.verdict) == (0, 1, Verdict.CANNOT_TELL)


def test_ties_count_half_to_each_arm() -> None:
    assert only(table(gaps=([1, 2, 3, 4], [2, 2, 1, 5]))).p_a_better == 0.625


def test_a_difference_clear_alone_is_not_once_the_family_is_counted() -> None:
    clear, unclear = ([1, 2, 3, 4, 5], [2, 2.6, 4.4, 4.5, 5.1]), ([1, 2, 3, 4, 5], [2, 1, 4, 3, 6])

    alone = only(table(gaps=clear))
    together = compare(table(gaps=clear, continuity=unclear), "fragmented", RULES)[0]

    assert alone.p_value == pytest.approx(stats.ttest_rel(*clear).pvalue)
    assert 0.025 < alone.p_value < 0.05
    assert alone.verdict is Verdict.BETTER
    assert together.p_adjusted == pytest.approx(2 * alone.p_value)
    assert together.verdict is Verdict.LOWER_UNSURE
    assert (together.low, together.high) == (alone.low, alone.high)


def test_measures_outside_the_family_do_not_cost_the_family_anything() -> None:
    family_alone = only(table(gaps=([1, 2.2, 2.9], [2, 2.8, 4])))
    with_more = compare(
        table(gaps=([1, 2.2, 2.9], [2, 2.8, 4]), spells=([3, 3, 4], [4, 3, 9])),
        "fragmented",
        RULES,
    )

    assert with_more[0] == family_alone
    assert with_more[1].in_family is False


def test_groups_are_not_compared_only_everyone_is() -> None:
    series = (Series("recorded", "gaps", "days"), Series(EVERYONE, "gaps", "days"))
    measured = MeasureTable(("a", "b"), series, np.arange(12.0).reshape(2, 3, 2))

    assert [row.series for row in compare(measured, "a", RULES)] == [series[1]]


def test_every_arm_is_compared_with_the_baseline_in_the_order_of_the_arms() -> None:
    values = np.arange(9.0).reshape(3, 3, 1)
    measured = MeasureTable(("a", "b", "c"), (Series(EVERYONE, "gaps", "days"),), values)

    rows = compare(measured, "b", RULES)

    assert [(row.arm_a, row.arm_b) for row in rows] == [("a", "b"), ("c", "b")]


def test_holm_on_the_textbook_example() -> None:
    # by size: 0.005 x 4 = 0.02, 0.01 x 3 = 0.03, 0.03 x 2 = 0.06, 0.04 x 1 may not be less
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_leaves_undefined_values_out_of_the_count() -> None:
    adjusted = holm([0.01, NAN, 0.5])

    assert adjusted[0] == pytest.approx(0.02)
    assert math.isnan(adjusted[1])
    assert adjusted[2] == 0.5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)

    assert all(after >= before for before, after in zip(p_values, adjusted, strict=True))
    ranked = [adjusted[i] for i in sorted(range(len(p_values)), key=p_values.__getitem__)]
    assert ranked == sorted(ranked)


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=2, max_size=12),
)
def test_swapping_the_arms_mirrors_everything(pairs: list[tuple[float, float]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    there, back = only(table(gaps=(a, b))), only(table(gaps=(b, a)))

    assert there.difference == -back.difference
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), nan_ok=True)
    assert there.p_a_better == pytest.approx(1 - back.p_a_better)
    mirror = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert there.verdict is mirror.get(back.verdict, back.verdict)


def test_printed_intervals_hold_the_truth_in_about_95_of_100_small_studies() -> None:
    generator = np.random.default_rng(20_250_101)
    studies = generator.normal(3.0, 2.0, size=(4_000, 5))

    held = sum(each.low <= 3.0 <= each.high for each in map(interval, studies))

    assert 0.937 < held / 4_000 < 0.963  # 3.8 standard errors either way
