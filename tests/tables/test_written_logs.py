"""A log that was written is read back the same, and refused when it is not as it was."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

import duckdb
import pytest

from sim.studies.files.seals import SEAL, sealed_bytes
from sim.tables.log_tables import LOG_TABLES, Logged, Origin
from sim.tables.logs import NOTE, LogForm, tables_of, write_log
from sim.tables.saving import put_log
from sim.tables.written_logs import WrittenLogError, copy_written, read_written
from tests.engines.runs import WORLDS, checked, small
from tests.tables.small import LOGGED

Form = Literal["csv", "parquet"]
FORMS: tuple[Form, ...] = ("csv", "parquet")


def rows(source: str) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    """Columns with their types, and rows."""
    with duckdb.connect(config={"threads": 1}) as database:
        found = database.execute(f"SELECT * FROM {source}")
        columns = [(str(each[0]), str(each[1])) for each in found.description or []]
        return columns, found.fetchall()


@pytest.mark.parametrize("number", WORLDS[::3])
def test_both_forms_hold_the_same_tables_with_the_same_types(tmp_path: Path, number: int) -> None:
    log = Logged(checked(number), small(number), Origin(0, 1, "0" * 64))
    for form in FORMS:
        write_log(log, tmp_path / form, form)
    csv, parquet = (read_written(tmp_path / form) for form in FORMS)

    assert csv.whose == parquet.whose == log.whose
    assert list(csv.sources) == list(parquet.sources) == list(LOG_TABLES)
    for name in LOG_TABLES:
        one, other = rows(csv.sources[name]), rows(parquet.sources[name])
        assert repr(one) == repr(other), name  # undefined numbers are not equal to themselves
        assert len(one[1]) == csv.rows[name]


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_of_a_log_that_was_read_is_that_log(tmp_path: Path, form: Form) -> None:
    write_log(LOGGED, tmp_path / "once", "parquet")
    once = read_written(tmp_path / "once")
    copy_written(once, tmp_path / "again", form, ["events", "codes"])
    again = read_written(tmp_path / "again")

    assert again.whose == once.whose
    assert list(again.sources) == ["events", "codes"]
    for name in again.sources:
        assert rows(again.sources[name]) == rows(once.sources[name])


@pytest.mark.parametrize("form", get_args(LogForm))
def test_only_the_chosen_tables_are_written(tmp_path: Path, form: LogForm) -> None:
    write_log(LOGGED, tmp_path, form, ["people", "events"])

    names = {path.name for path in tmp_path.iterdir()}
    kinds = {"xes": {"events.xes", "people.csv"}}
    assert names == kinds.get(form, {f"events.{form}", f"people.{form}"}) | {NOTE}
    assert {"process", "animation"} & set(tables_of(form)) == (
        set() if form == "xes" else {"process", "animation"}
    )


def changed_note(folder: Path, **parts: object) -> None:
    note = json.loads((folder / NOTE).read_text())
    (folder / NOTE).write_bytes(sealed_bytes({**note, **parts}))


def cut(folder: Path) -> None:
    path = folder / "events.parquet"
    path.write_bytes(path.read_bytes()[:-1])


def linked(folder: Path) -> None:
    path = folder / "people.parquet"
    path.rename(folder.parent / "elsewhere.parquet")
    path.symlink_to(folder.parent / "elsewhere.parquet")


def elsewhere(folder: Path) -> None:
    note = json.loads((folder / NOTE).read_text())
    note["tables"]["events"]["file"] = "../events.parquet"
    (folder / "events.parquet").rename(folder.parent / "events.parquet")
    changed_note(folder, tables=note["tables"])


def unsealed(folder: Path) -> None:
    text = (folder / NOTE).read_text().replace('"seed": 1', '"seed": 2')
    (folder / NOTE).write_text(text)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / NOTE).unlink(), "it holds no log"),
        (lambda folder: (folder / NOTE).write_text("{"), "is not JSON"),
        (lambda folder: (folder / NOTE).write_text("{}"), "is not of this program"),
        (lambda folder: (folder / NOTE).write_text('{"throughline_log": 2}'), "form 2"),
        (unsealed, "has been changed since"),
        (lambda folder: changed_note(folder, arm=3), "is not whole: `arm`"),
        (lambda folder: changed_note(folder, form="paper"), "is not whole: `form`"),
        (lambda folder: (folder / "codes.parquet").unlink(), "`codes.parquet` is missing"),
        (cut, "`events.parquet` is missing, or not as written"),
        (linked, "`people.parquet` is missing, or not as written"),
        (elsewhere, "`../events.parquet` is missing, or not as written"),
    ],
)
def test_a_log_that_is_not_as_it_was_written_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    folder = tmp_path / "log"
    write_log(LOGGED, folder, "parquet")
    spoil(folder)

    with pytest.raises(WrittenLogError) as refused:
        read_written(folder)
    assert words in str(refused.value)
    assert SEAL not in str(refused.value)


def test_what_may_be_meant_is_said_of_a_folder_above_the_logs(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path / "log" / "relational-00001", "csv")

    for folder, name in (
        (tmp_path, "log/relational-00001"),
        (tmp_path / "log", "relational-00001"),
    ):
        with pytest.raises(WrittenLogError, match=f"Name one of them: `{name}`"):
            read_written(folder)


def test_xes_is_for_other_programs(tmp_path: Path) -> None:
    write_log(LOGGED, tmp_path, "xes")
    with pytest.raises(WrittenLogError, match="written as XES"):
        read_written(tmp_path)


def put(folder: Path, log: Logged = LOGGED, form: LogForm = "csv") -> None:
    put_log(folder, log.whose, lambda part: write_log(log, part, form))


def test_a_log_may_take_the_place_of_itself_in_another_form(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    put(folder)
    (folder / "notes.txt").write_text("mine")
    put(folder, form="parquet")

    assert read_written(folder).whose == LOGGED.whose
    assert not list(folder.glob("*.csv"))
    assert (folder / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def someone_elses(folder: Path) -> None:
    folder.mkdir()
    (folder / "events.csv").write_text("mine")


def of_another_run(folder: Path) -> None:
    put(folder, LOGGED._replace(origin=LOGGED.origin._replace(replication=2)))


def edited(folder: Path) -> None:
    put(folder)
    (folder / "people.csv").write_text("mine")


def in_the_way(folder: Path) -> None:
    put(folder)
    (folder / "codes.parquet").write_text("mine")


@pytest.mark.parametrize("prepare", [someone_elses, of_another_run, edited, in_the_way])
def test_nothing_else_is_ever_replaced(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    folder = tmp_path / "log"
    prepare(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(WrittenLogError, match=r"Nothing in it has been|Write the log again"):
        put(folder, form="parquet")

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
