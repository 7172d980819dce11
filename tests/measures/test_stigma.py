"""A stigmatising contact covers nothing and is not being seen, on logs worked out by hand."""

import pytest

from sim.events import ContactFlag
from sim.resolved import Resolved
from sim.units import DAY
from tests.measures.diary import Diary
from tests.measures.helping import PLACES, TEAM, WARD, a_world, values

FELT = int(ContactFlag.STIGMATISING)


def where_it_helps(resolved: Resolved) -> Resolved:
    """The same, in a file in which such a contact covers like any other."""
    numbers = resolved.numbers
    services = numbers.services._replace(stigma_helps=numbers.services.stigma_helps | True)
    return resolved._replace(numbers=numbers._replace(services=services))


def both(diary: Diary, measure: str, closes: int) -> tuple[float, float]:
    """A measure where such a contact helps nobody, and where it helps."""
    resolved = a_world(closes)
    return values(diary, resolved)[measure], values(diary, where_it_helps(resolved))[measure]


def seen(*flags: int, level: int = 2) -> Diary:
    """Seen on days 0, 10, 20 and so on by worker 7, each time with these flags."""
    diary = Diary().arrives(level, 0).episode().starts(0, TEAM, worker=7)
    for number, flag in enumerate(flags):
        diary.at(number * 10 * DAY).meets(0, TEAM, worker=7, flags=flag, length=60)
    return diary


def test_it_neither_begins_nor_prolongs_cover() -> None:
    """Cover lasts 28 days: from day 0, and with the second contact from day 10 to day 38."""
    assert both(seen(FELT), "covered_share", 100 * DAY) == pytest.approx((0, 0.28))
    assert both(seen(0, FELT), "covered_share", 100 * DAY) == pytest.approx((0.28, 0.38))


def test_it_ends_no_gap_and_whoever_had_nothing_else_was_never_served() -> None:
    """A gap from day 0 on is longer than 60 days although there was such a contact on day 50."""
    diary = seen(0).at(50 * DAY).meets(0, TEAM, worker=7, flags=FELT)

    assert [each > 0 for each in both(diary, "contact_gaps.60_days", 100 * DAY)] == [True, False]
    assert both(seen(FELT, FELT), "never_served", 100 * DAY) == (1, 0)
    assert both(seen(FELT, 0), "never_served", 100 * DAY) == (0, 0)


def test_a_worker_is_not_known_by_it_nor_seen_lately() -> None:
    """Known from the third contact on for 28 days; the third here is on day 20, or on day 30."""
    assert both(seen(0, 0, FELT, 0), "someone_who_knows_me", 100 * DAY) == pytest.approx(
        (0.28, 0.38)
    )
    assert both(seen(0, 0, 0, FELT), "someone_who_knows_me", 100 * DAY) == pytest.approx(
        (0.28, 0.38)
    )


def test_in_a_crisis_it_is_no_contact_within_two_days_but_hospital_is() -> None:
    diary = seen(0).at(5 * DAY).need(3).at(6 * DAY).meets(0, TEAM, worker=7, flags=FELT)
    assert both(diary, "crisis_contact_2_days", 100 * DAY) == (0, 1)

    diary.refers(1, WARD).starts(1, WARD)
    assert both(diary, "crisis_contact_2_days", 100 * DAY) == (1, 1)


def test_what_is_counted_of_contacts_stays_and_so_does_where_the_person_is() -> None:
    """It is attended, it is word, and a contact that was missed before is over."""
    diary = seen(0).at(40 * DAY).misses(0, TEAM).at(45 * DAY).meets(0, TEAM, worker=7, flags=FELT)

    for measure in ("contacts", "missed_contacts", "workers_met", "waits_without_word"):
        without, with_ = both(diary, measure, 100 * DAY)
        assert without == with_, measure
    found = values(diary, a_world(100 * DAY))
    assert found["unmet_need_days.missed_contact"] == pytest.approx(5 / 100 * 365.25)
    assert found["unmet_need_days.contact_overdue"] == pytest.approx((12 + 55) / 100 * 365.25)
    assert PLACES[TEAM].helps
