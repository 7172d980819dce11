"""Find all faults of a scenario, as it stands and in each arm and group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from sim.errors import MOST_FAULTS_SHOWN, Fault
from sim.scenario.checks import (
    PARTIAL,
    WHOLE,
    Checked,
    change_faults,
    covariance_faults,
    default_faults,
    format_faults,
    group_faults,
    plan_faults,
    start_map_faults,
    transfer_faults,
    unknown_sources,
    unreachable_faults,
    vacant_post_faults,
    window_faults,
    world_table_faults,
    worlds_faults,
)
from sim.scenario.quantities import BUILT_IN
from sim.scenario.remembering import Memory
from sim.scenario.shaping import Shaped, shaped
from sim.scenario.variants import (
    patch_faults,
    with_arm,
    with_group,
    with_mechanism,
    with_patches,
)
from sim.scenario.written import Block, location_of, stated_sources, values_in

MOST_LOOKED_AT = 1_000_000  # values, each as often as there are arms and groups to look at
MOST_TOGETHER = MOST_FAULTS_SHOWN + 10
TOLD_SINGLY = 3  # numbers without a source
Check: TypeAlias = Callable[[Checked], Iterator[Fault]]
FROM_PATCHES = ("arms.", "mechanisms.", "people.groups.")


class Variant(NamedTuple):
    """One version of a scenario: as it stands, with one mechanism, as an arm, or for a group."""

    name: str  # empty for the scenario as it stands
    tree: Block
    shaped: Shaped
    arm: str = ""
    group: str = ""
    switch: bool = False  # a mechanism by itself

    @property
    def checked(self) -> Checked | None:
        """The document of this version to check; None if no document could be made."""
        return Checked.of(self.tree, self.shaped)


def faults_of(
    tree: Block, arms: Collection[str] | None = None, memory: Memory | None = None
) -> Iterator[Fault]:
    """Iterate over all faults of a scenario and of each of its arms and groups.

    Parameters
    ----------
    arms
        The arms to check. With it, mechanisms are not checked by themselves. It is for a tree that
        differs in a few numbers from a tree that was checked completely.
    memory
        What was read from other trees that share blocks with this one.
    """
    memory = memory or Memory()
    base = Variant("", tree, shaped(tree, memory=memory))
    checks = _checks(tree)
    found = _faults_of_one(base, checks)
    variants = [base]
    if too_many := list(_too_many_variants(base, arms)):
        yield from too_many
    elif len(found) < MOST_FAULTS_SHOWN:  # else these are enough to begin with
        variants += variants_of(base, arms, memory)
    yield from _unvouched(fault for each in variants for fault in each.shaped.unvouched)
    if ("sources",) not in base.shaped.left_out:
        yield from islice(unknown_sources(tree), MOST_TOGETHER)
    yield from patch_faults(tree)
    told: set[Fault] = set()
    for variant in variants:
        for fault in found if variant is base else _faults_of_one(variant, checks):
            if fault not in told:
                told.add(fault)
                yield _named(fault, variant)
    yield from faults_between(base, variants)
    if base.checked is not None:  # no value of a number makes or mends a fault of such tables
        yield from world_table_faults(base.checked)
        yield from covariance_faults(base.checked)


def variants_of(base: Variant, only: Collection[str] | None, memory: Memory) -> Iterator[Variant]:
    """Iterate over the other versions: each mechanism alone, each arm, each group in each arm."""
    document, already = base.shaped.document, base.shaped.left_out
    if document is None:
        return
    for name in document.mechanisms if only is None else ():
        for on in (True, False):
            tree = with_mechanism(base.tree, name, on)
            title = f"mechanism `{name}` {'on' if on else 'off'}"
            yield Variant(title, tree, shaped(tree, already, memory), switch=True)
    chosen = [name for name in document.arms if only is None or name in only]
    arms = {name: with_arm(base.tree, document, name) for name in chosen}
    for arm, tree in arms.items():
        yield Variant(f"arm `{arm}`", tree, shaped(tree, already, memory), arm)
    for group in (name for name, each in document.people.groups.items() if each.overrides):
        for arm, tree in {"": base.tree, **arms}.items():
            own = with_group(tree, group)
            title = f"group `{group}`" + (f" in arm `{arm}`" if arm else "")
            yield Variant(title, own, shaped(own, already, memory), arm, group)


def _too_many_variants(base: Variant, only: Collection[str] | None) -> Iterator[Fault]:
    """Yield a fault if there are too many arms and groups to check each in reasonable time."""
    document = base.shaped.document
    if document is None:
        return
    arms = len(document.arms) if only is None else len(only)
    groups = sum(bool(each.overrides) for each in document.people.groups.values())
    switches = 2 * len(document.mechanisms) if only is None else 0
    variants, values = switches + arms + groups * (arms + 1), values_in(base.tree)
    if variants * values > MOST_LOOKED_AT:
        yield Fault(
            location_of(base.tree, ("arms",)),
            f"There are {arms:,} arms, {len(document.mechanisms):,} mechanisms and {groups:,} "
            f"groups with `overrides` in a file of {values:,} values: too much to look at each "
            "group in each arm.",
            remedy="Split the file: a few arms in each, all with `extends: base.yaml`.",
        )


def _checks(tree: Block) -> Collection[Check]:
    """Return the checks of whole documents that a tree and its versions need.

    No version states a source that the tree itself does not, so that one look at the tree tells if
    any value claims to be a default of the program.
    """
    claims = any(source == BUILT_IN for source in stated_sources(tree))
    return [check for check in WHOLE if claims or check is not default_faults]


def _faults_of_one(variant: Variant, checks: Collection[Check]) -> list[Fault]:
    """Return the faults of one version of the scenario.

    Faults of the whole document are limited to little more than the number shown, because each
    takes time in proportion to the number of known names.
    """
    return [*variant.shaped.faults, *islice(_faults_together(variant, checks), MOST_TOGETHER)]


def _faults_together(variant: Variant, checks: Collection[Check]) -> Iterator[Fault]:
    checked = variant.checked
    if checked is not None:
        for faults in checks:
            if faults in PARTIAL or not variant.switch:
                yield from faults(checked)


def faults_between(base: Variant, variants: list[Variant]) -> Iterator[Fault]:
    """Find faults that show only when arms and groups are compared with the scenario itself."""
    common = base.checked
    if common is None:
        return
    yield from format_faults(common, [each.checked for each in variants if each.checked])
    yield from plan_faults(common)
    yield from window_faults(common)
    yield from worlds_faults(common)
    yield from vacant_post_faults(common)
    reaching, arms = [], {}
    for variant in variants:
        checked = variant.checked
        if checked is None or variant.switch:
            continue
        reaching.append(checked)
        if variant.group and not variant.arm:
            yield from group_faults(common, variant.group, checked)
        elif variant.arm and not variant.group:
            arms[variant.arm] = checked
    history = None if common.document.run.change is None else arms.get(common.document.history)
    for arm, checked in arms.items():
        yield from start_map_faults(common, arm, checked, history)
        before = with_patches(base.tree, common.document, arm)
        yield from transfer_faults(common, arm, checked, before)
    yield from change_faults(common, arms)
    yield from unreachable_faults(reaching)


def _named(fault: Fault, variant: Variant) -> Fault:
    """Add the arm or group to the text of a fault, unless the location of the fault shows it."""
    if not variant.name or fault.location.path.startswith(FROM_PATCHES):
        return fault
    return fault._replace(problem=f"In {variant.name}: {fault.problem}")


def _unvouched(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield numbers without a source: all of a file if they are few, otherwise the first one."""
    by_file: dict[str, list[Fault]] = {}
    for fault in dict.fromkeys(faults):
        by_file.setdefault(fault.location.file, []).append(fault)
    for found in by_file.values():
        if len(found) <= TOLD_SINGLY:
            yield from found
            continue
        first = min(found, key=lambda fault: (fault.location.line, fault.location.column))
        others = len(found) - 1
        problem = f"{first.problem} Nor for {others} more numbers in this file."
        yield first._replace(problem=problem)
