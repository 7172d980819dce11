"""Find where an arm, mechanism or group sets a value itself, so that another has no effect."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sim.errors import Fault, Location, listed
from sim.scenario.document import GROUP_LEVEL, Document
from sim.scenario.merging import is_whole
from sim.scenario.putting import WHERE
from sim.scenario.replacing import steps_to
from sim.scenario.written import Block, Path, Tree, at, written_steps

PLACE = Location(WHERE, 0, 0)


class Override(NamedTuple):
    """A place where an arm, mechanism or group sets a value that is set elsewhere too."""

    arm: str
    who: str  # in words
    path: str  # where they set it, as people write it
    location: Location


class Overridden(NamedTuple):
    """A value that is not in force everywhere, and the reason."""

    path: str
    overrides: tuple[Override, ...]
    free: tuple[str, ...]  # the arms in which it holds

    @property
    def problem(self) -> str:
        """Which arms, mechanisms or groups set the value, and at which location, as a sentence."""
        once: dict[tuple[str, Location], list[str]] = {}
        for each in self.overrides:
            once.setdefault((each.who, each.location), []).append(f"`{each.arm}`")
        who = listed(
            f"{name}{listed(arms) if name.endswith(' in ') else ''} ({location})"
            for (name, location), arms in once.items()
        )
        verb = "sets" if len(once) == 1 else "set"
        return f"{who[:1].upper()}{who[1:]} {verb} this too, so another value does not hold there."

    @property
    def too(self) -> list[str]:
        """The other paths at which the value must be set so that it applies everywhere."""
        return list(dict.fromkeys(each.path for each in self.overrides))

    @property
    def alone(self) -> str:
        """How to set the value only in arms that do not override it; empty if there are none."""
        if not self.free or self.path.startswith("mechanisms."):
            return ""
        paths = listed(f"`arms.{arm}.set.{self.path}`" for arm in self.free[:2])
        return f"to change only {listed(f'`{arm}`' for arm in self.free)}, name {paths}"


class Layer(NamedTuple):
    """A patch that an arm lays over a scenario."""

    prefix: Path
    patch: Block
    who: str


def overridden(
    document: Document, tree: Block, path: str, arms: Collection[str], together: Collection[str]
) -> Overridden | None:
    """Return what else sets the value at a path in the given arms; None if nothing does.

    Parameters
    ----------
    together
        Paths that are set at the same time. An override at one of these paths is intended, so it
        is not reported.
    """
    steps = steps_to(document, path)
    meant = [steps_to(document, each) for each in together]
    found, free = [], []
    for arm in arms:
        here = list(_in_arm(document, tree, arm, steps, meant))
        found += here
        if not here:
            free.append(arm)
    return Overridden(path, tuple(found), tuple(free)) if found else None


def overridden_faults(
    document: Document,
    tree: Block,
    paths: Collection[str],
    arms: Collection[str],
    together: Collection[str] = (),
    location: Location = PLACE,
) -> list[Fault]:
    """Return a fault for each path whose value does not apply in all of the given arms."""
    faults = []
    for path in paths:
        found = overridden(document, tree, path, arms, [*paths, *together])
        if found is not None:
            too = listed(f"`{each}`" for each in found.too)
            rest = f"; {found.alone}" if found.alone else ""
            remedy = f"For all to have it, set {too} as well{rest}."
            faults.append(Fault(location._replace(path=path), found.problem, remedy=remedy))
    return faults


def in_no_arm(document: Document, path: str, arms: Collection[str]) -> bool:
    """Return whether none of the given arms uses the value at a path.

    It may belong to a mechanism that is switched off, or to another arm.
    """
    steps = steps_to(document, path)
    return not any(in_force(document, arm, steps) for arm in arms)


def reaches(document: Document, tree: Block, path: str, arms: Collection[str]) -> bool:
    """Return whether any of the given arms uses the value at this path for at least some people."""
    steps = steps_to(document, path)
    for arm in arms:
        if not in_force(document, arm, steps):
            continue
        over = list(_in_arm(document, tree, arm, steps, ()))
        if not any(each.path.startswith(("arms.", "mechanisms.")) for each in over):
            return True
    return False


def in_force(document: Document, arm: str, steps: Path) -> bool:
    """Return whether an arm uses the value at a path at all."""
    if steps[0] == "mechanisms" and len(steps) > 2 and steps[2] in ("on", "off"):
        return (steps[1] in document.arms[arm].mechanisms) == (steps[2] == "on")
    return steps[0] != "arms" or len(steps) < 2 or steps[1] == arm


def _in_arm(
    document: Document, tree: Block, arm: str, steps: Path, meant: Collection[Path]
) -> Iterator[Override]:
    """Iterate over everything that sets the value at a path in one arm."""
    if not in_force(document, arm, steps):
        return
    layers = list(_layers(document, tree, arm))
    own = [n for n, layer in enumerate(layers) if steps[: len(layer.prefix)] == layer.prefix]
    under: Tree = tree
    if own and layers[own[0]].prefix[0] == "people":  # over it lies what an arm says of the group
        layers = [layer for layer in layers if layer.prefix[0] != "people"]
    elif own:
        under, steps = layers[own[0]].patch, steps[len(layers[own[0]].prefix) :]
        layers = layers[own[0] + 1 :]
        if steps[:1] == ("people",):  # of a group, and so over what all groups have
            layers = [layer for layer in layers if layer.prefix[0] != "people"]
    for layer in layers:
        covered = _covering(layer.patch, under, steps)
        if covered is None or any(_meet((*layer.prefix, *covered[0]), each) for each in meant):
            continue
        path = ".".join(map(str, (*layer.prefix, *steps)))
        yield Override(arm, layer.who, path, covered[1])


def _layers(document: Document, tree: Block, arm: str) -> Iterator[Layer]:
    """Iterate over the patches that an arm lays over a scenario, the lowest first."""
    on = document.arms[arm].mechanisms
    for name in document.mechanisms:
        side = "on" if name in on else "off"
        prefix: Path = ("mechanisms", name, side)
        yield from _layer(tree, prefix, f"mechanism `{name}`, {side} in ")
    yield from _layer(tree, ("arms", arm, "set"), f"arm `{arm}`")
    for name in document.people.groups:
        prefix = ("people", "groups", name, "overrides")
        yield from _layer(tree, prefix, f"group `{name}`")


def _layer(tree: Block, prefix: Path, who: str) -> Iterator[Layer]:
    patch = at(tree, prefix) if written_steps(tree, prefix) == prefix else None
    if not isinstance(patch, Block):
        return
    for key in patch if prefix[0] == "people" else ():
        if key not in GROUP_LEVEL:
            patch = patch.without(key)
    yield Layer(prefix, patch, who)


def _covering(patch: Block, under: Tree, steps: Path) -> tuple[Path, Location] | None:
    """Return the path and location at which a patch sets the value at `steps`, or None."""
    node: Tree = patch
    location = patch.location
    for n, step in enumerate(steps):
        here = steps[:n]
        if not isinstance(node, Block) or (n and (is_whole(node, here) or _whole(under, here))):
            return here, location
        key = str(step)
        if key not in node:
            return None
        location, node = node.values_at.get(key, node.location), node[key]
    return _below(node, at(under, steps) if _has(under, steps) else None, steps, location)


def _below(node: Tree, value: Tree, path: Path, location: Location) -> tuple[Path, Location] | None:
    """Return the path and location at which a block sets part of another block, or None.

    Both blocks must contain the key. Values that are not blocks are set as a whole.
    """
    blocks = isinstance(node, Block) and isinstance(value, Block)
    if not blocks or is_whole(node, path) or is_whole(value, path):
        return path, location
    for key in node:
        if key in value:
            where = node.values_at.get(key, node.location)
            found = _below(node[key], value[key], (*path, key), where)
            if found is not None:
                return found
    return None


def _has(tree: Tree, steps: Path) -> bool:
    return len(written_steps(tree, steps)) == len(steps)


def _whole(tree: Tree, steps: Path) -> bool:
    if not _has(tree, steps):
        return False
    node = at(tree, steps)
    return not isinstance(node, Block) or is_whole(node, steps)


def _meet(one: Path, other: Path) -> bool:
    """Return whether one of two paths is the beginning of the other."""
    few = min(len(one), len(other))
    return tuple(map(str, one[:few])) == tuple(map(str, other[:few]))
