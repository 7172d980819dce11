"""The page says in words how those who are served worst fare, and the family of each switch."""

from __future__ import annotations

from dataclasses import replace

from sim.report.arms import switches
from sim.report.blocks import Bullets
from sim.report.first.limits import limits_section
from sim.report.view import View
from sim.report.wording import number
from sim.report.worst_served import worst_served_words
from sim.studies.study import Study


def said(study: Study) -> list[str]:
    return worst_served_words(View(study))


def test_the_worst_tenth_and_those_never_served_have_a_figure_for_every_way_of_care(
    small_study: Study,
) -> None:
    tenth, never = said(small_study)

    assert tenth.endswith("These need not be the same people in each way of care.")
    for arm in small_study.settings.arms:
        label = small_study.scenario.arms[arm].label
        days = number(small_study.measures.mean(arm, "longest_gap.p90"))
        share = 100 * small_study.measures.mean(arm, "never_served")
        assert f"“{label}” {days} days" in tenth
        assert f"“{label}” {share:.0f} %" in never
    assert "at one stretch for longer" in tenth
    assert "had been seen by no service" in never


def test_a_difference_clear_of_chance_is_said_to_be_and_any_other_is_said_to_be_chance(
    small_study: Study,
) -> None:
    view = View(small_study)
    tenth, never = said(small_study)
    (arm,) = view.others
    row = small_study.comparison(arm, "longest_gap.p90")
    assert row.low > 0
    assert f"By more than chance, “{view.label(arm)}” differs from “Handed on”." in tenth
    assert "Chance alone could make these differ." in never


def test_it_stands_on_page_one_among_the_limits(small_study: Study) -> None:
    (points,) = limits_section(View(small_study)).blocks

    assert isinstance(points, Bullets)
    assert set(said(small_study)) <= set(points.texts)


def test_with_one_way_of_care_nothing_is_compared(one_arm_study: Study) -> None:
    tenth, *_ = said(one_arm_study)

    assert "chance" not in tenth


def test_the_table_of_switches_has_a_family_where_a_switch_has_one(
    small_study: Study,
) -> None:
    plain = switches(View(small_study))
    name = next(iter(small_study.scenario.mechanisms))
    data = small_study.scenario.to_dict()
    data["mechanisms"][name]["family"] = "holding"
    told = switches(View(replace(small_study, scenario=type(small_study.scenario).of(data))))

    assert "Family" not in plain.columns
    assert told.columns[1] == "Family"
    assert told.rows[0][1] == "holding"
    assert [row[0] for row in told.rows] == [row[0] for row in plain.rows]
    assert all(len(row) == len(told.columns) for row in told.rows)
