"""Enough help in generated logs: calculated twice, and the laws that hold whatever happens."""

from random import Random

import numpy as np
from hypothesis import given, settings, strategies as st

from sim.events import EventKind, Run
from sim.measures.gaps import gather as gather_gaps
from sim.measures.helped import HelpTally, gather
from sim.measures.observed import observe
from sim.resolved import Resolved
from tests.measures.naive_help import naive_help
from tests.measures.random_logs import random_journey

seeds = st.integers(0, 2**32 - 1)
ticks = st.sampled_from((1, 720))


def tally(run: Run, resolved: Resolved) -> HelpTally:
    return gather(observe(run, resolved), resolved)


@settings(max_examples=40, deadline=None)
@given(seed=seeds, tick=ticks)
def test_every_minute_of_help_agrees_with_a_slow_second_calculation(seed: int, tick: int) -> None:
    run, resolved = random_journey(Random(seed), tick, ticks=100, people=2)
    people = naive_help(run, resolved)

    found = tally(run, resolved)

    group = [person.group for person in run.people]
    for of in range(2):
        mine = [life for life, g in zip(people, group, strict=True) if g == of]
        for need in range(2):
            assert found.in_need[of, need] == sum(life.in_need[need] for life in mine)
            assert found.short[of, need] == sum(life.short[need] for life in mine)
        assert found.known[of] == sum(life.known for life in mine)
        shares = [
            1 - life.short.total() / life.in_need.total() for life in mine if life.in_need.total()
        ]
        assert found.bands[of].sum() == len(shares)
        assert found.bands[of, 0] == shares.count(0.0)
        assert found.enough[of] == sum(s >= resolved.measuring.enough for s in shares)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, tick=ticks)
def test_short_time_lies_within_time_in_need_and_known_time_within_the_worst_needs(
    seed: int, tick: int
) -> None:
    run, resolved = random_journey(Random(seed), tick)
    seen = observe(run, resolved)

    found, gaps = gather(seen, resolved), gather_gaps(seen, resolved)

    assert np.array_equal(found.in_need, gaps.need_minutes.sum(axis=2))
    assert np.all((found.short >= 0) & (found.short <= found.in_need))
    assert np.all((found.known >= 0) & (found.known <= gaps.worst_minutes.sum(axis=1)))
    assert found.bands.sum() == gaps.in_need.sum()
    assert np.all(found.enough <= found.bands.sum(axis=1))


@settings(max_examples=60, deadline=None)
@given(seed=seeds, tick=ticks, more=st.integers(0, 2_000))
def test_longer_contacts_never_make_more_time_short(seed: int, tick: int, more: int) -> None:
    run, resolved = random_journey(Random(seed), tick)
    log = run.log.copy()
    chosen = (log["event"] == EventKind.CONTACT) & (np.arange(log.size) % 3 == seed % 3)
    log["length"][chosen] += more

    before, after = tally(run, resolved), tally(run._replace(log=log), resolved)

    assert np.all(after.short <= before.short)
    assert np.array_equal(after.in_need, before.in_need)


@settings(max_examples=40, deadline=None)
@given(seed=seeds, tick=ticks, times=st.integers(2, 5))
def test_who_wants_more_than_all_contacts_give_has_no_more_than_these_give(
    seed: int, tick: int, times: int
) -> None:
    """Minutes of help that are used cannot exceed the minutes that contacts gave."""
    run, resolved = random_journey(Random(seed), tick)
    wanted = np.full(4, 1_000 * times)
    resolved = resolved._replace(
        measuring=resolved.measuring._replace(
            wanted=wanted, window=resolved.measuring.window._replace(opens=0)
        ),
        numbers=resolved.numbers._replace(
            services=resolved.numbers.services._replace(
                continuous=np.zeros_like(resolved.numbers.services.continuous)
            )
        ),
    )

    found = tally(run, resolved)

    helped = (found.in_need - found.short).sum()
    given_minutes = int(run.log["length"].sum())
    assert helped * wanted[0] <= given_minutes * 10_080


def test_generated_logs_hold_every_band_people_who_are_known_and_crises_seen() -> None:
    bands, known, seen = np.zeros(5, np.int64), 0, np.zeros(2, np.int64)
    for seed in range(60):
        found = tally(*random_journey(Random(seed), 720))
        bands += found.bands.sum(axis=0)
        known += found.known.sum()
        seen += found.crises_seen.sum(axis=0)

    assert bands.min() > 0
    assert known > 0
    assert seen.min() > 0
