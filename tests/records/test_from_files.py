"""An extract reads alike whatever its files are: their order, kind, encoding and number."""

from __future__ import annotations

import datetime
import re
import tempfile
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

from sim.measures.recorded.tables import NEVER, UNKNOWN, How, Outcome, Rejected, Source
from sim.records.extract import Extract
from sim.units import DAY
from tests.records.extracts import (
    CONTACTS,
    REFERRALS,
    STAYS,
    Row,
    Tables,
    contact,
    extract_of,
    identifier,
    read,
    referral,
    small,
    write_extract,
    write_mapping,
    write_parquet,
    write_sheet,
    write_text,
)

FORMS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "cp1252",
    "CRLF",
    "tabs",
    "sheet",
    "cells",
    "parquet",
    "dates",
)
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")
TIMES = re.compile(r"\d{2}:\d{2}:\d{2}")


def untidy() -> Tables:
    """The small extract, with what the rules find, and with letters that encodings differ in."""
    tables = small()
    referrals, contacts = tables[REFERRALS], tables[CONTACTS]
    again = {**referrals[2], "UniqMonthID": "1502", "ReferClosReason": "02"}
    referrals += [
        referrals[0],
        {**again, "ServDischDate": "2025-04-20"},
        {**again, "ServDischDate": "2025-04-22"},  # and nothing says which of the two is later
        referral(16, 4, "CMHT2", "2024-07-01", ServDischDate="2024-08-01"),  # overlaps
        referral(17, 5, "OTHER", "2024-07-01"),
        {**referral(18, 6, "HTT", "2024-07-01"), "Person_ID": f"{identifier('P', 6)}é€"},
    ]
    contacts += [
        contacts[3],
        {**contacts[4], "UniqMonthID": "1500", "AttendStatus": "3"},
        contact(40, 17, 5, "2024-08-01"),
        {**contact(41, 1, 1, "2024-12-24"), "UniqServReqID": ""},
        contact(42, 1, 1, "2023-12-24"),  # long before the referral
    ]
    return tables


def as_cell(text: str) -> object:
    """What Excel holds where a person typed a text: a date, a time, a number, or the text."""
    if DAYS.fullmatch(text):
        return datetime.date.fromisoformat(text)
    if TIMES.fullmatch(text):
        return datetime.time.fromisoformat(text)
    return int(text) if text.isdigit() else text


def write_as(form: str, path: Path, rows: list[Row]) -> None:
    if form in ("sheet", "cells"):
        write_sheet(path.with_suffix(".xlsx"), rows, as_cell if form == "cells" else str)
    elif form in ("parquet", "dates"):
        types = {name: "DATE" for name in rows[0] if name.endswith("Date")} | {
            "UniqMonthID": "DOUBLE",
            "CareContTime": "TIME",
        }
        write_parquet(path.with_suffix(".parquet"), rows, types if form == "dates" else {})
    elif form == "CRLF":
        write_text(path.with_suffix(".csv"), rows, line_end="\r\n")
    elif form == "tabs":
        write_text(path.with_suffix(".txt"), rows, delimiter="\t")
    else:
        write_text(path.with_suffix(".csv"), rows, form)


def arrays_of(extract: Extract) -> list[tuple[str, bytes]]:
    """Every column of the tables, byte for byte."""
    recorded = extract.recorded
    tables = {name: getattr(recorded, name) for name in recorded._fields}
    tables["signs"] = extract.signs
    return [
        (f"{name}.{column}", np.asarray(getattr(table, column)).tobytes())
        for name, table in tables.items()
        if name in ("referrals", "contacts", "stays", "staff", "people", "signs")
        for column in table._fields
    ]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return extract_of(tmp_path_factory.mktemp("plain"), untidy())


def test_what_the_rules_find_in_the_untidy_extract(expected: Extract) -> None:
    found = {(each.rule, each.table): each.count for each in expected.dropped if each.count}

    assert found == {
        ("exact duplicate", "referrals"): 1,
        ("replaced by a later submission", "referrals"): 2,
        ("exact duplicate", "contacts"): 1,
        ("replaced by a later submission", "contacts"): 1,
        ("no open referral to which they belong", "contacts"): 2,
        ("at teams that the mapping does not name", "referrals"): 1,
        ("at teams that the mapping does not name", "contacts"): 1,
        ("joined with another of the same person and service", "referrals"): 1,
    }


@settings(max_examples=8, phases=[Phase.generate])
@given(data=st.data())
def test_the_order_of_rows_and_the_form_of_files_change_no_byte(
    expected: Extract, data: st.DataObject
) -> None:
    chance = Random(data.draw(st.integers(0, 2**32)))
    tables = untidy()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, rows in tables.items():
            chance.shuffle(rows)
            cut = data.draw(st.integers(0, len(rows)), label=f"cut of {table}")
            for part, some in enumerate((rows[:cut], rows[cut:])):
                if some:
                    form = data.draw(st.sampled_from(FORMS), label=f"{table} {part}")
                    write_as(form, folder / f"{table}_{part}", some)
        write_mapping(folder)
        found = read(folder)

    assert found.dropped == expected.dropped
    assert (found.remarks, found.codes, found.has) == (
        expected.remarks,
        expected.codes,
        expected.has,
    )
    pairs = zip(arrays_of(found), arrays_of(expected), strict=True)
    assert [name for (name, one), (_, other) in pairs if one != other] == []


def test_the_tables_say_what_the_extract_says(tmp_path: Path) -> None:
    recorded = extract_of(tmp_path, small()).recorded
    referrals, contacts = recorded.referrals, recorded.contacts

    assert recorded.services == ("community_team", "crisis_team", "ward")
    assert recorded.window == (0, 365 * DAY)
    assert recorded.taken == (365 + 30) * DAY
    assert recorded.timed
    first = referrals.received[0]
    assert first == (datetime.date(2024, 5, 1) - datetime.date(2024, 4, 1)).days * DAY + 9 * 60
    rejected = np.flatnonzero(referrals.rejected != NEVER)
    assert referrals.rejected_why[rejected].tolist() == [Rejected.INAPPROPRIATE]
    assert np.bincount(referrals.source).tolist() == [0, 14, 1]
    assert referrals.source[13] == Source.INTERNAL
    assert np.bincount(contacts.outcome).tolist() == [22, 1, 1, 1]
    assert contacts.how[1] == How.VIDEO
    assert contacts.minutes[contacts.outcome != Outcome.ATTENDED].tolist() == [UNKNOWN] * 3
    assert (referrals.person[contacts.referral] == contacts.person).all()
    assert recorded.stays.service.tolist() == [2]
    assert recorded.people.died.size == 12


def test_days_are_read_as_they_are_written_in_the_uk_and_as_numbers_of_excel(
    tmp_path: Path,
) -> None:
    ways = ("2025-02-05", "05/02/2025", "5/2/2025", "05.02.2025", "05/02/2025 10:30", "45693")
    tables = small()
    for row, way in zip(tables[CONTACTS], ways, strict=False):
        row["CareContDate"] = way
    found = extract_of(tmp_path, tables).recorded.contacts.at

    day = (datetime.date(2025, 2, 5) - datetime.date(2024, 4, 1)).days
    assert (found // DAY == day).sum() == len(ways)


def test_without_times_of_day_everything_is_at_noon(tmp_path: Path) -> None:
    tables = small()
    for row in tables[CONTACTS]:
        del row["CareContTime"]
    recorded = extract_of(tmp_path, tables).recorded

    assert not recorded.timed
    for times in (recorded.referrals.received, recorded.contacts.at, recorded.stays.start):
        assert (times % DAY == DAY // 2).all()


def test_a_midnight_beside_a_date_is_no_time_where_all_cells_have_it(tmp_path: Path) -> None:
    tables = small()
    for row in tables[STAYS]:
        row["StartDateHospProvSpell"] += " 00:00:00"
    stays = extract_of(tmp_path, tables).recorded.stays

    assert stays.start[0] % DAY == DAY // 2


def test_the_worker_of_a_joint_contact_is_the_one_with_most_minutes(tmp_path: Path) -> None:
    tables = small()
    key = tables[CONTACTS][0]["UniqCareContID"]
    tables["MHS206StaffActivity"] = [
        {"UniqCareContID": key, "UniqCareProfLocalID": identifier("W", worker), "Spent": spent}
        for worker, spent in ((1, "10"), (2, "30"), (3, "30"))
    ]
    mapping = (
        "throughline_mapping: 1\nshape: mhsds_v6\nextract: {from: 2024-04-01, to: 2025-03-31}\n"
        "services: {all_teams: {}}\ntables: {workers: {columns: {minutes: Spent}}}\n"
    )
    contacts = extract_of(tmp_path, tables, mapping).recorded.contacts

    assert contacts.worker[contacts.worker != UNKNOWN].tolist() == [1]


def test_files_of_other_tables_and_open_workbooks_are_not_read(tmp_path: Path) -> None:
    write_extract(tmp_path, small())
    (tmp_path / "~$MHS101Referral.xlsx").write_bytes(b"in use")
    (tmp_path / "MHS101 notes.docx").write_bytes(b"notes")

    assert read(tmp_path).recorded.referrals.person.size == 15
