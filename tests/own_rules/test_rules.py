"""What own rules are told and may answer, and what is said when one cannot be used."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.engines import fast, reference
from sim.own_rules import NO_RULES, Hook, OwnRuleError
from sim.own_rules.answers import is_allowed
from sim.own_rules.states import (
    AcceptanceState,
    AssignedState,
    NeedRateState,
    RouteState,
    State,
    TenureState,
)
from sim.resolved import Resolved
from sim.studies.engines import ENGINES
from sim.studies.keys import resolved_digest
from tests.agreement.agreement import STAFFED, shortened, world_of
from tests.own_rules.examples import OTHERWISE, rules, usual

ENGINES_RUN = [
    pytest.param(reference.run, id="reference"),
    pytest.param(fast.run, id="fast"),
]
WITH_ALL = [0, 2, 3, 5, *range(STAFFED, STAFFED + 6)]


def ints(*values: int) -> Any:
    return np.array(values, np.int64)


ACCEPTANCE = AcceptanceState(0.8, 0.3, 5, 1, 2, 3, 0.5, 0, 0, 0, 0, 1)
ROUTE = RouteState(7, 0.3, 5, 1, 2, 0, 3, 0.5, ints(7, 2**62 + 1, 0), np.array([0.5, 0.3, 0.2]))
ASSIGNED = AssignedState(0, 0.3, 5, 1, 2, 3, 0.5, -1, *[ints(1, 2)] * 4)
NEED_RATE = NeedRateState(1.0, 0.3, 5, 2, 3, 1, -1, 0.5, 1.5)
TENURE = TenureState(10, 0.3, 5, 1, 2, 3, 4, 3, 100)


@pytest.mark.parametrize(
    ("hook", "state", "good", "bad"),
    [
        (Hook.ACCEPTANCE, ACCEPTANCE, [0, 0.5, 1, True], [-0.1, 1.01, math.nan, math.inf]),
        (Hook.ROUTE, ROUTE, [7, 2**62 + 1, 0], [8, 2**62, 0.5, math.nan, -1]),
        (Hook.ASSIGNED, ASSIGNED, [0, 1], [2, -1, 0.5, math.nan]),
        (Hook.ENDING, None, [0, 1, True, False], [2, 0.5, -1, math.nan]),
        (Hook.NEED_RATE, NEED_RATE, [0, 1.5], [1.6, -0.1, math.nan, math.inf]),
        (Hook.TENURE, TENURE, [1, 2.5, 1e9], [0, 0.5, -3, math.nan, math.inf]),
    ],
    ids=lambda value: value.argument if isinstance(value, Hook) else "",
)
def test_an_answer_is_allowed_within_its_range(
    hook: Hook, state: Any, good: list[float], bad: list[float]
) -> None:
    assert [each for each in good if not is_allowed(hook, state, each)] == []
    assert [each for each in bad if is_allowed(hook, state, each)] == []


def run_all(run: Any, **functions: Any) -> None:
    """Run worlds in which each kind of decision is taken, by these rules."""
    for number in WITH_ALL:
        run(world_of(number)._replace(own_rules=rules(**functions)), 1, 1)


def too_much(state: Any) -> Any:
    return 2


@pytest.mark.parametrize("run", ENGINES_RUN)
@pytest.mark.parametrize(
    "hook", ["acceptance", "route", "assigned", "ending", "need_rate", "tenure"]
)
def test_an_answer_that_is_not_allowed_stops_the_run_with_all_that_the_rule_was_told(
    run: Any, hook: str
) -> None:
    answer = {"need_rate": 1e9, "route": 3, "assigned": 99, "tenure": 0}.get(hook, 2)

    def answers(state: Any) -> Any:
        return answer

    with pytest.raises(OwnRuleError) as found:
        run_all(run, **{hook: answers})
    said = str(found.value)
    assert f"own rule {hook} (test_rules.py: answers): it answered {answer}." in said
    assert "Allowed is " in said
    assert "It was told: usual " in said


@pytest.mark.parametrize("run", ENGINES_RUN)
def test_a_rule_that_fails_stops_the_run_with_its_line(run: Any) -> None:
    def divides(state: Any) -> Any:
        return 1.0 / (state.level - state.level)

    with pytest.raises(OwnRuleError) as found:
        run_all(run, acceptance=divides)
    assert "it failed: ZeroDivisionError" in str(found.value)
    assert "return 1.0 / (state.level - state.level)" in str(found.value)


def test_both_engines_say_the_same_of_an_answer_that_is_not_allowed() -> None:
    said = []
    for run in (reference.run, fast.run):
        with pytest.raises(OwnRuleError) as found:
            run_all(run, acceptance=too_much)
        said.append(str(found.value))
    assert said[0] == said[1]


def uses_a_dict(state: Any) -> Any:
    return {1: state.level}.get("b")  # type: ignore[call-overload]


def changes_its_state(state: Any) -> Any:
    state.loads[0] = 0
    return state.usual


@pytest.mark.parametrize(
    ("hook", "function", "line"),
    [
        ("acceptance", uses_a_dict, 'return {1: state.level}.get("b")'),
        ("assigned", changes_its_state, "state.loads[0] = 0"),
    ],
)
def test_a_rule_that_cannot_be_compiled_is_told_with_its_line_and_the_way_out(
    hook: str, function: Any, line: str
) -> None:
    world = world_of(0)._replace(own_rules=rules(**{hook: function}))
    with pytest.raises(OwnRuleError) as found:
        fast.run(world, 1, 1)
    said = str(found.value)
    assert "Numba cannot compile it for the fast engine" in said
    assert line in said
    assert 'sim.Execution(engine="reference")' in said


def test_a_rule_cannot_change_its_state_in_the_reference_engine() -> None:
    with pytest.raises(OwnRuleError, match="read-only"):
        run_all(reference.run, assigned=changes_its_state)


def states_until(minute: int, world: Resolved) -> list[str]:
    """What the rules of a run of the reference engine are told before a minute."""
    told: list[State] = []

    def watches(state: Any) -> Any:
        told.append(state)
        return state.usual

    watching = rules(**dict.fromkeys(NO_RULES._fields, usual))
    for rule in watching.given:
        object.__setattr__(rule, "function", watches)
    reference.run(world._replace(own_rules=watching), 1, 1)
    return [f"{type(state).__name__} {state}" for state in told if state.minute < minute]


@pytest.mark.parametrize("number", [0, 6, 10])
def test_a_rule_is_never_told_what_comes_later(number: int) -> None:
    """What it is told up to a minute is the same in a run that closes then."""
    short, long = (shortened(world_of(number), closes) for closes in (300, 600))
    told = states_until(300, short)
    assert told
    assert told == states_until(300, long)


def test_the_draw_of_a_decision_is_its_own() -> None:
    """A rule that uses its draw changes no draw of anything else: the arms keep their people."""
    world = world_of(STAFFED + 1)
    changed = world._replace(own_rules=rules(next_contact=OTHERWISE["next_contact"]))
    assert reference.run(world, 1, 1).people == reference.run(changed, 1, 1).people


def test_a_rule_that_reads_what_cannot_be_compared_is_refused() -> None:
    frame = pd.DataFrame({"a": [1]})

    def reads(state: Any) -> Any:
        return len(frame)

    with pytest.raises(OwnRuleError, match="`reads` reads `frame`"):
        rules(acceptance=reads)


def test_arms_with_other_rules_have_other_runs() -> None:
    world = world_of(0)
    digests = {
        resolved_digest(world),
        resolved_digest(world._replace(own_rules=rules(acceptance=usual))),
        resolved_digest(world._replace(own_rules=rules(acceptance=too_much))),
        resolved_digest(world._replace(own_rules=rules(ending=usual))),
    }
    assert len(digests) == 4


def test_a_rule_travels_to_another_process() -> None:
    world = world_of(0)._replace(own_rules=rules(acceptance=OTHERWISE["acceptance"]))
    again = pickle.loads(pickle.dumps(world))
    assert again.own_rules == world.own_rules
    assert resolved_digest(again) == resolved_digest(world)
    rule = again.own_rules.acceptance
    assert rule.function(ACCEPTANCE) == OTHERWISE["acceptance"](ACCEPTANCE)


def test_both_engines_together_take_own_rules() -> None:
    world = world_of(STAFFED)._replace(own_rules=rules(tenure=OTHERWISE["tenure"]))
    for engine in ENGINES.values():
        assert len(engine.run(world, 1, 1).log)
