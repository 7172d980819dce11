"""Make rows of shares in a tree add up to 1 again after one share is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.errors import Fault, Location
from sim.scenario.closing import (
    REST,
    NotClosed,
    RowOf,
    closing_shares,
    row_of,
    shares_in,
    with_rest,
)
from sim.scenario.document import Document
from sim.scenario.putting import put
from sim.scenario.variants import with_arm, with_group, with_mechanism
from sim.scenario.written import (
    Block,
    Path,
    Row,
    Tree,
    WrittenFloat,
    WrittenText,
    at,
    written_steps,
)


class Setting(NamedTuple):
    """A value to be set in a tree, with the path at which it is set."""

    steps: Path
    value: Tree
    rest: str  # who makes up for it, where it is one share of a row; empty when nobody
    location: Location


class NotWhole(Exception):  # noqa: N818 - holds a fault
    """A row that cannot be made to add up to 1, with its location."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def opened(tree: Tree, document: Document, settings: Sequence[Setting]) -> Tree:
    """Return a tree in which the rows of shares that settings complete are written out in full.

    These are the rows of settings that name a `rest`. Shares that an arm or mechanism does not
    write are copied from the scenario that it changes.
    """
    for setting in settings:
        if not setting.rest:
            continue
        row = _row(setting)
        container = _found(tree, row.container) or _held(tree, document, row.container)
        if not isinstance(container, (Block, Row)):
            raise _not_whole(
                setting,
                f"`{'.'.join(map(str, row.container))}` is not written as shares.",
                "Write its shares in the scenario first.",
            )
        if isinstance(container, Block):
            try:
                container = with_rest(container)
            except NotClosed as fault:
                raise _not_whole(setting, fault.problem, fault.remedy) from None
        tree = _laid(tree, row.container, container)
    return tree


def closed(tree: Tree, settings: Sequence[Setting], source: WrittenText) -> Tree:
    """Return a tree in which the rows of shares that settings complete add up to 1 again.

    These are the rows of settings that name a `rest`.
    """
    done: dict[Path, str] = {}
    for setting in settings:
        if not setting.rest:
            continue
        row = _row(setting)
        where = _texts(row.container)
        if where in done:
            if done[where] != setting.rest:
                raise _not_whole(
                    setting,
                    f"One row is closed in two ways, `{done[where]}` and `{setting.rest}`.",
                    "Write the same `rest` for all shares of the row.",
                )
            continue
        done[where] = setting.rest
        tree = _closed(tree, row, setting, settings, source)
    return tree


def _closed(
    tree: Tree, row: RowOf, setting: Setting, settings: Sequence[Setting], source: WrittenText
) -> Tree:
    others = (row_of(each.steps) for each in settings)
    fixed = {
        each.key
        for each in others
        if each is not None and _texts(each.container) == _texts(row.container)
    }
    try:
        shares = shares_in(at(tree, row.container), row)
        changed = closing_shares(shares, fixed, setting.rest, row)
    except NotClosed as fault:
        raise _not_whole(setting, fault.problem, fault.remedy) from None
    for key, share in changed.items():
        written = WrittenFloat(share)
        written.location, written.source = setting.location, source
        tree = put(tree, _in_tree(tree, row, key), written)
    return tree


def _in_tree(tree: Tree, row: RowOf, key: str) -> Path:
    """Return the path of a share in a row; in a list, the key of a share is its position."""
    if isinstance(at(tree, row.container), Row):
        return (*row.container, int(key), *row.inner)
    return row.share(key)


def _row(setting: Setting) -> RowOf:
    row = row_of(setting.steps)
    if row is None:
        raise _not_whole(
            setting,
            "This is not one share of a row, so nothing can make up for it.",
            f"Leave `{REST}` out.",
        )
    return row


def _found(tree: Tree, path: Path) -> Tree:
    return at(tree, path) if len(written_steps(tree, path)) == len(path) else None


def _held(tree: Block, document: Document, path: Path) -> Tree:
    """Return the value in force at a path that an arm, mechanism or group does not write."""
    name, inner = str(path[1]), path[3:]
    if path[0] == "arms":
        return _found(with_arm(tree, document, name), inner)
    if path[0] == "mechanisms":
        return _found(with_mechanism(tree, name, path[2] == "on"), inner)
    if path[:2] == ("people", "groups") and len(path) > 4:
        return _found(with_group(tree, str(path[2])), path[4:])
    return None


def _laid(tree: Tree, path: Path, container: Tree) -> Tree:
    """Return a tree with a row of shares at a path, in place of any other value there."""
    parent = _found(tree, path[:-1])
    if isinstance(parent, Block):
        parent = parent.copied()
        key_at = parent.keys_at.get(str(path[-1]), container.location)
        parent.put(str(path[-1]), container, key_at, key_at)
        return put(tree, path[:-1], parent) if len(path) > 1 else parent
    return put(tree, path, container)


def _texts(path: Path) -> Path:
    return tuple(map(str, path))


def _not_whole(setting: Setting, problem: str, remedy: str) -> NotWhole:
    return NotWhole(Fault(setting.location, problem, remedy=remedy))
