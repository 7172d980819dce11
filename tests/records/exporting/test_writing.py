"""An extract has the columns and codes of its shape, and month by month only what was known."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.measures.recorded.tables import NEVER, Closed, Outcome, Recorded
from sim.records.exporting.choices import Encoding, ExportShape, Form
from sim.records.exporting.writing import MAPPING, write_records
from sim.records.known.shapes import Shape, tables_of
from sim.records.mapping.reading import read_mapping
from sim.units import DAY
from tests.records.exporting.extracts import rows_of, some_records
from tests.records.linked_tables import HERE, THERE, referral, tables

NATIONAL = (ExportShape.MHSDS_V6, ExportShape.MHSDS_V5)


def written(recorded: Recorded, folder: Path, shape: ExportShape = ExportShape.MHSDS_V6) -> Path:
    """The folder of an extract in CSV."""
    write_records(recorded, folder, shape)
    return folder


def test_version_6_says_team_and_rejection_with_the_referral(tmp_path: Path) -> None:
    rejected = referral(HERE, 40, rejected=43)
    row = rows_of(written(tables(rejected), tmp_path), "MHS101Referral")[-1]
    assert row["UniqCareProfTeamLocalID"] == "MADEUP-TEAM-001"
    assert (row["ReferralRequestReceivedDate"], row["ReferralRequestReceivedTime"]) == (
        "2024-05-11",
        "00:00:00",
    )
    assert (row["ReferRejectionDate"], row["ServDischDate"]) == ("2024-05-14", "")
    assert not rows_of(tmp_path, "MHS102OtherServiceType")


def test_version_5_says_them_in_a_table_of_their_own(tmp_path: Path) -> None:
    folder = written(tables(referral(HERE, 40, rejected=43)), tmp_path, ExportShape.MHSDS_V5)
    row = rows_of(folder, "MHS101Referral")[-1]
    assert not {"UniqCareProfTeamLocalID", "ReferRejectionDate"} & row.keys()
    team = rows_of(folder, "MHS102ServiceTypeReferredTo")[-1]
    assert (team["UniqServReqID"], team["UniqCareProfTeamID"], team["ReferRejectionDate"]) == (
        row["UniqServReqID"],
        "MADEUP-TEAM-001",
        "2024-05-14",
    )


def test_each_month_sends_in_what_was_known_at_its_end(tmp_path: Path) -> None:
    referrals = referral(HERE, 10, 70, Closed.REFERRED_ON), referral(THERE, 69)
    rows = rows_of(written(tables(*referrals), tmp_path), "MHS101Referral")
    first = [row for row in rows if row["UniqServReqID"].endswith("1")]
    assert [
        (row["UniqMonthID"], row["ServDischDate"], row["ReferClosReason"]) for row in first
    ] == [
        ("1489", "", ""),
        ("1490", "", ""),
        ("1491", "2024-06-10", "01"),
    ]
    still_open = [row for row in rows if row["UniqServReqID"].endswith("2")]
    months = [int(row["UniqMonthID"]) for row in still_open]
    assert months == list(range(1491, 1501))
    assert {row["ServDischDate"] for row in still_open} == {""}
    assert all(one < other for one, other in pairwise(row["EFFECTIVE_FROM"] for row in still_open))


@pytest.mark.parametrize("shape", ExportShape)
def test_headings_are_those_that_are_known(tmp_path: Path, shape: ExportShape) -> None:
    folder = written(some_records(), tmp_path, shape)
    known = tables_of(Shape(shape))
    found = 0
    for file, headings in known.values():
        for path in folder.glob(file):
            with path.open(encoding="utf-8", newline="") as text:
                heading = set(next(csv.reader(text)))
            assert heading - {"LocalGroup", "LADistrictAuth", "OrgIDProv"} <= set(headings.values())
            found += 1
    assert found >= 6


@pytest.mark.parametrize("shape", ExportShape)
def test_the_mapping_file_reads_what_is_there(tmp_path: Path, shape: ExportShape) -> None:
    recorded = some_records()
    mapping = read_mapping(written(recorded, tmp_path, shape) / MAPPING)
    assert mapping.shape == Shape(shape)
    assert [service.key for service in mapping.services] == list(recorded.services)
    assert [service.continuous for service in mapping.services] == recorded.continuous.tolist()
    days = mapping.period
    assert [str(day) for day in (days.begins, days.ends, days.taken)] == [
        "2024-04-01",
        "2025-03-31",
        "2025-05-30",
    ]
    needed = ("referrals", "contacts", "stays", "staff", "people", "onward")
    assert all(list(tmp_path.glob(mapping.tables[table].file)) for table in needed)


@pytest.mark.parametrize("shape", NATIONAL)
def test_every_contact_is_sent_in_once_with_its_national_code(
    tmp_path: Path, shape: ExportShape
) -> None:
    recorded = some_records()
    rows = rows_of(written(recorded, tmp_path, shape), "MHS201CareContact")
    assert len({row["UniqCareContID"] for row in rows}) == recorded.contacts.at.size == len(rows)
    codes = Counter(row["AttendStatus"] for row in rows)
    many = Counter(recorded.contacts.outcome.tolist())
    of = {Outcome.ATTENDED: "5", Outcome.MISSED: "3", Outcome.CANCELLED_BY_PERSON: "2"}
    of[Outcome.CANCELLED_BY_PROVIDER] = "4"
    assert codes == {code: many[outcome] for outcome, code in of.items()}
    assert {row["ConsMechanismMH"] for row in rows} == {"", "01", "02", "04", "11"}


def test_a_time_of_day_is_written_only_where_there_are_any(tmp_path: Path) -> None:
    row = rows_of(written(some_records(timed=False), tmp_path), "MHS201CareContact")[0]
    assert "CareContDate" in row
    assert "CareContTime" not in row


@pytest.mark.parametrize("shape", ExportShape)
def test_every_identifier_says_that_it_is_made_up(tmp_path: Path, shape: ExportShape) -> None:
    written(some_records(), tmp_path, shape)
    named = ("Uniq", "Person_ID", "OrgID", "referral", "person", "contact", "stay", "worker")
    found = {
        cell
        for path in tmp_path.glob("*.csv")
        for row in rows_of(tmp_path, path.stem)
        for heading, cell in row.items()
        if heading.startswith(named) and heading != "UniqMonthID"
    } - {""}
    assert len(found) > 100
    assert all(cell.startswith("MADEUP") for cell in found)


def test_a_death_is_told_from_its_month_on(tmp_path: Path) -> None:
    rows = rows_of(written(tables(referral(HERE, 10, 70), died=70), tmp_path), "MHS001MPI")
    mine = [row for row in rows if row["Person_ID"].endswith("1")]
    assert [row["PersDeathDate"] for row in mine] == ["", "", "2024-06-10", "2024-06-10"]
    assert [int(row["UniqMonthID"]) for row in mine] == [1489, 1490, 1491, 1500]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("untidy", [None, 1])
def test_the_same_tables_give_the_same_bytes(
    tmp_path: Path, form: Form, untidy: int | None
) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        shape = ExportShape.MHSDS_V5
        write_records(some_records(), tmp_path / name, shape, form=form, untidy=untidy)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


@pytest.mark.parametrize("encoding", Encoding)
def test_text_is_stored_as_asked(tmp_path: Path, encoding: Encoding) -> None:
    folder, plain = tmp_path / "this", tmp_path / "plain"
    folder.mkdir()
    plain.mkdir()
    write_records(some_records(), folder, ExportShape.PLAIN, encoding=encoding)
    write_records(some_records(), plain, ExportShape.PLAIN)
    for path in plain.glob("*.csv"):
        assert (folder / path.name).read_text(encoding=encoding) == path.read_text("utf-8")
    marks = {Encoding.UTF_8_BOM: b"\xef\xbb\xbf", Encoding.UTF_16: b"\xff\xfe"}
    begin = (folder / "referrals.csv").read_bytes()[:3]
    assert begin.startswith(marks.get(encoding, b"ref"))


def test_faults_are_planted_into_every_table_that_cleaning_looks_at(tmp_path: Path) -> None:
    recorded = some_records(100)
    written_ = write_records(recorded, tmp_path, ExportShape.MHSDS_V6, untidy=1)
    planted = {(table, fault): rows for table, fault, rows in written_.planted}
    assert min(planted.values()) >= 1
    rows = rows_of(tmp_path, "MHS101Referral")
    assert sum(not row["Person_ID"] for row in rows) >= planted["referrals", "without a person"]
    times = Counter(tuple(row.values()) for row in rows)
    assert sum(many - 1 for many in times.values()) == planted["referrals", "twice"]


def test_days_that_are_no_whole_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="midnight"):
        write_records(some_records()._replace(taken=430 * DAY + 1), tmp_path, ExportShape.PLAIN)
    assert not list(tmp_path.iterdir())


def test_a_stay_belongs_to_the_latest_referral_to_the_ward(tmp_path: Path) -> None:
    recorded = some_records()
    rows = rows_of(written(recorded, tmp_path), "MHS501HospProvSpell")
    assert rows
    numbers = np.array([int(row["UniqServReqID"].split("-")[2]) - 1 for row in rows])
    assert (recorded.referrals.service[numbers] == recorded.services.index("ward")).all()
    assert (recorded.stays.end != NEVER).any()
