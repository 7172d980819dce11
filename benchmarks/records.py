"""What reading an extract costs: seconds and memory, by the number of contacts.

Run it as `python benchmarks/records.py --contacts 10000000`. It makes an extract of that many
contacts, with a tenth as many referrals and three hundredths as many people, as CSV in a temporary
folder that is removed afterwards. Then it reads, cleans and measures the extract in a process of
its own, and prints the seconds of each step and the most memory that the process held.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sim.measures.recorded.measuring import measure_recorded
from sim.records.cleaning import clean
from sim.records.faults import Findings
from sim.records.mapping import read_mapping
from sim.records.reading.database import database
from sim.records.reading.loading import load

MAPPING = """\
throughline_mapping: 1
shape: mhsds_v6
extract: {from: 2023-04-01, to: 2025-03-31}
services:
  community_team: {types: [A05, A06]}
  crisis_team: {types: [A02]}
  others: {types: ["A*"]}
"""
FIRST, DAYS = "DATE '2021-04-01'", 1_460
REFERRALS = f"""
SELECT range AS row, drawn(range, {{people}}) AS person,
    drawn(range * 7 + 1, {DAYS - 60}) AS received, drawn(range * 3 + 5, 400) AS length,
    drawn(range * 11, 8) AS team FROM range({{referrals}})
"""
MHS101 = f"""
SELECT id('R', row) AS UniqServReqID, id('P', person) AS Person_ID,
    {FIRST} + received AS ReferralRequestReceivedDate,
    CASE WHEN received + length < {DAYS} THEN {FIRST} + received + length END AS ServDischDate,
    '0' || (1 + row % 9) AS ReferClosReason, 'A1' AS SourceOfReferralMH,
    '14' AS PrimReasonReferralMH, 'TEAM' || team AS UniqCareProfTeamLocalID,
    'A0' || (1 + team) AS ServTeamType, 1500 AS UniqMonthID FROM referrals
"""
MHS201 = f"""
SELECT id('C', range) AS UniqCareContID, id('R', row) AS UniqServReqID,
    id('P', person) AS Person_ID,
    {FIRST} + received + drawn(range, least(length + 1, {DAYS} - received)) AS CareContDate,
    TIME '08:00' + to_minutes(drawn(range * 5, 540)) AS CareContTime,
    ['5', '5', '5', '6', '7', '3', '2', '4'][1 + drawn(range * 13, 8)] AS AttendStatus,
    30 + range % 60 AS ClinContDurOfCareCont, ['01', '02', '11'][1 + range % 3] AS ConsMechanismMH,
    1500 AS UniqMonthID
FROM range({{contacts}}) JOIN referrals ON row = range // 10 ORDER BY hash(range)
"""
MHS206 = """
SELECT id('C', range) AS UniqCareContID, 'W' || drawn(range // 25, {workers}) AS UniqCareProfLocalID
FROM range({contacts})
"""
MACROS = """
CREATE MACRO id(kind, number) AS kind || lpad(number::VARCHAR, 12, '0');
CREATE MACRO drawn(number, below) AS (hash(number) % below)::INTEGER;
"""


def write_extract(folder: Path, contacts: int) -> None:
    """Write an extract; its identifiers have 13 characters."""
    sizes = {
        "contacts": contacts,
        "referrals": max(contacts // 10, 1),
        "people": max(contacts * 3 // 100, 1),
        "workers": max(contacts // 10_000, 1),
    }
    with duckdb.connect(config={"temp_directory": str(folder / "spilled")}) as made:
        made.execute(MACROS)
        made.execute(f"CREATE TABLE referrals AS {REFERRALS.format(**sizes)}")
        for name, query in (("MHS101", MHS101), ("MHS201", MHS201), ("MHS206", MHS206)):
            made.execute(f"COPY ({query.format(**sizes)}) TO '{folder / f'{name}.csv'}'")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print how long a step took, and the most memory held so far."""
    clock, processors = time.perf_counter(), time.process_time()
    yield
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most *= 1 if sys.platform == "darwin" else 1024
    print(
        f"{name:<10}{time.perf_counter() - clock:8.1f} s{time.process_time() - processors:8.1f} s "
        f"of processors{most / 1e9:8.2f} GB",
        flush=True,
    )


def measure(folder: Path) -> None:
    """Read, clean and measure an extract."""
    findings, mapping = Findings(), read_mapping(folder / "mapping.yaml")
    with step("read"), database() as opened:
        loaded = load(opened, folder, mapping, findings)
    files = {name: mapping.tables[name].file for name in loaded.tables}
    with step("clean"):
        extract = clean(loaded, mapping, files, findings)
    del loaded
    with step("measure"):
        measure_recorded(extract.recorded)
    print(
        f"{extract.recorded.contacts.at.size:,} contacts, "
        f"{extract.recorded.referrals.person.size:,} referrals, "
        f"{extract.recorded.people.died.size:,} people"
    )


def main() -> None:
    """Make an extract, and measure in a process of its own what it costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="read the extract here; make none")
    options = parser.parse_args()
    if options.folder is not None:
        measure(options.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        write_extract(Path(name), options.contacts)
        size = sum(file.stat().st_size for file in Path(name).glob("*.csv"))
        print(f"{options.contacts:,} contacts: {size / 1e6:,.0f} MB on {os.cpu_count()} cores")
        subprocess.run([sys.executable, __file__, "--folder", name], check=True)


if __name__ == "__main__":
    main()
