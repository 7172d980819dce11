"""Page one of the shipped scenarios reads at twelve, their own names and words included.

The text is all sentences and points of page one but the question, which is the file's. A million
people take minutes to run, and have no words that the others lack.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.blocks import Bullets, Paragraphs
from sim.report.view import View
from sim.report.writing import PARTS
from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import Study
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.report.readability import grade
from tests.report.worlds import around_nothing, from_posts, with_worlds
from tests.scenarios.shipped import FOLDER

OLDEST = 7.0  # Flesch-Kincaid grade: twelve years
PAGE_ONE = 7  # sections
YEARS = {"cen_community": 5.2}  # its rules change after five; the others run as they are written


def read(study: Study) -> str:
    """All sentences of page one."""
    view = View(study)
    blocks = [block for part in PARTS[:PAGE_ONE] for block in part(view).blocks]
    texts = [each.texts for each in blocks if isinstance(each, Paragraphs | Bullets)]
    said = [text for each in texts for text in each]
    return " ".join(text for text in said if text != study.scenario.question)


@pytest.mark.parametrize("name", ["queue", "bristol", "leicester", "cen_community"])
def test_page_one_of_a_shipped_scenario_reads_at_twelve(name: str, tmp_path: Path) -> None:
    scenario = load(FOLDER / f"{name}.yaml")
    repeats = 1 if len(scenario.arms) == 1 else 2
    planned = plan(scenario, Choices(replications=repeats, years=YEARS.get(name)))
    study = carry_out(planned, tmp_path, workers=1)
    assert grade(read(study)) <= OLDEST
    if name == "cen_community":
        numbers, _ = uncertain_numbers(study.scenario, study.settings.arms)
        first, wait = "unmet_need_days", "wait_to_start.community_team.mean"
        made = {
            (arm, measure): from_posts(0.1, 40 * sign) if sign < 0 else around_nothing(60)
            for arm in study.settings.others
            for measure, sign in ((first, -1), (wait, 1))
        }
        over = with_worlds(study, made, numbers=tuple(numbers), worlds=40)
        assert grade(read(over)) <= OLDEST
