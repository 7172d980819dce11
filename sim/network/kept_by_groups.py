"""Find numbers of arms and mechanisms that do not reach people whose group has its own."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Location
from sim.scenario import Scenario
from sim.scenario.merging import is_whole
from sim.scenario.overriding import Override, overridden
from sim.scenario.variants import FREE_OF_GROUPS
from sim.scenario.written import Block, Path, location_of, written_steps

GROUPS = ("people", "groups")


def kept_by_groups(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Iterate over the arms and sentences on what they set that groups keep as they have it.

    An arm that sets the number of the group too means it, so nothing is said of it.
    """
    for arm in scenario.arm_names:
        patches = list(_patches(scenario, arm))
        set_here = [(prefix, path) for prefix, patch in patches for path in _values(patch, ())]
        of_groups = {".".join(path) for _, path in set_here if path[:2] == GROUPS}
        for prefix, path in set_here:
            if path[:2] == GROUPS:
                continue
            where = ".".join((*prefix, *path))
            found = overridden(scenario, scenario.tree, where, [arm], of_groups)
            at = location_of(scenario.tree, (*prefix, *path))
            for each in found.overrides if found else ():
                if each.path.startswith("people.groups."):
                    yield arm, _words(where, at, each)


def _patches(scenario: Scenario, arm: str) -> Iterator[tuple[tuple[str, ...], Block]]:
    """Iterate over what an arm lays over the scenario, each with the path at which it stands."""
    on = scenario.arms[arm].mechanisms
    sides = [("mechanisms", each, "on" if each in on else "off") for each in scenario.mechanisms]
    for prefix in [*sides, ("arms", arm, "set")]:
        if written_steps(scenario.tree, prefix) == prefix:
            patch = scenario.tree
            for step in prefix:
                patch = patch[step]
            if isinstance(patch, Block):
                yield prefix, patch


def _values(block: Block, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Iterate over the paths of the values in a patch that are set as a whole."""
    for key, value in block.items():
        here: Path = (*path, key)
        if isinstance(value, Block) and not is_whole(value, here):
            yield from _values(value, (*path, key))
        elif value is not None:
            yield (*path, key)


def _words(where: str, at: Location, over: Override) -> str:
    _, _, group, _, *path = over.path.split(".")
    kept = f"`{where}` ({at}) does not reach group `{group}`, which has its own ({over.location})."
    if _arms_may_set(path):
        return f"{kept} To change it for the group, set `{over.path}` in the same place."
    return f"{kept} No arm can change that one."


def _arms_may_set(path: list[str]) -> bool:
    """Return whether arms may change what a group has of its own at a path."""
    free = (each.split(".")[4:] for each in FREE_OF_GROUPS)
    return any(
        all(step in ("*", own) for step, own in zip(each, path, strict=False)) for each in free
    )
