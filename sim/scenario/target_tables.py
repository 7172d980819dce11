"""Read tables of targets: a CSV file whose rows stand in for blocks under `targets`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.csv_cells import Cell, Record, records_of
from sim.scenario.file_kinds import TABLE
from sim.scenario.project import Project
from sim.scenario.targets import TO_AN_END
from sim.scenario.texts import one_fault, read_text
from sim.scenario.written import Block, WrittenFloat, WrittenText, vouch
from sim.scenario.yaml_nodes import NUMBER

KEY = "from_table"
NUMBERS = ("value", "low", "high", "standard_error")
TEXTS = ("measure", "group", "role", "label", "source", "note")
DAYS = {"from_day": "from", "to_day": "to"}
COLUMNS = ("target", "service", *NUMBERS, *TEXTS, *DAYS)
NEEDED = ("target", "measure", "value")
SERVICE = "{service}"  # in a measure: the cell of the column `service` stands for it


def with_target_table(tree: Block, project: Project) -> Block:
    """Return the tree with one target for each row of the table that `targets` names.

    Every value has its location in the table, so that a fault names its cell.

    Raises
    ------
    ScenarioFaults
        If the table cannot be read, lies outside the project, or has cells that are no target.
    """
    written = tree.get("targets")
    if not isinstance(written, Block) or written.get(KEY) is None:
        return tree
    name = written[KEY]
    if not isinstance(name, WrittenText):
        problem = "The table of targets is not named by a text."
        raise one_fault(written.values_at[KEY], problem, "Write `from_table: targets.csv`.")
    file = project.file(name, name.location.file, name.location)
    table = _Table(file, written.without(KEY), name.source)
    table.read(read_text(file, name.location, TABLE).replace("\r\n", "\n").replace("\r", "\n"))
    if table.faults:
        raise ScenarioFaults(table.faults)
    whole = tree.copied()
    whole["targets"] = table.targets
    return whole


@dataclass
class _Table:
    """A reader of one table. It continues after a fault, so that all faults are reported."""

    file: str
    targets: Block  # those of the file, to which rows are added
    source: WrittenText | None  # of rows that name none
    faults: list[Fault] = field(default_factory=list)

    def read(self, contents: str) -> None:
        """Add a target for each row."""
        seen: dict[str, Location] = {}
        before = len(self.faults)
        columns = (COLUMNS, NEEDED)
        for row in records_of(contents, self.file, "a table of targets", columns, self.faults):
            name = row["target"]
            if self.is_new(name, seen):
                seen[name.text] = name.location
                self.targets.put(name.text, self.target(row), name.location, name.location)
        if not seen and len(self.faults) == before:
            at = Cell("", Location(self.file, 1, 1))
            self.fault(at, "No target is in this table.", "Write a row for each.")

    def is_new(self, name: Cell, seen: dict[str, Location]) -> bool:
        """Return whether a row has a name that no other target has; else record a fault."""
        problem, remedy = "", "Give every row a name of its own."
        if not name.text:
            problem = "The target has no name."
        elif name.text in seen:
            problem = f'"{name.text}" is in the table already, at line {seen[name.text].line}.'
        elif name.text in self.targets:
            other = self.targets.keys_at[name.text]
            problem = f'"{name.text}" is a target already, at {other}.'
            remedy = "Take one of the two out."
        if problem:
            self.fault(name, problem, remedy)
        return not problem

    def target(self, row: Record) -> Block:
        """Return the block that a row stands in for."""
        block = Block(row["target"].location)
        for key, cell in row.items():
            if key in TEXTS and cell.text:
                _put(block, key, WrittenText(cell.text), cell)
            elif key in DAYS and cell.text:
                _put(block, DAYS[key], WrittenText(cell.text), cell)
        self.put_measure(block, row)
        self.put_range(block, row)
        vouch(block, self.source)
        return block

    def put_measure(self, block: Block, row: Record) -> None:
        """Put the service of the row in its place in the name of the measure."""
        measure, service = row["measure"], row.get("service")
        if not measure.text:
            self.fault(measure, "The measure is missing.", "Write the name of a measure.")
        elif service is not None and service.text:
            if SERVICE in measure.text:
                name = measure.text.replace(SERVICE, service.text)
                _put(block, "measure", WrittenText(name), measure)
            else:
                problem = f'The name "{measure.text}" has no place for the service.'
                remedy = "Write `{service}` where it stands in the name, or leave the cell empty."
                self.fault(service, problem, remedy)
        elif SERVICE in measure.text:
            problem = f'The name "{measure.text}" has a place for a service, and none is given.'
            self.fault(measure, problem, "Write the service in the column `service`.")

    def put_range(self, block: Block, row: Record) -> None:
        """Put value and range; a standard error gives the ends that are not written."""
        cells = {key: row[key] for key in NUMBERS if key in row and row[key].text}
        numbers = {key: self.number(cell) for key, cell in cells.items()}
        if not all(map(math.isfinite, numbers.values())):
            return
        if "value" not in numbers:
            self.fault(row["value"], "The value is missing.", "Write what is known.")
            return
        if (error := numbers.pop("standard_error", None)) is not None:
            cell = cells["standard_error"]
            if error <= 0:
                remedy = "Leave the cell empty, and write `low` and `high`."
                self.fault(cell, f"A standard error of {cell.text} is not above 0.", remedy)
                return
            for key, sign in (("low", -1), ("high", 1)):
                numbers.setdefault(key, numbers["value"] + sign * TO_AN_END * error)
                cells.setdefault(key, cell)
        if len(numbers) < 3:
            problem = "It is not said which results agree with this value."
            remedy = "Write `low` and `high`, or `standard_error`."
            self.fault(row["value"], problem, remedy)
        for key, number in numbers.items():
            _put(block, key, WrittenFloat(number), cells[key])

    def number(self, cell: Cell) -> float:
        """Return the number in a cell; NaN, with a fault, if there is none."""
        value = float(cell.text) if NUMBER.fullmatch(cell.text) else math.nan
        if not math.isfinite(value):
            remedy = "Write digits, with a point for fractions. A share is a number from 0 to 1."
            self.fault(cell, f'"{cell.text}" is not a number.', remedy)
        return value

    def fault(self, cell: Cell, problem: str, remedy: str) -> None:
        self.faults.append(Fault(cell.location, problem, remedy=remedy))


def _put(block: Block, key: str, value: WrittenFloat | WrittenText, cell: Cell) -> None:
    value.location = cell.location
    block.put(key, value, cell.location, cell.location)
