"""Rows that do not fit together: services with their limits, bands with their lists."""

from tests.area.broken.case import Case, because, case

CASES: dict[str, Case] = {
    "another format": case(
        "Area!A3", 2, "Workbooks of format 2 are not known here. This version reads format 1."
    ),
    "half a month to run": case("Area!I3", 1.5, "1.5 is not a number of months to run."),
    "no year of prices": case("Area!J3", 25, "25 is not a year of prices. Write a year from 1990"),
    "two rows of settings": because(
        "Area!A4",
        "Row 4 is one too many: this sheet has one row of figures. Keep row 3",
        {"Area": {"A4": 1, "B4": "Another", "N4": "lists"}},
        {"Area": {f"{cell}4": "31/03/2025" for cell in "DEF"}},
    ),
    "places without a number": case(
        "Services!F5", None, "Places limit this service, and their number is missing."
    ),
    "places without a column": because(
        "Services!row 5",
        "Places limit this service, and their number is missing.",
        {"Services": {"F1": "#places"}},
    ),
    "places that limit nothing": case(
        "Services!F4", 12, "The capacity says that staff limits this service, so its places would"
    ),
    "places of what nothing limits": because(
        "Services!F5",
        "The capacity says that nothing limits this service",
        {"Services": {"E5": "unlimited"}},
    ),
    "staff that nobody knows": because(
        "Services!E5",
        "Staff limit `ward`, and the sheet Staff has no row for it.",
        {"Services": {"E5": "staff", "F5": None}},
    ),
    "staff that limit nothing": because(
        "Staff!A27",
        "`ward` is limited by places in the sheet Services, so its staff would not count.",
        {"Staff": {"A27": "ward", "C27": "Apr 2024", "D27": 3, "J27": "lists"}},
    ),
    "bands that do not begin at 0": because(
        "Waiting list!C3",
        "This band of `assessment` begins at 1 weeks, and the bands before it reach 0. Write 0",
        {"Waiting list": {"C3": 1}},
    ),
    "bands with a gap": case(
        "Waiting list!C4", 5, "begins at 5 weeks, and the bands before it reach 4."
    ),
    "a band backwards": because(
        "Waiting list!D4",
        "The band ends at 4 weeks, and begins at 4. Write a later end",
        {"Waiting list": {"D4": 4, "C5": 4}},
    ),
    "an open band in the middle": because(
        "Waiting list!D4",
        "This band has no end, and more bands follow.",
        {"Waiting list": {"D4": None, "F4": 5}},
    ),
    "an open band without a mean": case(
        "Waiting list!F5", None, "The last band is open, and its mean is missing."
    ),
    "a mean outside of its band": case(
        "Waiting list!F3", 5, "A mean of 5 weeks lies outside of its band. Write 0 to 4."
    ),
    "a mean below an open band": case("Waiting list!F5", 5, "Write 8 or more."),
    "bands that do not add up": because(
        "Waiting list!E3",
        "The bands of `assessment` hold 79 people; the list holds 80 (Services!V3).",
        {"Waiting list": {"E3": 49}},
    ),
    "hidden bands that cannot add up": because(
        "Caseload!E9",
        "The bands of `ward` hold 8 people, and 1 hidden; the list holds 18 (Services!Z5).",
        {"Caseload": {"E9": "*"}},
    ),
}
