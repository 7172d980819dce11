"""Find the number at a path of a document, also inside a mechanism, an arm or a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.scenario.contacts import Interval
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.scenario.needs import NeedStart
from sim.scenario.parts import Part
from sim.scenario.quantities import Quantity
from sim.scenario.replacing import steps_to
from sim.scenario.variants import with_arm, with_group, with_mechanism
from sim.scenario.written import Block, Path

Reading = Callable[[Block], Document]


def quantity_at(
    document: Document, tree: Block, path: str, version: Reading = Document.model_validate
) -> Quantity[Any] | None:
    """Return the number at a path; None if there is none.

    The path may lead into a mechanism or an arm, and in each of them, or in the scenario, to what
    differs for a group.

    Parameters
    ----------
    document, tree
        A document and the tree from which it was read.
    version
        What reads another version of the tree, as of one arm.

    Raises
    ------
    UnknownStep
        If the document has no such path.
    """
    steps, whole = steps_to(document, path), tree
    if len(steps) > 3 and steps[0] == "mechanisms":
        tree, steps = with_mechanism(tree, str(steps[1]), steps[2] == "on"), steps[3:]
    elif len(steps) > 3 and steps[0] == "arms" and steps[2] == "set":
        tree, steps = with_arm(tree, document, str(steps[1])), steps[3:]
    if len(steps) > 4 and steps[1] == "groups" and steps[3] == "overrides":
        tree, steps = with_group(tree, str(steps[2])), steps[4:]
    found = _walk(document if tree is whole else version(tree), steps)
    if isinstance(found, (Distribution, Interval)):
        found = found.fixed  # what a bare length or number is short for
    return found if isinstance(found, Quantity) else None


def _walk(node: Any, steps: Path) -> Any:
    for step in steps:
        if isinstance(node, NeedStart):
            node = node.shares or {}
        if isinstance(node, Interval) and node.by_level is not None:
            node = node.by_level
        if isinstance(node, Part):
            fields = {f.alias or name: name for name, f in type(node).model_fields.items()}
            node = getattr(node, fields.get(str(step), ""), None)
        elif isinstance(node, dict):
            node = {str(key): each for key, each in node.items()}.get(str(step))
        elif isinstance(node, tuple) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node
