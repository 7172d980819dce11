"""What a command may choose over what a file says, and what it is told when it may not."""

import re
from pathlib import Path

import pytest

from sim.scenario import load
from sim.studies.planning import ChoiceError, Choices, settle, settled
from sim.units import WEEK, YEAR
from tests.studies.scenarios import CAFES, loaded, written


def test_without_choices_the_file_decides(tmp_path: Path) -> None:
    settings = settle(loaded(tmp_path), Choices())

    assert settings.arms == ("one_room", "two_rooms", "same_again")
    assert (settings.baseline, settings.others) == ("one_room", ("two_rooms", "same_again"))
    assert (settings.replications, settings.seed) == (3, 1)
    assert (settings.length, settings.minutes, settings.years) == ("1 year", YEAR, 1)


def test_choices_go_over_the_file_and_seed_zero_is_a_seed(tmp_path: Path) -> None:
    settings = settle(loaded(tmp_path), Choices(["two_rooms"], 7, 0, 0.5))

    assert settings == (("two_rooms",), "two_rooms", 7, 0, "0.5 years", YEAR // 2)


def test_arms_stay_in_the_order_of_the_file_and_are_named_once(tmp_path: Path) -> None:
    settings = settle(loaded(tmp_path), Choices(["same_again", "one_room", "same_again"]))

    assert settings.arms == ("one_room", "same_again")


def test_the_declared_baseline_holds_when_it_is_among_the_chosen(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, f"{CAFES}compare: {{baseline: two_rooms}}\n")

    assert settle(scenario, Choices()).baseline == "two_rooms"
    assert settle(scenario, Choices(["one_room", "same_again"])).baseline == "one_room"


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices(arms=["two_room"]), "--arms: `two_room` is not an arm.*Did you mean `two_rooms`"),
        (Choices(arms=[]), "--arms: no arm is named"),
        (Choices(replications=0), "--replications: 0 is out of range.*from 1 to"),
        (Choices(replications=-3), "--replications: -3 is out of range"),
        (Choices(seed=-1), "--seed: -1 is out of range.*from 0 to"),
        (Choices(seed=2**60), "--seed: .* is out of range"),
        (Choices(years=0), "--years: 0 is not a length"),
        (Choices(years=float("nan")), "--years: nan is not a length"),
        (Choices(years=float("inf")), "--years: inf is not a length"),
        (Choices(years=1e9), "--years: 1e\\+09 is not a length.*at most 1000"),
        (Choices(years=0.05), "--years: a run of 0.05 years ends before the warm-up of 4 weeks"),
    ],
)
def test_a_choice_that_cannot_be_is_answered_with_what_can(
    tmp_path: Path, choices: Choices, words: str
) -> None:
    with pytest.raises(ChoiceError) as caught:
        settle(loaded(tmp_path), choices)

    assert re.search(words, str(caught.value).replace("\n", " "))


def test_a_run_that_ends_before_the_change_of_rules_is_told_what_to_change(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES.replace("warm_up: 4 weeks", "change: 26 weeks"))

    with pytest.raises(ChoiceError, match=r"let the change of rules come earlier, `run\.change`"):
        settle(scenario, Choices(years=0.4))


def test_a_settled_scenario_says_what_was_settled_and_nothing_else_changes(tmp_path: Path) -> None:
    scenario = loaded(tmp_path)
    choices = Choices(replications=8, seed=5, years=0.25)

    said = settled(scenario, settle(scenario, choices))

    assert (said.run.replications, said.run.seed, said.run.length.minutes) == (8, 5, YEAR // 4)
    assert said.run.warm_up.minutes == 4 * WEEK
    before, after = scenario.to_dict(), said.to_dict()
    before.pop("run")
    after.pop("run")
    assert before == after


def test_settling_what_the_file_says_changes_nothing(tmp_path: Path) -> None:
    scenario = load(written(tmp_path))

    assert settled(scenario, settle(scenario, Choices())) == scenario
