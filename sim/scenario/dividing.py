"""One service in each area: a service with `per_area` is divided into several services.

In an area `north`, the service `team` becomes `team_north`. Patches of mechanisms and arms that
name `team` become patches of the service in each area, and so do entries of `start_map`. Targets,
such as those of routes, keep the common name `team`, which stands for the service in the person's
own area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.document import Document
from sim.scenario.merging import merged
from sim.scenario.misspelling import perhaps_misspelt
from sim.scenario.of_groups import overrides_in, patches
from sim.scenario.putting import put
from sim.scenario.written import Block, Path, Tree, WrittenText, block_at

PER_AREA, PART_OF, LABEL = "per_area", "part_of", "label"


def divided(tree: Block) -> tuple[Block, list[Fault]]:
    """Return a tree in which services with `per_area` are divided, and the faults of `per_area`.

    A tree without `per_area` is returned unchanged. A service that cannot be divided keeps its
    `per_area`.
    """
    places = [("services",), *_patches(tree)]
    common = _common(tree, places)
    if not common and not any(_differences(each) for each in _all(tree, places)):
        return tree, []
    dividing = _Dividing(tree, common)
    for place in places:
        if block := block_at(tree, place):
            tree = put(tree, place, dividing.services(block, place))
    for arm in block_at(tree, ("arms",)):
        place = ("arms", arm, "start_map")
        if block_at(tree, place):
            tree = put(tree, place, dividing.start_map(block_at(tree, place)))
    return tree, list(dict.fromkeys(dividing.faults))


def _all(tree: Block, places: list[Path]) -> Iterator[Tree]:
    """Iterate over every service and every patch of a service."""
    for place in places:
        yield from block_at(tree, place).values()


def areas_of(tree: Block) -> tuple[str, ...]:
    """Return the names of the areas of a tree, in file order."""
    return tuple(block_at(tree, ("people", "areas")))


def name_in(service: str, area: str) -> str:
    """Return the name of a service in one area."""
    return f"{service}_{area}"


def _patches(tree: Block) -> Iterator[Path]:
    """Iterate over the places where patches change services."""
    yield from ((*path, "services") for path in patches(tree))
    of_groups = ((*path, "services") for path in overrides_in(tree))
    yield from (path for path in of_groups if block_at(tree, path))


def _differences(service: Tree) -> Block | None:
    """Return the block `per_area` of a service; None if it is missing or cannot be read."""
    found = service.get(PER_AREA) if isinstance(service, Block) else None
    readable = isinstance(found, Block) and all(
        each is None or isinstance(each, Block) for each in found.values()
    )
    return found if readable else None


def _common(tree: Block, places: list[Path]) -> dict[str, dict[str, str]]:
    """Return the name in each area of every service that exists once in each area."""
    found: dict[str, dict[str, str]] = {}
    areas, undivided = areas_of(tree), _undivided(tree)
    for place in places:
        for name, service in block_at(tree, place).items():
            part = service.get(PART_OF) if isinstance(service, Block) else None
            if isinstance(part, Block) and {"service", "area"} <= part.keys():
                found.setdefault(str(part["service"]), {})[str(part["area"])] = name
            elif _differences(service) is not None and name not in undivided:
                found[name] = {area: name_in(name, area) for area in areas}
    return found


def _undivided(tree: Block) -> set[str]:
    """Return the services of the scenario that are one for all areas; no arm can divide them."""
    services = block_at(tree, ("services",))
    return {name for name, each in services.items() if _differences(each) is None}


class _Dividing:
    """The division of the services of one scenario, which collects the faults found."""

    def __init__(self, tree: Block, common: Mapping[str, Mapping[str, str]]) -> None:
        self.tree, self.common = tree, common
        self.areas = areas_of(tree)
        self.scenario = block_at(tree, ("services",))
        self.faults: list[Fault] = []

    def services(self, block: Block, place: Path) -> Block:
        """Return a block of services in which those of each area replace common services."""
        found = block.copied()
        for part in (found, found.keys_at, found.values_at):
            part.clear()
        for name, service in block.items():
            for called, each in self._in_areas(name, service, place):
                # What is said of the service of one area lies over what is said of all.
                over = (
                    merged(found[called], each, ("services", called)) if called in found else each
                )
                found.put(called, over, block.keys_at[name], block.values_at[name])
        return found

    def start_map(self, block: Block) -> Block:
        """Return a start map in which common services are replaced by those of each area."""
        found = block.copied()
        for name, target in block.items():
            if name not in self.common:
                continue
            found = found.without(name)
            for area, called in self.common[name].items():
                to = self.common.get(target, {}).get(area, target)
                if to is not target:
                    to = WrittenText(to)
                    to.location, to.source = target.location, target.source
                found.put(called, to, block.keys_at[name], block.values_at[name])
        return found

    def _in_areas(self, name: str, service: Tree, place: Path) -> Iterator[tuple[str, Tree]]:
        """Iterate over the names and services by which a service of a block is replaced."""
        differing = _differences(service)
        if differing is not None and not self._may_differ(name, service, differing, place):
            yield name, service.without(PER_AREA)
        elif name not in self.common or not self.areas:
            yield name, service
        elif place == ("services",) and differing is None:
            yield name, service  # of a common name, which is told elsewhere
        elif not isinstance(service, Block):
            yield from ((called, service) for called in self.common[name].values())
        else:
            whole = place == ("services",) or name not in self.scenario
            whole = whole and "overrides" not in place
            for area, called in self.common[name].items():
                own = differing.get(area) if differing is not None else None
                each = service.without(PER_AREA)
                if own is not None:
                    each = merged(each, own, ("services", called))
                if whole and differing is not None:
                    each = self._named(each, service, own, name, area)
                yield called, each

    def _may_differ(self, name: str, service: Block, differing: Block, place: Path) -> bool:
        """Record the faults of `per_area` in a service; return whether it can be divided."""
        where = service.keys_at[PER_AREA]
        if not self.areas:
            if perhaps_misspelt(self.tree, Document, "people", "areas"):
                return False
            self.faults.append(
                Fault(
                    where,
                    f"`{name}` differs by area, but there are no areas.",
                    remedy="Name them with their shares: `people: {areas: {north: {share: 0.4}, "
                    "south: {share: 0.6}}}`.",
                )
            )
            return False
        for area in differing:
            if area not in self.areas:
                problem = f"`{area}` is not an area here."
                known = f"Areas: {listed(f'`{each}`' for each in self.areas)}."
                meant = did_you_mean(area, self.areas)
                self.faults.append(Fault(differing.keys_at[area], problem, known, meant))
        in_scenario = place == ("services",)
        if not in_scenario and name in self.scenario:
            if _differences(self.scenario[name]) is not None:
                return True
            self.faults.append(
                Fault(
                    where,
                    f"`{name}` is one service for all areas, and an arm cannot divide it.",
                    remedy=f"Write `per_area` in `services.{name}` of the scenario, or add a "
                    "service of another name here.",
                )
            )
            return False
        for area in self.areas:
            if area not in differing:
                problem = f"`{name}` has no `{area}` under `per_area`."
                allowed = "Every area is listed, also where nothing differs."
                self.faults.append(Fault(where, problem, allowed, f"Add `{area}: {{}}`."))
            called = name_in(name, area)
            if called in self.scenario:
                self.faults.append(
                    Fault(
                        self.scenario.keys_at[called],
                        f"`{called}` is also what `{name}` is called in `{area}`.",
                        remedy="Give one of the two services another name.",
                    )
                )
        return True

    def _named(self, each: Block, service: Block, own: Block | None, name: str, area: str) -> Block:
        """Return the service of one area, with its common name and its area under `part_of`.

        The label contains the area too.
        """
        location = service.keys_at[PER_AREA]
        part = Block(location)
        for key, value in (("service", name), ("area", area)):
            part.put(key, _text(value, service), location, location)
        each = each.copied()
        each.put(PART_OF, part, location, location)
        label = service.get(LABEL)
        if label is not None and not (own is not None and own.get(LABEL)):
            in_words = block_at(self.tree, ("people", "areas", area)).get(LABEL) or area
            said = _text(f"{label}, {in_words}", service)
            each.put(LABEL, said, service.keys_at[LABEL], service.values_at[LABEL])
        return each


def _text(value: str, service: Block) -> WrittenText:
    text = WrittenText(value)
    text.location, text.source = service.location, service.source
    return text


def spread(common: Mapping[str, Mapping[str, str]], path: str) -> tuple[str, ...]:
    """Return the paths for which a path stands: one for each area if it names a common service.

    Parameters
    ----------
    common
        The name of each common service in each area.
    path
        A path of the scenario or of a patch, as `services.team.contacts.length`.
    """
    steps = path.split(".")
    at_services = _services_in(steps)
    if at_services < 0 or len(steps) <= at_services + 1:
        return (path,)
    before, name, after = (
        steps[: at_services + 1],
        steps[at_services + 1],
        steps[at_services + 2 :],
    )
    if name not in common:
        return (path,)
    there = list(common[name].values())
    if len(after) > 1 and after[0] == PER_AREA and after[1] in common[name]:
        there, after = [common[name][after[1]]], after[2:]
    return tuple(".".join([*before, called, *after]) for called in there)


def common_path(common: Mapping[str, Mapping[str, str]], path: str) -> str:
    """Return a path in which the name of a service in one area is replaced by its common name."""
    steps = path.split(".")
    at_services = _services_in(steps)
    if 0 <= at_services < len(steps) - 1:
        called = steps[at_services + 1]
        names = [name for name, there in common.items() if called in there.values()]
        steps[at_services + 1 : at_services + 2] = names or [called]
    return ".".join(steps)


def _services_in(steps: list[str]) -> int:
    """Return the position of `services` in a path; -1 if the path is not about a service."""
    before = {"services": 0, "mechanisms": 3, "arms": 3}.get(steps[0], -1)
    if steps[0] == "arms" and steps[2:3] == ["services"]:
        before = 2  # `set` may be left out
    if "overrides" in steps:
        before = steps.index("overrides") + 1
    return before if steps[before : before + 1] == ["services"] else -1


def common_names(tree: Block) -> dict[str, dict[str, str]]:
    """Return the name in each area of every common service, for a tree that is divided."""
    return _common(tree, [("services",), *_patches(tree)])
