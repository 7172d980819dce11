"""Flows between services, and one person's way."""

from random import Random

from hypothesis import given, settings, strategies as st

from sim.events import ContactFlag, Ending, EventKind, Reason, Window
from sim.measures.cover_state import Cause
from sim.measures.flows import flows
from sim.measures.timelines import Level, Meeting, Stretch, timeline
from tests.measures.diary import Diary
from tests.measures.random_logs import random_journey
from tests.measures.worlds import Place, world

GP, TEAM = 0, 1
OUTSIDE = 2
WORLD = world((Place("gp"), Place("team")), window=Window(10, 100), covered_for=10)


def test_flows_say_who_came_from_where_and_what_led_nowhere() -> None:
    diary = Diary().arrives(2).refers(9, TEAM)  # before the window opens
    diary.at(20).refers(0, GP).at(30).starts(0, GP)
    diary.at(40).note(EventKind.HANDED_OFF_COLD, service=GP, spell=0, detail=TEAM).ends(0, GP)
    diary.refers(1, TEAM, origin=GP).at(50).refuses(1, TEAM).nowhere(Reason.TURNED_AWAY, TEAM)
    diary.at(60).seeks().nowhere(Reason.SEEKING)
    diary.at(70).refers(2, TEAM, origin=GP).at(80).starts(2, TEAM, origin=GP)
    diary.at(90).ends(2, TEAM, planned=False, ending=Ending.EXITED).exits()

    found = flows(diary.run(100), WORLD)

    assert found.referrals.tolist() == [[0, 2, 0], [0, 0, 1], [1, 0, 1]]
    assert found.starts.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert found.turned_away.tolist() == [0, 1]
    assert found.handoffs["cold"][GP, TEAM] == found.handoffs["cold"].sum() == 1
    assert found.person_minutes == 80


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_flows_count_every_referral_start_and_handoff_once(seed: int) -> None:
    run, resolved = random_journey(Random(seed))
    window = resolved.measuring.window
    rows = run.log[(run.log["time"] >= window.opens) & (run.log["time"] < window.closes)]

    found = flows(run, resolved)

    kinds = rows["event"]
    nowhere = (kinds == EventKind.NOWHERE_TO_GO).sum()
    assert found.referrals.sum() == (kinds == EventKind.REFERRED).sum() + nowhere
    assert found.starts[:, :-1].sum() == (kinds == EventKind.SPELL_STARTED).sum()
    assert found.handoffs["warm"].sum() == (kinds == EventKind.HANDED_OFF_WARM).sum()
    assert found.left_waiting.sum() == (kinds == EventKind.LEFT_WAITING).sum()


def test_spells_open_since_before_the_run_are_no_flow() -> None:
    resolved = world((Place("gp"), Place("team")), window=Window(0, 100))

    assert flows(Diary().arrives(2).starts(0, TEAM).run(100), resolved).starts.sum() == 0


def test_a_timeline_tells_one_person_s_whole_way_and_nobody_else_s() -> None:
    diary = Diary().arrives(2).arrives(2, person=1).refers(5, GP, person=1)
    diary.at(5).refers(0, TEAM).at(20).starts(0, TEAM).at(30).meets(0, TEAM, flags=1)
    diary.at(35).need(0).at(50).misses(0, TEAM).at(60).ends(0, TEAM).at(70).refers(1, GP)

    way = timeline(diary.run(100, groups=(0, 0)), WORLD, 0)

    assert (way.name, way.group, way.opens, way.closes) == ("cohort 0", 0, 0, 100)
    assert way.levels == [Level(0, 0, 2), Level(35, 0, 0)]
    assert way.waits == [Stretch(TEAM, 5, 20, True), Stretch(GP, 70, 100, False)]
    assert way.spells == [Stretch(TEAM, 20, 60, True)]
    assert way.meetings == [
        Meeting(30, TEAM, -1, True, ContactFlag.URGENT),
        Meeting(50, TEAM, -1, False, ContactFlag(0)),
    ]
    assert [(gap.opens, gap.closes, gap.cause) for gap in way.gaps] == [
        (0, 5, Cause.NOT_YET_SOUGHT),
        (5, 20, Cause.AWAITING_DECISION),
        (20, 30, Cause.CONTACT_OVERDUE),
    ]


def test_a_timeline_ends_when_the_person_leaves() -> None:
    diary = Diary().arrives(2).refers(0, TEAM).starts(0, TEAM).at(40)
    diary.ends(0, TEAM, planned=False, ending=Ending.EXITED).exits()

    way = timeline(diary.run(100), WORLD, 0)

    assert way.closes == 40
    assert way.spells == [Stretch(TEAM, 0, 40, True)]
    assert way.gaps[-1].closes == 40


def test_the_turns_of_a_way_are_told_in_order() -> None:
    diary = Diary().arrives(2).at(3).seeks(TEAM).refers(0, TEAM).at(9).refuses(0, TEAM)
    diary.nowhere(Reason.TURNED_AWAY, TEAM).at(12).note(EventKind.DISENGAGED)

    way = timeline(diary.run(100), WORLD, 0)

    assert [(turn.time, turn.kind) for turn in way.turns] == [
        (3, EventKind.SOUGHT),
        (9, EventKind.TURNED_AWAY),
        (9, EventKind.NOWHERE_TO_GO),
        (12, EventKind.DISENGAGED),
    ]
