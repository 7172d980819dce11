"""The trees of arms and groups: a scenario with patches applied.

For the document of an arm, one patch of each mechanism is applied to the scenario, in file order,
and then the arm's own changes. The patch of a mechanism is its `on` or its `off` patch. Patches
may change how services work and where people turn. They never change who the people are or how
their needs change, so every arm has the same people.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.document import GROUP_LEVEL, Document
from sim.scenario.merging import merged
from sim.scenario.of_groups import (
    SERVICES,
    for_known_groups,
    group_patch_faults,
    with_services_of_group,
)
from sim.scenario.transferring import transferred
from sim.scenario.written import Block, Path, Tree

FREE = ("services", "seeking", "needs.*.seeking", "relationship.retelling")
"""The paths that arms may change."""
FREE_OF_GROUPS = tuple(
    f"people.groups.*.overrides.{path}" for path in ("services", "seeking", "needs.*.seeking")
)
"""The paths in the overrides of groups that arms may change."""
OPEN = [path.split(".") for path in (*FREE, *FREE_OF_GROUPS)]


def with_mechanism(tree: Block, name: str, on: bool) -> Block:
    """Return a scenario with the `on` or the `off` patch of one mechanism applied."""
    mechanism = _block(_block(tree, "mechanisms"), name)
    return _patched(tree, _block(mechanism, "on" if on else "off"))


def with_arm(tree: Block, document: Document, name: str) -> Block:
    """Return the complete scenario of one arm."""
    arm = _block(_block(tree, "arms"), name)
    patched = with_patches(tree, document, name)
    return transferred(patched, _block(arm, "transfer")) if arm is not None else patched


def with_patches(tree: Block, document: Document, name: str) -> Block:
    """Return the scenario of one arm before posts move between its services."""
    switched_on = document.arms[name].mechanisms
    for mechanism in document.mechanisms:
        tree = with_mechanism(tree, mechanism, mechanism in switched_on)
    return _patched(tree, _block(_block(_block(tree, "arms"), name), "set"))


def with_group(tree: Block, name: str) -> Block:
    """Return a scenario for the people of one group."""
    group = _block(_block(_block(tree, "people"), "groups"), name)
    overrides = _block(group, "overrides")
    if overrides is not None and SERVICES in overrides:
        overrides = with_services_of_group(tree, overrides)
    return _laid_over(tree, overrides, GROUP_LEVEL)


def _patched(tree: Block, patch: Block | None) -> Block:
    if patch is None:
        return tree
    return _laid_over(tree, for_known_groups(tree, _free_part(patch)), None)


def _laid_over(tree: Block, patch: Block | None, only: tuple[str, ...] | None) -> Block:
    if patch is None:
        return tree
    for key in patch:
        if only is not None and key not in only:
            patch = patch.without(key)
    result = merged(tree, patch)
    assert isinstance(result, Block)  # both are
    return result


def _block(tree: Tree, key: str) -> Block | None:
    value = tree.get(key) if isinstance(tree, Block) else None
    return value if isinstance(value, Block) else None


def _free_part(patch: Block) -> Block:
    """Return a patch without the parts that arms may not change."""
    for path in protected_paths(patch):
        patch = _cut(patch, path)
    return patch


def _cut(tree: Block, path: tuple[str, ...]) -> Block:
    if len(path) == 1:
        return tree.without(path[0])
    result = tree.copied()
    result[path[0]] = _cut(tree[path[0]], path[1:])
    return result


def protected_paths(patch: Block, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Iterate over the parts of a patch that arms may not change."""
    for key, value in patch.items():
        here = (*path, key)
        if any(_matches(free, here) and len(free) <= len(here) for free in OPEN):
            continue
        if any(_matches(free, here) for free in OPEN) and isinstance(value, Block):
            yield from protected_paths(value, here)
        else:
            yield here


def _matches(free: list[str], path: tuple[str, ...]) -> bool:
    return all(a in ("*", b) for a, b in zip(free, path, strict=False))


def may_differ(path: Path) -> bool:
    """Return whether the value at a path may differ between arms.

    It may if it belongs to an arm or a mechanism, or if arms may change it.
    """
    if path[:1] in (("arms",), ("mechanisms",)):
        return True
    steps = tuple(map(str, path))
    return any(_matches(free, steps) and len(free) <= len(steps) for free in OPEN)


def patch_faults(tree: Block) -> Iterator[Fault]:
    """Find parts of the patches of mechanisms, arms and groups that are not allowed."""
    for section, keys in (("mechanisms", ("on", "off")), ("arms", ("set",))):
        for name in _block(tree, section) or {}:
            for key in keys:
                patch = _block(_block(_block(tree, section), name), key)
                for path in protected_paths(patch) if patch is not None else ():
                    yield _protected(patch, path)
    for name in _block(_block(tree, "people"), "groups") or {}:
        group = _block(_block(_block(tree, "people"), "groups"), name)
        overrides = _block(group, "overrides") or Block(tree.location)
        for key in overrides:
            if key not in GROUP_LEVEL:
                yield Fault(
                    overrides.keys_at[key],
                    f"A group cannot override `{key}`.",
                    f"Groups may override {listed(f'`{each}`' for each in GROUP_LEVEL)}.",
                    did_you_mean(key, GROUP_LEVEL),
                )
    yield from group_patch_faults(tree)


def _protected(patch: Tree, path: tuple[str, ...]) -> Fault:
    for key in path[:-1]:
        patch = patch[key]
    known = key = path[-1]
    meant = did_you_mean(key, ("services", "seeking", "needs")) if len(path) == 1 else ""
    return Fault(
        patch.keys_at[known],
        f"An arm cannot change `{'.'.join(path)}`.",
        "People, their needs and the run are the same in every arm, so that arms can be compared; "
        f"what may differ: {listed(f'`{each}`' for each in FREE)}, and of a group's `overrides` "
        "`services`, `seeking` and `needs.*.seeking`.",
        meant,
    )
