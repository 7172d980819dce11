"""Both engines ask own rules the same questions, and write the same log by the answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast, reference
from sim.errors import EndlessLoop
from sim.own_rules import Hook
from sim.resolved import Resolved
from tests.agreement.agreement import STAFFED, agree, same, world_of
from tests.own_rules.examples import ALL_USUAL, OTHERWISE, rules

WORLDS = 6
numbers = st.one_of(st.integers(0, 2**32 - 1), st.integers(STAFFED, 2**33 - 1))


@pytest.mark.parametrize("hook", [hook.argument for hook in Hook])
@settings(max_examples=WORLDS, deadline=None)
@given(number=numbers)
def test_both_engines_write_the_same_log_by_a_rule_of_ones_own(hook: str, number: int) -> None:
    agree(world_of(number)._replace(own_rules=rules(**{hook: OTHERWISE[hook]})), 1, 1)


@settings(max_examples=2 * WORLDS, deadline=None)
@given(number=numbers)
def test_both_engines_write_the_same_log_by_all_rules_together(number: int) -> None:
    agree(world_of(number)._replace(own_rules=rules(**OTHERWISE)), 1, 1)


@settings(max_examples=2 * WORLDS, deadline=None)
@given(number=numbers)
def test_rules_that_answer_what_is_usual_change_no_row(number: int) -> None:
    world = world_of(number)
    asked = world._replace(own_rules=ALL_USUAL)
    for run in (reference.run, fast.run):
        try:
            plain = run(world, 1, 1)
        except EndlessLoop:
            continue
        same(plain, run(asked, 1, 1))


def differs(world: Resolved, hook: str) -> bool:
    """Whether the rule of the examples changes a run of a world."""
    changed = world._replace(own_rules=rules(**{hook: OTHERWISE[hook]}))
    try:
        one, other = fast.run(world, 1, 1).log, fast.run(changed, 1, 1).log
    except EndlessLoop:
        return True
    return one.tobytes() != other.tobytes()


@pytest.mark.parametrize("hook", [hook.argument for hook in Hook])
def test_each_rule_of_these_tests_changes_some_of_the_worlds(hook: str) -> None:
    worlds = (world_of(number) for number in [*range(30), *range(STAFFED, STAFFED + 30)])
    assert any(differs(world, hook) for world in worlds)
