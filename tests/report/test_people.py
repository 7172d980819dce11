"""A person's way is cut to the counted time, and the map counts every move once."""

import numpy as np

from sim.charts.pathway import FROM_DOOR, Move
from sim.charts.timelines import Stretch as Drawn
from sim.events import ContactFlag, Window
from sim.measures.cover_state import Cause
from sim.measures.flows import Flows
from sim.measures.gaps import Gap
from sim.measures.timelines import Level, Meeting, Stretch, Timeline
from sim.report.pathways import all_moves, boxes, for_each_people, origin_of
from sim.report.people import total, way_of, worst_levels
from sim.units import DAY, YEAR
from tests.measures.worlds import Place, world

WINDOW = Window(10 * DAY, 110 * DAY)
LABELS = ("GP", "TEAM")
NEVER_MET = ContactFlag(0)


def day(number: float) -> int:
    return round(number * DAY)


def line(**given: object) -> Timeline:
    usual = Timeline("cohort 1", 0, 0, day(200), [], [], [], [], [], [])
    return usual._replace(**given)  # type: ignore[arg-type]


def gap(need: int, opens: float, closes: float) -> Gap:
    return Gap(0, need, day(opens), day(closes), Cause.WAITING_LIST)


def test_gaps_of_two_needs_at_once_are_one_gap_and_none_lies_outside_the_window() -> None:
    way = way_of(
        line(gaps=[gap(0, 0, 20), gap(1, 15, 30), gap(0, 30, 40), gap(1, 105, 150), gap(0, 2, 9)]),
        "A",
        LABELS,
        WINDOW,
    )
    assert way.gaps == [Drawn(0, 30), Drawn(95, 100)]
    assert total(way.gaps) == 35


def test_services_stand_in_the_order_they_were_met_and_earlier_ones_are_left_out() -> None:
    way = way_of(
        line(
            waits=[Stretch(1, day(20), day(40), True)],
            spells=[
                Stretch(0, day(0), day(5), True),
                Stretch(1, day(40), day(60), True),
                Stretch(0, day(70), day(300), False),
            ],
            meetings=[
                Meeting(day(45), 1, 3, True, NEVER_MET),
                Meeting(day(50), 1, 3, False, NEVER_MET),
                Meeting(day(3), 0, -1, True, NEVER_MET),
            ],
        ),
        "A",
        LABELS,
        WINDOW,
    )
    assert [lane.service for lane in way.lanes] == ["TEAM", "GP"]
    team, gp = way.lanes
    assert team.waits == [Drawn(10, 30)]
    assert team.spells == [Drawn(30, 50)]
    assert (team.contacts, team.missed) == ([35.0], [40.0])
    assert gp.spells == [Drawn(60, 100)]
    assert gp.contacts == []


def test_the_level_drawn_is_that_of_the_worst_need() -> None:
    levels = [Level(0, 0, 1), Level(0, 1, 2), Level(day(20), 1, 0), Level(day(30), 0, 3)]
    assert worst_levels(line(levels=levels), WINDOW) == ([0.0, 10.0, 20.0], [2, 1, 3])


def test_nothing_is_drawn_after_a_person_has_left() -> None:
    gone = line(levels=[Level(0, 0, 2)], closes=day(50))
    assert worst_levels(gone, WINDOW) == ([0.0, 40.0], [2, 0])


def made() -> Flows:
    """Two services, 100 person-years: people turn to the first and are handed to the second."""
    none = np.zeros((2, 2), np.int64)
    handed = none.copy()
    handed[0, 1] = 6
    return Flows(
        referrals=np.array([[0, 10, 3], [0, 0, 1], [20, 0, 2]]),
        starts=np.array([[0, 8, 0], [0, 0, 0], [19, 0, 0]]),
        turned_away=np.array([0, 2]),
        left_waiting=np.array([0, 0]),
        handoffs={"cold": handed, "warm": none, "blocked": none, "consult": none},
        person_minutes=100 * YEAR,
        minutes=YEAR,
    )


NAMES = world([Place("gp"), Place("team")], window=WINDOW).names


def test_without_needs_people_come_from_outside() -> None:
    names = NAMES._replace(needs=())

    first = all_moves(made(), names, for_each_people(made()))[0]

    assert first == Move(FROM_DOOR, 0, 20.0, "arriving")
    assert origin_of(first, names) == "From outside"


def test_every_referral_is_one_arrow_with_the_way_it_came_about() -> None:
    assert all_moves(made(), NAMES, for_each_people(made())) == [
        Move(FROM_DOOR, 0, 20.0, "seeking"),
        Move(0, 1, 6.0, "cold"),
        Move(0, 1, 4.0, "sent"),
    ]


def test_a_box_says_how_many_start_and_how_many_ways_lead_nowhere() -> None:
    assert [box.note for box in boxes(made(), NAMES, for_each_people(made()))] == [
        "19 start\n3 nowhere",
        "8 start\n1 nowhere",
    ]


def test_a_run_without_anybody_has_no_moves() -> None:
    nobody = made()._replace(person_minutes=0)

    assert all_moves(nobody, NAMES, for_each_people(nobody)) == []
