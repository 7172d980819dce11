"""The one place where scenarios are read: a path becomes a sound scenario, or all its faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.errors import Fault, ScenarioFaults, did_you_mean, listed
from sim.scenario.checks import Checked, all_faults
from sim.scenario.files import read_scenario_tree
from sim.scenario.quantities import BUILT_IN
from sim.scenario.scenario import Scenario
from sim.scenario.shaping import Shaped, shaped
from sim.scenario.variants import patch_faults, with_arm, with_group, with_mechanism
from sim.scenario.written import Block, stated_sources

TOLD_SINGLY = 3  # numbers without a source


def load(path: Path) -> Scenario:
    """Read a scenario file.

    Raises
    ------
    ScenarioFaults
        With every fault of the file, of those it extends, and of each of its arms.
    """
    return from_tree(read_scenario_tree(Path(path)))


def from_tree(tree: Block) -> Scenario:
    """A scenario from the tree of its files.

    Raises
    ------
    ScenarioFaults
        With every fault found.
    """
    faults = list(faults_of(tree))
    if faults:
        raise ScenarioFaults(faults)
    return Scenario.from_tree(tree)


def faults_of(tree: Block) -> Iterator[Fault]:
    """Everything wrong with a scenario and with each of its arms and groups."""
    base = shaped(tree)
    trees = {"": tree, **_variants(tree, base)}
    read = {
        what: base if what == "" else shaped(each, base.left_out) for what, each in trees.items()
    }
    yield from _unvouched(fault for each in read.values() for fault in each.unvouched)
    yield from unknown_sources(tree)
    yield from patch_faults(tree)
    told: set[Fault] = set()
    for what, each in read.items():
        found = [*each.faults, *all_faults(Checked.of(trees[what], each))]
        for fault in found:
            if fault not in told:
                told.add(fault)
                yield fault


def _variants(tree: Block, base: Shaped) -> dict[str, Block]:
    """The trees a file describes beside its own: each switch by itself, each arm, each group."""
    if base.document is None:
        return {}
    trees = {}
    for name in base.document.mechanisms:
        for on in (True, False):
            trees[f"mechanism `{name}` {'on' if on else 'off'}"] = with_mechanism(tree, name, on)
    arms = {f"arm `{name}`": with_arm(tree, base.document, name) for name in base.document.arms}
    for name in base.document.people.groups:
        for arm, arm_tree in (("", tree), *arms.items()):
            trees[f"{arm} group `{name}`".strip()] = with_group(arm_tree, name)
    return trees | arms


def unknown_sources(tree: Block) -> Iterator[Fault]:
    """Sources that are named and nowhere described."""
    described = tree.get("sources")
    known = list(described) if isinstance(described, Block) else []
    for source in stated_sources(tree):
        if source not in known and source != BUILT_IN:
            yield Fault(
                source.place,
                f'"{source}" is not a source in this file.',
                f"Sources: {listed(known)}.",
                did_you_mean(source, known, "Describe it under `sources`."),
            )


def _unvouched(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Numbers without a source: each by itself if they are few, else the first of each file."""
    by_file: dict[str, list[Fault]] = {}
    for fault in dict.fromkeys(faults):
        by_file.setdefault(fault.place.file, []).append(fault)
    for found in by_file.values():
        if len(found) <= TOLD_SINGLY:
            yield from found
            continue
        first = min(found, key=lambda fault: (fault.place.line, fault.place.column))
        others = len(found) - 1
        problem = f"{first.problem} Nor for {others} more numbers in this file."
        yield first._replace(problem=problem)
