"""Somebody who knows the person, waits without word, crises seen: on logs worked out by hand."""

import math

import pytest

from sim.events import EventKind, Exit
from sim.units import DAY, WEEK, YEAR
from tests.measures.diary import Diary
from tests.measures.helping import GP, PEER, TEAM, WARD, a_world, values

# Somebody who knows the person


def known(diary: Diary, closes: int) -> int:
    """Minutes in need with a worker who knows the person, who is in need throughout."""
    return round(values(diary, a_world(closes))["someone_who_knows_me"] * closes)


def met_three_times(level: int = 2) -> Diary:
    """Seen by worker 7 on days 0, 1 and 2."""
    diary = Diary().arrives(level, 0).starts(0, TEAM, worker=7)
    for day in range(3):
        diary.at(day * DAY).meets(0, TEAM, worker=7)
    return diary


def test_a_worker_knows_a_person_from_the_third_contact_on_for_28_days() -> None:
    assert known(met_three_times(), 100 * DAY) == 28 * DAY


def test_two_contacts_are_too_few_and_missed_ones_do_not_count() -> None:
    diary = Diary().arrives(2, 0).starts(0, TEAM, worker=7).meets(0, TEAM, worker=7)
    diary.at(DAY).meets(0, TEAM, worker=7).misses(0, TEAM)

    assert known(diary, 100 * DAY) == 0


def test_a_worker_who_left_or_whose_spell_is_over_knows_nobody_any_more() -> None:
    left = met_three_times().at(10 * DAY)
    left.note(EventKind.UNALLOCATED, service=TEAM, spell=0, worker=7)
    over = met_three_times().at(10 * DAY).ends(0, TEAM)

    assert known(left, 100 * DAY) == 8 * DAY
    assert known(over, 100 * DAY) == 8 * DAY


def test_a_new_worker_has_to_be_met_three_times_and_a_former_one_is_known_at_once() -> None:
    diary = met_three_times().at(10 * DAY)
    diary.note(EventKind.ALLOCATED, service=TEAM, spell=0, worker=8, other_worker=7, detail=1)
    assert known(diary, 100 * DAY) == 8 * DAY

    back = diary.at(12 * DAY)
    back.note(EventKind.ALLOCATED, service=TEAM, spell=0, worker=7, other_worker=8, detail=1)
    assert known(back, 100 * DAY) == 8 * DAY + 18 * DAY


def test_a_worker_whom_the_person_asked_for_has_to_be_met_three_times_too() -> None:
    diary = met_three_times().at(10 * DAY)
    diary.note(EventKind.CHANGED_WORKER, service=TEAM, spell=0, worker=8, other_worker=7, detail=0)
    assert known(diary, 100 * DAY) == 8 * DAY

    for day in (11, 12, 13):
        diary.at(day * DAY).meets(0, TEAM, worker=8)
    assert known(diary, 100 * DAY) == 8 * DAY + 28 * DAY


def test_contacts_at_other_services_with_the_same_worker_count_too() -> None:
    diary = Diary().arrives(2, 0).starts(0, TEAM, worker=7).starts(1, PEER, worker=7)
    diary.meets(0, TEAM, worker=7).at(DAY).meets(1, PEER, worker=7).at(2 * DAY)
    diary.meets(1, PEER, worker=7)

    assert known(diary, 100 * DAY) == 28 * DAY


def test_in_a_crisis_the_worker_has_to_come_within_two_days() -> None:
    crisis = met_three_times().at(10 * DAY).need(3)
    nobody_came = known(crisis, 20 * DAY)
    came = known(
        met_three_times().at(10 * DAY).need(3).at(12 * DAY).meets(0, TEAM, worker=7), 20 * DAY
    )
    late = known(
        met_three_times().at(10 * DAY).need(3).at(15 * DAY).meets(0, TEAM, worker=7), 20 * DAY
    )
    over = known(met_three_times().at(10 * DAY).need(3).at(15 * DAY).need(2), 20 * DAY)

    assert nobody_came == 10 * DAY  # from day 2 to day 12
    assert came == 18 * DAY
    assert late == 10 * DAY + 5 * DAY
    assert over == 10 * DAY + 5 * DAY  # once the crisis is over, the 28 days count again


def test_time_that_is_not_in_need_does_not_count() -> None:
    diary = met_three_times().at(10 * DAY).need(0)
    found = values(diary, a_world(20 * DAY))

    assert found["someone_who_knows_me"] == pytest.approx(8 / 10)


# Waits without word


def silences(diary: Diary, closes: int, opens: int = 0) -> int:
    rate = values(diary, a_world(closes, opens))["waits_without_word"]
    return round(rate * (closes - opens) / YEAR)


def test_four_weeks_without_word_count_once_in_the_minute_in_which_they_are_over() -> None:
    diary = Diary().arrives(2, 0).refers(0, TEAM)

    assert silences(diary, 28 * DAY - 1) == 0
    assert silences(diary, 28 * DAY) == 1
    assert silences(diary, 200 * DAY) == 1
    assert silences(diary, 200 * DAY, opens=28 * DAY - 1) == 1
    assert silences(diary, 200 * DAY, opens=28 * DAY) == 0


def test_acceptance_and_any_contact_are_word_and_a_new_silence_counts_again() -> None:
    accepted = Diary().arrives(2, 0).refers(0, TEAM).at(20 * DAY).accepts(0, TEAM)
    seen = Diary().arrives(2, 0).starts(1, GP).refers(0, TEAM).at(20 * DAY).meets(1, GP)

    for diary in (accepted, seen):
        assert silences(diary, 48 * DAY - 1) == 0
        assert silences(diary, 48 * DAY) == 1
    again = Diary().arrives(2, 0).refers(0, TEAM).at(30 * DAY).accepts(0, TEAM)
    assert silences(again, 100 * DAY) == 2


@pytest.mark.parametrize("how", ["starts", "refuses", "leaves"])
def test_a_wait_that_is_over_has_no_silence_any_more(how: str) -> None:
    diary = Diary().arrives(2, 0).refers(0, TEAM)
    if how != "refuses":
        diary.accepts(0, TEAM)
    diary.at(27 * DAY)
    getattr(diary, how)(0, TEAM)

    assert silences(diary, 100 * DAY) == 0


def test_missed_contacts_are_no_word_and_each_referral_has_silences_of_its_own() -> None:
    diary = Diary().arrives(2, 0).starts(1, GP).refers(0, TEAM).refers(2, PEER)
    diary.at(20 * DAY).misses(1, GP)

    assert silences(diary, 100 * DAY) == 2


# Contact within two days of a crisis


def seen_in_time(diary: Diary, closes: int = 100 * DAY) -> float:
    return values(diary, a_world(closes))["crisis_contact_2_days"]


def in_crisis_on_day_10() -> Diary:
    return Diary().arrives(2, 0).starts(0, TEAM).at(10 * DAY).need(3)


def test_a_contact_counts_until_just_two_days_after_the_crisis_began() -> None:
    assert seen_in_time(in_crisis_on_day_10().at(12 * DAY).meets(0, TEAM)) == 1
    assert seen_in_time(in_crisis_on_day_10().at(12 * DAY + 1).meets(0, TEAM)) == 0
    assert seen_in_time(in_crisis_on_day_10().at(11 * DAY).misses(0, TEAM)) == 0
    before = Diary().arrives(2, 0).starts(0, TEAM).at(10 * DAY).meets(0, TEAM).need(3)
    assert seen_in_time(before) == 0


def test_coming_to_hospital_is_being_seen_and_so_is_being_there() -> None:
    comes = in_crisis_on_day_10().at(11 * DAY).refers(1, WARD).starts(1, WARD)
    there = Diary().arrives(2, 0).refers(1, WARD).starts(1, WARD).at(10 * DAY).need(3)

    assert seen_in_time(comes) == 1
    assert seen_in_time(there) == 1


def test_who_moves_away_or_dies_before_the_two_days_are_over_is_left_out() -> None:
    def gone(at: int, how: Exit) -> float:
        return seen_in_time(in_crisis_on_day_10().at(at).note(EventKind.EXITED, detail=int(how)))

    assert math.isnan(gone(12 * DAY - 1, Exit.DIED))
    assert gone(12 * DAY, Exit.MOVED_AWAY) == 0
    assert math.isnan(seen_in_time(in_crisis_on_day_10(), 12 * DAY - 1))
    assert seen_in_time(in_crisis_on_day_10(), 12 * DAY) == 0


def test_a_second_need_in_crisis_and_arriving_in_crisis_are_no_new_crisis() -> None:
    diary = in_crisis_on_day_10().at(11 * DAY).need(3, need=1).meets(0, TEAM)

    assert seen_in_time(diary) == 1
    assert math.isnan(seen_in_time(Diary().arrives(3, 0)))


# Waits over any weeks


def test_waits_are_told_over_the_weeks_of_the_file_by_service_too() -> None:
    resolved = a_world(20 * WEEK, wait_weeks=(3, 18))
    diary = Diary().arrives(2, 0).refers(0, TEAM).accepts(0, TEAM, due=0)
    diary.refers(1, PEER).accepts(1, PEER, due=0).at(10 * WEEK).starts(0, TEAM)

    found = values(diary, resolved)

    assert found["wait_to_start.over_3_weeks"] == 1
    assert found["wait_to_start.team.over_18_weeks"] == 0
    assert "wait_to_start.over_4_weeks" not in found
    assert found["waiting_over_3_weeks.team"] == pytest.approx(7 / 20)
    assert found["waiting_over_3_weeks.peer"] == pytest.approx(17 / 20)
    assert found["waiting_over_3_weeks"] == pytest.approx(24 / 20)
    assert found["waiting_over_18_weeks"] == pytest.approx(2 / 20)
    assert "waiting_over_4_weeks" not in values(diary, a_world(20 * WEEK))


def test_waiting_for_longer_counts_from_the_referral_and_only_on_the_list() -> None:
    resolved = a_world(20 * WEEK, wait_weeks=(3,))
    undecided = Diary().arrives(2, 0).refers(0, TEAM)
    decided_late = Diary().arrives(2, 0).refers(0, TEAM).at(5 * WEEK).accepts(0, TEAM)
    from_before = Diary().arrives(2, 0).waits(0, TEAM, due=-2 * WEEK)

    assert values(undecided, resolved)["waiting_over_3_weeks"] == 0
    assert values(decided_late, resolved)["waiting_over_3_weeks"] == pytest.approx(15 / 20)
    assert values(from_before, resolved)["waiting_over_3_weeks"] == pytest.approx(19 / 20)
