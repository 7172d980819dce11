"""The first sheet of the template: what to fill in, and what the program does with it."""

from __future__ import annotations

from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from sim.area.figures import AGREED, COUNTED, ENDED, ENTERED, LISTS, SEEN
from sim.area.sheets import ABOUT, PAGES
from sim.area.template.styles import A4, COLOURS, Styles

WIDTH = 24, 100  # characters of the two columns


class Part(NamedTuple):
    """A heading with lines of text below it; a line with a name has it in the first column."""

    heading: str
    lines: tuple[tuple[str, str], ...]


BEGIN = Part(
    "An area's own figures",
    (
        ("", "Fill it in, save it, and type: sim import area.xlsx (the name of this file)."),
        ("", "It becomes a scenario. Every number that is worked out is shown with its sum."),
    ),
)
FIRST = Part(
    "What to fill in first",
    (
        (
            "1 Sources",
            "One row for each place that numbers come from. Each row elsewhere names one.",
        ),
        ("2 Area", "The title, the day of your lists (snapshot date), and the period of counts."),
        ("3 Services", "One row for each service. The bold headings are needed."),
        ("4 Staff", "For each service that staff limit: one row for each month."),
        ("5 Waiting list, Caseload", "People by weeks waited, and by weeks in care."),
        ("6 Routes", "Where people went from each service, and how many."),
        ("Then", "Whatever else you have. A sheet that you leave empty is left out."),
    ),
)
RULES = Part(
    "How to write",
    (
        ("Rows", "Row 1 has headings, row 2 units. Figures begin in row 3. Leave both rows."),
        ("Order", "Columns and rows may stand in any order. Bands of a list go from 0 upwards."),
        ("Keys", "Short names that other sheets use: community_team, not Community team."),
        ("Small numbers", "Write * or <5 where a count may not be told. It is read as 2 (0 to 4)."),
        ("", "In a band of a list it is read as what makes the list add up."),
        ("Percentages", "Write 81 %, with the sign. 0.81 without it is refused."),
        ("Dates", "Day before month: 31/03/2025. Months: Apr 2024."),
        ("Empty", "An empty cell, a dash and n/a mean that nobody knows. 0 means none."),
        ("Your own columns", "Begin a heading, or the name of a sheet, with # and it is not read."),
        ("Merged cells", "Merge none: it would not be clear where the value stands."),
    ),
)
DERIVED = Part(
    "What is worked out",
    (
        ("Acceptance", "accepted ÷ (accepted + rejected)"),
        ("Attendance", "1 - missed ÷ (attended + missed)"),
        ("Stay", "mean caseload \u00d7 days of the period ÷ endings by stay"),
        ("Patience", "mean list \u00d7 days of the period ÷ left unseen"),
        ("Interval", "mean caseload \u00d7 days of the period ÷ all contacts"),
        ("Outside referrals", "referrals - people on routes into the service"),
        ("Posts", "people in post \u00d7 WTE funded ÷ WTE in post"),
        ("", f'A number that you write under "{ENTERED}" is used instead.'),
        ("", "Figures that belong together are compared, and you are told where they differ."),
    ),
)
EXAMPLE = Part(
    "One service, written out",
    (
        ("key", "community_team"),
        ("label", "Community team"),
        ("capacity", "staff"),
        ("referrals", "520"),
        ("accepted", "500"),
        ("starts", "450"),
        ("discharges", "440"),
        ("list, last day", "120"),
        ("source", "lists (a key of the sheet Sources)"),
    ),
)
GROUPS = (COUNTED, SEEN, ENDED, LISTS, AGREED, ENTERED)


def write_read_me(target: Worksheet, styles: Styles) -> None:
    """Write the first sheet."""
    target.set_column(0, 0, WIDTH[0])
    target.set_column(1, 1, WIDTH[1])
    sheets = Part("The sheets", tuple((page.name, _sentence(ABOUT[page.field])) for page in PAGES))
    row = 0
    for part in (BEGIN, FIRST, sheets, RULES, DERIVED, EXAMPLE):
        target.write_string(row, 0, part.heading, styles.style(bold=True, font_size=13))
        for name, text in part.lines:
            row += 1
            target.write_string(row, 0, name, styles.style(bold=True, valign="top"))
            target.write_string(row, 1, text, styles.style(text_wrap=True, valign="top"))
        row += 2
    target.write_string(row, 0, "Colours", styles.style(bold=True, font_size=13))
    for at, group in enumerate(GROUPS, row + 1):
        target.write_string(at, 0, group, styles.style(bg_color=COLOURS[group]))
    target.set_paper(A4)
    target.fit_to_pages(1, 1)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
