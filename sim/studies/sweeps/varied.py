"""Read what is varied from a study file or a script, and find every fault in it.

Settings may be given by levers, by a table, or by both. If both are given, each lever has a column
in the table, and the column holds only values of the lever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.errors import Fault, Location, ScenarioFaults, did_you_mean, listed
from sim.scenario import Scenario
from sim.scenario.overriding import in_no_arm, overridden
from sim.scenario.replacing import UnknownStep, steps_to
from sim.scenario.variants import may_differ
from sim.studies.design import Design, Lever, every_range, lever, said
from sim.studies.design.amounts import RangeFault
from sim.studies.design.levers import is_no_rule, nested
from sim.studies.design.tables import UNIT

TAKEN = frozenset(
    {"setting", "arm", "replication", "group", "measure", "unit", "value", "baseline"}
    | {"mean", "baseline_mean", "difference", "low", "high", "pairs"}
)
"""The names of fixed columns in the result tables, which have further columns for the levers."""

LOOKED_FOR = "lever"
"""The argument by which a script gives the number whose break-even value is searched."""


class Spoken(NamedTuple):
    """The words of messages for locations and remedies, which differ between files and scripts."""

    location: Callable[[str, str], Location]  # of a name in a section
    at_key: Callable[[str, str], Location]
    table: Location  # where the design is written
    arms: str  # where arms are chosen
    one_lever: str  # how one lever sets several paths; {paths} and {name} are filled in


class Sections(NamedTuple):
    """The descriptions of levers, by section and name.

    The sections are `levers` and `uncertainties` in a file, and `over` in a script.
    """

    written: Mapping[str, Mapping[Any, Any]]
    fixed: Mapping[str, Any]  # set for all settings
    asks: bool  # whether questions are asked of the scenario as `fixed` leaves it
    uncertain: str = "uncertainties"  # the section of numbers that nobody knows


class Varied:
    """Reads what is varied in some arms of a scenario, and collects every fault in `faults`."""

    def __init__(
        self,
        scenario: Scenario,
        arms: Sequence[str],
        sections: Sections,
        table: Design | None,
        spoken: Spoken,
    ) -> None:
        self.scenario, self.arms, self.spoken = scenario, arms, spoken
        self.uncertain = sections.uncertain
        self.rows = table.rows if table is not None else ()
        self.faults: list[Fault] = []
        self.found: dict[str, list[Lever]] = {
            section: list(self._section(section, block))
            for section, block in sections.written.items()
        }
        self.where = {
            each.name: section for section, levers in self.found.items() for each in levers
        }
        self.of_table = list(self._of_table(sections)) if table is not None else []
        self.every = [*(each for some in self.found.values() for each in some), *self.of_table]
        if not self.faults:
            self._see_change()
            self._see_clashes(sections)
        if not self.faults:
            self._see_names()

    def _section(self, section: str, block: Mapping[Any, Any]) -> Iterator[Lever]:
        for name, over in block.items():
            location = self.spoken.location(section, str(name))
            if not isinstance(name, str):
                self.faults.append(Fault(location, f"{name!r} is not a path.", "Paths are texts."))
                continue
            try:
                found = lever(self.scenario, name, self._with_column(name, over))
                found = found._replace(uncertain=self._is_uncertain(section, found))
                if not self.rows:
                    self.scenario.replacing(found.puts(found.at(0.0)), arms=())
                yield found
            except UnknownStep as unknown:
                location = _first_location(over) or self.spoken.at_key(section, name)
                self.faults.append(unknown.fault(location, name))
            except RangeFault as fault:
                self.faults.append(Fault(location, fault.problem, remedy=fault.remedy))
            except ScenarioFaults as faults:
                self.faults += [
                    each if each.location.line else each._replace(location=location)
                    for each in faults.faults
                ]

    def _is_uncertain(self, section: str, found: Lever) -> bool:
        """Return whether a lever's value holds from minute 0, even if rules change later."""
        return section == self.uncertain or (
            section == LOOKED_FOR and is_no_rule(self.scenario, found.paths)
        )

    def _with_column(self, name: str, over: Any) -> Any:
        """Return a lever's description. If it has no values, add those of its table column."""
        tried = {"values", "low", "high"}
        if not self.rows or name not in self.rows[0] or not isinstance(over, Mapping):
            return over
        if tried & set(over):
            return over
        return {**over, "values": [row[name] for row in self.rows]}

    def _of_table(self, sections: Sections) -> Iterator[Lever]:
        """Iterate over levers for the columns of the table that no section names.

        If the table and the sections do not match, the faults are added to `faults`.
        """
        columns = list(self.rows[0])
        names = [str(name) for block in sections.written.values() for name in block]
        lacking = [name for name in names if name not in columns]
        for name in lacking[:1]:
            more = f", nor for {len(lacking) - 1} more" if len(lacking) > 1 else ""
            self._fault(
                f"The table has no column for `{name}`{more}.",
                did_you_mean(
                    name,
                    [each for each in columns if each not in names],
                    f"Columns: {listed(f'`{c}`' for c in columns)}. Add one, or do not name it "
                    "beside the table, which says itself what is varied.",
                ),
            )
        for some in self.found.values():
            for each in some:
                self._see_column(each)
        for name in columns:
            if name not in names and (found := self._column(name)) is not None:
                yield found

    def _column(self, name: str) -> Lever | None:
        """Return a lever made from a column of the table."""
        values = list(dict.fromkeys(map(_hashable, (row[name] for row in self.rows))))
        first = {key: row[name] for row in reversed(self.rows) for key in [_hashable(row[name])]}
        try:
            return lever(self.scenario, name, [first[value] for value in values])
        except UnknownStep as unknown:
            fault = unknown.fault(self.spoken.table, name)
            advice = " ".join(part for part in (fault.allowed, fault.remedy) if part)
            self._fault(f"A column of the table is called `{name}`. {fault.problem}", advice)
        except RangeFault as fault_of_range:
            self._fault(fault_of_range.problem, fault_of_range.remedy)
        return None

    def _see_column(self, each: Lever) -> None:
        """Add a fault if the table has a value that the lever of the column does not have."""
        for number, row in enumerate(self.rows, 1):
            if each.name in row and not _tries(each, row[each.name]):
                self._fault(
                    f"Setting {number} of the table has {said(row[each.name])} for `{each.name}`, "
                    f"which is not in {each}.",
                    "What is tried stands in the table: take it out here, or correct one of them.",
                )
                return

    def _see_change(self) -> None:
        """Add a fault for each lever that no arm may set, so that it cannot change in mid-run."""
        change = self.scenario.run.change
        for each in self.every if change is not None else ():
            for path in () if each.uncertain else each.paths:
                if not may_differ(steps_to(self.scenario, path)):
                    self._fault_of(
                        each,
                        f"`{path}` is the same in every arm, so it cannot hold from the change of "
                        f"rules ({change}) on, as what somebody decides would.",
                        f"Name it under `{self.uncertain}`, which holds from the beginning.",
                    )
                    break

    def _see_clashes(self, sections: Sections) -> None:
        """Add a fault for each number that is set twice."""
        seen: dict[str, Lever] = {}
        for each in self.every:
            for path in each.paths:
                for other_path, other in seen.items():
                    if other is not each and nested(path, other_path):
                        self._fault_of(
                            each,
                            f"`{path}` is set by `{other.name}` too"
                            f"{f', at `{other_path}`' if other_path != other.name else ''}.",
                            "Let one of the two set it; one lever may set several numbers.",
                        )
                seen[path] = each
        for path in sections.fixed:
            clash = next((s for p, s in seen.items() if nested(p, path)), None)
            later = self.scenario.run.change is not None and clash is not None
            if clash is None or (later and not clash.uncertain):
                continue  # `set` holds until the change, and the lever from then on
            if clash.span is None and not sections.asks:
                self._fault_of(
                    clash,
                    f"`{path}` is set under `set` as well, to what no setting would have.",
                    "Take it out under `set`.",
                )

    def _see_names(self) -> None:
        """Add a fault for each column whose name is already taken by another column."""
        known: dict[str, str] = {name: name for name in TAKEN}
        for each in self.every:
            for column in (each.name, each.name + UNIT):
                if column.casefold() in known:
                    self._fault_of(
                        each,
                        f"`{each.name}` cannot head a column of its own: there is one called "
                        f"`{known[column.casefold()]}` already.",
                        "Give it another name.",
                    )
                known[column.casefold()] = each.name

    def see_reach(self) -> None:
        """Add a fault for each lever that has no effect in some arm, or in all arms."""
        paths = [path for each in self.every for path in each.paths]
        switched = any(p.startswith("arms.") and p.endswith(".mechanisms") for p in paths)
        for each in self.every:
            if self.rows:
                changed = self.scenario
            else:
                changed = self.scenario.replacing(each.puts(each.at(0.0)), arms=())
            lived = self._lived(each)
            if not switched and all(in_no_arm(changed, path, lived) for path in each.paths):
                self._fault_of(
                    each,
                    f"`{each.name}` changes nothing in {listed(f'`{a}`' for a in self.arms)}: what "
                    "it sets is switched off there, or another arm's.",
                    "Vary what these arms have, or name an arm that has it.",
                )
                continue
            for path in each.paths:
                found = overridden(changed, changed.tree, path, self.arms, paths)
                if found is None:
                    continue
                together = listed(f"`{too}`" for too in found.too)
                ways = [self.spoken.one_lever.format(path=path, too=", ".join(found.too))]
                if found.free:
                    away = listed(f"`{a}`" for a in self.arms if a not in found.free)
                    ways.append(f"leave {away} out under `{self.spoken.arms}`")
                ways.append(found.alone or f"vary {together} in its place")
                self._fault_of(each, found.problem, "; or ".join(ways) + ".")
                break

    def _lived(self, each: Lever) -> list[str]:
        """Return the arms whose rules people live by while a value of the lever holds."""
        if self.scenario.run.change is None or not each.uncertain:
            return list(self.arms)
        return list(dict.fromkeys([*self.arms, self.scenario.history]))

    def _fault_of(self, each: Lever, problem: str, remedy: str) -> None:
        section = self.where.get(each.name)
        if section is None:
            self._fault(f"Column `{each.name}` of the table: {problem}", remedy)
            return
        location = self.spoken.at_key(section, each.name)
        self.faults.append(Fault(location, problem, remedy=remedy))

    def _fault(self, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.spoken.table, problem, remedy=remedy))


def _first_location(over: Any) -> Location | None:
    """Return where the first of several values is in a file; None if it is in no file."""
    values = over.get("values") if isinstance(over, Mapping) else over
    first = values[0] if isinstance(values, list) and values else None
    return getattr(first, "location", None)


def free_ranges(scenario: Scenario, arms: Sequence[str], levers: Sequence[Lever]) -> list[Lever]:
    """Return a lever for every number with a range, except numbers that another lever sets."""
    taken = [path for each in levers for path in each.paths]
    every = every_range(scenario, arms)
    return [
        each
        for each in every
        if not any(nested(own, path) for own in (each.name, *each.paths) for path in taken)
    ]


def _tries(each: Lever, value: Any) -> bool:
    """Return whether a value is among the values or in the range of a lever."""
    if each.span is None:
        return said(value) in [said(known) for known in each.values]
    try:
        return each.span.low <= each.span.amount(value) <= each.span.high
    except (ValueError, RangeFault):
        return False


def _hashable(value: Any) -> str:
    return f"{type(value).__name__} {said(value)}"
