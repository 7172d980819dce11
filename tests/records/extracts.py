"""A small extract in the national form, and ways to write it as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import openpyxl

from sim.records.extract import Extract
from sim.records.from_files import read_records
from sim.records.mapping import read_mapping

Row = dict[str, str]
Tables = dict[str, list[Row]]

PLANTED = "SECRET"
"""What every identifier of a person, referral, contact, stay and worker holds."""
MAPPING = """\
throughline_mapping: 1
shape: mhsds_v6
extract: {from: 2024-04-01, to: 2025-03-31, taken: 2025-04-30}
services:
  community_team: {teams: [CMHT*]}
  crisis_team: {types: [A02]}
  ward: {teams: [WARD], continuous: true}
"""
REFERRALS = "MHS101Referral"
OTHER_TEAMS = "MHS102OtherServiceType"
CONTACTS = "MHS201CareContact"
WORKERS = "MHS206StaffActivity"
STAYS = "MHS501HospProvSpell"
PEOPLE = "MHS001MPI"
TEAMS = "MHS902ServiceTeamDetails"
ONWARD = "MHS105OnwardReferral"
DIAGNOSES = "MHS604PrimDiag"


def identifier(kind: str, number: int) -> str:
    return f"{PLANTED}-{kind}-{number:04}"


def referral(number: int, person: int, team: str, received: str, **cells: str) -> Row:
    row = {
        "UniqServReqID": identifier("R", number),
        "Person_ID": identifier("P", person),
        "UniqCareProfTeamLocalID": team,
        "ServTeamType": "A06" if team.startswith("CMHT") else "A02" if team == "HTT" else "A10",
        "ReferralRequestReceivedDate": received,
        "ReferralRequestReceivedTime": "09:00:00",
        "ServDischDate": "",
        "ServDischTime": "",
        "ReferClosReason": "",
        "ReferRejectionDate": "",
        "ReferRejectionTime": "",
        "ReferRejectReason": "",
        "SourceOfReferralMH": "A1",
        "PrimReasonReferralMH": "14",
        "OrgIDProv": "RXX",
        "UniqMonthID": "1501",
        "EFFECTIVE_FROM": "2025-04-30",
    }
    return row | cells


def contact(number: int, of: int, person: int, at: str, **cells: str) -> Row:
    row = {
        "UniqCareContID": identifier("C", number),
        "UniqServReqID": identifier("R", of),
        "Person_ID": identifier("P", person),
        "CareContDate": at,
        "CareContTime": "10:30:00",
        "AttendStatus": "5",
        "ClinContDurOfCareCont": "50",
        "ConsMechanismMH": "01",
        "OrgIDProv": "RXX",
        "UniqMonthID": "1501",
        "EFFECTIVE_FROM": "2025-04-30",
    }
    return row | cells


def small() -> Tables:
    """Return an extract in which nothing has to be cleaned: 12 people, 15 referrals."""
    referrals = [
        referral(number, number, "CMHT1", f"2024-05-{number:02}") for number in range(1, 11)
    ]
    referrals += [
        referral(11, 1, "HTT", "2024-06-01", ServDischDate="2024-07-01", ReferClosReason="02"),
        referral(12, 2, "WARD", "2024-06-03", ServDischDate="2024-06-20", ReferClosReason="04"),
        referral(13, 11, "CMHT2", "2024-06-04", ReferRejectionDate="2024-06-10"),
        referral(14, 12, "CMHT2", "2024-06-05", SourceOfReferralMH="J1"),
        referral(15, 11, "CMHT1", "2024-09-05", PrimReasonReferralMH="05"),
    ]
    referrals[12]["ReferRejectReason"] = "02"
    contacts = [
        contact(number, of, of, f"2025-{month:02}-{3 * number % 27 + 1:02}")
        for number, (of, month) in enumerate(
            ((of, month) for of in range(1, 11) for month in (1, 3)), start=1
        )
    ]
    contacts += [
        contact(21, 11, 1, "2024-06-02", AttendStatus="3"),
        contact(22, 11, 1, "2024-06-04", ConsMechanismMH="11"),
        contact(23, 14, 12, "2025-02-02", AttendStatus="2"),
        contact(24, 14, 12, "2025-02-09", AttendStatus="4"),
        contact(25, 15, 11, "2025-02-11", ClinContDurOfCareCont=""),
    ]
    workers = [
        {
            "UniqCareContID": row["UniqCareContID"],
            "UniqCareProfLocalID": identifier("W", 1 + number % 3),
        }
        for number, row in enumerate(contacts)
    ]
    stays = [
        {
            "UniqHospProvSpellID": identifier("S", 1),
            "Person_ID": identifier("P", 2),
            "UniqServReqID": identifier("R", 12),
            "StartDateHospProvSpell": "2024-06-03",
            "DischDateHospProvSpell": "2024-06-20",
        }
    ]
    people = [
        {"Person_ID": identifier("P", number), "PersDeathDate": ""} for number in range(1, 13)
    ]
    return {
        REFERRALS: referrals,
        CONTACTS: contacts,
        WORKERS: workers,
        STAYS: stays,
        PEOPLE: people,
    }


def text_of(rows: list[Row], delimiter: str = ",", line_end: str = "\n") -> str:
    """Return rows as CSV."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def write_text(path: Path, rows: list[Row], encoding: str = "utf-8", **options: str) -> None:
    path.write_bytes(text_of(rows, **options).encode(encoding))


def write_sheet(path: Path, rows: list[Row], values: Callable[[str], object] = str) -> None:
    """Write rows as a workbook; `values` makes of a text what stands in a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([values(text) if text else None for text in row.values()])
    book.save(path)


def write_parquet(path: Path, rows: list[Row], types: Mapping[str, str] | None = None) -> None:
    """Write rows as a Parquet file, with columns of other types than texts."""
    plain = path.with_suffix(".plain")
    write_text(plain, rows)
    columns = ", ".join(
        f'TRY_CAST("{name}" AS {(types or {}).get(name, "VARCHAR")}) AS "{name}"'
        for name in rows[0]
    )
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT {columns} FROM read_csv('{plain}', all_varchar = true)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    plain.unlink()


def write_extract(folder: Path, tables: Tables, mapping: str = MAPPING) -> Path:
    """Write an extract as CSV, with its mapping; return the mapping's path."""
    for name, rows in tables.items():
        write_text(folder / f"{name}.csv", rows)
    return write_mapping(folder, mapping)


def write_mapping(folder: Path, mapping: str = MAPPING) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(mapping, encoding="utf-8")
    return path


def read(folder: Path) -> Extract:
    return read_records(folder, read_mapping(folder / "mapping.yaml"))


def extract_of(folder: Path, tables: Tables, mapping: str = MAPPING) -> Extract:
    """Write an extract, and read it."""
    write_extract(folder, tables, mapping)
    return read(folder)
