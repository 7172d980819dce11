"""Event logs as other programs read them."""

import csv
import datetime
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import duckdb
import numpy as np
import pytest

from sim.calendar import Calendar
from sim.events import EVENT, EventKind, Run
from sim.resolved import Resolved
from sim.tables.animation import animation_table
from sim.tables.columns import write_columns
from sim.tables.journeys import ACTIVITIES, process_table
from sim.tables.log_tables import LOG_TABLES
from sim.tables.logs import LogForm, write_log
from tests.engines.runs import WORLDS, checked, small
from tests.tables.small import LOGGED, NAMES, RESOLVED, RUN

XES = "{http://www.xes-standard.org/}"
WITHOUT_A_PERSON = {
    EventKind.WORKER_STARTED,
    EventKind.WORKER_LEFT,
    EventKind.CAPACITY_CHANGED,
    EventKind.RULES_CHANGED,
    EventKind.NOTICE_GIVEN,
    EventKind.WAYS_CHANGED,
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_of_event_that_has_a_person_has_a_name_in_process_mining() -> None:
    assert set(ACTIVITIES) == set(EventKind) - WITHOUT_A_PERSON


def test_the_log_as_csv_is_the_log_row_for_row(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "csv")

    names = EVENT.names or ()
    rows = [tuple(int(row[name]) for name in names) for row in read(tmp_path / "events.csv")]
    assert np.array_equal(np.array(rows, dtype=EVENT), RUN.log)


def test_parquet_holds_the_same_tables_as_csv(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "csv")
    write_log(LOGGED, tmp_path, "parquet")

    for name in LOG_TABLES:
        columns, rows = query(tmp_path / f"{name}.parquet")
        texts = [[as_csv(cell) for cell in row] for row in rows]
        expected = read(tmp_path / f"{name}.csv")
        assert columns == list(expected[0])
        assert texts == [list(row.values()) for row in expected]


def as_csv(cell: Any) -> str:
    """A cell as a file of comma-separated values has it."""
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def query(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        return [column[0] for column in found.description or []], found.fetchall()


def test_parquet_keeps_whole_numbers_as_narrow_as_the_log(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "parquet")

    with duckdb.connect() as database:
        found = database.execute(f"DESCRIBE SELECT * FROM '{tmp_path / 'events.parquet'}'")
        kinds = {name: kind for name, kind, *_ in found.fetchall()}
    assert (kinds["time"], kinds["event"], kinds["level"]) == ("BIGINT", "SMALLINT", "TINYINT")


@pytest.mark.parametrize("form", get_args(LogForm))
def test_the_same_run_gives_the_same_bytes(tmp_path: Path, form: LogForm) -> None:
    write_log(LOGGED, tmp_path / "once", form)
    write_log(LOGGED, tmp_path / "again", form)

    names = sorted(path.name for path in (tmp_path / "once").iterdir())
    assert {"people", "workers"} < {Path(name).stem for name in names}
    for name in names:
        once, again = ((tmp_path / run / name).read_bytes() for run in ("once", "again"))
        assert once == again
        assert b"\r" not in once or form == "parquet"


def test_people_and_workers_are_named_beside_the_log(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "xes")

    assert [*read(tmp_path / "people.csv")[0].values()] == [
        *("0", "cohort 1", "recorded", "in_care student", "0"),
        *("11", "Recorded", "", "1500", "MOVED_AWAY"),
    ]
    assert read(tmp_path / "workers.csv")[1]["name"] == "team post 1 holder 2"


def test_process_mining_columns_say_who_did_what_where_and_when() -> None:
    table = process_table(RUN, RESOLVED)

    wanted = "case:concept:name", "concept:name", "lifecycle:transition", "org:resource"
    started = {name: table[name][7] for name in wanted}
    assert started == {
        "case:concept:name": "cohort 1",
        "concept:name": 'Spell: Team, "north"',
        "lifecycle:transition": "start",
        "org:resource": "team post 1 holder 1",
    }
    assert table["concept:name"][0] == "Arrival"
    assert table["concept:name"][1] == "Need at arrival: Emotional distress"
    assert table["org:resource"][11] is None
    assert table["concept:instance"][0] is np.ma.masked


def still_open(run: Run, resolved: Resolved) -> dict[str, set[tuple[str, int]]]:
    """Person and spell of what a reader of starts and ends finds open, by activity."""
    found: dict[str, set[tuple[str, int]]] = {"Wait": set(), "Spell": set()}
    table = process_table(run, resolved)
    columns = "case:concept:name", "concept:name", "concept:instance", "lifecycle:transition"
    for case, title, instance, step in zip(
        *(table[name].tolist() for name in columns), strict=True
    ):
        activity = title.split(":")[0]
        if activity not in found:
            continue
        if step in ("start", "resume", "suspend", "schedule", "assign", "reassign"):
            found[activity].add((case, instance))
        else:
            found[activity].remove((case, instance))  # a KeyError where it was not open
    return found


def spells_after(run: Run, kinds: set[EventKind], ends: set[EventKind]) -> set[tuple[str, int]]:
    """Person and spell of the rows of some kinds that no later kind has ended."""
    rows = run.log[np.isin(run.log["event"], list(kinds))]
    over = run.log["spell"][np.isin(run.log["event"], list(ends))]
    rows = rows[~np.isin(rows["spell"], over)]
    return {(run.people[row["person"]].name, int(row["spell"])) for row in rows}


@pytest.mark.parametrize("number", WORLDS)
def test_a_reader_of_starts_and_ends_finds_waiting_and_in_spells_whom_the_log_has(
    number: int,
) -> None:
    run = checked(number)
    found = still_open(run, small(number))

    begun = {EventKind.SPELL_STARTED}
    over = {EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED}
    never = {EventKind.TURNED_AWAY, EventKind.LEFT_WAITING}
    assert found["Wait"] == spells_after(run, {EventKind.WAITING}, begun | never)
    coming = {EventKind.REFERRED, EventKind.ACCEPTED, EventKind.WAITING}
    assert found["Spell"] == spells_after(run, coming | begun, over | never)


def test_timestamps_count_minutes_from_a_made_up_monday_midnight() -> None:
    moments = process_table(RUN, RESOLVED)["time:timestamp"]

    assert str(moments[-1]) == "2001-01-02T01:00:00.000000"  # minute 1,500
    assert moments[0].astype("datetime64[D]").item().weekday() == 0


def test_an_animation_shows_the_lowest_free_place_and_the_community_when_nothing_is_open() -> None:
    table = animation_table(RUN, RESOLVED)

    ways = [
        (time, event_type, event, resource if resource is not np.ma.masked else None)
        for entity, time, event_type, event, resource in zip(
            table["entity_id"],
            table["time"],
            table["event_type"],
            table["event"],
            table["resource_id"],
            strict=True,
        )
        if entity == 1
    ]
    assert ways == [
        (50, "arrival_departure", "arrival", None),
        (50, "queue", "community", None),
        (60, "resource_use", "team", 1),
        (80, "resource_use_end", "team ends", 1),
        (80, "queue", "community", None),
        (95, "resource_use", "team", 1),
        (99, "resource_use_end", "team ends", 1),
        (99, "resource_use", "cafe", 1),
        (1_440, "resource_use_end", "cafe ends", 1),
        (1_440, "resource_use", "team", 1),
    ]
    assert set(table["pathway"]) == set(NAMES.groups)


def test_a_waiting_person_queues_and_takes_the_next_number_while_one_is_taken() -> None:
    table = animation_table(RUN, RESOLVED)

    first = table["entity_id"] == 0
    assert table["event"][first].tolist() == [
        *("arrival", "community", "waiting for team", "team", "team ends", "depart")
    ]
    assert table["resource_id"][first][3] == 2


def test_xes_has_a_trace_for_each_person_with_every_event_of_theirs(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "xes")

    traces = ElementTree.parse(tmp_path / "events.xes").getroot().findall(f"{XES}trace")
    names = [trace.find(f"{XES}string[@key='concept:name']") for trace in traces]
    assert [name.get("value") for name in names if name is not None] == ["cohort 1", "newcomers 1"]
    assert [len(trace.findall(f"{XES}event")) for trace in traces] == [8, 6]
    contact = traces[0].findall(f"{XES}event")[6]
    assert {cell.get("key"): cell.get("value") for cell in contact} == {
        "time:timestamp": "2001-01-01T01:30:00.000+00:00",
        "concept:name": 'Contact: Team, "north"',
        "lifecycle:transition": "complete",
        "org:resource": "team post 1 holder 1",
        "org:group": 'Team, "north"',
        "concept:instance": "0",
        "need": "Emotional distress",
        "level": "2",
        "minutes": "50",
    }


def test_a_run_in_which_nothing_happened_gives_tables_of_headings(tmp_path: Path) -> None:
    empty = LOGGED._replace(run=Run(log=RUN.log[:0], people=[], workers=[], closes=10))

    for form in get_args(LogForm):
        write_log(empty, tmp_path / form, form)

    assert (tmp_path / "csv" / "process.csv").read_text(encoding="utf-8").count("\n") == 1
    assert not ElementTree.parse(tmp_path / "xes" / "events.xes").getroot().findall(f"{XES}trace")


def test_a_folder_with_a_quote_in_its_name_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "anna's results"
    folder.mkdir()

    write_columns({"a": np.arange(2)}, folder / "t.csv", "csv")

    assert (folder / "t.csv").read_bytes() == b"a\n0\n1\n"


def test_a_run_with_dates_has_them_in_its_log_its_settings_and_its_timestamps() -> None:
    thursday = RESOLVED._replace(calendar=Calendar(datetime.date(2027, 4, 1)))
    dated = LOGGED._replace(resolved=thursday)

    assert str(process_table(RUN, thursday)["time:timestamp"][-1]) == "2027-04-02T01:00:00.000000"
    events = {key: column.tolist() for key, column in LOG_TABLES["events"](dated).items()}
    assert (events["date"][-1], events["weekday"][-1]) == ("2027-04-02", "Friday")
    settings = LOG_TABLES["settings"](dated)
    found = dict(zip(settings["path"].tolist(), settings["value"].tolist(), strict=True))
    assert found["run.begins"] == "2027-04-01"
    assert "date" not in LOG_TABLES["events"](LOGGED)
