"""A document to be checked, with the tree in which its faults are located."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.document import Document
from sim.scenario.shaping import Shaped
from sim.scenario.written import Block, Path, at, location_of, written_steps

SECTIONS = {("services",), ("needs",), ("people",), ("people", "groups"), ("seeking",)}
SECTIONS |= {("mechanisms",), ("arms",)}
"""Blocks to which many others refer; if one is faulty, no further faults can be found reliably."""


@dataclass(frozen=True)
class Checked:
    """A document, the tree from which it was read, and the paths of its faulty parts."""

    document: Document
    tree: Block
    left_out: frozenset[Path]

    @classmethod
    def of(cls, tree: Block, shaped: Shaped) -> Checked | None:
        """Return the document to check; None if no document could be made."""
        if shaped.document is None:
            return None
        return cls(shaped.document, tree, shaped.left_out)

    def names(self, *path: str) -> list[str]:
        """Return the names in a block as written, including those of faulty entries."""
        block = at(self.tree, path) if written_steps(self.tree, path) == path else None
        if not isinstance(block, Block):
            return []
        return [name for name, value in block.items() if value is not None]

    def has(self, path: Path) -> bool:
        """Return whether something is written at a path, even if it is faulty or misspelt."""
        steps = written_steps(self.tree, path)
        if steps == path or path in self.left_out:
            return True
        beside = (*steps, path[len(steps)])
        return any(len(other) == len(beside) and other[:-1] == steps for other in self.left_out)

    def doubtful(self, *path: str | int) -> bool:
        """Return whether a part, or anything inside it, was left out because it is faulty."""
        return any(_inside(other, path) for other in self.left_out)

    def may_be_faulty(self, path: Path) -> bool:
        """Return whether a faulty part leads to a path, or may be a misspelt step of it."""
        return any(other[:-1] == path[: len(other) - 1] for other in self.left_out if other)

    def fault(
        self, path: Path, problem: str, allowed: str = "", remedy: str = "", key: bool = False
    ) -> Iterator[Fault]:
        """Yield a fault at a path of the document; with ``key``, at the last key of the path.

        Nothing is yielded if the part, or anything inside it, is faulty already, because the new
        fault may only follow from the earlier one.
        """
        if any(_inside(path, other) or other in SECTIONS for other in self.left_out):
            return
        if self.doubtful(*path):
            return
        steps = written_steps(self.tree, path)
        location = location_of(self.tree, path)
        if key and len(steps) == len(path):
            location = at(self.tree, steps[:-1]).keys_at[steps[-1]]
        yield Fault(location, problem, allowed, remedy)

    def unknown(
        self, path: Path, name: str, what: str, known: Collection[str], key: bool = False
    ) -> Iterator[Fault]:
        """Yield a fault at a path if the name that stands there is not among the known names."""
        if name not in known:
            allowed = f"Known: {listed(f'`{each}`' for each in known)}." if known else ""
            otherwise = "" if known else "There is none."
            remedy = did_you_mean(name, known, otherwise)
            yield from self.fault(path, f"`{name}` is not {what} here.", allowed, remedy, key)


def _inside(path: Path, part: Path) -> bool:
    """Return whether a path leads to a part or to something inside it."""
    return path[: len(part)] == part
