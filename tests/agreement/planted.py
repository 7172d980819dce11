"""Faults planted in the readable engine, one for each rule of order, draw or release.

Each is what someone might well write, and each leaves a run that looks like any other. Run
`python -m tests.agreement.planted` for a table of how many of the worlds catch each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from sim.engines import fast, reference
from sim.engines.order import StepKind
from sim.errors import EngineError
from sim.events import Run
from tests.agreement.agreement import STAFFED, same, world_of
from tests.agreement.faults_of_draws import (
    drawn,
    drawn_again,
    first_day_is_lost,
    half_rounds_up,
    leaves_too_soon,
    no_ordinal,
    nobody_is_done,
    nothing_is_carried,
    nothing_to_settle,
    nowhere,
    place_free_at_once,
    stays_like_patience,
    the_day_stays_open,
    time_is_lost,
    two_meet_for_ever,
    two_meet_out_of_turn,
    urgent_ones_queue,
    urgent_ones_wait_for_their_day,
)
from tests.agreement.faults_of_leaving import (
    always_away_as_long,
    candidates_wait,
    clock_of_seeking_runs_on,
    exits_come_closer,
    levels_of_before_are_seen,
    needs_settle,
    trust_is_lost,
)
from tests.agreement.faults_of_order import (
    by_number,
    last_service_first,
    later_items_first,
    list_before_unallocated,
    listed,
    losses_by_number,
    moved,
    new_steps_wait,
    nobody_is_kept,
    one_draw_everywhere,
    one_draw_for_life,
    patience_since_referral,
    rings_stay,
    settles_once,
    two_minutes_are_one,
    workers_by_number,
)

WIDE = (257, 215, 97, 235, 45, 167, 111, 601, 347, 525, 117, 523, 141, 429, 501, 505)
WORLDS = (*WIDE, *(STAFFED + number for number in (1, 7, 9, 16, 20, 23, 27, 29, 37)))
"""Chosen among the first 350 wide ones for being quick and for catching each fault three times, and
among the first 40 of workers. The last three wide ones have no needs.
"""
MANY = tuple(range(60))
SEED = 5

CONTACTS_LATE = {StepKind.CONTACT_HAPPENS: StepKind.STAY_ENDS + 0.5}
LISTS_EARLY = {StepKind.PATIENCE_ENDS: StepKind.STAY_ENDS - 0.5}
CHANGES_LATE = {StepKind.CAPACITY_CHANGES: StepKind.PERSON_LEAVES + 0.5}

FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "time before kind": two_minutes_are_one,
    "the smallest pending key, steps just created included": new_steps_wait,
    "kind: contacts before endings": moved(CONTACTS_LATE),
    "kind: places come free before patience ends": moved(LISTS_EARLY),
    "kind: changes of capacity first": moved(CHANGES_LATE),
    "kind, then tie-break draw, then subject": by_number,
    "the tie-break is drawn afresh each minute": one_draw_for_life,
    "the tie-break is drawn afresh for each service": one_draw_everywhere,
    "item last, in file order": later_items_first,
    "services settle in file order": last_service_first,
    "a step settles completely before the next": settles_once,
    "people without a worker before the list": list_before_unallocated,
    "rings swap at once": rings_stay,
    "patience counts from joining the list": patience_since_referral,
    "list: class first": listed(lambda _, joined, draw, number: (0, joined, draw, number)),
    "list: then time joined": listed(lambda first, _, draw, number: (first, 0, draw, number)),
    "list: then tie-break draw": listed(
        lambda first, joined, _, number: (first, joined, 0, number)
    ),
    "one's own worker may go over the caseload": nobody_is_kept,
    "workers: ties by tie-break draw": workers_by_number,
    "people of a leaving worker: by tie-break draw": losses_by_number,
    "an exit delay holds the place": place_free_at_once,
    "a place that comes free is settled in its step": nothing_to_settle,
    "without needs, who is led nowhere leaves": nobody_is_done,
    "without needs, what is still to come keeps people there": leaves_too_soon,
    "a missed contact uses a share of its time": time_is_lost,
    "overrun is carried to the next week": nothing_is_carried,
    "if the first does not fit, the day is over": the_day_stays_open,
    "urgent work may use the whole week": urgent_ones_wait_for_their_day,
    "earlier work of one worker comes before work for two": two_meet_out_of_turn,
    "after its limit a joint contact is held alone": two_meet_for_ever,
    "the day on which a worker starts counts": first_day_is_lost,
    "a contact that is put off keeps its ordinal": drawn_again,
    "minutes are rounded half to even": half_rounds_up,
    "an urgent contact goes first": urgent_ones_queue,
    "who is away seeks nothing": clock_of_seeking_runs_on,
    "moving away and death stand still while a person is away": exits_come_closer,
    "candidates pass while a person is away": candidates_wait,
    "other needs are as they were when a person returns": needs_settle,
    "trust stays while a person is away": trust_is_lost,
    "before the return, needs had the levels of the return": levels_of_before_are_seen,
    "each time away has a draw of its own": drawn(always_away_as_long),
    "the ordinal counts uses": no_ordinal,
    "purposes are apart": drawn(stays_like_patience),
    "draws carry the name of their service or need": drawn(nowhere),
}
"""By the rule that each breaks."""


@cache
def honest_run(number: int) -> Run:
    """The compiled engine's run of a world."""
    return fast.run(world_of(number), SEED, 0)


def catches(number: int) -> bool:
    """Whether the readable engine, as it is now, differs from the compiled one in a world.

    A failed conservation check, and an endless loop, are differences too.
    """
    expected = honest_run(number)
    try:
        same(reference.run(world_of(number), SEED, 0), expected)
    except (AssertionError, EngineError):
        return True
    return False


def main() -> None:
    """Print, for each rule, how many worlds catch its fault: of the chosen, and of the first."""
    print(f"| rule that was broken | of {len(WORLDS)} chosen | of the first {len(MANY)} |")
    print("|---|---|---|")
    for rule, plant in FAULTS.items():
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            chosen, many = (sum(map(catches, worlds)) for worlds in (WORLDS, MANY))
        print(f"| {rule} | {chosen} | {many} |", flush=True)


if __name__ == "__main__":
    main()
