"""Each broken workbook has one fault, and is told its cell, what is wrong there and what to do."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.area import reading
from sim.area.faults import AreaFaults
from sim.area.reading import read_workbook
from sim.area.reading.refusing import Findings, Refused
from tests.area.broken import days, measured, numbers, rows, sheets, texts
from tests.area.cells import write_cells

CASES = {
    name: case
    for table in (numbers, days, texts, rows, sheets, measured)
    for name, case in table.CASES.items()
}


READING = Path(reading.__file__).parent
SITES = ("Refused", "findings.add")
"""The calls that refuse something: `Refused(…)` and `findings.add(…)`."""
TOLD_ELSEWHERE = {"refusing.py", "rows.py"}
"""Where refusals are only handed on."""


class Told(NamedTuple):
    """What people were told of all broken workbooks, and where in the program it is said."""

    errors: dict[str, AreaFaults | None]  # by name; None if it was read
    lines: set[tuple[str, int]]  # file and line


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Each broken workbook is read once."""
    path = tmp_path_factory.mktemp("broken") / "area.xlsx"
    found = Told({}, set())
    refuse, add = Refused.__init__, Findings.add

    def noting(said: Callable[..., None]) -> Callable[..., None]:
        def say(*words: Any) -> None:
            frame = sys._getframe(1)
            found.lines.add((frame.f_code.co_filename, frame.f_lineno))
            said(*words)

        return say

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Refused, "__init__", noting(refuse))
        patch.setattr(Findings, "add", noting(add))
        for name, case in CASES.items():
            write_cells(path, case.cells, **case.options)
            try:
                read_workbook(path)
                found.errors[name] = None
            except AreaFaults as error:
                found.errors[name] = error
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_broken_workbook_is_told_its_one_fault_with_its_cell(name: str, told: Told) -> None:
    error, case = told.errors[name], CASES[name]

    assert error is not None, "it was read"
    assert [str(fault.location) for fault in error.faults] == [f"area.xlsx, {case.place}"]
    assert case.words in str(error)
    assert str(error).endswith("\n1 fault found.")


def test_every_place_that_refuses_something_has_a_broken_workbook(told: Told) -> None:
    missing = [
        f"{file.name}:{call.lineno}"
        for file in sorted(READING.rglob("*.py"))
        for call in refusals(file)
        if file.name not in TOLD_ELSEWHERE
        and not any((str(file), line) in told.lines for line in lines_of(call))
    ]

    assert missing == []


def refusals(file: Path) -> Iterator[ast.Call]:
    """The calls in a file that refuse something."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SITES:
            yield node


def lines_of(call: ast.Call) -> range:
    return range(call.lineno, (call.end_lineno or call.lineno) + 1)
