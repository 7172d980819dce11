"""A document under check, with what is needed to say where a fault is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.document import Document
from sim.scenario.merging import Path
from sim.scenario.shaping import Shaped
from sim.scenario.written import Block, at, place_of, written_steps


@dataclass(frozen=True)
class Checked:
    """One document, the tree it was read from, and the names there are."""

    document: Document
    tree: Block
    left_out: frozenset[Path]  # parts that were faulty by themselves

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

    def fault(self, path: Path, problem: str, allowed: str = "", remedy: str = "") -> Fault:
        """A fault at a path of the document."""
        return Fault(place_of(self.tree, path), problem, allowed, remedy)

    def key_fault(self, path: Path, problem: str, allowed: str = "", remedy: str = "") -> Fault:
        """A fault of the name that a path ends with."""
        steps = written_steps(self.tree, path)
        if len(steps) < len(path):
            return self.fault(path, problem, allowed, remedy)
        place = at(self.tree, steps[:-1]).keys_at[steps[-1]]
        return Fault(place, problem, allowed, remedy)

    def unknown(
        self, path: Path, name: str, what: str, known: Collection[str], is_key: bool = False
    ) -> Fault:
        """A name that nothing has."""
        make = self.key_fault if is_key else self.fault
        return make(
            path,
            f"`{name}` is not {what} here.",
            f"Known: {listed(f'`{each}`' for each in known)}." if known else "There is none.",
            did_you_mean(name, known),
        )

    def believable(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """The faults that do not merely follow from parts left out as faulty."""
        parts = {tuple(str(step) for step in path[:2]) for path in self.left_out}
        for fault in faults:
            if tuple(fault.place.path.split(".")[:2]) not in parts:
                yield fault
