"""Figures of the sheet Observed that no model can be compared with."""

from tests.area.broken.case import Case, because
from tests.area.cells import Shown

UNTIL = {"C3": None, "D3": None, "E3": None}

CASES: dict[str, Case] = {
    "a share of something that is counted": because(
        "Observed!B3",
        "`list_length.team` is not a share: its unit is people. "
        "Write the number, or the measure that 31 % is of.",
        {"Observed": {"A3": "list_length", "B3": Shown(0.31, "0%"), "L3": None, "M3": None}},
        {"Observed": {"E3": "team"}},
    ),
    "a share without its sign": because(
        "Observed!B3",
        "`never_seen.team` is a share, and 12 is not written as a percentage. Write `12 %`",
        {"Observed": {"A3": "never_seen", "B3": 12, "E3": "team", "L3": None, "M3": None}},
    ),
    "a measure of a service that no model has": because(
        "Observed!A3",
        "`list_lenght` is no measure of a service. Did you mean `list_length`",
        {"Observed": {"A3": "list_lenght", "E3": "team"}},
    ),
    "a measure that no model has": because(
        "Observed!A3",
        "`wating` is no measure. Every measure is listed in docs/reference/measures.md.",
        {"Observed": {"A3": "wating", "E3": None}},
    ),
    "a measure of a service without one": because(
        "Observed!A3",
        "`list_length.{service}` is of a service, and `service` is empty.",
        {"Observed": {"A3": "list_length.{service}", "E3": None}},
    ),
}
