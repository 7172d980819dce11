"""Find the uncertain numbers of a scenario, by names that do not depend on how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.scenario.closing import DIRICHLET, REST, UNCERTAIN, moves_together
from sim.scenario.dividing import common_names, common_path, spread
from sim.scenario.document import Document
from sim.scenario.putting import BARE
from sim.scenario.replacing import UnknownStep, steps_to
from sim.scenario.written import Block, Row, Tree, location_of


def bare(path: str) -> str:
    """Return a path without the step that a file may leave out: of `6 weeks`, `fixed`."""
    return path.removesuffix(f".{BARE}")


def in_order(path: str) -> tuple[Any, ...]:
    """Return the sort key of a path: by name, step after step, and in lists by position."""
    return tuple((0, int(s), "") if s.isdigit() else (1, 0, s) for s in path.split("."))


def ranges_in(tree: Tree, path: str = "") -> Iterator[str]:
    """Iterate over the paths of all numbers that are uncertain, in part of a tree.

    They have a low and a high end, or a shape, or are shares of a row that is uncertain together.
    """
    if isinstance(tree, Block):
        if "value" in tree and (UNCERTAIN in tree or {"low", "high"} <= tree.keys()):
            yield bare(path)
            return
        if moves_together(tree) is not None:
            shares = tree.without(DIRICHLET)
            last = shares.get(REST)
            names = [k for k in shares if k != REST or not isinstance(last, str)]
            names += [last] if isinstance(last, str) else []
            yield from (f"{path}.{name}" for name in names if shares.get(name, last) is not None)
            return
        for key, each in tree.items():
            yield from ranges_in(each, f"{path}.{key}".lstrip("."))
    elif isinstance(tree, Row):
        for at, each in enumerate(tree):
            yield from ranges_in(each, f"{path}.{at}")


def written_once(document: Document, tree: Block, paths: Iterable[str]) -> dict[str, list[str]]:
    """Group the paths of numbers: paths that stand for one number in the file are together.

    The number of a service that exists in every area is written once, for the services of all
    areas. Such a group is named by the path of the common service.
    """
    common = common_names(tree)
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(common_path(common, path), []).append(path)
    found: dict[str, list[str]] = {}
    for name, together in by_name.items():
        places = {location_of(tree, steps_to(document, each)) for each in together}
        one = len(places) == 1 and len(together) == len(spread(common, name)) > 1
        found |= {name: together} if one else {each: [each] for each in together}
    return found


def paths_moved(document: Document, tree: Block, paths: Iterable[str]) -> frozenset[str]:
    """Return the paths of numbers that are named in a file, as `ranges_in` names them."""
    common = common_names(tree)
    return frozenset(_as_in_tree(document, each) for path in paths for each in spread(common, path))


def _as_in_tree(document: Document, path: str) -> str:
    try:
        return bare(".".join(map(str, steps_to(document, path))))
    except UnknownStep:  # of an arm that a file takes out
        return path
