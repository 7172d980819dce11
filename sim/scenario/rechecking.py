"""Check a scenario again after some of its numbers changed, without what cannot have changed.

The first time, all checks of a scenario and of its arms and groups are made, and it is written down
which of them read which of the numbers that will change. The others would read the same again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache, partial
from typing import Any

from sim.errors import Fault
from sim.scenario.checks import WHOLE, Checked
from sim.scenario.document import Document
from sim.scenario.faults import Variant, faults_between, variants_of
from sim.scenario.parts import Part
from sim.scenario.quantities import Quantity
from sim.scenario.remembering import Memory
from sim.scenario.shaping import shaped
from sim.scenario.watching import parts_within
from sim.scenario.written import Block

Watching = Callable[[Callable[[int], object]], AbstractContextManager[None]]
"""Calls a function with the number of a lever whenever something that the lever sets is read."""
Check = Callable[[], object]


class Refused(Exception):  # noqa: N818 - a check, made in full, says why
    """A scenario has a fault with the values that it has now."""


class Rechecks:
    """The checks of a scenario, which can be made again when some of its numbers have changed.

    Parameters
    ----------
    tree
        The scenario.
    arms
        The arms that are checked, as in `sim.scenario.faults.faults_of`.
    """

    def __init__(self, tree: Block, arms: Collection[str]) -> None:
        base = Variant("", tree, shaped(tree))
        self.variants = [base, *variants_of(base, arms, Memory())]
        self._checks = list(self._all_checks(base))
        self._again: dict[int, list[int]] = {}  # by lever: the checks that read it

    def documents(self) -> list[Document]:
        """Return the document of each variant."""
        found = (variant.shaped.document for variant in self.variants)
        return [document for document in found if document is not None]

    def document_of(self, arm: str, group: str = "") -> Document | None:
        """Return the document of an arm, for everyone or for a group."""
        for variant in self.variants:
            if (variant.arm, variant.group) == (arm, group) and not variant.switch:
                return variant.shaped.document
        return None

    def add(self, check: Check) -> None:
        """Add a check of another kind; it returns faults, or raises an error."""
        self._checks.append(check)

    def make(self, watching: Watching) -> None:
        """Make all checks, and see which of them read what.

        Raises
        ------
        Refused
            If there is a fault.
        """
        reads: set[int] = set()
        with watching(reads.add):
            for number, check in enumerate(self._checks):
                reads.clear()
                _made(check)
                for lever in reads:
                    self._again.setdefault(lever, []).append(number)

    def again(self, levers: Collection[int]) -> None:
        """Make the checks again that read what one of these levers sets.

        Raises
        ------
        Refused
            If there is a fault.
        """
        for number in {at for lever in levers for at in self._again.get(lever, ())}:
            _made(self._checks[number])

    def _all_checks(self, base: Variant) -> Iterator[Check]:
        yield from (
            partial(validate, part)
            for part, validate in _own_checks(parts_within(self.documents()))
        )
        for variant in self.variants:
            checked = variant.checked
            if checked is not None:
                yield from (partial(_listed, faults, checked) for faults in WHOLE)
        yield lambda: list(faults_between(base, self.variants))


def _listed(faults: Callable[[Checked], Iterator[Fault]], checked: Checked) -> list[Fault]:
    return list(faults(checked))


def _made(check: Check) -> None:
    """Make a check; raise Refused if it returns faults or raises the error of a validator."""
    try:
        found = check()
    except ValueError:  # as pydantic's, of one part
        raise Refused from None
    if isinstance(found, list) and found:
        raise Refused


def _own_checks(parts: Iterable[Part]) -> Iterator[tuple[Part, Callable[[Any], Any]]]:
    """Iterate over the checks that parts make of themselves, apart from single numbers."""
    for part in parts:
        if not isinstance(part, (Quantity, Document)):
            for check in _validators(type(part)):
                yield part, check


@cache
def _validators(kind: type[Part]) -> tuple[Callable[[Any], Any], ...]:
    found = kind.__pydantic_decorators__.model_validators.values()
    return tuple(each.func for each in found if each.info.mode == "after")
