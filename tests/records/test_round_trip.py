"""What is written as an extract is read as the same tables, and measured to the same digit."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.measures.measuring import Row
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.shown import as_shown
from sim.measures.recorded.tables import NEVER, Recorded
from sim.records.cleaning import rules
from sim.records.cleaning.copies import DUPLICATE, RESUBMITTED
from sim.records.cleaning.joining import JOINED
from sim.records.exporting.choices import Encoding, ExportShape, Form
from sim.records.exporting.from_run import by_days
from sim.records.exporting.writing import MAPPING, write_records
from sim.records.extract import Extract
from sim.records.faults import RecordFaults
from sim.records.from_files import read_records
from sim.records.linking import linked
from sim.records.mapping.reading import read_mapping
from sim.units import DAY
from tests.records.linked_tables import HERE, THERE, referral, tables
from tests.records.runs import run_of
from tests.records.same import differences
from tests.records.tables import SERVICES, Making, recorded_tables

NATIONAL = (ExportShape.MHSDS_V6, ExportShape.MHSDS_V5)
FOUND_AS = {
    "twice": DUPLICATE,
    "sent in again": RESUBMITTED,
    "without a person": rules.NOT_COMPLETE,
    "without a date": rules.NOT_COMPLETE,
    "closed before received": rules.BACKWARDS,
    "after the last day": rules.AFTER,
    "closed after the last day": rules.REOPENED,
    "long before the referral": rules.ORPHAN,
    "long after the closure": rules.ORPHAN,
    "without a referral": rules.ORPHAN,
    "without a team": rules.TEAMLESS,
    "overlapping another one": JOINED,
    "of a provider that is not counted": rules.UNSTEADY,
}
"""The rule of cleaning that finds each fault that is planted."""


def read_again(recorded: Recorded, folder: Path, shape: ExportShape, form: Form) -> Extract:
    """The extract that is read from what was written into a new folder."""
    folder.mkdir()
    write_records(recorded, folder, shape, form=form)
    return read_records(folder, read_mapping(folder / MAPPING))


def counted(extract: Extract) -> Counter[tuple[str, str]]:
    """What cleaning found, by table and rule."""
    return Counter({(each.table, each.rule): each.count for each in extract.dropped})


@settings(max_examples=8, deadline=None)
@given(recorded_tables(), st.sampled_from(ExportShape), st.sampled_from(Form))
def test_any_tables_are_read_as_they_were(
    recorded: Recorded, shape: ExportShape, form: Form
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        extract = read_again(recorded, Path(folder) / "extract", shape, form)
    assert differences(as_shown(recorded), extract.recorded) == []


@pytest.mark.parametrize("shape", ExportShape)
@pytest.mark.parametrize(("form", "timed"), [*((form, True) for form in Form), (Form.CSV, False)])
def test_many_rows_are_read_as_they_were_in_every_shape_and_form(
    tmp_path: Path, shape: ExportShape, form: Form, timed: bool
) -> None:
    recorded = Making(Random(7), timed, SERVICES).recorded(60)
    extract = read_again(recorded, tmp_path / "extract", shape, form)
    assert differences(as_shown(recorded), extract.recorded) == []


@pytest.mark.parametrize("encoding", Encoding)
def test_text_in_any_encoding_is_read_as_it_was(tmp_path: Path, encoding: Encoding) -> None:
    recorded = Making(Random(7), True, SERVICES).recorded(20)
    write_records(recorded, tmp_path, ExportShape.MHSDS_V6, encoding=encoding)
    extract = read_records(tmp_path, read_mapping(tmp_path / MAPPING))
    assert differences(as_shown(recorded), extract.recorded) == []


@pytest.mark.parametrize(
    ("shape", "form"), [*((shape, Form.CSV) for shape in ExportShape), (NATIONAL[0], Form.PARQUET)]
)
def test_cleaning_finds_just_the_faults_that_were_planted(
    tmp_path: Path, shape: ExportShape, form: Form
) -> None:
    recorded = Making(Random(3), True, SERVICES).recorded(130)
    tidy = read_again(recorded, tmp_path / "tidy", shape, form)
    folder = tmp_path / "untidy"
    folder.mkdir()
    written = write_records(recorded, folder, shape, form=form, untidy=11)
    extract = read_records(folder, read_mapping(folder / MAPPING))
    assert differences(as_shown(recorded), extract.recorded) == []
    planted: Counter[tuple[str, str]] = Counter()
    for table, fault, rows in written.planted:
        planted[table, FOUND_AS[fault]] += rows
    found = counted(extract)
    found.subtract(counted(tidy))
    of_interest = {key: many for key, many in found.items() if key[0] in ("referrals", "contacts")}
    assert {key: many for key, many in of_interest.items() if many} == {
        key: many for key, many in planted.items() if key in of_interest
    }
    assert {rule for _, rule in planted} >= {*FOUND_AS.values()} - {RESUBMITTED, rules.UNSTEADY}


@pytest.mark.parametrize("shape", ExportShape)
def test_referrals_without_any_contact_keep_their_times(tmp_path: Path, shape: ExportShape) -> None:
    recorded = tables(referral(HERE, 10.25, 20.75), referral(THERE, 30.5))
    found = read_again(recorded, tmp_path / "extract", shape, Form.CSV).recorded.referrals
    assert found.received.tolist() == recorded.referrals.received.tolist()
    assert found.closed.tolist() == recorded.referrals.closed.tolist()


def test_a_referral_of_which_nothing_is_heard_for_a_year_is_over(tmp_path: Path) -> None:
    silent, heard_of, closed = referral(HERE, -30), referral(THERE, 20), referral(HERE, -40, -35)
    recorded = tables(silent, heard_of, closed)
    shown = as_shown(recorded)
    assert shown.referrals.silent.tolist() == [NEVER, -30 * DAY, NEVER]
    extract = read_again(recorded, tmp_path / "extract", NATIONAL[0], Form.CSV)
    assert extract.recorded.referrals.silent.tolist() == shown.referrals.silent.tolist()


@pytest.mark.parametrize("name", ["everything", "areas"])
@pytest.mark.parametrize(("shape", "timed"), [(NATIONAL[0], True), (NATIONAL[1], False)])
def test_a_run_is_read_and_measured_as_it_was(
    tmp_path: Path, name: str, shape: ExportShape, timed: bool
) -> None:
    run, resolved = run_of(name)
    recorded = by_days(run, resolved, timed=timed)
    extract = read_again(recorded, tmp_path / "extract", shape, Form.PARQUET)
    shown = as_shown(recorded)
    assert differences(shown, extract.recorded) == []
    own = {(row.group, row.measure): row for row in measured(shown)}
    other = {(row.group, row.measure): row for row in measured(extract.recorded)}
    assert len(own) > 100
    assert own.keys() == other.keys()
    for key, row in own.items():
        assert row == other[key] or np.isnan([row.value, other[key].value]).all()


def measured(recorded: Recorded) -> list[Row]:
    """Every measure of the tables."""
    return measure_recorded(recorded, links=linked(recorded))


SECRET = "SECRET-4711"


@pytest.mark.parametrize("table", ["MHS101Referral", "MHS201CareContact", "MHS001MPI", "staff"])
def test_no_message_shows_an_identifier(tmp_path: Path, table: str) -> None:
    recorded = Making(Random(3), True, SERVICES).recorded(5)
    write_records(recorded, tmp_path, ExportShape.MHSDS_V6)
    path = tmp_path / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        headings, row, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, [SECRET] * len(row), *rows])
    with pytest.raises(RecordFaults) as faults:
        read_records(tmp_path, read_mapping(tmp_path / MAPPING))
    said = str(faults.value)
    assert f"{table}.csv, row 2, " in said
    assert SECRET not in said
    assert "MADEUP" not in said
