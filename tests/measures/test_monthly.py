"""Series by months, each number worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.events import EventKind, Leaving, Window, Worker
from sim.laws import Floats
from sim.measures.monthly import Monthly, columns_of, cuts_of
from sim.measures.monthly_log import monthly
from sim.resolved import MISSING, Capacity, Resolved, RulesChange, StartKind
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import DAY, MONTH, WEEK
from tests.engines.test_phase_in import CHANGE, WORLD
from tests.measures.worlds import Place, row, run_of, world

GP, TEAM = 0, 1
PLACES = (
    Place("gp"),
    Place("team", capacity=Capacity.WORKERS, places=1, weekly_minutes=7 * 60),
)
CLOSES = 3 * MONTH + 100


def resolved(**given: object) -> Resolved:
    return world(PLACES, window=Window(MONTH, CLOSES), wait_weeks=(1,), **given)  # type: ignore[arg-type]


def series(found: Monthly, measure: str, service: str = "") -> Floats:
    columns = columns_of(resolved())
    (position,) = (at for at, each in enumerate(columns) if each[:2] == (service, measure))
    values: Floats = found.values[:, position]
    return values


def two_people() -> Monthly:
    """One is there throughout, waits from month 0 to month 2, and is seen; one leaves early."""
    kinds = EventKind
    spell = {"person": 0, "service": TEAM, "spell": 0, "need": 0, "level": 2}
    seen = {**spell, "worker": 0, "minutes": 45, "length": 30, "detail": 0}
    run = run_of(
        row(0, kinds.WORKER_STARTED, service=TEAM, worker=0, detail=0),
        row(0, kinds.ARRIVED, 0, detail=0),
        row(0, kinds.NEED_IS, 0, need=0, level=2, detail=2),
        row(0, kinds.ARRIVED, 1, detail=0),
        row(0, kinds.NEED_IS, 1, need=0, level=0, detail=0),
        row(10, kinds.REFERRED, detail=-1, **spell),
        row(MONTH // 2, kinds.ACCEPTED, **spell),
        row(MONTH // 2, kinds.WAITING, due=10, **spell),
        row(MONTH, kinds.NEED_CHANGED, 0, need=0, level=3, detail=3),
        row(MONTH + 10, kinds.REFERRED, 1, service=GP, spell=1, need=0, level=0, detail=-1),
        row(MONTH + 20, kinds.TURNED_AWAY, 1, service=GP, spell=1, need=0, level=0, detail=0),
        row(MONTH + DAY, kinds.NEED_CHANGED, 0, need=0, level=2, detail=2),
        row(2 * MONTH - 1, kinds.EXITED, 1, detail=0),
        row(2 * MONTH + 5 * DAY, kinds.SPELL_STARTED, worker=0, due=10, detail=-1, **spell),
        row(2 * MONTH + 6 * DAY, kinds.CONTACT, due=0, **seen),
        closes=CLOSES,
        groups=(0, 0),
        workers=[Worker(1, TEAM, 0, 0, 0)],
    )
    return monthly(run, resolved())


def test_months_are_whole_and_what_is_left_over_at_the_end_is_left_out() -> None:
    assert cuts_of(resolved()).months.tolist() == [0, MONTH, 2 * MONTH, 3 * MONTH]
    assert two_people().values.shape == (3, len(columns_of(resolved())))


def test_people_count_for_the_time_that_they_are_there() -> None:
    found = series(two_people(), "people")

    assert found.tolist() == [2, (2 * MONTH - 1) / MONTH, 1]


def test_levels_and_crises_are_means_over_the_month() -> None:
    found = two_people()

    assert series(found, "people_in_crisis").tolist() == [0, DAY / MONTH, 0]
    assert series(found, "at_level.distress.crisis").tolist() == [0, DAY / MONTH, 0]
    assert series(found, "at_level.distress.severe").tolist() == [1, 1 - DAY / MONTH, 1]
    assert series(found, "at_level.distress.settled").tolist() == [1, (MONTH - 1) / MONTH, 0]


def test_a_list_counts_from_joining_to_starting_and_long_waits_from_the_referral_on() -> None:
    found, days = two_people(), 5 * DAY / MONTH

    assert series(found, "list", "team").tolist() == [0.5, 1, days]
    # A week after the referral at minute 10 the person was not on the list yet.
    assert series(found, "waiting_over_1_weeks", "team").tolist() == [0.5, 1, days]
    assert series(found, "list", "gp").tolist() == [0, 0, 0]


def test_referrals_refusals_starts_and_contacts_are_numbers_of_the_month() -> None:
    found = two_people()

    assert series(found, "referrals", "team").tolist() == [1, 0, 0]
    assert series(found, "referrals", "gp").tolist() == [0, 1, 0]
    assert series(found, "refusals", "gp").tolist() == [0, 1, 0]
    assert series(found, "starts", "team").tolist() == [0, 0, 1]
    assert series(found, "contacts", "team").tolist() == [0, 0, 1]


def test_a_caseload_counts_open_spells_and_hours_the_workers_in_post() -> None:
    found = two_people()

    assert series(found, "caseload", "team").tolist() == [0, 0, 1 - 5 * DAY / MONTH]
    assert series(found, "hours_used", "team").tolist() == [0, 0, 0.75]
    # An hour for each day of the week: the world works round the clock.
    assert series(found, "hours_offered", "team") == pytest.approx([MONTH / DAY] * 3)


def weighed(arm: Resolved) -> Monthly:
    """Somebody in the team who weighs 0.5, then 2, then has no worker, and is done with."""
    kinds, spell = EventKind, {"person": 0, "service": TEAM, "spell": 0, "need": 0, "level": 2}
    start = 2 * MONTH + 5 * DAY
    run = run_of(
        row(0, kinds.WORKER_STARTED, service=TEAM, worker=0, detail=0),
        row(0, kinds.ARRIVED, 0, detail=0),
        row(0, kinds.NEED_IS, 0, need=0, level=2, detail=2),
        row(10, kinds.REFERRED, detail=-1, **spell),
        row(start, kinds.SPELL_STARTED, worker=0, due=10, detail=-1, **spell),
        row(start, kinds.WEIGHED, worker=0, detail=500, **spell),
        row(start + 5 * DAY, kinds.WEIGHED, worker=0, detail=2_000, **spell),
        row(start + 7 * DAY, kinds.UNALLOCATED, worker=0, **spell),
        row(start + 15 * DAY, kinds.ENDED_PLANNED, detail=0, **spell),
        closes=CLOSES,
        workers=[Worker(1, TEAM, 0, 0, 0)],
    )
    return monthly(run, arm)


def limited(arm: Resolved, limit: int) -> Resolved:
    """An arm whose team weighs its people up to a limit, or counts them (MISSING)."""
    workforce = arm.numbers.workforce._replace(load_limit=np.array([limit]))
    return arm._replace(numbers=arm.numbers._replace(workforce=workforce))


def test_the_weight_of_a_caseload_is_that_of_open_spells_by_their_latest_row() -> None:
    found = weighed(limited(resolved(), 6_000))

    heads, weight = 15 * DAY / MONTH, (5 * 0.5 + 10 * 2) * DAY / MONTH
    assert series(found, "caseload", "team").tolist() == pytest.approx([0, 0, heads])
    assert series(found, "caseload_weight", "team").tolist() == pytest.approx([0, 0, weight])


def test_where_nobody_is_weighed_a_caseload_has_no_weight() -> None:
    counts = limited(resolved(), MISSING)

    assert ("gp", "caseload_weight") not in {each[:2] for each in columns_of(resolved())}
    assert "caseload_weight" not in {each.measure for each in columns_of(counts)}
    assert weighed(counts).values.shape[1] == len(columns_of(counts))


@pytest.mark.parametrize(("before", "after"), [(6_000, MISSING), (MISSING, 6_000)])
def test_while_the_rules_count_people_without_weighing_them_the_weight_is_0(
    before: int, after: int
) -> None:
    """The rules change 10 days after the start of the spell: it weighs 0.5, then 2."""
    history, arm = limited(resolved(), before), limited(resolved(), after)
    stay = np.arange(len(PLACES))[:, None]
    helps = np.ones(len(PLACES), np.bool_)
    change = RulesChange(2 * MONTH + 15 * DAY, history.numbers, helps, stay)
    found = series(weighed(arm._replace(change=change)), "caseload_weight", "team")

    days = 5 * 0.5 + 5 * 2 if after == MISSING else 5 * 2
    assert found.tolist() == pytest.approx([0, 0, days * DAY / MONTH])


def test_unmet_days_end_with_the_contact_that_covers() -> None:
    found = series(two_people(), "unmet_days")

    assert found.tolist() == [MONTH / DAY, MONTH / DAY, 6]


def test_who_leaves_a_list_is_counted_until_then() -> None:
    spell = {"person": 0, "service": GP, "spell": 0, "need": 0, "level": 2}
    run = run_of(
        row(0, EventKind.ARRIVED, 0, detail=0),
        row(0, EventKind.NEED_IS, 0, need=0, level=2, detail=2),
        row(0, EventKind.WAITING, due=-2 * WEEK, **spell),
        row(MONTH + 7, EventKind.LEFT_WAITING, detail=int(Leaving.PATIENCE), **spell),
        closes=CLOSES,
    )
    found = monthly(run, resolved())

    assert series(found, "list", "gp").tolist() == [1, 7 / MONTH, 0]
    assert series(found, "waiting_over_1_weeks", "gp").tolist() == [1, 7 / MONTH, 0]


def test_a_run_shorter_than_a_month_has_no_months() -> None:
    short = world(PLACES, window=Window(0, MONTH - 1))
    run = run_of(row(0, EventKind.ARRIVED, 0, detail=0), closes=MONTH - 1)

    found = monthly(run, short)

    assert found.months.size == 0
    assert found.values.shape[0] == 0


def test_hours_wanted_are_those_of_contacts_that_come_on_time() -> None:
    """One person, never well, seen every week for an hour: as many hours as weeks."""
    from sim.engines import fast  # noqa: PLC0415 -- compiles

    chain = {
        "states": {"bad": 2, "worse": 2},
        "transitions": [
            {"from": "bad", "to": "worse", "rate": "1 per year"},
            {"from": "worse", "to": "bad", "rate": "1 per year"},
        ],
    }
    arm = resolve(
        Scenario.of({**WORLD, "people": {"cohort": 5}, "needs": {"distress": chain}}), "slow"
    )
    columns = columns_of(arm)
    found = monthly(fast.run(arm, 1, 1), arm).values
    at = {each.measure: found[:, position] for position, each in enumerate(columns)}

    hours = at["caseload"] * np.diff(cuts_of(arm).months) / WEEK
    assert at["hours_wanted"] == pytest.approx(hours, rel=1e-12)
    assert at["hours_wanted"][3] == pytest.approx(5 * MONTH / WEEK)
    before, after = at["hours_offered"][:6], at["hours_offered"][-1]
    assert before == pytest.approx(np.full(6, 2 * 10 * MONTH / WEEK), rel=0.1)  # days of a month
    assert CHANGE < 7 * MONTH
    # 40 % at first: the month of the change and those after it have fewer hours.
    assert at["hours_offered"][7] < 0.75 * before.mean()
    assert after == pytest.approx(before.mean(), rel=0.1)


def test_people_on_the_list_at_the_start_are_told_apart_from_those_who_come_since() -> None:
    kinds, need = EventKind, {"need": 0, "level": 2}
    on_list, new, in_care = (
        {"person": person, "service": GP, "spell": person, **need} for person in range(3)
    )
    rows = [row(0, kinds.ARRIVED, person, detail=0) for person in range(3)]
    run = run_of(
        *rows,
        row(0, kinds.WAITING, due=-5 * DAY, **on_list),
        row(0, kinds.SPELL_STARTED, worker=-1, due=0, detail=-1, **in_care),
        row(MONTH // 2, kinds.REFERRED, detail=-1, **new),
        row(MONTH // 2, kinds.WAITING, due=MONTH // 2, **new),
        row(MONTH, kinds.SPELL_STARTED, worker=-1, due=0, detail=-1, **on_list),
        row(MONTH + MONTH // 2, kinds.SPELL_STARTED, worker=-1, due=0, detail=-1, **new),
        row(2 * MONTH, kinds.ENDED_PLANNED, detail=0, **in_care),
        closes=CLOSES,
        groups=(0, 0, 0),
    )
    arm = resolved(needs=())
    arm = arm._replace(start=arm.start._replace(kind=StartKind.TABLE))
    columns = [each[:2] for each in columns_of(arm)]

    def told(measure: str) -> list[float]:
        values: list[float] = monthly(run, arm).values[:, columns.index(("gp", measure))].tolist()
        return values

    assert told("list") == pytest.approx([1.5, 0.5, 0])
    assert told("list_from_start") == pytest.approx([1, 0, 0])
    assert told("caseload") == pytest.approx([1, 2.5, 2])
    assert told("caseload_from_start") == pytest.approx([1, 2, 1])
    assert ("gp", "list_from_start") not in [each[:2] for each in columns_of(resolved())]
