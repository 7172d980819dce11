"""Find the faults of labelled variants when a scenario is loaded.

Each variant is tried: its values are set in the tree, and the tree is checked as a file. To keep
loading quick, only those arms are checked that a variant changes by a path of their own. All arms
of a variant are checked by `sim check`, and before its runs are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sim.errors import Fault, Location, ScenarioFaults, listed
from sim.scenario.checks.plan import taken_out
from sim.scenario.dividing import common_names, divided, spread
from sim.scenario.document import Document
from sim.scenario.faults import MOST_LOOKED_AT, faults_of
from sim.scenario.overriding import in_force, in_no_arm, overridden_faults
from sim.scenario.remembering import Memory
from sim.scenario.replacing import replaced, steps_to
from sim.scenario.structures import is_path, values_of
from sim.scenario.written import Block, Row, Tree, at, location_of, values_in

KEPT = (
    *("throughline", "title", "compare", "targets", "variants", "together", "structures"),
    *("targets_covariance", "worlds", "run.replications", "run.seed"),
)
"""What every variant has in common with the scenario, so that the two can be compared."""
SAME = (
    "A variant is compared with the scenario itself, so these stay as they are: "
    f"{listed(f'`{each}`' for each in KEPT)}."
)


def variant_faults(document: Document, tree: Block, memory: Memory) -> list[Fault]:
    """Return every fault of the variants of a scenario that has no other fault."""
    variants = document.variants
    if len(variants) * values_in(tree) > MOST_LOOKED_AT:
        problem = f"There are {len(variants):,} variants of a file of {values_in(tree):,} values"
        location = location_of(tree, ("variants",))
        return [Fault(location, f"{problem}: too much to look at.", remedy="Split the file.")]
    found = (faults_of_variant(document, tree, name, None, memory) for name in variants)
    return [fault for faults in found for fault in faults]


def faults_of_variant(
    document: Document, tree: Block, name: str, arms: Collection[str] | None, memory: Memory
) -> list[Fault]:
    """Return every fault of one variant.

    Parameters
    ----------
    arms
        The arms to check. When None, those that the variant changes by a path of their own.
    memory
        What was read from the scenario and from other variants.
    """
    written = document.variants[name].changes
    if kept := list(_kept(written)):
        return [_named(fault, tree, name) for fault in kept]
    try:
        found = _faults_of_values(document, tree, written, arms, memory)
    except ScenarioFaults as refused:
        return [_of_an_arm_taken_out(_named(each, tree, name), tree) for each in refused.faults]
    return [_named(fault, tree, name) for fault in found]


def structure_faults(document: Document, tree: Block, memory: Memory) -> Iterator[Fault]:
    """Iterate over the faults of words and flags that a structure sets at a path.

    Its other options are variants, whose faults are told of them.
    """
    for name, options in document.structures.items():
        if not is_path(document, name):
            continue
        written = tree["structures"][name]
        for option in options:
            values = values_of(document, name, option)
            try:
                found = _faults_of_values(document, tree, values, None, memory)
            except ScenarioFaults as refused:
                found = list(refused.faults)
            for fault in found:
                problem = f"With `{option}` at `{name}`: {fault.problem}"
                yield fault._replace(location=written.keys_at[option], problem=problem)


def _faults_of_values(
    document: Document,
    tree: Block,
    written: Mapping[str, Any],
    arms: Collection[str] | None,
    memory: Memory,
) -> list[Fault]:
    """Return the faults of a scenario with other values; raise those of the values themselves."""
    values = in_areas(tree, written)
    changed = replaced(tree, document, values)
    looked_at = _reached(document, values) if arms is None else arms
    changed, of_areas = divided(changed)
    found = [*of_areas, *faults_of(changed, looked_at, memory)]
    if found:
        return found
    document = Document.model_validate(changed, memory=memory)
    return list(_without_effect(document, changed, values, arms))


def in_areas(tree: Block, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by path; a path of a common service becomes one path for each area."""
    common = common_names(tree)
    return {each: value for path, value in values.items() for each in spread(common, path)}


def _kept(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Find paths to what a variant has in common with the scenario."""
    for path, value in values.items():
        if any(path == each or path.startswith(f"{each}.") for each in KEPT):
            location = getattr(value, "location", Location("", 0, 0))._replace(path=path)
            yield Fault(location, f"A variant cannot set `{path}`.", SAME)


def _reached(document: Document, values: Mapping[str, Any]) -> list[str]:
    """Return one arm for each path through an arm or a mechanism, in which it is in force."""
    found: dict[str, None] = {}
    for path in values:
        steps = steps_to(document, path)
        if steps[0] in ("arms", "mechanisms"):
            having = (arm for arm in document.arms if in_force(document, arm, steps))
            found |= dict.fromkeys([arm] if (arm := next(having, "")) else [])
    return list(found)


def _without_effect(
    document: Document, tree: Block, values: Mapping[str, Any], arms: Collection[str] | None
) -> Iterator[Fault]:
    """Find values that some arm does not use, because something else sets them or nothing does."""
    looked_at = list(document.arms) if arms is None else arms
    for path, value in values.items():
        location = getattr(value, "location", Location("", 0, 0))
        if arms is None and in_no_arm(document, path, looked_at):
            problem = f"No arm uses `{path}`, so the variant would not differ in it."
            remedy = "Name what an arm uses, or take the path out."
            yield Fault(location._replace(path=path), problem, remedy=remedy)
        yield from overridden_faults(document, tree, [path], looked_at, list(values), location)


def _named(fault: Fault, tree: Block, name: str) -> Fault:
    """Return a fault with the place of the variant's value, or with the name of the variant."""
    place = ("variants", name, "set")
    location, whole = fault.location, ".".join(place)
    path = location.path.removeprefix(f"{whole}.")
    if not location.line:  # of true, false or nothing, which know no place
        found = location_of(tree, (*place, path))
        return fault._replace(location=found._replace(path=f"{whole}.{path}".rstrip(".")))
    if location[:3] in _places(at(tree, place)):
        return fault._replace(location=location._replace(path=f"{whole}.{path}"))
    return fault._replace(problem=f"In variant `{name}`: {fault.problem}")


def _of_an_arm_taken_out(fault: Fault, tree: Block) -> Fault:
    """Return a fault, in other words if its path leads into an arm that is written as null."""
    _, variant, _, *steps = [*fault.location.path.split("."), "", "", ""]
    taken = taken_out(tree, steps[1]) if steps[0] == "arms" else None
    if taken is None:
        return fault
    problem = f"The variant sets a value of the arm `{steps[1]}`, which is taken out ({taken})."
    remedy = (
        f"Where it is taken out, write `variants: {{{variant}: null}}`, or `variants: null` to "
        "leave out all of them; or write the variant again for the arms that stay."
    )
    return Fault(fault.location, problem, remedy=remedy)


def _places(tree: Tree) -> set[tuple[str, int, int]]:
    """Return the file, line and column of every value in a tree."""
    if not isinstance(tree, (Block, Row)):
        return {tree.location[:3]} if hasattr(tree, "location") else set()
    inside = tree.values() if isinstance(tree, Block) else tree
    here = tree.values_at.values() if isinstance(tree, Block) else tree.values_at
    found = {tree.location[:3], *(each[:3] for each in here)}
    return found.union(*(_places(each) for each in inside))
