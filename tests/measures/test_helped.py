"""Enough help on logs small enough to work out by hand."""

import math

import pytest

from sim.events import ContactFlag, EventKind, Window
from sim.resolved import Resolved
from sim.units import DAY, WEEK
from tests.measures.diary import Diary
from tests.measures.helping import GP, PEER, PLACES, TEAM, WARD, a_world, values
from tests.measures.worlds import world


def short(diary: Diary, resolved: Resolved, need: str = "") -> int:
    """Minutes short of help of one person who is there throughout."""
    window = resolved.measuring.window
    days = values(diary, resolved)[f"short_of_help_days{need and f'.need.{need}'}"]
    return round(days * (window.closes - window.opens) / 365.25)


def in_need(*levels: int) -> Diary:
    """A person in a spell at the team from minute 0 on."""
    return Diary().arrives(*(levels or (2, 0))).starts(0, TEAM)


def test_without_contacts_all_time_in_need_is_short() -> None:
    assert short(in_need(), a_world(10 * DAY)) == 10 * DAY


def test_an_hour_lasts_two_weeks_where_half_an_hour_a_week_is_wanted() -> None:
    diary = in_need().meets(0, TEAM, length=60)

    assert short(diary, a_world(10 * WEEK)) == 8 * WEEK


def test_in_crisis_the_same_hour_lasts_a_quarter_as_long() -> None:
    diary = in_need(3, 0).meets(0, TEAM, length=60)

    assert short(diary, a_world(10 * WEEK)) == 10 * WEEK - WEEK // 2


def test_credit_above_what_the_time_covered_wants_is_not_kept() -> None:
    """Four hours are eight weeks of help, of which four can be kept."""
    diary = in_need().meets(0, TEAM, length=240)

    assert short(diary, a_world(10 * WEEK)) == 6 * WEEK


def test_a_contact_beyond_the_cap_takes_nothing_from_what_is_there() -> None:
    """The cap of a crisis is above that of severe need: a later contact lowers no credit."""
    diary = in_need(3, 0).meets(0, TEAM, length=480).need(2).at(1).meets(0, TEAM, length=10)

    found = short(diary, a_world(20 * WEEK))

    # The credit of 480 minutes would last sixteen weeks, but it lapses four weeks after minute 1.
    assert found == 16 * WEEK - 1


def test_credit_lapses_when_the_latest_helping_contact_is_too_old() -> None:
    resolved = a_world(10 * DAY, covered_for=2 * DAY)
    diary = in_need().meets(0, TEAM, length=600)

    assert short(diary, resolved) == 8 * DAY


def test_every_helping_contact_puts_off_the_lapse_even_one_of_no_length() -> None:
    # 60 minutes in crisis are half a week of help; kept on good days, when nothing is used.
    diary = in_need(3, 0).meets(0, TEAM, length=60).need(0)
    diary.at(27 * DAY).meets(0, TEAM, length=0).at(30 * DAY).need(2)

    assert short(diary, a_world(40 * DAY)) == 0

    without = in_need(3, 0).meets(0, TEAM, length=60).need(0).at(30 * DAY).need(2)
    assert short(without, a_world(40 * DAY)) == 10 * DAY


def test_a_contact_on_a_good_day_counts_for_the_bad_days_after_it() -> None:
    """The cap is never below that of severe need, so a good day's hour is kept whole."""
    diary = in_need(0, 0).meets(0, TEAM, length=60).at(WEEK).need(2)

    assert short(diary, a_world(5 * WEEK)) == 2 * WEEK


def test_a_contact_goes_whole_to_the_worst_need_that_the_service_covers() -> None:
    diary = in_need(2, 3).meets(0, TEAM, length=60)
    resolved = a_world(2 * WEEK)

    assert short(diary, resolved, "a") == 2 * WEEK
    assert short(diary, resolved, "b") == 2 * WEEK - WEEK // 2
    assert short(diary, resolved) == 4 * WEEK - WEEK // 2


def test_of_needs_of_one_level_the_first_in_the_file_gets_the_contact() -> None:
    diary = in_need(2, 2).meets(0, TEAM, length=30)
    resolved = a_world(2 * WEEK)

    assert (short(diary, resolved, "a"), short(diary, resolved, "b")) == (WEEK, 2 * WEEK)


def test_a_need_that_the_service_does_not_cover_gets_nothing_however_bad_it_is() -> None:
    diary = Diary().arrives(3, 2).starts(0, PEER).meets(0, PEER, length=30)
    resolved = a_world(2 * WEEK)

    assert (short(diary, resolved, "a"), short(diary, resolved, "b")) == (2 * WEEK, WEEK)


def test_the_level_that_counts_is_the_one_held_in_the_row_of_the_contact() -> None:
    """Two rows of one minute: the need gets worse after the contact, which went to the other."""
    diary = in_need(2, 1).at(5).meets(0, TEAM, length=30).need(3, need=1)

    assert short(diary, a_world(2 * WEEK), "a") == WEEK
    after = in_need(2, 1).at(5).need(3, need=1).meets(0, TEAM, length=30)
    assert short(after, a_world(2 * WEEK), "a") == 2 * WEEK


@pytest.mark.parametrize(
    "flags",
    [
        ContactFlag.RETELLING,
        ContactFlag.STIGMATISING,
        ContactFlag.RETELLING | ContactFlag.URGENT,
    ],
)
def test_telling_the_story_again_and_stigma_are_no_help(flags: ContactFlag) -> None:
    diary = in_need().meets(0, TEAM, length=60, flags=int(flags))

    assert short(diary, a_world(10 * WEEK)) == 10 * WEEK


@pytest.mark.parametrize(
    "flags", [0, ContactFlag.FOLLOW_UP, ContactFlag.URGENT, ContactFlag.IN_REACH]
)
def test_other_contacts_are_and_a_joint_one_counts_once(flags: int) -> None:
    diary = in_need().meets(0, TEAM, length=60, flags=int(flags))
    joint = in_need().meets(0, TEAM, worker=1, other=0, length=60, flags=int(ContactFlag.JOINT))

    assert short(diary, a_world(10 * WEEK)) == 8 * WEEK
    assert short(joint, a_world(10 * WEEK)) == 8 * WEEK


def test_signposting_covers_nothing_gives_no_help_and_is_not_being_seen() -> None:
    diary = Diary().arrives(2, 0).starts(0, GP).meets(0, GP, length=60)
    resolved = a_world(10 * WEEK)

    found = values(diary, resolved)

    assert short(diary, resolved) == 10 * WEEK
    assert found["covered_share"] == 0
    assert found["never_served"] == 1
    assert found["unmet_need_days.contact_overdue"] == pytest.approx(365.25)


def test_signposting_ends_no_contact_gap_and_its_planned_ending_is_none() -> None:
    def lost(service: int) -> float:
        diary = Diary().arrives(2, 0).episode().starts(0, TEAM).meets(0, TEAM)
        diary.refers(1, service).starts(1, service).at(100 * DAY).meets(1, service)
        diary.at(120 * DAY).ends(1, service, planned=True)
        return values(diary, a_world(250 * DAY))["lost_to_follow_up"]

    assert lost(GP) == 1  # 180 days after the contact with the team
    places = (PLACES[0]._replace(helps=True), *PLACES[1:])
    diary = Diary().arrives(2, 0).episode().starts(0, TEAM).meets(0, TEAM)
    diary.refers(1, GP).starts(1, GP).at(100 * DAY).meets(1, GP)
    helping = world(places, window=Window(0, 250 * DAY), needs=("a", "b"))
    assert values(diary, helping)["lost_to_follow_up"] == 0


def test_in_a_stay_nothing_is_short_nothing_is_used_and_credit_lapses_all_the_same() -> None:
    diary = in_need().meets(0, TEAM, length=60).refers(1, WARD).starts(1, WARD)
    diary.at(WEEK).ends(1, WARD)
    assert short(diary, a_world(10 * WEEK)) == 7 * WEEK  # a week inside, and two of credit

    long = in_need().meets(0, TEAM, length=60).refers(1, WARD).starts(1, WARD)
    long.at(5 * WEEK).ends(1, WARD)
    assert short(long, a_world(10 * WEEK)) == 5 * WEEK


def test_a_stay_that_does_not_cover_the_need_does_not_count_for_it() -> None:
    diary = Diary().arrives(0, 2).refers(1, WARD).starts(1, WARD)

    assert short(diary, a_world(WEEK)) == WEEK


def test_a_minute_with_too_little_is_short_and_uses_the_rest() -> None:
    """7 minutes are 70,560; at 700 minutes a week that is 100 minutes and a rest of 560."""
    resolved = a_world(200, wanted=(0, 0, 700, 700), covered_for=1_000)
    diary = in_need().meets(0, TEAM, length=7).at(150).need(1)
    assert short(diary, resolved) == 50

    with_a_rest = a_world(200, wanted=(0, 0, 699, 560), covered_for=1_000)
    # 70,560 = 100 times 699, and 660, which the minute after uses; 560 are wanted from then on.
    spent = in_need().meets(0, TEAM, length=7).at(101).need(3)
    assert short(spent, with_a_rest) == 100
    kept = in_need().meets(0, TEAM, length=7).at(100).need(3)
    assert short(kept, with_a_rest) == 99


def test_credit_is_carried_into_the_window_and_minutes_before_it_do_not_count() -> None:
    diary = in_need().meets(0, TEAM, length=60)

    assert short(diary, a_world(10 * WEEK, opens=WEEK)) == 8 * WEEK
    assert short(diary, a_world(10 * WEEK, opens=3 * WEEK)) == 7 * WEEK


def test_at_a_level_for_which_nothing_is_wanted_nothing_is_short() -> None:
    diary = Diary().arrives(1, 0)
    resolved = a_world(WEEK, seek_level=1)

    assert short(diary, resolved) == 0
    assert values(diary, resolved)["help_share"] == 1


def test_who_wants_twice_as_much_is_helped_half_as_long() -> None:
    diary = Diary().arrives(2, 0).note(EventKind.WANTS, detail=2_000_000)
    diary.starts(0, TEAM).meets(0, TEAM, length=60)

    assert short(diary, a_world(10 * WEEK)) == 9 * WEEK


def test_what_a_person_wants_is_rounded_to_whole_minutes_a_week_a_half_up() -> None:
    """Half of 30 is 15; 0.05 of 30 is 1.5, so 2; 0.01 of 30 is none at all."""
    for millionths, minutes in ((500_000, 15), (50_000, 2), (10_000, 0)):
        diary = Diary().arrives(2, 0).note(EventKind.WANTS, detail=millionths)
        diary.starts(0, TEAM).meets(0, TEAM, length=10)

        resolved = a_world(20 * WEEK, covered_for=20 * WEEK)

        expected = 20 * WEEK - min(10 * WEEK // minutes, 20 * WEEK) if minutes else 0
        assert short(diary, resolved) == expected


def test_people_are_helped_enough_by_their_own_share_over_all_their_needs() -> None:
    resolved = a_world(10 * WEEK)
    diary = Diary()
    lengths = (0, 60, 120, 120, 120)  # nothing, 2 of 10 weeks, then 4 with more contacts
    for person, length in enumerate(lengths):
        diary.arrives(2, 0, person=person).starts(person, TEAM, person=person)
        diary.meets(person, TEAM, length=length, person=person)
    diary.at(4 * WEEK)
    diary.meets(3, TEAM, length=30, person=3)  # five weeks in all: just half
    diary.meets(4, TEAM, length=120, person=4).at(8 * WEEK).meets(4, TEAM, length=60, person=4)

    found = values(diary, resolved, (0,) * 5)

    assert found["helped_enough"] == 2 / 5
    bands = ("none", "to_25_percent", "to_50_percent", "to_75_percent", "over_75_percent")
    assert [found[f"helped.{band}"] for band in bands] == [1 / 5, 1 / 5, 2 / 5, 0, 1 / 5]
    assert found["help_share"] == pytest.approx((0 + 2 + 4 + 5 + 10) / 50)
    more = a_world(10 * WEEK, enough=0.51)
    assert values(diary, more, (0,) * 5)["helped_enough"] == 1 / 5
    for enough, people in ((0.0, 5), (0.2, 4), (0.4, 3), (1.0, 1)):
        assert values(diary, a_world(10 * WEEK, enough=enough), (0,) * 5)[
            "helped_enough"
        ] == pytest.approx(people / 5)


def test_who_is_never_in_need_is_not_among_the_people_helped_enough() -> None:
    diary = Diary().arrives(1, 0).arrives(2, 0, person=1)

    assert values(diary, a_world(WEEK), (0, 0))["helped_enough"] == 0
    nobody = values(Diary().arrives(1, 0), a_world(WEEK))
    assert math.isnan(nobody["helped_enough"])
    assert math.isnan(nobody["help_share"])


def test_nothing_of_this_is_measured_where_the_file_does_not_say_what_is_wanted() -> None:
    before = values(in_need(), a_world(WEEK, wanted=()))
    after = values(in_need(), a_world(WEEK))

    new = after.keys() - before.keys()
    assert {name.split(".")[0] for name in new} == {
        "short_of_help_days",
        "help_share",
        "helped_enough",
        "helped",
        "someone_who_knows_me",
        "waits_without_word",
        "crisis_contact_2_days",
    }
    assert {name: after[name] for name in before} == pytest.approx(before, nan_ok=True)
