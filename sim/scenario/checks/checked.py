"""A document under check, with what is needed to say where a fault is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.document import Document
from sim.scenario.shaping import Shaped
from sim.scenario.written import Block, Path, at, location_of, written_steps

SECTIONS = {("services",), ("needs",), ("people",), ("people", "groups"), ("seeking",)}
SECTIONS |= {("mechanisms",), ("arms",)}
"""What so much else refers to that nothing can be told of the rest without it."""


@dataclass(frozen=True)
class Checked:
    """One document, the tree it was read from, and which parts of that were faulty."""

    document: Document
    tree: Block
    left_out: frozenset[Path]

    @classmethod
    def of(cls, tree: Block, shaped: Shaped) -> Checked | None:
        """What there is to check; None when no document could be made."""
        if shaped.document is None:
            return None
        return cls(shaped.document, tree, shaped.left_out)

    def names(self, *path: str) -> list[str]:
        """The names in a block as written, also those whose part is faulty."""
        block = at(self.tree, path) if written_steps(self.tree, path) == path else None
        if not isinstance(block, Block):
            return []
        return [name for name, value in block.items() if value is not None]

    def has(self, path: Path) -> bool:
        """Whether something is written at a path, be it faulty or under a misspelt name."""
        return written_steps(self.tree, path) == path or path in self.left_out

    def doubtful(self, *path: str | int) -> bool:
        """Whether something was left out from inside a part, or the part itself."""
        return any(_inside(other, path) for other in self.left_out)

    def fault(
        self, path: Path, problem: str, allowed: str = "", remedy: str = "", key: bool = False
    ) -> Iterator[Fault]:
        """A fault at a path of the document, or with ``key`` of the name that the path ends with.

        Nothing if it, or a part of it, was faulty by itself: this may only follow from that.
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
        """A fault if nothing has the name that stands at a path."""
        if name not in known:
            allowed = f"Known: {listed(f'`{each}`' for each in known)}." if known else ""
            otherwise = "" if known else "There is none."
            remedy = did_you_mean(name, known, otherwise)
            yield from self.fault(path, f"`{name}` is not {what} here.", allowed, remedy, key)


def _inside(path: Path, part: Path) -> bool:
    """Whether a path leads into a part, or to it."""
    return path[: len(part)] == part
