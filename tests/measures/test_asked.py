"""A run gives the measures that are asked for, with the bits that they have among all measures."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.events import Run
from sim.measures import Row, measure
from sim.measures.equity import COMPARED
from sim.measures.measuring import EVERYONE, is_group
from sim.resolved import Resolved
from sim.studies.asking import asking
from sim.studies.keys import resolved_digest
from tests.engines.awkward import awkward_world
from tests.measures.random_logs import random_journey
from tests.measures.streaming.comparing import streamed

numbers = st.integers(0, 2**32 - 1)
CHUNK = 16_384


def kept(rows: list[Row]) -> list[tuple[str, str, str, str]]:
    return [(row.group, row.measure, row.unit, repr(row.value)) for row in rows]


def some_of(rows: list[Row], number: int) -> set[tuple[str, str]]:
    """A few of the numbers of a run, now and then one that it does not have."""
    random = Random(number)
    every = [(row.group, row.measure) for row in rows]
    few = set(random.sample(every, min(len(every), random.choice((0, 1, 3, 30)))))
    return few | ({(EVERYONE, "cost.nowhere")} if random.random() < 0.2 else set())


def with_groups(asked: set[tuple[str, str]], rows: list[Row]) -> set[tuple[str, str]]:
    """What is asked for, and the values of groups from which a difference is taken."""
    compared = {
        COMPARED[name] for group, name in asked if (group, name in COMPARED) == (EVERYONE, True)
    }
    groups = {row.group for row in rows if is_group(row.group)}
    return asked | {(group, name) for group in groups for name in compared}


def assert_same(run: Run, resolved: Resolved, number: int) -> None:
    """Both ways of measuring give just what is asked for, to the last bit and in the same order."""
    whole = measure(run, resolved)
    asked = some_of(whole, number)
    wanted = with_groups(asked, whole)
    expected = kept([row for row in whole if (row.group, row.measure) in wanted])
    arm = asking(resolved, asked)

    assert kept(measure(run, arm)) == expected
    assert kept(streamed(run.log, arm, CHUNK).rows(run.closes)) == expected


@settings(max_examples=40, deadline=None)
@given(number=numbers)
def test_what_is_asked_of_an_awkward_world_has_the_bits_it_has_among_all(number: int) -> None:
    world = awkward_world(number)
    closes = min(world.numbers.closes, 300)
    world = world._replace(numbers=world.numbers._replace(closes=closes))

    assert_same(fast.run(world, number, 3), world, number)


@settings(max_examples=40, deadline=None)
@given(number=numbers)
def test_what_is_asked_of_people_with_all_their_rows_has_the_bits_it_has_among_all(
    number: int,
) -> None:
    run, resolved = random_journey(Random(number), ticks=200, people=6)

    assert_same(run, resolved, number)


def test_runs_that_are_asked_for_other_numbers_have_keys_of_their_own() -> None:
    _, resolved = random_journey(Random(1), ticks=20, people=2)
    people, left = (EVERYONE, "people"), (EVERYONE, "people_left")
    every = [None, [], [people], [left], [people, left]]

    assert len({resolved_digest(asking(resolved, each)) for each in every}) == len(every)
    turned = [asking(resolved, each) for each in ([people, left], [left, people, left])]
    assert resolved_digest(turned[0]) == resolved_digest(turned[1])
