"""Sheets, headings and units that are not ours."""

import re

from tests.area.broken.case import Case, because, case
from tests.area.cells import changed

SERVICES = changed()["Services"]
NO_ROW = {"Services": {cell: None for cell in SERVICES if int(re.sub(r"\D", "", cell)) > 2}}

CASES: dict[str, Case] = {
    "a misspelt sheet": Case(
        changed({"Sevices": SERVICES}, without=("Services",)),
        "Sevices",
        "This sheet is not known. Did you mean `Services`? Begin its name with `#`",
    ),
    "a sheet of the planner's own": because(
        "Notes", "This sheet is not known. Begin its name with `#`", {"Notes": {"A1": "Ask Jo"}}
    ),
    "a missing sheet": Case(
        changed(without=("Sources",)),
        "Sources",
        "This sheet is missing. The empty workbook has all sheets",
    ),
    "a sheet without headings": Case(
        changed({"Sources": {f"{c}1": f"#{c}" for c in "ABCDE"}}),
        "Sources",
        "Row 1 lacks the headings `key`, `kind` and `reference`. Headings stand in row 1",
    ),
    "a missing heading": Case(
        changed({"Areas": {"C1": "#share"}}), "Areas", "Row 1 lacks the heading `share`."
    ),
    "a misspelt heading": case(
        "Services!H1", "acepted", '"acepted" is not a column of this sheet. Did you mean `accepted`'
    ),
    "another word for a heading": case(
        "Services!G1", "referrals received", "Did you mean `referrals`?"
    ),
    "a heading that nobody knows": because(
        "Areas!F1",
        '"Postcode" is not a column of this sheet. Begin the heading with `#`',
        {"Areas": {"F1": "Postcode", "F3": "AB1"}},
    ),
    "a heading twice": because(
        "Areas!F1",
        'The heading "Label" stands in B1 already. Delete one of the columns',
        {"Areas": {"F1": "Label", "F3": "Up there"}},
    ),
    "a value without a heading": because(
        "Areas!G4",
        "This column has no heading in row 1, so nobody knows what the value is.",
        {"Areas": {"G4": "see below", "G5": 3}},
    ),
    "another unit": case(
        "Staff!H2",
        "hours a month",
        'The unit here is "hours a month", and this column is read in hours a week.',
    ),
    "another unit of a share": case("Areas!C2", "of 1", "this column is read in per cent."),
    "a sign that is not ours": case("Areas!C2", "\u2030", "this column is read in per cent."),
    "figures in the row of units": case(
        "Areas!A2", "north", '"north" stands in row 2, which is for units. Figures are read from'
    ),
    "no services": Case(
        changed(NO_ROW),
        "Services",
        "No row is filled in. Write one row for each service, from row 3 on.",
    ),
    "merged cells": because(
        "Areas!F4:G5",
        "These cells are merged, so it is not clear in which of them the value stands.",
        merged={"Areas": "F4:G5"},
    ),
    "a merged title beside the table": because(
        "Sources!G1:J1", "These cells are merged", merged={"Sources": "G1:J1"}
    ),
}
