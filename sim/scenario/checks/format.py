"""Find keys that came with a later format than the format that a file states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.errors import Fault, Location, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.formats import FIRST, FORMAT, later_keys
from sim.scenario.parts import Part
from sim.scenario.stigma import AT as STIGMA_COVERS, has_stigma
from sim.scenario.written import Block, Row, Tree, location_of

KEY = "throughline"
MOST_NAMED = 12


def format_faults(base: Checked, every: Iterable[Checked]) -> Iterator[Fault]:
    """Yield one fault that names all keys that the stated format lacks, at the stated format.

    Parameters
    ----------
    base
        The scenario itself.
    every
        Each version of it: as it stands, and with the changes of mechanisms, arms and groups.
    """
    if base.document.throughline >= FORMAT:
        return
    found: dict[Location, None] = {}
    for checked in every:
        found |= dict.fromkeys(later_keys_in(checked.document, checked.tree))
    if not found:
        return
    stated = location_of(base.tree, (KEY,))
    places = sorted(found, key=lambda place: (place.file != stated.file, place))
    problem = (
        f"This file states format {FIRST}, which does not have "
        f"{listed([_named(each, stated) for each in places], MOST_NAMED)}."
    )
    allowed = f"Format {FORMAT} does, and changes nothing else."
    if not base.has(STIGMA_COVERS) and has_stigma(base.tree):
        allowed = (
            f"Format {FORMAT} does. In it a stigmatising contact covers no need, unless "
            "`measures: {stigma_covers: true}` is written."
        )
    if places[0].file != stated.file:  # the format is that of a file that is extended
        remedy = f"Write `{KEY}: {FORMAT}` at the top of {places[0].file}."
    else:
        remedy = f"Write `{KEY}: {FORMAT}` here, or let `sim upgrade` write a file that has it."
    yield from base.fault((KEY,), problem, allowed, remedy)


def later_keys_in(value: Any, tree: Tree) -> Iterator[Location]:
    """Iterate over the locations of keys that format 1 does not have.

    Keys inside such a key are left out.

    Parameters
    ----------
    value
        A part, or several, as read from the tree.
    tree
        The tree from which `value` was read. A file may leave out a level that the models have.
    """
    if isinstance(value, Part):
        yield from _in_part(value, tree)
    elif isinstance(value, dict) and isinstance(tree, Block) and not isinstance(value, Block):
        for key, each in value.items():
            if str(key) in tree:
                yield from later_keys_in(each, tree[str(key)])
    elif isinstance(value, tuple) and isinstance(tree, Row):
        for each, written in zip(value, tree, strict=False):
            yield from later_keys_in(each, written)


def _in_part(part: Part, tree: Tree) -> Iterator[Location]:
    kind = type(part)
    names = {field.alias or name: name for name, field in kind.model_fields.items()}
    written = [key for key in names if isinstance(tree, Block) and key in tree]
    later = later_keys(kind)
    for key in written:
        if key in later:
            yield tree.keys_at[key]
        else:
            yield from later_keys_in(getattr(part, names[key]), tree[key])
    if not written:  # the block, or the value, stands for one of the part's fields
        for name in part.model_fields_set:
            yield from later_keys_in(getattr(part, name), tree)


def _named(where: Location, stated: Location) -> str:
    """Return a key with its line, and with its file if that differs from the file of `stated`."""
    at = f"line {where.line}" if where.file == stated.file else str(where)
    return f"`{where.path}` ({at})" if where.line else f"`{where.path}`"
