"""The page tells how a run went month by month, and whether numbers drift by themselves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.measures.monthly import Column
from sim.report.blocks import Paragraphs, Picture, Section, Table
from sim.report.drift import drift_words
from sim.report.first.looking import looking_section
from sim.report.months import NONE_KEPT, months_section
from sim.report.opening import answer_section
from sim.report.view import View
from sim.studies.drift import Drift, Shift
from sim.studies.from_today import ALL, FromToday
from sim.studies.study import Study

RISEN = Shift("at_level.distress.settled", "", "share", 0.21, 0.43, 0.22, 0.18, 0.26, drifts=True)
LONGER = Shift("list", "team", "people", 12, 30, 18, 10, 26, drifts=True)
STEADY = Shift("people", "", "people", 100, 101, 1, -2, 4, drifts=False)


EVERY = FromToday(ALL, 406, 302.4, 408.1, -103.6, -120, -87, differs=True)
SHORTER = FromToday("team", 83, 57, 68, -26, -31, -21, differs=True)
AS_TODAY = FromToday("team", 83, 81, 85, -2, -6, 2, differs=False)


def said(section: Section) -> str:
    blocks = (block for block in section.blocks if isinstance(block, Paragraphs))
    return " ".join(text for block in blocks for text in block.texts)


def drifting(*shifts: Shift, causes: tuple[str, ...] = (), unknown: str = "") -> Drift:
    return Drift("lasting", shifts, causes, unknown)


def test_the_picture_has_a_line_for_each_arm_and_its_table_the_means_of_each_year(
    small_study: Study,
) -> None:
    view = View(small_study)
    section = months_section(view)
    (picture,) = (block for block in section.blocks if isinstance(block, Picture))
    (table,) = (block for block in section.blocks if isinstance(block, Table))

    axes = picture.figure.axes
    assert axes[0].get_title(loc="left").replace("\n", " ") == "On waiting lists"
    assert all(len(each.collections) == len(view.arms) for each in axes)  # the ranges
    assert table.columns == ["Series", "Year 1", "Year 2", "Unit"]
    assert len(table.rows) == len(axes) * len(view.arms)
    monthly = small_study.monthly
    assert monthly is not None
    people = monthly.of(view.arms[0], "people").mean(axis=0)
    (row,) = (
        each for each in table.rows if each[0] == f"People in the population, {view.labels[0]}"
    )
    assert float(row[1]) == pytest.approx(people[:12].mean(), rel=0.01)
    assert math.isclose(float(row[2]), people[12:].mean(), rel_tol=0.01)


def test_lists_are_summed_over_services(small_study: Study) -> None:
    monthly = small_study.monthly
    assert monthly is not None
    arm = small_study.settings.arms[0]
    lists = [each.service for each in monthly.columns if each.measure == "list"]
    total = np.nansum([monthly.of(arm, "list", each) for each in lists], axis=0).mean(axis=0)
    (picture,) = (
        block for block in months_section(View(small_study)).blocks if isinstance(block, Picture)
    )

    drawn = picture.figure.axes[0].lines[0].get_ydata()

    np.testing.assert_allclose(np.asarray(drawn, float), total)


def test_lists_of_the_first_day_are_drawn_apart_from_new_referrals(small_study: Study) -> None:
    monthly = small_study.monthly
    assert monthly is not None
    columns = (*monthly.columns, Column("team", "list_from_start", "people"))
    lists = monthly.values[..., [monthly.columns.index(Column("team", "list", "people"))]]
    known = replace(
        monthly,
        columns=(*columns, Column("team", "caseload_from_start", "people")),
        values=np.concatenate([monthly.values, lists / 2, lists], axis=-1),
    )
    section = months_section(View(replace(small_study, monthly=known)))

    _, picture = (block for block in section.blocks if isinstance(block, Picture))
    old, every = (np.asarray(each.get_ydata(), float) for each in picture.figure.axes[0].lines)

    arm = small_study.settings.arms[0]
    np.testing.assert_allclose(old, monthly.of(arm, "list", "team").mean(axis=0) / 2)
    assert np.all(every >= old)
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert any(row[0].startswith("Still on the lists of the first day") for row in table.rows)


def test_a_study_without_series_says_why(small_study: Study) -> None:
    section = months_section(View(replace(small_study, monthly=None)))

    assert said(section) == NONE_KEPT


def test_drift_stands_above_the_answer_with_its_cause(small_study: Study) -> None:
    cause = "By the file itself, 5 people come in the first year and 60 in the last."
    view = View(replace(small_study, drift=drifting(RISEN, LONGER, causes=(cause,))))

    text = said(answer_section(view))
    assert "Take care" in text
    assert "from 21 % to 43 % of people" in text
    assert cause in text
    assert "drift" not in said(looking_section(view)).lower()


def test_no_drift_and_not_knowing_stand_where_it_says_how_sure_we_are(small_study: Study) -> None:
    steady = View(replace(small_study, drift=drifting(STEADY)))
    unknown = View(replace(small_study, drift=drifting(unknown="it is too short")))

    assert "No drift was found" in said(looking_section(steady))
    assert "We cannot tell whether numbers drift by themselves: it is too short." in said(
        looking_section(unknown)
    )
    assert "drift" not in said(answer_section(steady)).lower()


def test_a_model_that_starts_lower_than_today_is_told_above_the_answer_and_never_called_steady(
    small_study: Study,
) -> None:
    drift = drifting(STEADY)._replace(from_today=(EVERY, SHORTER))
    view = View(replace(small_study, drift=drift))
    label = view.label("lasting")

    text = said(answer_section(view))
    assert (
        "Take care: the model starts lower than today. People on all lists: 406 today; with "
        f"“{label}”, 302 in the first month and 408 in the last. At first a run gives all free "
        "room to people on lists, and nobody is between a referral and its decision."
    ) in text
    assert "After that, from the first to the last year of the run, people" in text
    assert "drift" not in said(looking_section(view)).lower()


def test_lists_that_start_elsewhere_while_all_together_do_not_are_named() -> None:
    together = EVERY._replace(first=404, difference=-2, differs=False)
    drift = drifting(STEADY)._replace(from_today=(together, SHORTER))
    words = drift_words(drift, services={"team": "Community team"})

    assert words[0] == (
        "Take care: the model starts elsewhere than today with the list of Community team (83 "
        "today, 57 in the first month). People on all lists: 406 today; with lasting, 404 in the "
        "first month and 408 in the last."
    )


def test_lists_that_start_as_today_are_told_with_no_drift(small_study: Study) -> None:
    drift = drifting(STEADY)._replace(from_today=(AS_TODAY,))
    view = View(replace(small_study, drift=drift))

    text = said(looking_section(view))
    assert "People on the list of Community team: 83 today" in text
    assert "No drift was found" in text
    assert "from the first to the last year of the run" in text
    assert "83 today" not in said(answer_section(view))


def test_todays_lists_are_told_also_where_years_cannot_be_compared() -> None:
    drift = drifting(unknown="less than two whole years are measured")
    begins, unknown = drift_words(drift._replace(from_today=(EVERY, SHORTER)))

    assert "starts lower than today" in begins
    assert unknown.startswith("We cannot tell")


def test_at_most_six_shifts_are_told_and_the_rest_is_counted() -> None:
    (words,) = drift_words(drifting(*[LONGER] * 9))

    assert words.count("people waiting for team: from 12 to 30") == 6
    assert "3 more in the table `drift.csv`" in words
    assert words.endswith("So the results depend on how long is measured.")


def test_a_study_of_two_years_with_a_warm_up_cannot_judge_drift(small_study: Study) -> None:
    assert small_study.drift is not None
    assert small_study.drift.unknown == "less than two whole years are measured"
