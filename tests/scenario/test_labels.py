"""Words that tell codes apart, and services of the same label."""

from sim.scenario import Scenario
from sim.scenario.labels import apart
from tests.scenario.test_dividing import care


def test_codes_with_the_same_words_are_told_apart() -> None:
    assert apart({"a": "Ward", "b": "ward", "c": "Clinic"}) == {
        "a": "Ward (a)",
        "b": "ward (b)",
        "c": "Clinic",
    }


def test_no_two_services_are_called_the_same() -> None:
    there = Scenario.of(care()).services["team_north"].label
    scenario = Scenario.of(care()).replacing({"services.ward.label": there})

    assert scenario.label_of("team_north") == f"{there} (team_north)"
    assert scenario.label_of("ward") == f"{there} (ward)"
    assert len({scenario.label_of(name) for name in scenario.services}) == 3
