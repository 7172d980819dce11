"""Cells of dates and months that cannot be read, and dates out of order."""

import datetime

from tests.area.broken.case import Case, because, case
from tests.area.cells import Shown

DATE, MONTH = "Area!D3", "Demand!C3"

CASES: dict[str, Case] = {
    "the month first": case(
        DATE,
        "03/31/2025",
        '"03/31/2025" has no month 31. With the month first it is 31 March 2025. Dates have the '
        "day first: is `31/03/2025` meant?",
    ),
    "a year of two digits": case(
        DATE, "31/03/25", "has two digits. Write `31/03/2025` or `25/03/2031`, whichever is meant."
    ),
    "a year of two digits after a word": case(
        DATE, "31 Mar 25", "has two digits. Write `31 March 2025`, if that is meant."
    ),
    "two digits that are no day": case(
        DATE, "40/40/40", "has two digits. Write a date as 31/03/2025, day before month."
    ),
    "no day of the calendar": case(DATE, "30/02/2025", "is no day of the calendar."),
    "no month at all": case(DATE, "2025-13-01", "is no day of the calendar."),
    "a number for a date": case(DATE, 45_747, "45747 is not a date. Write a date as 31/03/2025"),
    "a word for a date": case(DATE, "end of March", '"end of March" is not a date.'),
    "a word of no month": case(DATE, "31 Moon 2025", '"31 Moon 2025" is not a date.'),
    "a date of an empty formula": case(
        "Area!G3", Shown(1, DATE_FORM := "dd/mm/yyyy"), "01/01/1900 lies too far away."
    ),
    "a time for a date": case("Area!G3", Shown(0.25, "hh:mm"), "06:00:00 is not a date."),
    "no date at all": case(DATE, None, "`snapshot date` is empty. Write a date, as 31/03/2025."),
    "a day within a month": case(
        MONTH, datetime.date(2024, 4, 17), "17/04/2024 is a day within a month. Write the month, as"
    ),
    "a month of two digits": case(
        MONTH, "Apr-24", "has two digits. Write `Apr 2024`, if that is meant."
    ),
    "no such month": case(MONTH, "2024-13", "has no month 13. Write a month as `Apr 2024`"),
    "a word for a month": case(MONTH, "spring", '"spring" is not a date. Write a month as'),
    "a period that ends before it begins": because(
        "Area!F3",
        "31/03/2023 is before 01/04/2024 (E3), the first day of the period.",
        {"Area": {"F3": datetime.date(2023, 3, 31)}},
    ),
    "a snapshot before the period": because(
        "Area!D3",
        "31/03/2024 is before 01/04/2024 (E3), the first day of the period.",
        {"Area": {"D3": datetime.date(2024, 3, 31)}},
    ),
    "a run before its lists": because(
        "Area!G3",
        "30/03/2025 is before 31/03/2025 (D3), the day that the lists are of.",
        {"Area": {"G3": datetime.date(2025, 3, 30)}},
    ),
    "a change before the run": because(
        "Area!H3",
        "01/05/2025 is before 01/06/2025 (G3), the first day of the run.",
        {"Area": {"G3": datetime.date(2025, 6, 1), "H3": datetime.date(2025, 5, 1)}},
    ),
    "an observation that ends before it begins": because(
        "Observed!D3",
        "is before 01/04/2025 (C3), the first day of what was observed.",
        {"Observed": {"C3": datetime.date(2025, 4, 1), "D3": datetime.date(2025, 3, 1)}},
    ),
    "a month left out": because(
        "Demand!C14",
        "Mar 2025 is missing before Apr 2025 for `assessment`. Write a row for each month",
        {"Demand": {"C14": datetime.date(2025, 4, 1)}},
    ),
    "months left out": because(
        "Staff!C14",
        "Mar 2025 to Jun 2025 are missing before Jul 2025 for `assessment`.",
        {"Staff": {"C14": datetime.date(2025, 7, 1)}},
    ),
    "a month twice": because(
        "Demand!A15",
        '"assessment", 03/2025 stands in row 14 already. Keep one of the two rows',
        {"Demand": {"A15": "assessment", "C15": "Mar 2025", "D15": 90, "G15": "lists"}},
    ),
}
