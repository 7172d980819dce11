"""The log of any run can be asked anything, from results, from a folder and from a stored study."""

from collections.abc import Callable
from pathlib import Path

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import sim
from sim.cli import app
from sim.tables.log_tables import LOG_TABLES
from tests.studies.sweeps.studies import HERE, STUDY, written

PLACES = "services.group.capacity.places"


@pytest.fixture(scope="module")
def results() -> sim.Results:
    cafes = sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})
    return sim.run(cafes, replications=2, log=True)


@pytest.fixture(scope="module")
def log(results: sim.Results) -> sim.Log:
    return results.log("two_rooms", 2)


def test_a_log_says_whose_it_is(log: sim.Log) -> None:
    assert repr(log) == "Log(two_rooms, replication 2, seed 1)"
    assert (log.arm, log.replication, log.seed) == ("two_rooms", 2, 1)
    assert log.tables == list(LOG_TABLES)
    assert set(log.tables) <= set(dir(log))
    assert "<table>" in log._repr_html_()


def test_every_table_is_an_attribute_and_goes_to_every_library(log: sim.Log) -> None:
    for name in log.tables:
        table = getattr(log, name)
        rows, columns = len(table), table.columns
        assert table.to_arrow().column_names == columns
        assert table.to_arrow().num_rows == rows
        assert table.to_duckdb().columns == columns
        assert len(table.to_duckdb()) == rows
        frame: pandas.DataFrame = table.to_pandas()
        assert list(frame.columns) == columns
        polar: polars.DataFrame = table.to_polars()
        assert polar.shape == (rows, len(columns))


def test_frames_of_pandas_go_to_parquet_and_back(log: sim.Log, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    frame = log.events.to_pandas()
    frame.to_parquet(path)
    assert len(pandas.read_parquet(path)) == len(log.events)
    assert isinstance(pyarrow.parquet.read_table(path), pyarrow.Table)


def test_a_relation_outlives_what_gave_it(results: sim.Results) -> None:
    relation = results.log("one_room").events.to_duckdb()
    assert relation.aggregate("count(*)").fetchall()[0][0] > 0


def test_the_same_run_is_made_again_each_time(results: sim.Results) -> None:
    first, second, other = (results.log("one_room", number).events for number in (1, 1, 2))

    assert list(first) == list(second) != list(other)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_log_that_was_saved_is_read_back_the_same(
    log: sim.Log, tmp_path: Path, form: str
) -> None:
    folder = log.save(tmp_path / "log", form)  # type: ignore[arg-type]
    again = sim.read_log(folder)

    assert repr(again) == repr(log)
    assert again.tables == log.tables
    for name in log.tables:
        assert again.table(name).columns == log.table(name).columns
        assert list(again.table(name)) == list(log.table(name))
    assert again.save(tmp_path / "copy") == tmp_path / "copy"
    assert list(sim.read_log(tmp_path / "copy").events) == list(log.events)


def test_only_some_tables_may_be_saved(log: sim.Log, tmp_path: Path) -> None:
    some = sim.read_log(log.save(tmp_path / "log", tables=["codes", "people"]))

    assert some.tables == ["people", "codes"]
    with pytest.raises(sim.SimError, match="`events` was not written there"):
        some.events  # noqa: B018


Misuse = Callable[[sim.Results, sim.Log, Path], object]


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda r, g, f: r.log(), "arm: there are several"),
        (lambda r, g, f: r.log("two_room"), "Did you mean `two_rooms`?"),
        (lambda r, g, f: r.log(2), "arm: 2 is not a name"),
        (lambda r, g, f: r.log("two_rooms", 3), "replication: 3 is out of range"),
        (lambda r, g, f: r.log("two_rooms", 0), "replication: 0 is out of range"),
        (lambda r, g, f: r.log("two_rooms", "1"), "replication:"),
        (lambda r, g, f: g.table("event"), "Did you mean `events`?"),
        (lambda r, g, f: g.table(3), "table: 3 is not a table"),
        (lambda r, g, f: g.evens, "Did you mean `events`?"),
        (lambda r, g, f: g.save(3), "folder: 3 is not the path"),
        (lambda r, g, f: g.save(f / "x", "parkuet"), "Did you mean `parquet`?"),
        (lambda r, g, f: g.save(f / "x", tables=["event"]), "Did you mean `events`?"),
        (lambda r, g, f: g.save(f / "x", "xes", ["process"]), "tables: `process`"),
        (lambda r, g, f: g.save(HERE), "it is no folder"),
        (lambda r, g, f: g.save(HERE.parent), "it holds other files already"),
        (lambda r, g, f: g.save("a\0b"), "folder:"),
        (lambda r, g, f: sim.read_log(f / "gone"), "there is no folder of this name"),
        (lambda r, g, f: sim.read_log(f), "it holds no log"),
        (lambda r, g, f: sim.read_log(None), "folder: None is not the path"),  # type: ignore[arg-type]
        (lambda r, g, f: sim.read_log(g.save(f / "y", "xes")), "written as XES"),
        (lambda r, g, f: sim.read_log(g.save(f / "y")).save(f / "x", "xes"), "read from a folder"),
        (lambda r, g, f: sim.log_of(f), "it holds no finished study"),
        (lambda r, g, f: sim.log_of(f / "gone"), "there is no folder of this name"),
        (lambda r, g, f: sim.run(r.scenario, log="yes"), "log: "),  # type: ignore[arg-type]
    ],
)
def test_misuse_is_told_and_leaves_nothing(
    results: sim.Results, log: sim.Log, tmp_path: Path, misuse: Misuse, words: str
) -> None:
    with pytest.raises(sim.SimError) as refused:
        misuse(results, log, tmp_path)
    assert words in str(refused.value)
    assert not (tmp_path / "x").exists()


def test_python_may_ask_a_log_for_what_it_asks_every_object(log: sim.Log) -> None:
    assert not hasattr(log, "_ipython_display_")
    assert not hasattr(log, "evens")


def test_a_run_that_is_not_the_same_again_is_refused(results: sim.Results) -> None:
    values = results._again._measures.values
    before = values[0, 0, 0]
    values[0, 0, 0] = before + 1
    try:
        with pytest.raises(sim.SimError, match="replication 1: the run was made again, and 1 of"):
            results.log("one_room", 1)
    finally:
        values[0, 0, 0] = before
    assert results.log("one_room", 1).replication == 1


def finished(*words: object) -> None:
    """A command that ends well."""
    with pytest.raises(SystemExit) as end:
        app([str(word) for word in words], prog_name="sim")
    assert not end.value.code


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    words = ("--years", 0.3, "--replications", 2, "--log", "csv", "--log-replications", 2)
    finished("run", HERE, *words, "--worlds", 0, "--workers", 1, "--quiet", "--out", folder / "out")
    return folder / "out"


def test_a_stored_study_gives_the_log_that_the_command_wrote(study: Path) -> None:
    wrote = sim.read_log(study / "log" / "two_rooms-00002")
    again = sim.log_of(study, "two_rooms", 2)

    assert repr(wrote) == repr(again)
    for name in LOG_TABLES:
        assert list(wrote.table(name)) == list(again.table(name)), name
    assert not (study / "log" / "two_rooms-00001").exists()
    assert sim.log_of(study, "two_rooms").replication == 1


def test_a_stored_study_that_was_changed_gives_no_log(study: Path) -> None:
    with pytest.raises(sim.SimError, match="is no sweep and has no settings"):
        sim.log_of(study, "two_rooms", setting=1)
    measures = study / "measures.csv"
    text = measures.read_bytes()
    measures.write_bytes(text + b"\n")
    try:
        with pytest.raises(sim.SimError, match=r"`measures\.csv` is not there as it was written"):
            sim.log_of(study, "two_rooms", 2)
    finally:
        measures.write_bytes(text)


def test_any_run_of_a_sweep_has_a_log() -> None:
    cafes = sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})
    swept = sim.sweep(cafes, over={PLACES: [2, 4]}, outcomes=["list_length"], replications=2)

    for setting, places in swept.settings:
        log = swept.log(setting, "one_room", 2)
        query = "SELECT room FROM this WHERE name = 'group'"
        assert list(log.services.sql(query)) == [(places,)]
    with pytest.raises(sim.SimError, match="setting: there are 2 of them"):
        swept.log(arm="one_room")
    with pytest.raises(sim.SimError, match="setting: 3 is out of range"):
        swept.log(3, "one_room")


@pytest.mark.parametrize(
    "text",
    [
        STUDY,
        STUDY.replace("design: {latin hypercube: 6}\n", ""),
        STUDY.replace(
            "uncertainties:\n  people.arrivals.newcomers.rate: range", "uncertainties: every range"
        ),
    ],
)
def test_a_stored_sweep_gives_the_log_of_any_of_its_runs(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text.replace("replications: 3", "replications: 1"))
    finished("sweep", path, "--workers", 1, "--quiet", "--out", tmp_path / "out")

    first, last = (sim.log_of(tmp_path / "out", "one_room", setting=at) for at in (1, 6))
    query = "SELECT number FROM this WHERE path LIKE 'arrivals.%piece_rate%' OR path LIKE '%places'"
    assert list(first.settings.sql(query)) != list(last.settings.sql(query))
    with pytest.raises(sim.SimError, match="setting: there are"):
        sim.log_of(tmp_path / "out", "one_room")
