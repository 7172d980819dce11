"""Distinguish what a tree lacks from what it may contain under a misspelt key."""

from __future__ import annotations

from typing import Any

from sim.scenario.parts import Part


def perhaps_misspelt(tree: Any, kind: type[Part], *path: str) -> bool:
    """Return whether a missing part may be written under a key that its block does not have.

    No other fault is then needed, because the fault of the unknown key names the right key.

    Parameters
    ----------
    kind
        The model of the tree.
    path
        The path of the part, through blocks that are always models.
    """
    for step in path:
        if not isinstance(tree, dict):
            return False
        if tree.get(step) is None:
            return any(key not in kind.known_keys() for key in tree)
        inside = kind.model_fields[step].annotation
        if not (isinstance(inside, type) and issubclass(inside, Part)):
            return False
        tree, kind = tree[step], inside
    return False
