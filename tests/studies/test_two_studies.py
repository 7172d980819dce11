"""Two finished studies compared: what is paired, what is judged, and what is refused."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from sim.laws import Floats
from sim.measures.catalogue import describe
from sim.scenario import Scenario
from sim.studies.arm_pairs import ArmPairError, arm_pairs
from sim.studies.comparable import NotComparableError
from sim.studies.comparison import Rules, compare
from sim.studies.finished import Finished, finished_here
from sim.studies.planning import Choices
from sim.studies.running import plan
from sim.studies.study import EVERYONE, MeasureTable, Series, Verdict
from sim.studies.two_studies import PAIRED, WELCH, TwoStudies, compare_two
from tests.studies.scenarios import CAFES

NAN = float("nan")
HANDOFFS, WAITING, SPELLS = "handoffs", "list_length", "spells"
UNITS = {HANDOFFS: "handoffs", WAITING: "people", SPELLS: "spells"}


@pytest.fixture(scope="module")
def cafes(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("cafes") / "cafes.yaml"
    path.write_text(CAFES)
    return Scenario.load(path)


def study(
    scenario: Scenario,
    values: Mapping[str, Any],
    *,
    seed: int = 1,
    arm: str = "one_room",
    groups: Mapping[tuple[str, str], Any] | None = None,
) -> Finished:
    """A study of one arm in which the measures came out like this."""
    columns = {(EVERYONE, name): each for name, each in values.items()} | dict(groups or {})
    series = tuple(Series(g, name, UNITS.get(name, "days")) for g, name in columns)
    table = np.array([list(map(float, each)) for each in columns.values()]).T[None]
    planned = plan(scenario, Choices((arm,), table.shape[1], seed))
    return finished_here(planned, MeasureTable((arm,), series, table), None)


def both(one: Finished, other: Finished) -> TwoStudies:
    pairs = [(one.measures.arms[0], other.measures.arms[0])]
    return compare_two(one, other, pairs)


def test_with_one_seed_runs_are_paired_as_arms_of_a_study_are(cafes: Scenario) -> None:
    a, b = (
        {HANDOFFS: (3, 5, 4, 9), WAITING: (1, 2, 2, NAN)},
        {
            HANDOFFS: (2, 5, 1, 4),
            WAITING: (1, 2, 2, NAN),
        },
    )
    one, other = study(cafes, b), study(cafes, a, arm="two_rooms")
    found = both(one, other)

    joined = MeasureTable(
        ("two_rooms", "one_room"),
        one.measures.series,
        np.concatenate([other.measures.values, one.measures.values]),
    )
    rules = Rules(lambda measure: describe(measure).direction)
    assert repr([each.row for each in found.rows]) == repr([*compare(joined, "one_room", rules)])
    assert found.paired
    assert {each.pairing for each in found.rows} == {PAIRED}
    assert found.rows[0].row.difference == pytest.approx(2.25)  # other minus one
    assert found.notes[0] == (
        "Paired: both have seed 1, so replication r of each has the same random numbers. "
        "Replications 1 to 4 of each are used."
    )


def test_replications_that_only_one_study_has_are_left_out_of_pairs(cafes: Scenario) -> None:
    one, other = study(cafes, {HANDOFFS: (1, 2, 4, 99, 99)}), study(cafes, {HANDOFFS: (2, 4, 9)})
    (row,) = both(one, other).rows

    assert (row.runs_one, row.runs_other) == (3, 3)
    assert row.row.p_value == pytest.approx(stats.ttest_rel([2, 4, 9], [1, 2, 4]).pvalue)
    assert row.row.mean_b == pytest.approx(7 / 3)
    assert (
        both(one, other)
        .notes[0]
        .endswith(
            "Replications 1 to 3 of each are used; 2 more of the one have no partner and are left "
            "out."
        )
    )


def test_with_two_seeds_all_runs_are_used_and_the_test_is_welchs(cafes: Scenario) -> None:
    a, b = (1.0, 2.0, 3.0, 2.0, NAN), (4.0, 5.5, 7.0)
    one, other = study(cafes, {HANDOFFS: a}), study(cafes, {HANDOFFS: b}, seed=2)
    found = both(one, other)
    (row,) = found.rows

    theirs = stats.ttest_ind(b, a[:4], equal_var=False)
    assert not found.paired
    assert (row.pairing, row.runs_one, row.runs_other, row.left_out) == (WELCH, 4, 3, 1)
    assert row.row.p_value == pytest.approx(theirs.pvalue)
    assert (row.row.low, row.row.high) == pytest.approx(tuple(theirs.confidence_interval()))
    assert row.row.difference == pytest.approx(3.5)
    assert row.row.verdict is Verdict.WORSE  # more handoffs
    assert row.row.p_a_better == 0
    assert found.notes[0] == (
        "Not paired: the seeds differ (1 and 2), so the runs are independent. All are used, "
        "5 and 3 replications, with Welch's interval."
    )


def test_how_far_groups_lie_apart_is_asked_of_their_means(cafes: Scenario) -> None:
    measure = "equity.handoffs.difference"
    rng = np.random.default_rng(4)
    studies = []
    for seed in (1, 2):
        north, south = rng.normal(5, 1, 30), rng.normal(5, 1, 30)
        groups = {("north", HANDOFFS): north, ("south", HANDOFFS): south}
        studies.append(study(cafes, {measure: abs(north - south)}, seed=seed, groups=groups))
    (row,) = both(*studies).rows

    for mean, each in zip((row.row.mean_b, row.row.mean_a), studies, strict=True):
        means = each.measures.values[0, :, 1:].mean(axis=0)
        assert mean == pytest.approx(abs(means[0] - means[1]))
        assert mean < each.measures.values[0, :, 0].mean() / 2


def test_all_arms_that_are_compared_are_one_family(cafes: Scenario) -> None:
    def of(values: Floats, seed: int) -> Finished:
        planned = plan(cafes, Choices(("one_room", "two_rooms"), values.shape[1], seed))
        series = (Series(EVERYONE, HANDOFFS, "handoffs"),)
        return finished_here(planned, MeasureTable(("one_room", "two_rooms"), series, values), None)

    a = np.array([[1.0, 2, 3, 2, 1, 4], [1, 2, 3, 2, 1, 4]])[:, :, None]
    one, other = of(a, 1), of(a + 2, 2)
    single = compare_two(one, other, [("one_room", "one_room")]).rows[0].row
    rows = compare_two(one, other, [("one_room", "one_room"), ("two_rooms", "two_rooms")]).rows

    assert single.p_adjusted == single.p_value
    assert [each.row.p_adjusted for each in rows] == pytest.approx([2 * single.p_value] * 2)


NUMBERS = st.lists(st.integers(-3, 9) | st.just(NAN), min_size=1, max_size=9)
MIRROR = {
    Verdict.BETTER: Verdict.WORSE,
    Verdict.WORSE: Verdict.BETTER,
    Verdict.HIGHER: Verdict.LOWER,
    Verdict.LOWER: Verdict.HIGHER,
    Verdict.HIGHER_UNSURE: Verdict.LOWER_UNSURE,
    Verdict.LOWER_UNSURE: Verdict.HIGHER_UNSURE,
}


@given(
    a=NUMBERS,
    b=NUMBERS,
    apart=st.sampled_from([0, 20]),
    seed=st.sampled_from([1, 2]),
    measure=st.sampled_from([HANDOFFS, SPELLS]),
)
def test_swapping_the_studies_mirrors_differences_and_verdicts(
    cafes: Scenario, a: list[float], b: list[float], apart: int, seed: int, measure: str
) -> None:
    one = study(cafes, {measure: a})
    other = study(cafes, {measure: [each + apart for each in b]}, seed=seed)
    there, back = both(one, other).rows[0], both(other, one).rows[0]

    assert back.row.verdict is MIRROR.get(there.row.verdict, there.row.verdict)
    assert back.row.difference == pytest.approx(-there.row.difference, nan_ok=True)
    mirrored = pytest.approx((-there.row.high, -there.row.low), nan_ok=True)
    assert (back.row.low, back.row.high) == mirrored
    assert (back.runs_one, back.runs_other) == (there.runs_other, there.runs_one)
    assert back.row.p_a_better == pytest.approx(1 - there.row.p_a_better, nan_ok=True)


def changed(cafes: Scenario, **values: object) -> Scenario:
    return cafes.with_values({name.replace("__", "."): value for name, value in values.items()})


REFUSED = "The two studies cannot be compared: their numbers do not mean the same.\n"
WAY_OUT = "\n  Run one of them again so that they agree in this: its `resolved.yaml` is a scenario."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"run__length": "2 years"},
            "  Measured time: 337.25 days in one, 702.5 in the other (`run.length` less "
            "`run.warm_up`), and many measures add up over it.",
        ),
        (
            {"measures__covered_for": "14 days"},
            "  `measures.covered_for`: 28 days in one, 14 in the other.",
        ),
        (
            {"measures__lost_after": "90 days"},
            "  `measures.lost_after`: 180 days in one, 90 in the other.",
        ),
    ],
)
def test_numbers_that_do_not_mean_the_same_are_not_compared(
    cafes: Scenario, values: dict[str, object], said: str
) -> None:
    one = study(cafes, {HANDOFFS: (1, 2)})
    other = study(changed(cafes, **values), {HANDOFFS: (1, 2)})

    with pytest.raises(NotComparableError) as refused:
        both(one, other)
    assert str(refused.value) == REFUSED + said + WAY_OUT


def test_studies_of_two_programs_are_not_compared_and_every_reason_is_given(
    cafes: Scenario,
) -> None:
    one = study(cafes, {HANDOFFS: (1, 2)})
    other = study(changed(cafes, measures__lost_after="90 days"), {HANDOFFS: (1, 2)})
    version = one.versions["throughline"]
    older = other._replace(versions={**other.versions, "throughline": "0.0.1"})

    with pytest.raises(NotComparableError) as refused:
        both(one, older)
    assert str(refused.value) == (
        f"{REFUSED}  Programs: one was made by version {version}, the other by 0.0.1; measures "
        "and model may differ between them.\n  `measures.lost_after`: 180 days in one, 90 in "
        f"the other.{WAY_OUT}"
    )
    assert one.numbers is not None
    edited = one._replace(numbers=one.numbers._replace(sources="0" * 64))
    with pytest.raises(NotComparableError, match=f"both were made by version {version}, but from"):
        both(one, edited)


def test_what_differs_is_said_beside_the_result(cafes: Scenario) -> None:
    one = study(cafes, {HANDOFFS: (1, 2), WAITING: (1, 2)})
    assert both(one, one).notes[1:] == ("The scenarios have the same settings.",)

    other = study(
        changed(cafes, services__group__capacity__places=3),
        {HANDOFFS: (1, 2), SPELLS: (1, 2)},
    )
    elsewhere = other._replace(
        platform="Elsewhere x", versions={**other.versions, "numpy": "1.0"}, numbers=None
    )
    assert both(one, elsewhere).notes[1:] == (
        "The scenarios differ in `services.group.capacity.places`.",
        "The studies were not made in the same surroundings (numpy and the platform); last "
        "digits, and in rare cases more, may differ.",
        "One of the studies does not say from which sources it was made.",
        "Left out, as only the one has them: `list_length`.",
        "Left out, as only the other has them: `spells`.",
    )


def test_a_measure_in_another_unit_is_left_out_and_named(cafes: Scenario) -> None:
    one = study(cafes, {HANDOFFS: (1, 2), WAITING: (1, 2)})
    series = (one.measures.series[0], one.measures.series[1]._replace(unit="£ 2023"))
    other = one._replace(measures=MeasureTable(("one_room",), series, one.measures.values))
    found = both(one, other)

    assert [each.row.series.measure for each in found.rows] == [HANDOFFS]
    assert found.notes[2] == "Left out, as the units differ: `list_length` (people, £ 2023)."


def test_differences_between_other_groups_are_left_out_and_named(cafes: Scenario) -> None:
    measure = "equity.handoffs.difference"
    pairs = [("north", "south"), ("north", "west")]
    one, other = (
        study(
            cafes,
            {HANDOFFS: (1, 2), measure: (1, 2)},
            groups={(group, HANDOFFS): (1, 2) for group in groups},
        )
        for groups in pairs
    )
    found = both(one, other)

    assert [each.row.series.measure for each in found.rows] == [HANDOFFS]
    assert found.notes[2] == f"Left out, as the groups differ: `{measure}`."


def test_of_two_rules_of_judging_the_one_that_says_less_counts(cafes: Scenario) -> None:
    first = changed(cafes, compare__family=[HANDOFFS], compare__smallest_difference={HANDOFFS: 5})
    second = changed(cafes, compare__family=[WAITING], compare__smallest_difference={HANDOFFS: 2})
    values = {HANDOFFS: (1, 2, 3), WAITING: (1, 2, 3)}
    found = both(study(first, values), study(second, values))

    assert set(found.rules.family) == {HANDOFFS, WAITING}
    assert found.rules.smallest_difference == {HANDOFFS: 2}
    assert found.notes[2:] == (
        "`compare.family` differs; measures of either are judged together.",
        "`compare.smallest_difference` differs for `handoffs`; the smaller one counts, 0 where a "
        "study has none.",
    )


def test_arms_are_put_together_by_name_or_as_they_are_named() -> None:
    assert arm_pairs("abc", "cbd", None, "arms") == (("b", "b"), ("c", "c"))
    chosen = [("a", "d"), ("a", "b"), ("a", "d")]
    assert arm_pairs("abc", "cbd", chosen, "arms") == (("a", "d"), ("a", "b"))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            None,
            "arms: no arm has the same name in both studies.\n  The one has `old`, the other "
            "`relational` and `shared`. Say which belong together.",
        ),
        ([], "arms: no arm is named.\n  Name one or more, or leave it out."),
        (
            [("old", "relationel"), ("everything", "shared")],
            "arms: `everything` is not an arm of the one study.\n  It has `old`.\n"
            "arms: `relationel` is not an arm of the other study.\n  It has `relational` and "
            "`shared`. Did you mean `relational`?",
        ),
    ],
)
def test_arms_that_cannot_be_put_together_are_named(
    chosen: list[tuple[str, str]] | None, said: str
) -> None:
    with pytest.raises(ArmPairError) as refused:
        arm_pairs(("old",), ("relational", "shared"), chosen, "arms")
    assert str(refused.value) == said
