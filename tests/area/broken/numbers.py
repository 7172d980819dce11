"""Cells of counts, numbers and percentages that cannot be read."""

import datetime

from tests.area.broken.case import Case, because, case
from tests.area.cells import Formula, Shown

COUNT, SHARE, NUMBER = "Services!H3", "Services!AJ3", "Services!AC3"
TIMES = {"Staff": {"D3": 3.6}}

CASES: dict[str, Case] = {
    "a count below 0": case(COUNT, -5, "-5 is below 0. Write a whole number of people, 0 or more."),
    "half a person": case(COUNT, 12.5, "12.5 is not a whole number."),
    "more than there are": case(COUNT, 2e9, "is more than 100,000,000, which cannot be meant."),
    "more than can be": case(NUMBER, 2e12, "is more than 1,000,000,000, which cannot be meant."),
    "nothing in a needed cell": case(COUNT, None, "`accepted` is empty. Write a number."),
    "a dash in a needed cell": case(COUNT, "\u2013", "`accepted` is empty."),
    "n/a in a needed cell": case(COUNT, "N/A", "`accepted` is empty."),
    "a number with a word": case(COUNT, "900 people", "is not a number. Write a whole number"),
    "a word": case(COUNT, "many", '"many" is not a number.'),
    "a yes": case(COUNT, True, "TRUE is not a number."),
    "a percentage for a count": case(
        COUNT, Shown(0.81, "0%"), "The cell shows 81 %, and no percentage stands here."
    ),
    "a percentage for minutes": case(
        NUMBER, Shown(45, "0.0%"), "The cell shows 4500 %, and no percentage stands here."
    ),
    "a text with a sign for a count": case(COUNT, "81 %", '"81 %" is not a number.'),
    "a date for a count": case(
        COUNT, datetime.date(2024, 2, 1), "The cell shows a date or a time (01/02/2024)"
    ),
    "a time for minutes": case(NUMBER, Shown(0.5, "hh:mm"), "shows a date or a time (12:00:00)"),
    "hours above a day": case(NUMBER, Shown(1.5, "[h]:mm"), "shows a date or a time (1 day,"),
    "two readings": case(
        NUMBER,
        "1,200",
        '"1,200" can be read in two ways. Write "1200" if it is one thousand two hundred or "1.2"',
    ),
    "digits that are none": case(NUMBER, "1,2,3", '"1,2,3" is not a number.'),
    "another hidden count": case(
        COUNT, "<10", "`<10` says only about how many. Write the number. Where it may not be told"
    ),
    "a count above": case(COUNT, "≥ 5", "`≥ 5` says only about how many."),
    "a hidden time": case(NUMBER, "*", "`*` hides a number that is no count."),
    "too large a share": case(
        SHARE, Shown(1.12, "0%"), "112 % is not a share. Write 0 % to 100 %."
    ),
    "too large a share as a text": case(SHARE, "112 %", "112 % is not a share."),
    "a share below 0": case(SHARE, "-3 %", "-3 % is not a share. Write 0 % to 100 %."),
    "a share without its sign": case(
        SHARE, 0.81, "0.81 can be 81 % or 0.81 %. Write `81 %` or `0.81 %`, with the sign."
    ),
    "one without its sign": case(SHARE, 1, "1 can be 100 % or 1 %."),
    "a share as a text without its sign": case(SHARE, "0.81", "0.81 can be 81 % or 0.81 %."),
    "a percentage without its sign": case(
        SHARE, 81, "81 is not written as a percentage. Write `81 %`, with the sign."
    ),
    "a share in words": case(SHARE, "most", '"most" is not a number.'),
    "two readings of a share": case(SHARE, "1,200 %", "can be read in two ways"),
    "growth without its sign": case("Demand!E3", 0.04, "0.04 can be 4 % or 0.04 %."),
    "growth below nothing": case(
        "Demand!E3", "-100 %", "-100 % is out of range. Write a percentage above -100 %"
    ),
    "a formula never worked out": case(
        COUNT,
        Formula("=G3-K3"),
        "The formula (`=G3-K3`) has no result in the file. Open the workbook in Excel, save it",
    ),
    "a division by nothing": case(
        COUNT, Formula("=G3/0", "#DIV/0!"), "The cell shows #DIV/0!, an error of Excel (`=G3/0`)."
    ),
    "a reference to nothing": case(
        COUNT, Formula("=#REF!+1", "#REF!"), "The cell shows #REF!, an error of Excel (`=#REF!+1`)."
    ),
    "low above the value": because(
        "Observed!L3",
        "`low` 320 is above `value` 310 (B3). A range holds its value",
        {"Observed": {"L3": 320}},
    ),
    "high below the value": because(
        "Observed!M3", "`high` 300 is below `value` 310 (B3).", {"Observed": {"M3": 300}}
    ),
    "a range the wrong way round": because(
        "Ranges!F3",
        "`high` 80 % is below `low` 85 % (E3).",
        {"Ranges": {"F3": "80 %"}},
    ),
    "half a range": because(
        "Observed!M3",
        "`low` is filled in, and `high` is not. Write both ends of the range, or neither.",
        {"Observed": {"M3": None}},
    ),
    "a range of a word": because(
        "What if!I4", '"1" is not a choice here.', {"What if": {"I4": "1", "J4": "level"}}
    ),
}
