"""Each broken extract is told its place and what is wrong there, and never an identifier."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim import records
from sim.records.faults import Findings, RecordFaults
from sim.records.from_files import read_records
from sim.records.mapping import read_mapping
from sim.records.reading import refusing
from sim.records.reading.decoding import UnreadableText
from tests.records.broken import cells, sense, whole_files
from tests.records.extracts import PLANTED

CASES = {name: case for table in (cells, whole_files, sense) for name, case in table.CASES.items()}
RECORDS = Path(records.__file__).parent
SITES = ("findings.add", "UnreadableText", "Words")
"""The calls that refuse something."""
PARTS = ("reading", "cleaning")


class Told(NamedTuple):
    """What people were told of all broken extracts, and where in the program it is said."""

    errors: dict[str, RecordFaults | None]  # by name; None if it was read
    folders: dict[str, Path]
    lines: set[tuple[str, int]]  # file and line


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Each broken extract is read once."""
    found = Told({}, {}, set())

    def noting(said: Callable[..., Any]) -> Callable[..., Any]:
        def say(*words: Any) -> Any:
            frame = sys._getframe(1)
            found.lines.add((frame.f_code.co_filename, frame.f_lineno))
            return said(*words)

        return say

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Findings, "add", noting(Findings.add))
        patch.setattr(UnreadableText, "__init__", noting(UnreadableText.__init__))
        patch.setattr(refusing, "Words", noting(refusing.Words))
        for name, case in CASES.items():
            folder = tmp_path_factory.mktemp("broken") / "extract"
            folder.mkdir()
            case.write(folder)
            there = folder if folder.exists() else folder.parent
            mapping = read_mapping(there / "mapping.yaml")
            found.folders[name] = folder
            try:
                read_records(folder, mapping)
                found.errors[name] = None
            except RecordFaults as error:
                found.errors[name] = error
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_broken_extract_is_told_its_fault_with_its_place(name: str, told: Told) -> None:
    error, case = told.errors[name], CASES[name]

    assert error is not None, "it was read"
    place = case.place.replace("FOLDER", str(told.folders[name]))
    assert [str(fault.location) for fault in error.faults][-1] == place
    assert case.words in str(error)
    many = cells.TOGETHER.get(name, 1)
    assert str(error).endswith(f"\n{many} fault{'s' if many > 1 else ''} found.")


@pytest.mark.parametrize("name", CASES)
def test_no_message_shows_an_identifier_or_a_name(name: str, told: Told) -> None:
    error = told.errors[name]

    assert error is not None
    for words in (str(error), repr(error), str(error.__cause__), str(error.__context__)):
        assert PLANTED not in words
        assert cells.NAME not in words


def test_every_place_that_refuses_something_has_a_broken_extract(told: Told) -> None:
    missing = [
        f"{file.relative_to(RECORDS)}:{call.lineno}"
        for part in PARTS
        for file in sorted((RECORDS / part).rglob("*.py"))
        for call in refusals(file)
        if not any((str(file), line) in told.lines for line in lines_of(call))
    ]

    assert missing == []


def refusals(file: Path) -> Iterator[ast.Call]:
    """The calls in a file that refuse something."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SITES:
            yield node


def lines_of(call: ast.Call) -> range:
    return range(call.lineno, (call.end_lineno or call.lineno) + 1)
