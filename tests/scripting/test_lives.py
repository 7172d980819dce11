"""The same people in every arm, chosen by a rule or named, drawn and told."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.report.conftest import SMALL

QUEUE = Path(__file__).resolve().parents[2] / "scenarios" / "queue.yaml"


@pytest.fixture(scope="module")
def town() -> sim.Scenario:
    return sim.Scenario.load(SMALL)


@pytest.fixture(scope="module")
def people(town: sim.Scenario) -> list[sim.Lives]:
    return sim.lives(town)


def test_the_rule_chooses_a_handful_and_says_why(
    people: list[sim.Lives], town: sim.Scenario
) -> None:
    assert len({each.person for each in people}) == len(people)
    assert people[0].why == "a tenth of the way along the line"
    assert all(list(each.stories) == list(town.arm_names) for each in people)
    gained = next(each for each in people if each.why == "who gained most")
    before, after = gained.days_in_need_without_help.values()
    assert after < before


def test_a_person_asked_for_by_name_is_the_one_that_the_rule_shows(
    people: list[sim.Lives], town: sim.Scenario
) -> None:
    (same,) = sim.lives(town, [people[1].person])

    assert same.stories == people[1].stories
    assert same.days_in_need_without_help == people[1].days_in_need_without_help
    assert same.why == "asked for by name"


def test_another_replication_holds_other_lives_and_both_engines_the_same(
    people: list[sim.Lives], town: sim.Scenario
) -> None:
    name = people[1].person
    (other,) = sim.lives(town, [name], replication=2)
    (readable,) = sim.lives(town, [name], execution=sim.Execution(engine="reference"))

    assert other.stories != people[1].stories
    assert readable.stories == people[1].stories


def test_a_notebook_shows_the_picture_and_every_story(people: list[sim.Lives]) -> None:
    page = people[1]._repr_html_()

    assert "data:image/svg+xml;base64," in page
    assert all(story.closing in page for story in people[1].stories.values())
    assert 'alt="In need without help: ' in page
    assert repr(people[1]) == f"Lives({people[1].person}, half way along the line)"


def test_labels_of_a_scenario_cannot_become_code_of_the_page(town: sim.Scenario) -> None:
    named = town.with_values({f"arms.{town.arm_names[0]}.label": "<script>"})
    page = sim.lives(named)[0]._repr_html_()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nobody_with_needs_nobody_shown() -> None:
    assert sim.lives(sim.Scenario.load(QUEUE).with_values({"run.length": "2 years"})) == []


def test_a_name_that_nobody_has_is_answered(town: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match="Did you mean `cohort 12`"):
        sim.lives(town, ["cohrt 12"])
    with pytest.raises(sim.SimError, match="chosen by a rule"):
        sim.lives(town, ["Ada"])
    with pytest.raises(sim.SimError, match="replication: 0 is out of range"):
        sim.lives(town, replication=0)
