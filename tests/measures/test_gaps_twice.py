"""Gaps of generated logs, calculated twice: they agree to the minute."""

from collections import Counter
from random import Random

import numpy as np
from hypothesis import given, settings, strategies as st

from sim.events import ContactFlag, EventKind, Run
from sim.measures.cover_state import AFTER_ENDING, COVERED, Cause
from sim.measures.gaps import GapTally, gap_minutes, gather, unmet_minutes_by_person
from sim.measures.observed import observe
from sim.resolved import Resolved
from sim.units import DAY
from tests.measures.naive_gaps import naive_contact_gaps, naive_minutes
from tests.measures.random_logs import random_journey

seeds = st.integers(0, 2**32 - 1)
ticks = st.sampled_from((1, 720))


def tally(run: Run, resolved: Resolved) -> GapTally:
    return gather(observe(run, resolved), resolved)


@settings(max_examples=50, deadline=None)
@given(seed=seeds, tick=ticks)
def test_every_minute_and_its_cause_agree_with_a_slow_second_calculation(
    seed: int, tick: int
) -> None:
    run, resolved = random_journey(Random(seed), tick, ticks=100, people=2)
    slow = naive_minutes(run, resolved, tick)

    fast = tally(run, resolved)

    for group in range(2):
        about = {0: fast.need_minutes[group, 0], 1: fast.need_minutes[group, 1]}
        for need, states in (about | {None: fast.worst_minutes[group]}).items():
            assert states[COVERED] == slow.minutes[group, need, "covered"]
            assert states[AFTER_ENDING] == slow.after_ending[group, need]
            for cause in Cause:
                own = states[cause] + (states[AFTER_ENDING] if cause == Cause.NOT_YET_SOUGHT else 0)
                assert own == slow.minutes[group, need, cause.name.lower()], (need, cause)


@settings(max_examples=40, deadline=None)
@given(seed=seeds, tick=ticks)
def test_longest_gaps_and_people_never_served_agree_with_a_slow_second_calculation(
    seed: int, tick: int
) -> None:
    run, resolved = random_journey(Random(seed), tick, ticks=100, people=2)
    slow = naive_minutes(run, resolved, tick)
    covers, window = resolved.numbers.services.covers, resolved.measuring.window
    continuous, helps = resolved.numbers.services.continuous, resolved.measuring.helps
    stigma_helps = resolved.numbers.services.stigma_helps

    fast = tally(run, resolved)

    days = Counter(minutes // DAY for minutes in slow.longest.values())
    assert {day: n for day, n in enumerate(fast.longest.sum(axis=0)) if n} == days
    served = {
        (row["person"], need)
        for row in run.log[run.log["time"] < window.closes]
        for need in range(2)
        if covers[row["service"], need]
        and (
            (
                row["event"] == EventKind.CONTACT
                and helps[row["service"]]
                and (stigma_helps[row["service"]] or not row["detail"] & ContactFlag.STIGMATISING)
            )
            or (row["event"] == EventKind.SPELL_STARTED and continuous[row["service"]])
        )
    }
    needy = {person for person, _ in slow.needy}
    assert fast.in_need.sum() == len(needy)
    assert fast.never_served.sum() == len(needy - {who for who, _ in slow.needy & served})


@settings(max_examples=40, deadline=None)
@given(seed=seeds, tick=ticks)
def test_contact_gaps_and_people_lost_agree_with_a_slow_second_calculation(
    seed: int, tick: int
) -> None:
    run, resolved = random_journey(Random(seed), tick, ticks=150)
    slow = naive_contact_gaps(run, resolved)
    window, measuring = resolved.measuring.window, resolved.measuring

    fast = tally(run, resolved)

    for column, days in enumerate(measuring.gap_days):
        long = [
            gap
            for gap in slow
            if gap.closes - gap.opens > days * DAY
            and window.opens <= gap.opens + days * DAY < window.closes
        ]
        complete = sum(gap.complete for gap in long)
        counted = fast.contact_gaps[:, column].sum(axis=0)
        assert counted.tolist() == [len(long) - complete, complete]
    gone = {
        gap.person
        for gap in slow
        if gap.closes - gap.opens >= measuring.lost_after
        and window.opens < gap.opens + measuring.lost_after <= window.closes
        and not gap.planned
    }
    needy = {person for person, _ in naive_minutes(run, resolved, tick).needy}
    assert fast.lost.sum() == len(gone & needy)


@settings(max_examples=100, deadline=None)
@given(seed=seeds, tick=ticks)
def test_causes_add_up_to_unmet_time_and_unmet_and_covered_time_to_time_in_need(
    seed: int, tick: int
) -> None:
    run, resolved = random_journey(Random(seed), tick)
    seen = observe(run, resolved)

    counted = gather(seen, resolved)

    gaps = gap_minutes(run, resolved)
    unmet = counted.need_minutes[..., COVERED + 1 :].sum()
    assert sum(gap.closes - gap.opens for gap in gaps) == unmet
    assert unmet_minutes_by_person(run, resolved).sum() == counted.worst_minutes[:, 1:].sum()
    in_need = time_in_need(run, resolved)
    assert counted.need_minutes.sum(axis=(0, 2)).tolist() == in_need
    assert counted.worst_minutes.sum() <= min(seen.present.sum(), sum(in_need))
    assert counted.worst_minutes.sum() >= max(in_need)


def time_in_need(run: Run, resolved: Resolved) -> list[int]:
    """Minutes of the window at or above the seek level, by need, from the levels alone."""
    window, total = resolved.measuring.window, [0, 0]
    kinds = (EventKind.NEED_IS, EventKind.NEED_CHANGED, EventKind.EXITED)
    for number, person in enumerate(run.people):
        rows = run.log[(run.log["person"] == number) & np.isin(run.log["event"], kinds)]
        for need in range(2):
            mine = rows[(rows["need"] == need) | (rows["event"] == EventKind.EXITED)]
            ends = [*mine["time"][1:].tolist(), window.closes]
            for row, end in zip(mine, ends, strict=True):
                needs = row["level"] >= resolved.numbers.needs.seek_level[person.group, need]
                if needs and row["event"] != EventKind.EXITED:
                    opens, closes = max(int(row["time"]), window.opens), min(end, window.closes)
                    total[need] += max(closes - opens, 0)
    return total


def test_generated_logs_hold_every_cause_often_enough_to_test_it() -> None:
    minutes = np.zeros(11, np.int64)
    for seed in range(100):
        run, resolved = random_journey(Random(seed), ticks=100, people=2)
        minutes += tally(run, resolved).need_minutes.sum(axis=(0, 1))

    assert minutes.min() >= 10
