"""Enough help in the report: where the scenario says how much is wanted, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.measures.words.helped import HEADLINES, SAFETY
from sim.report.arms import arms_section
from sim.report.blocks import Paragraphs, Table
from sim.report.enough_help import BLIND, help_words
from sim.report.outcomes import waits_section
from sim.report.view import View
from sim.scenario import load
from sim.scenario.measures import Measures
from sim.studies.family import family_of
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import Study
from tests.report.conftest import SMALL
from tests.report.test_report import words_of

WANTED = {
    "measures.wanted": {"severe": "30 minutes per week", "crisis": "2 hours per week"},
    "measures.enough": {"value": 0.5, "source": "ours", "low": 0.3, "high": 0.7},
    "measures.wait_weeks": [2, 18],
}


@pytest.fixture(scope="module")
def helped_study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small town, with what people want."""
    scenario = load(SMALL).with_values(WANTED)
    return carry_out(plan(scenario, Choices()), tmp_path_factory.mktemp("kept"), workers=1)


def tables(study: Study) -> dict[str, Table]:
    return {b.caption: b for b in arms_section(View(study)).blocks if isinstance(b, Table)}


def texts(study: Study) -> list[str]:
    blocks = arms_section(View(study)).blocks
    return [text for block in blocks if isinstance(block, Paragraphs) for text in block.texts]


def test_what_it_was_like_stands_together_with_what_is_not_modelled(helped_study: Study) -> None:
    rows = [str(row[0]) for row in tables(helped_study)["What it was like"].rows]

    assert [row.partition(",")[0] for row in rows] == [
        "Contacts spent on telling the story again",
        "Referrals turned away",
        "Planned share of endings",
        "Waits of four weeks without word",
        "Different workers met",
        "Seen within two days of a crisis",
    ]
    assert SAFETY in texts(helped_study)


def test_people_stand_in_five_bands_beside_what_is_wanted_and_what_is_enough(
    helped_study: Study,
) -> None:
    rows = [str(row[0]) for row in tables(helped_study)["Enough help"].rows]

    assert sum(row.startswith("People in need with enough help") for row in rows) >= 3
    words = help_words(helped_study.scenario.measures)
    assert words == [
        "Help wanted: 30 minutes per week with a severe need and 2 hours per week in crisis. "
        "Enough is 50 % or more of a person's time in need without being short; it could also be "
        "30 % to 70 %.",
        BLIND,
    ]
    assert words[0] in texts(helped_study)


def test_nothing_of_it_stands_in_a_report_of_a_file_that_does_not_say_what_is_wanted(
    small_study: Study,
) -> None:
    assert not tables(small_study).keys() & {"Enough help", "What it was like"}
    assert SAFETY not in texts(small_study)
    assert help_words(Measures()) == []


def test_help_is_judged_with_the_family_whether_it_is_named_or_not(
    helped_study: Study, small_study: Study
) -> None:
    named = helped_study.scenario.with_values({"compare.family": ["crisis_episodes"]})

    assert family_of(named) == ("crisis_episodes", *HEADLINES)
    assert family_of(small_study.scenario) == tuple(small_study.scenario.compare.family)
    assert set(HEADLINES) <= set(View(helped_study).main())


def test_waits_are_drawn_and_told_over_the_weeks_of_the_file(helped_study: Study) -> None:
    (table,) = (
        block
        for block in waits_section(View(helped_study)).blocks
        if isinstance(block, Table) and block.caption.startswith("Share of starts")
    )

    assert list(table.columns)[1:] == ["2 weeks", "18 weeks"]


def test_a_report_is_made_and_says_it(helped_study: Study, tmp_path: Path) -> None:
    assert SAFETY in words_of(helped_study, tmp_path)
