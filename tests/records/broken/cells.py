"""Cells that cannot be read."""

from tests.records.broken.case import Case, cell, tables
from tests.records.extracts import CONTACTS, REFERRALS, Tables

AT = "CareContDate"
NAME = "Margaret Ashworth"


def kinds(tables: Tables) -> None:
    for number, row in enumerate(tables[CONTACTS][:14]):
        row["AttendStatus"] = f"X{number}"


def more(tables: Tables) -> None:
    for row in tables[CONTACTS][2:5]:
        row[AT] = "2024-13-01"


CASES: dict[str, Case] = {
    "the month first": cell(
        CONTACTS, 4, AT, "06/25/2024", '"06/25/2024" has no month 25. It may stand month first'
    ),
    "a month after the twelfth": cell(
        CONTACTS, 4, AT, "2024-13-01", '"2024-13-01" has no month 13. Days are written as 31/03'
    ),
    "in more rows": tables(f"{CONTACTS}.csv, row 4, {AT}", "So it is in 2 more rows.", more),
    "a year of two digits": cell(
        CONTACTS,
        4,
        AT,
        "01/06/24",
        'The year of "01/06/24" has not four digits. Write 2025, not 25',
    ),
    "no day of the calendar": cell(
        REFERRALS, 3, "ServDischDate", "31/06/2024", '"31/06/2024" is no day of the calendar.'
    ),
    "too far away": cell(
        CONTACTS, 4, AT, "2924-06-01", '"2924-06-01" lies too far away. Years from 1900 to 2150'
    ),
    "no date": cell(CONTACTS, 4, AT, NAME, "A text of 17 characters is not a date."),
    "no time in a cell of its own": cell(
        CONTACTS, 4, "CareContTime", "25:10", '"25:10" is not a time of day. Times of day are'
    ),
    "no time beside the date": cell(
        REFERRALS, 4, "EFFECTIVE_FROM", "01/04/2024 25:10", '"01/04/2024 25:10" is not a time'
    ),
    "no number": cell(
        CONTACTS, 4, "ClinContDurOfCareCont", "half an hour", "A text of 12 characters is not a num"
    ),
    "a number below 0": cell(
        CONTACTS, 4, "ClinContDurOfCareCont", "-5", "A text of 2 characters is not a number of 0 or"
    ),
    "a code that the mapping does not name": cell(
        CONTACTS,
        4,
        "AttendStatus",
        "77",
        '"77" is a code that the mapping does not name. Write it under `codes: {outcome: …}` '
        "beside one of `attended`, `missed`, `cancelled_by_person`, `cancelled_by_provider` and",
    ),
    "a name in place of a code": cell(
        CONTACTS,
        4,
        "ConsMechanismMH",
        NAME,
        "A text of 17 characters is a code that the mapping does not name.",
    ),
    "many codes that the mapping does not name": tables(
        f"{CONTACTS}.csv, AttendStatus",
        "4 more kinds of text cannot be read here. Is it the right column?",
        kinds,
    ),
}
TOGETHER = {"many codes that the mapping does not name": 11}
"""Cases with more than one fault, and how many."""
