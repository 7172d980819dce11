"""What a service covers may differ before and after a change of rules: by pencil and paper."""

from __future__ import annotations

import numpy as np

from sim.events import Window
from sim.measures import measure
from sim.resolved import Resolved, RulesChange
from tests.measures.diary import Diary
from tests.measures.streaming.comparing import assert_same
from tests.measures.test_gaps import TEAM, causes
from tests.measures.worlds import Place, world


def changing(
    before: Place, after: Place, *, change: int = 50, needs: tuple[str, ...] = ("a", "b")
) -> Resolved:
    """Two services, of which the team works by other rules from the minute of the change on."""
    earlier, later = (
        world((Place("gp"), team), needs=needs, window=Window(0, 100), covered_for=10)
        for team in (before, after)
    )
    same = np.arange(2)
    rules_change = RulesChange(change, earlier.numbers, earlier.measuring.helps, same)
    return later._replace(change=rules_change)


def in_care() -> Diary:
    """In need of `a` from minute 0 on, and seen at the team at minute 0."""
    diary = Diary().arrives(2, 0).episode().refers(0, TEAM)
    return diary.accepts(0, TEAM).starts(0, TEAM).meets(0, TEAM)


def test_a_contact_covers_what_its_service_covered_when_it_was_held() -> None:
    resolved = changing(Place("team", covers=(0,)), Place("team", covers=(1,)))
    diary = in_care().at(45).meets(0, TEAM).at(70).meets(0, TEAM)

    # The contact of minute 45 goes on covering to 55; that of minute 70 covers nothing.
    assert causes(diary, resolved) == [
        (10, 45, "contact_overdue"),
        (55, 100, "not_yet_sought"),
    ]


def test_the_reason_for_an_unmet_minute_is_that_of_its_own_minute() -> None:
    resolved = changing(Place("team", covers=(1,)), Place("team", covers=(0,)))

    assert causes(in_care(), resolved) == [
        (0, 50, "not_yet_sought"),
        (50, 100, "contact_overdue"),
    ]


def test_contacts_that_are_signposting_until_the_change_are_help_from_then_on() -> None:
    resolved = changing(Place("team", helps=False), Place("team", helps=True), needs=("a",))
    diary = in_care().at(60).meets(0, TEAM)

    assert causes(diary, resolved) == [
        (0, 60, "contact_overdue"),
        (70, 100, "contact_overdue"),
    ]


def test_the_stream_reads_the_change_as_the_log_does() -> None:
    for before, after in (((0,), (1,)), ((1,), (0,)), ((0, 1), (0,))):
        resolved = changing(Place("team", covers=before), Place("team", covers=after))
        run = in_care().at(45).meets(0, TEAM).at(70).meets(0, TEAM).run(100)

        assert_same(run, resolved, run.log)
        assert measure(run, resolved)
