"""The page says in words how those who are served worst fare, and the family of each switch."""

from __future__ import annotations

from dataclasses import replace

from sim.report.arms import switches
from sim.report.blocks import Heading, Paragraphs
from sim.report.gaps import gaps_section
from sim.report.view import View
from sim.report.wording import number
from sim.report.worst_served import HEADING, NOT_THE_SAME, worst_served
from sim.studies.study import Study


def said(study: Study) -> list[str]:
    heading, paragraphs = worst_served(View(study))
    assert isinstance(heading, Heading)
    assert isinstance(paragraphs, Paragraphs)
    return [str(text) for text in paragraphs.texts]


def test_the_worst_tenth_and_those_never_served_have_a_figure_for_every_way_of_care(
    small_study: Study,
) -> None:
    tenth, never, last = said(small_study)

    assert last == NOT_THE_SAME
    for arm in small_study.settings.arms:
        label = small_study.scenario.arms[arm].label
        days = number(small_study.measures.mean(arm, "longest_gap.p90"))
        share = 100 * small_study.measures.mean(arm, "never_served")
        assert f"“{label}” {days} days" in tenth
        assert f"“{label}” {share:.0f} %" in never
    assert "at one stretch for longer" in tenth
    assert "had been seen by no service" in never


def test_each_difference_has_the_verdict_of_the_comparison(small_study: Study) -> None:
    view = View(small_study)
    for text, measure in zip(said(small_study), ("longest_gap.p90", "never_served"), strict=False):
        for arm in view.others:
            row = small_study.comparison(arm, measure)
            assert f"“{view.label(arm)}”: {row.verdict.value}, change " in text


def test_it_stands_on_the_page_below_the_causes(small_study: Study) -> None:
    headings = [b.text for b in gaps_section(View(small_study)).blocks if isinstance(b, Heading)]

    assert headings == [HEADING]


def test_with_one_way_of_care_nothing_is_compared(one_arm_study: Study) -> None:
    tenth, *_ = said(one_arm_study)

    assert "change" not in tenth


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
