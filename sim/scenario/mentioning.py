"""Find out whether a file contains a setting anywhere, for any of its arms."""

from __future__ import annotations

from sim.scenario.written import Block, Path, Tree

ANY = "*"


def mentions(tree: Tree, *keys: str) -> bool:
    """Return whether a value other than null is written under these nested keys.

    The keys may be in the services themselves, in a mechanism or in an arm; `*` stands for any
    key. Measures must be the same in all arms, so they depend on the whole file and not on one
    arm.
    """
    return _mentions(tree, keys, ())


def _mentions(tree: Tree, keys: tuple[str, ...], path: Path) -> bool:
    ends = path[-len(keys) :]
    if len(ends) == len(keys) and all(a in (ANY, b) for a, b in zip(keys, ends, strict=True)):
        return True
    if not isinstance(tree, Block):
        return False
    return any(
        _mentions(value, keys, (*path, key)) for key, value in tree.items() if value is not None
    )
