"""Extracts that can be read, and are not what the mapping takes them for."""

from __future__ import annotations

from tests.records.broken.case import Case, mapped, tables
from tests.records.extracts import CONTACTS, MAPPING, REFERRALS, Tables, contact


def dates(tables: Tables) -> None:
    for row in tables[CONTACTS][:3]:
        row["CareContDate"] = ""


def teams(tables: Tables) -> None:
    tables[REFERRALS][14] |= {"UniqCareProfTeamLocalID": "", "ServTeamType": ""}
    del tables[CONTACTS][24]
    tables[CONTACTS] += [contact(30 + n, 1, 1, "2025-03-05") for n in range(9)]


def times(tables: Tables) -> None:
    for row in tables[CONTACTS]:
        row["CareContTime"] = ""


CASES: dict[str, Case] = {
    "too much left out": tables(
        "MHS201*",
        "3 of 25 distinct rows would be left out (no person, date or outcome: 3). At most 10% may",
        dates,
    ),
    "referrals without a team": tables("MHS101*", "1 of 15 referrals have no team.", teams),
    "no referral to a service": mapped(
        "FOLDER/mapping.yaml",
        "No referral is left that is to a service of the mapping. Look at `services`",
        MAPPING.replace("CMHT*", "OTHER").replace("A02", "B01").replace("WARD", "NONE"),
    ),
    "no times where there should be": tables(
        "FOLDER/mapping.yaml", "`extract.timed` is true, and no contact has a time of day.", times
    )._replace(mapping=MAPPING.replace("taken: 2025-04-30", "taken: 2025-04-30, timed: true")),
}
