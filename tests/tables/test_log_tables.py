"""The tables of a log explain each other: every code has a name, every setting a path."""

import math
from functools import cache

import duckdb
import numpy as np
import pytest

from sim.engines.reference import run as reference_run
from sim.events import NOBODY, ContactFlag, Ending, EventKind, Exit, Leaving, Reason, Refusal
from sim.measures import measure
from sim.resolved import Measuring, Numbers, Start
from sim.resolving import resolve
from sim.scenario import load
from sim.tables import codes as words
from sim.tables.codes import DETAILS, NUMBERS, codes
from sim.tables.columns import Words
from sim.tables.log_tables import LOG_TABLES, Logged, Origin
from sim.tables.setting_fields import ELSEWHERE, FIELDS
from sim.tables.settings import settings_of
from sim.units import DAY
from tests.engines.runs import WORLDS, checked, small
from tests.scenarios.shipped import FOLDER
from tests.tables.small import LOGGED, RESOLVED

SINGLE = {"kind", "relationship", "window", "covered_for", "gap_days", "lost_after"} | {
    "price_year",
    "currency",
    "wait_weeks",
    "long_waits",
    "counts_help",
    "counts_plans",
    "counts_choice",
    "counts_pools",
    "enough",
}
"""Parts of the start and of what is measured that are one value each."""


@cache
def community() -> Logged:
    """A run of a shipped scenario, short."""
    scenario = load(FOLDER / "cen_community.yaml")
    values = {
        "run.length": "40 weeks",
        "run.change": "10 weeks",
        "people.cohort": 360,
        "people.arrivals.newcomers.rate": "10 per year",
    }
    arm = resolve(scenario.replacing(values), "relational_practice")
    return Logged(reference_run(arm, 1, 1), arm, Origin(1, 1, scenario.digest))


def world(number: int) -> Logged:
    return Logged(checked(number), small(number), Origin(0, 0, "0" * 64))


def database(log: Logged) -> duckdb.DuckDBPyConnection:
    """Every table of a log, in a database that knows nothing else."""
    found = duckdb.connect()
    for name, make in LOG_TABLES.items():
        made = {
            key: np.array(column.tolist(), object) if isinstance(column, Words) else column
            for key, column in make(log).items()
        }
        found.register("made", made)
        found.execute(f"CREATE TABLE {name} AS SELECT * FROM made")
        found.unregister("made")
    return found


def test_every_kind_of_code_has_words() -> None:
    assert set(words.EVENT_WORDS) == set(EventKind)
    assert set(words.REFUSAL_WORDS) == set(Refusal)
    assert set(words.LEAVING_WORDS) == set(Leaving)
    assert set(words.ENDING_WORDS) == set(Ending)
    assert set(words.REASON_WORDS) == set(Reason)
    assert set(words.EXIT_WORDS) == set(Exit)
    assert set(words.FLAG_WORDS) == set(ContactFlag)


def test_no_code_is_in_its_list_twice_and_each_means_something() -> None:
    rows = list(codes(RESOLVED.names))
    assert len({row[:3] for row in rows}) == len(rows)
    assert all(row.meaning for row in rows)


CODED = ("event", "service", "need", "level")


@pytest.mark.parametrize("number", WORLDS)
def test_every_code_of_an_event_has_a_row_that_agrees_with_the_name_beside_it(number: int) -> None:
    with database(world(number)) as tables:
        for column in CODED:
            name = "kind" if column == "event" else f"{column}_name"
            query = f"""
                SELECT count(*) FROM events LEFT JOIN codes
                ON codes.code_list = '{column}' AND codes.code = events.{column}
                WHERE codes.code IS NULL OR codes.name IS DISTINCT FROM events.{name}
            """
            assert tables.execute(query).fetchall() == [(0,)], column
        plain = ", ".join(f"'{name}'" for name in NUMBERS)
        details = f"""
            SELECT detail_list, detail, detail_name, codes.name FROM events LEFT JOIN codes
            ON codes.code = detail AND (codes.need IS NULL OR codes.need = need_name)
            AND codes.code_list = if(detail = -1, if(detail_list = 'service', 'service', 'detail'),
                                     detail_list)
            WHERE coalesce(detail_list, '') NOT IN ({plain})
            AND (codes.code IS NULL OR codes.name IS DISTINCT FROM detail_name)
        """
        assert tables.execute(details).fetchall() == []


@pytest.mark.parametrize("number", WORLDS[:12])
def test_people_and_workers_beside_events_are_those_of_their_tables(number: int) -> None:
    with database(world(number)) as tables:
        for column, table in (
            ("person", "people"),
            ("worker", "workers"),
            ("other_worker", "workers"),
        ):
            key = table.removesuffix("s") if table == "workers" else "person"
            query = f"""
                SELECT count(*) FROM events LEFT JOIN {table} AS t ON t.{key} = events.{column}
                WHERE t.name IS DISTINCT FROM events.{column}_name AND events.{column} >= {NOBODY}
            """  # below are members of pools, who are in no table
            assert tables.execute(query).fetchall() == [(0,)], column


def test_a_kind_without_a_detail_leaves_the_column_empty() -> None:
    log = community().run.log
    for kind in set(EventKind) - set(DETAILS):
        assert set(log["detail"][log["event"] == kind].tolist()) <= {-1}


def test_every_part_of_a_resolved_arm_is_a_setting_or_is_told_elsewhere() -> None:
    parts = set()
    for block, kind in Numbers.__annotations__.items():
        made = getattr(RESOLVED.numbers, block)
        if hasattr(made, "_fields") and block != "distributions":
            parts |= {f"{block}.{name}" for name in made._fields}
        assert kind
    parts |= {f"start.{name}" for name in Start._fields if name not in SINGLE}
    parts |= {f"measuring.{name}" for name in Measuring._fields if name not in SINGLE}
    assert parts == FIELDS.keys() | ELSEWHERE.keys()
    assert not FIELDS.keys() & ELSEWHERE.keys()


def test_settings_are_those_of_the_arm_with_their_units() -> None:
    found = {row.path: row for row in settings_of(RESOLVED)}

    def cells(path: str) -> tuple[str | None, float | None, str]:
        row = found[path]
        return row.value, row.number, row.unit

    assert cells("window.opens") == ("100", 100.0, "minutes")
    assert cells("services.team.capacity") == ("workers", 2.0, "")
    assert cells("services.team.stay") == ("exponential: mean 20", None, "weeks")
    assert cells("services.team.routes.finished_in_need.cafe") == ("1", 1.0, "share")
    assert cells("needs.distress.level.bad_day") == ("severe", 2.0, "level")
    assert cells("persons.recorded.attributes") == ("in_care student", None, "")
    assert cells("services.team.max_contacts") == (None, None, "contacts")
    assert cells("persons.recorded.reseek_delay") == ("never", None, "")
    assert cells("people.cohort") == ("1", 1.0, "people")


@pytest.mark.parametrize("number", WORLDS)
def test_settings_of_any_world_have_each_path_once(number: int) -> None:
    paths = [row.path for row in settings_of(small(number))]
    assert len(set(paths)) == len(paths)


def test_the_settings_say_which_run_and_which_window() -> None:
    with database(LOGGED) as tables:
        found = dict(tables.execute("SELECT path, value FROM settings").fetchall())
    assert found["run.arm"] == "relational"
    assert (found["run.seed"], found["run.replication"]) == ("1", "1")
    assert found["run.scenario_digest"] == "0" * 64
    assert (found["window.opens"], found["window.closes"]) == ("100", "2000")


def test_cover_has_a_row_for_each_service_and_need_that_it_covers_in_the_arm() -> None:
    with database(community()) as tables:
        pairs = set(tables.execute("SELECT service_name, need_name FROM covers").fetchall())
    arm = community().resolved
    assert pairs == {
        (arm.names.services[s], arm.names.needs[k])
        for s, k in zip(*np.nonzero(arm.numbers.services.covers), strict=True)
    }
    assert 0 < len(pairs) < len(arm.names.services) * len(arm.names.needs)


def value_of(log: Logged, name: str) -> float:
    found = {
        row.measure: row.value for row in measure(log.run, log.resolved) if row.group == "everyone"
    }
    return found[name]


WINDOW = """
    window_of AS (
        SELECT max(number) FILTER (path = 'window.opens') AS opens,
               max(number) FILTER (path = 'window.closes') AS closes FROM settings
    )
"""
UNMET = f"""
    WITH {WINDOW},
    there AS (
        SELECT person, "group", greatest(arrived, opens) AS begins,
               least(coalesce(left_at, closes), closes) AS ends FROM people, window_of
    ),
    log AS (SELECT row_number() OVER () AS row, * FROM events),
    states AS (
        SELECT person, need, level, time AS begins,
               lead(time) OVER (PARTITION BY person, need ORDER BY row) AS next_begins
        FROM log WHERE kind IN ('NEED_IS', 'NEED_CHANGED')
    ),
    in_need AS (
        SELECT states.person, states.need, greatest(states.begins, there.begins) AS begins,
               least(coalesce(next_begins, there.ends), there.ends) AS ends
        FROM states JOIN there USING (person)
        JOIN group_needs ON group_name = there."group" AND group_needs.need = states.need
        WHERE states.level >= seek_level
    ),
    ended AS (SELECT spell, time FROM log WHERE kind IN ('ENDED_PLANNED', 'ENDED_UNPLANNED')),
    cover AS (
        SELECT person, covers.need, time AS begins, time + covered_for AS ends
        FROM log JOIN covers ON covers.service = log.service
         AND time >= from_minute AND time < to_minute
        WHERE kind = 'CONTACT' AND detail_name NOT LIKE '%STIGMATISING%'
        UNION ALL
        SELECT person, covers.need, log.time, coalesce(ended.time, closes)
        FROM log JOIN covers ON covers.service = log.service AND continuous
        LEFT JOIN ended USING (spell), window_of WHERE kind = 'SPELL_STARTED'
    ),
    begun AS (
        SELECT *, max(ends) OVER (PARTITION BY person, need ORDER BY begins, ends
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS so_far
        FROM cover
    ),
    numbered AS (
        SELECT *, sum(if(so_far IS NULL OR begins > so_far, 1, 0))
                  OVER (PARTITION BY person, need ORDER BY begins, ends) AS island FROM begun
    ),
    covered AS (
        SELECT person, need, min(begins) AS begins, max(ends) AS ends FROM numbered
        GROUP BY person, need, island
    ),
    needed AS (
        SELECT need, sum(greatest(0, ends - begins)) AS minutes FROM in_need GROUP BY need
    ),
    met AS (
        SELECT need, sum(greatest(0, least(n.ends, c.ends) - greatest(n.begins, c.begins)))
               AS minutes
        FROM in_need AS n JOIN covered AS c USING (person, need) GROUP BY need
    ),
    time_there AS (SELECT sum(greatest(0, ends - begins)) AS minutes FROM there)
    SELECT needs.name, (needed.minutes - met.minutes) / time_there.minutes * 365.25,
           met.minutes / needed.minutes
    FROM needed JOIN met USING (need) JOIN (SELECT DISTINCT need, name FROM needs) AS needs
    USING (need), time_there
"""
WAITS = f"""
    WITH {WINDOW},
    referred AS (SELECT spell, time FROM events WHERE kind = 'REFERRED'
                 UNION ALL SELECT spell, due FROM events WHERE kind = 'WAITING'
                 AND spell NOT IN (SELECT spell FROM events WHERE kind = 'REFERRED'))
    SELECT avg(events.time - referred.time) / 1440
    FROM events JOIN referred USING (spell), window_of
    WHERE kind = 'SPELL_STARTED' AND events.time >= opens AND events.time < closes
"""


def test_from_the_tables_alone_unmet_need_and_cover_are_those_of_the_measures() -> None:
    log = community()
    with database(log) as tables:
        found = tables.execute(UNMET).fetchall()

    assert {name for name, *_ in found} == set(log.resolved.names.needs)
    for name, unmet, share in found:
        assert 0 < unmet < 365.25
        assert unmet == pytest.approx(value_of(log, f"unmet_need_days.need.{name}"), rel=1e-12)
        assert share == pytest.approx(value_of(log, f"covered_share.need.{name}"), rel=1e-12)


def test_from_the_tables_alone_waits_are_those_of_the_measures() -> None:
    log = community()
    with database(log) as tables:
        ((mean,),) = tables.execute(WAITS).fetchall()

    assert mean == pytest.approx(value_of(log, "wait_to_start.mean"), rel=1e-12)


def test_rooms_are_places_or_posts_times_caseload() -> None:
    with database(LOGGED) as tables:
        query = "SELECT name, capacity, room, posts, caseload, days FROM services"
        found = tables.execute(query).fetchall()
    week = "Monday Tuesday Wednesday Thursday Friday"
    assert found == [
        ("team", "workers", 8, 1, 8, week),
        ("cafe", "places", 2, None, None, None),
    ]


def test_a_minute_is_told_as_day_weekday_and_clock() -> None:
    with database(LOGGED) as tables:
        (last,) = tables.execute(
            "SELECT time, day, weekday, clock FROM events ORDER BY time DESC LIMIT 1"
        ).fetchall()
    assert last == (1_500, 1, "Tuesday", "01:00")
    assert 1_500 // DAY == 1


def test_what_never_ends_and_what_is_undefined_are_no_numbers() -> None:
    for number in WORLDS:
        for row in settings_of(small(number)):
            assert row.number is None or math.isfinite(row.number), row
