"""Whatever a script gives to a function that cannot be used is answered in the script's words."""

import pytest

import sim
from tests.scripting.cafes import Misuse, api
from tests.scripting.misused_questions import OF_QUESTIONS
from tests.scripting.misused_runs import OF_RUNS
from tests.scripting.misused_scenarios import OF_SCENARIOS
from tests.scripting.misused_sweeps import OF_SWEEPS

MISUSES = OF_SCENARIOS | OF_RUNS | OF_SWEEPS | OF_QUESTIONS


@pytest.mark.parametrize("name", list(MISUSES))
def test_a_misuse_is_answered_in_words_of_python(cafes: sim.Scenario, name: str) -> None:
    misuse, words = MISUSES[name]
    with pytest.raises(sim.SimError) as caught:
        misuse(cafes)
    said = str(caught.value)
    assert words in said, said
    assert " --" not in said
    assert not said.startswith("--")


@pytest.mark.parametrize(
    "call",
    [
        lambda s: api.run(),
        lambda s: api.select(s, "list_length"),
        lambda s: api.Execution("fast"),
    ],
)
def test_an_argument_that_is_missing_or_without_a_name_is_told(
    cafes: sim.Scenario, call: Misuse
) -> None:
    with pytest.raises(sim.SimError, match=r"needs it\.|more of them without a name") as told:
        call(cafes)
    assert "It takes `" in str(told.value)
