"""Scripts see the analysis plan of a scenario beside the results that it is about, or is not."""

from __future__ import annotations

import re
from pathlib import Path

import sim
from tests.studies.scenarios import CAFES, loaded
from tests.studies.test_following import PLAN


def test_a_comparison_shows_the_digest_and_questions_say_that_they_are_not_in_the_plan(
    tmp_path: Path,
) -> None:
    scenario = loaded(tmp_path, CAFES + PLAN).with_values({"run.length": "20 weeks"})
    assert scenario.analysis_plan is not None
    digest = scenario.analysis_plan.digest

    made = sim.compare(scenario, replications=2)._repr_html_()
    said = re.sub(r"<[^>]+>", "", made)
    assert said.startswith(f"Analysis plan {digest}, written on 2026-11-29.")
    assert "The plan says 3 replications, and this run has 2." in said

    found = sim.select(scenario, "list_length", zone=3, first=2, ceiling=2)
    words = f"The scenario has an analysis plan ({digest}). This is not part of it."
    assert found.words[0] == words
    assert words in found.report(tmp_path).read_text(encoding="utf-8")


def test_a_changed_plan_is_another_plan(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES + PLAN)
    other = scenario.with_values({"analysis_plan.replications": 9})
    assert scenario.analysis_plan is not None
    assert other.analysis_plan is not None
    assert other.analysis_plan.digest != scenario.analysis_plan.digest
