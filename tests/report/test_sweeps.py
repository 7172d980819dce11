"""The page of a sweep: how outcomes go with what was varied, said with its doubt."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.report.association import rank_correlation
from sim.report.sweep_report import SweepReport
from sim.report.sweeps import SweepPage
from sim.studies.study import EVERYONE, Series
from sim.studies.sweeps.results import Outcomes
from tests.studies.sweeps.studies import asked

NAN = float("nan")
HIGH, LOW = [5.0, 6.1, 7.3], [1.0, 2.0, 3.0]


def page(folder: Path, values: list[list[list[float]]]) -> SweepPage:
    """A page of one outcome: settings by arms by replications."""
    question = asked(folder)
    question = question._replace(base=question.base._replace(outcomes=("list_length",)))
    settings = [(2 + n % 2, f"{1 + n / 10} per day") for n in range(len(values))]
    series = (Series(EVERYONE, "list_length", "people"),)
    outcomes = Outcomes(question, settings, series, np.array(values)[..., None])
    return SweepPage(outcomes)


def words(section: object) -> str:
    return repr(section)


def test_settings_are_counted_by_what_their_interval_says(tmp_path: Path) -> None:
    settings = [[HIGH, LOW], [HIGH, LOW], [LOW, HIGH], [LOW, LOW[::-1]]]
    said = words(page(tmp_path, settings).opening())

    assert "in 2 of 4 settings lower with “Two rooms” than with “One room”, in 1 higher" in said
    assert "in 1 the interval holds 0." in said
    assert "1 in 20 excludes 0 by chance alone" in said


def test_a_setting_without_an_interval_says_why_in_its_place(tmp_path: Path) -> None:
    made = page(tmp_path, [[[5.0, 6.0, 7.0], LOW], [HIGH, LOW], [LOW, HIGH]])
    assert words(made.by_outcome()).count("the same in every run") == 1


def test_a_single_repeat_says_nothing_of_how_sure_it_is(tmp_path: Path) -> None:
    said = words(page(tmp_path, [[[5.0], [1.0]]] * 3).opening())

    assert "too few repeats to say how sure the change is" in said
    assert "the interval holds 0" not in said


def test_settings_without_a_value_are_said_apart(tmp_path: Path) -> None:
    said = words(page(tmp_path, [[HIGH, LOW], [[NAN] * 3, LOW]]).opening())

    assert "in 1 no interval is known" in said


def test_unequal_staff_is_told_with_its_figures_and_settings_and_only_where_it_is(
    tmp_path: Path,
) -> None:
    made = page(tmp_path, [[HIGH, LOW], [LOW, HIGH], [HIGH, LOW]])
    unequal = [(), ("Places: talk: 1 in one_room, 2 in two_rooms.",), ()]
    said = words(SweepPage(replace(made.outcomes, unequal=unequal)).opening())

    assert made.outcomes.asked.base.scenario.workforce.unequal
    assert "in 1 of 3 settings, for example: Places: talk: 1 in one_room, 2 in two_rooms." in said
    assert "The reason: " in said
    equal = words(SweepPage(replace(made.outcomes, unequal=[()] * 3)).opening())
    assert "The reason" not in equal
    assert "Take care" not in equal


def test_one_way_of_care_alone_is_answered_with_the_range_of_its_own_values(
    tmp_path: Path,
) -> None:
    made = page(tmp_path, [[LOW], [HIGH], [[NAN] * 3]])
    base = made.outcomes.asked.base._replace(arms=("one_room",), outcomes=("list_length",))
    alone = SweepPage(replace(made.outcomes, asked=made.outcomes.asked._replace(base=base)))
    said = words(alone.opening())

    assert "People on waiting lists: from 2 people (" in said
    assert "to 6.1 people (" in said
    assert "than with" not in said
    pages = words(alone.by_outcome()) + words(alone.varied())
    assert "the other way of care" not in pages
    assert "every setting and way of care" not in pages


def test_the_same_outcomes_give_the_same_bytes(tmp_path: Path) -> None:
    made = page(tmp_path, [[HIGH, LOW], [LOW, HIGH], [HIGH, LOW[::-1]]])
    names = made.outcomes.asked.base.names
    pages = [SweepReport(made.outcomes, names).write(tmp_path) for _ in range(2)]

    assert pages[0].read_bytes() == pages[1].read_bytes()


@pytest.mark.parametrize("seed", range(5))
def test_ranks_go_together_as_another_library_says(seed: int) -> None:
    generator = np.random.default_rng(seed)
    one = generator.integers(0, 6, 40).astype(float)
    other = one + generator.normal(0, 2, 40)

    assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
    assert rank_correlation(one, np.ones(40)) == 0
