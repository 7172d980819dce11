"""The page about the event log says what is in a log: every kind, every column, every detail."""

import re
from enum import IntEnum
from pathlib import Path

import numpy as np
import pytest

from sim.engines.reference import run
from sim.events import (
    EVENT,
    NOBODY,
    ContactFlag,
    Ending,
    EventKind,
    Exit,
    Leaving,
    Reason,
    Refusal,
)
from tests.engines.awkward import awkward_world

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "event-log.md"
COLUMNS = [name for name in EVENT.names or () if name not in ("time", "event")]


def table(heading: str) -> list[list[str]]:
    """Cells of the first table below a heading, without its two head lines."""
    below = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1]
    lines = [line for line in below.split("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def columns_of() -> dict[EventKind, set[str]]:
    return {
        EventKind[cells[0].strip("`")]: set(re.findall(r"`(\w+)`", cells[3]))
        for cells in table("Kinds of event")
    }


def test_the_page_lists_every_kind_with_its_number() -> None:
    listed = [(cells[0].strip("`"), int(cells[1])) for cells in table("Kinds of event")]

    assert listed == [(kind.name, kind.value) for kind in EventKind]
    assert all(cells[2] for cells in table("Kinds of event"))


def test_the_page_lists_every_column_with_its_type() -> None:
    listed = {cells[0].strip("`"): cells[1] for cells in table("Columns")}

    assert listed == {name: str(EVENT[name]) for name in EVENT.names or ()}


def test_the_page_gives_a_detail_exactly_to_kinds_that_fill_it() -> None:
    for cells in table("Kinds of event"):
        assert ("`detail`" in cells[3]) == bool(cells[4]), cells[0]


@pytest.mark.parametrize("kind", [Refusal, Leaving, Reason, Exit, ContactFlag])
def test_the_page_lists_every_value_of_a_detail_with_its_meaning(kind: type[IntEnum]) -> None:
    rows = [dict(re.findall(r"(\d+) `(\w+)`: [^·]*\w", cells[1])) for cells in table("Details")]

    assert {str(member.value): member.name for member in kind} in rows


def test_the_page_leads_to_every_ending_with_its_meaning() -> None:
    there = dict(cells[:2] for cells in table("Details"))["ending"]
    page, _, anchor = re.findall(r"\(([^)]+)\)", there)[0].partition("#")
    below = (PAGE.parent / page).read_text(encoding="utf-8").partition(f"({anchor})=")[2]
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+?) \|", below.partition("\n(")[0], re.M)

    assert rows == [(str(int(each)), each.name, each.facts.means) for each in Ending]


def test_logs_of_awkward_worlds_fill_only_the_columns_the_page_names() -> None:
    listed = columns_of()
    seen: set[EventKind] = set()
    for number in range(20):
        world = awkward_world(number)
        short = world._replace(numbers=world.numbers._replace(closes=300))
        log = run(short, number, 0).log
        for kind in EventKind:
            rows = log[log["event"] == kind]
            empty = {
                name: 0 if name in ("due", "minutes", "length") else NOBODY for name in COLUMNS
            }
            filled = {name for name in COLUMNS if np.any(rows[name] != empty[name])}
            assert filled <= listed[kind], kind.name
            seen |= {kind} if rows.size else set()
    assert len(seen) >= 28
