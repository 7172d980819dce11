"""The canonical form of patches, and all numbers in a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.closing import REST, UNCERTAIN, moves_together
from sim.scenario.document import Document
from sim.scenario.merging import is_whole
from sim.scenario.parts import Plain, parts_in
from sim.scenario.quantities import Sourced
from sim.scenario.remembering import Memory
from sim.scenario.targets import Target
from sim.scenario.variants import with_group, with_mechanism, with_patches
from sim.scenario.worlds import Worlds
from sim.scenario.written import Block, Path, Tree
from sim.scenario.written_ranges import in_order, ranges_in, written_once

TOGETHER = "together"


def canonical_patches(
    form: dict[str, Any], document: Document, tree: Block, memory: Memory
) -> dict[str, Any]:
    """Return the canonical form of a document, with its patches in canonical form too.

    In canonical form, a patch contains its own paths, with the values that the document has there
    after the patch is applied. A memory saves time, because each patch changes only a few blocks.
    """
    for name, mechanism in document.mechanisms.items():
        for key, patch in (("on", mechanism.on), ("off", mechanism.off)):
            if patch:
                applied = with_mechanism(tree, name, key == "on")
                form["mechanisms"][name][key] = restricted(_applied(applied, patch, memory), patch)
    for name, arm in document.arms.items():
        if arm.changes:
            applied = with_patches(tree, document, name)
            changes = _applied(applied, arm.changes, memory)
            form["arms"][name]["set"] = restricted(changes, arm.changes)
    for name, group in document.people.groups.items():
        if group.overrides:
            applied = plain_document(with_group(tree, name), memory)
            form["people"]["groups"][name]["overrides"] = restricted(applied, group.overrides)
    return form


def with_ties(form: dict[str, Any], document: Document, tree: Block) -> dict[str, Any]:
    """Return a canonical form that ties numbers as the tree does.

    Rows of shares close themselves, and a number that the services of all areas have in common is
    one number there. Worlds and variants that move one share need to know which other makes up for
    it, and worlds which numbers are one.
    """
    found: dict[str, Any] = _with_rests(form, tree)
    once = written_once(document, tree, ranges_in(tree.without("targets").without("variants")))
    common = {name: sorted(paths, key=in_order) for name, paths in once.items() if len(paths) > 1}
    if common:
        groups = [*sorted(common.values()), *_by_common_names(found.get(TOGETHER, []), common)]
        found |= {TOGETHER: groups}
        found = {key: found[key] for key in Document.known_keys() if key in found}
    return found


def _by_common_names(groups: list[Plain], common: Mapping[str, list[str]]) -> Iterator[Plain]:
    """Iterate over groups in which what is one number in all areas has the name of all."""
    names = {path: name for name, paths in common.items() for path in paths}
    for group in groups:
        paths = group["paths"] if isinstance(group, dict) else group
        named = list(dict.fromkeys(names.get(path, path) for path in paths))
        if len(named) > 1:
            yield {**group, "paths": named} if isinstance(group, dict) else named


def _with_rests(form: Plain, tree: Tree) -> Plain:
    if not isinstance(form, dict) or not isinstance(tree, Block):
        return form
    found = {key: _with_rests(value, tree.get(key)) for key, value in form.items()}
    rest = tree.get(REST)
    if isinstance(rest, str) and rest in found:
        source = getattr(rest, "source", None)
        del found[rest]
        if moves_together(tree) is not None:
            found = _told_once(found)
        found |= {REST: str(rest)} | ({} if source is None else {"source": str(source)})
    return found


def _told_once(shares: dict[str, Plain]) -> dict[str, Plain]:
    """Return a row that says once what each of its shares says: all move together."""
    law = next(iter(shares.values()))[UNCERTAIN]
    bare = {key: {**share} for key, share in shares.items()}
    for share in bare.values():
        del share[UNCERTAIN]
    return {**bare, **law}


def _applied(tree: Block, patch: Block | dict[str, Any], memory: Memory) -> Plain:
    """Return the canonical form of a tree, and of the group overrides that a patch names."""
    form = plain_document(tree, memory)
    for name in patch.get("people", {}).get("groups", {}):
        if name in form["people"]["groups"]:
            form["people"]["groups"][name]["overrides"] = plain_document(
                with_group(tree, name), memory
            )
    return form


def plain_document(tree: Block, memory: Memory | None = None) -> Plain:
    """Return the canonical form of a tree."""
    return Document.model_validate(tree, memory=memory).plain()


def restricted(form: Plain, patch: Tree, path: Path = ()) -> Plain:
    """Return the parts of a canonical form that a patch names.

    A part that the form lacks is null. If an arm writes null for a service in a group's overrides,
    it removes the override, and the null is kept.
    """
    if patch is None and {"overrides", "services"} <= set(path):
        return None
    if not isinstance(form, dict) or not isinstance(patch, Block) or is_whole(patch, path):
        return form
    return {key: restricted(form.get(key), each, (*path, key)) for key, each in patch.items()}


def quantities_in(document: Document) -> Iterator[tuple[str, Sourced]]:
    """Iterate over every quantity and table that a run reads, with its path in the file.

    Targets are left out, because they are only compared with results and no run reads them. So is
    a table of worlds, which has values of numbers that stand elsewhere.
    """
    for path, part in parts_in(document):
        if isinstance(part, Sourced) and not isinstance(part, (Target, Worlds)):
            yield ".".join(str(step) for step in path), part
