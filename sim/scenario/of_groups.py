"""The parts of services that a group may override: routes and the length of stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.putting import put
from sim.scenario.written import Block, Path, block_at

SERVICES, SIDES = "services", ("on", "off")
Free = Mapping[str, Any]
OF_SERVICES: Free = {"routes": None, "ends": {"stay": None}, "changes": None}
"""The keys of a service that a group may override; None stands for everything below a key."""
ALLOWED = "Of a service, groups may override `routes`, `ends.stay` and `changes`."


def with_services_of_group(tree: Block, overrides: Block) -> Block:
    """Return the overrides of a group without those parts of services that do not apply to a tree.

    An override of a service that the tree lacks, which is possible in an arm, is left out. So is a
    null, by which an arm removes an override of the group.
    """
    written, there = overrides.get(SERVICES), tree.get(SERVICES)
    if not isinstance(written, Block) or not isinstance(there, Block):
        return overrides.without(SERVICES)
    kept = written.copied()
    for name, service in written.items():
        if isinstance(there.get(name), Block) and isinstance(service, Block):
            kept[name] = _own(service, OF_SERVICES)
        else:
            kept = kept.without(name)
    result = overrides.copied()
    result[SERVICES] = kept
    return result


def _own(block: Block, free: Free) -> Block:
    kept = block.copied()
    for key, value in block.items():
        below = free.get(key)
        if key not in free or value is None or (below and not isinstance(value, Block)):
            kept = kept.without(key)
        elif isinstance(value, Block):
            kept[key] = _own(value, below) if below else value.without_nulls()
    return kept


def for_known_groups(tree: Block, patch: Block) -> Block:
    """Return a patch of a tree without the overrides of groups that the tree does not have."""
    groups: Path = ("people", "groups")
    known, named = block_at(tree, groups), block_at(patch, groups)
    unknown = [name for name in named if name not in known]
    for name in unknown:
        named = named.without(name)
    changed: Block = put(patch, groups, named) if unknown else patch
    return changed


def patches(tree: Block) -> Iterator[Path]:
    """Iterate over the paths at which mechanisms and arms change a scenario."""
    for name in block_at(tree, ("mechanisms",)):
        yield from (("mechanisms", name, side) for side in SIDES)
    yield from (("arms", name, "set") for name in block_at(tree, ("arms",)))


def overrides_in(tree: Block) -> Iterator[Path]:
    """Iterate over the paths of all overrides of groups, those in arms and mechanisms included."""
    for before in ((), *patches(tree)):
        groups: Path = (*before, "people", "groups")
        yield from ((*groups, name, "overrides") for name in block_at(tree, groups))


def group_patch_faults(tree: Block) -> Iterator[Fault]:
    """Find overrides of unknown groups and services, and of parts that no group may change."""
    services = dict.fromkeys(block_at(tree, (SERVICES,)))
    for path in patches(tree):
        services |= dict.fromkeys(block_at(tree, (*path, SERVICES)))
    groups = block_at(tree, ("people", "groups"))
    for path in overrides_in(tree):
        name = str(path[-2])
        if name not in groups:
            allowed = f"Groups: {listed(f'`{each}`' for each in groups)}." if groups else ""
            where = block_at(tree, path[:-2]).keys_at[name]
            remedy = did_you_mean(name, groups)
            yield Fault(where, f"`{name}` is not a group here.", allowed, remedy)
        yield from _service_faults(block_at(tree, (*path, SERVICES)), services)


def _service_faults(overrides: Block, known: Collection[str]) -> Iterator[Fault]:
    for name, service in overrides.items():
        if name not in known:
            where, remedy = overrides.keys_at[name], did_you_mean(name, known)
            allowed = f"Known: {listed(f'`{each}`' for each in known)}."
            yield Fault(where, f"`{name}` is not a service here.", allowed, remedy)
        elif isinstance(service, Block):
            yield from _protected(service, OF_SERVICES, ("services", name))
        elif service is not None:
            problem = f"A group cannot override `services.{name}` as a whole."
            yield Fault(overrides.values_at[name], problem, ALLOWED)


def _protected(block: Block, free: Free, path: Path) -> Iterator[Fault]:
    for key, value in block.items():
        if key in free and (free[key] is None or value is None):
            continue
        if key in free and isinstance(value, Block):
            yield from _protected(value, free[key], (*path, key))
            continue
        problem = f"A group cannot override `{'.'.join(map(str, (*path, key)))}`."
        yield Fault(block.keys_at[key], problem, ALLOWED, did_you_mean(key, free))
