"""Plan how the arms of a study follow from the values of its levers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.errors import Fault, Location
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.resolving.again import ArmsAgain
from sim.scenario import Scenario
from sim.scenario.checks.change import differing
from sim.scenario.putting import WHERE
from sim.scenario.quantities import Point, Quantity
from sim.scenario.rechecking import Rechecks, Refused
from sim.scenario.replacing import as_tree, replaced
from sim.scenario.transfers_again import TransferAgain
from sim.scenario.variants import with_patches
from sim.scenario.watching import Number, parts_within, put_value, watched
from sim.scenario.written import Path, Tree, WrittenFloat, WrittenInt, WrittenText, vouch
from sim.studies.design.levers import Lever

MARK = f"{WHERE}_"
"""The beginning of the sources by which the numbers of each lever are known."""


class NotPlanned(Exception):  # noqa: N818 - says that the slow way is left
    """A lever of a study sets something else than single numbers."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__()
        self.number = number  # of the lever; None where it is not one alone


class _Posts(NamedTuple):
    """A number that an arm's transfer of posts sets, in several documents."""

    transfer: TransferAgain
    path: Path


class Plan:
    """The arms of a scenario, ready to be resolved with other values of the levers.

    Parameters
    ----------
    scenario, levers, names
        As for `arms_at`.
    setting
        A valid setting.

    Raises
    ------
    NotPlanned
        If a lever sets something else than single numbers: a text, a row of shares, a date, or a
        setting of the run.
    """

    def __init__(
        self,
        scenario: Scenario,
        levers: Sequence[Lever],
        names: Sequence[str],
        setting: Sequence[Any],
    ) -> None:
        self.levers, self.names = tuple(levers), tuple(names)
        self.first = [_known(value) for value in setting]
        before, changed = self._marked(scenario, setting)
        self.arms = ArmsAgain(changed, before, names)
        self.checks = list(self._checks(before, changed))
        documents = [*self.arms.documents()]
        for checks in self.checks:
            documents += checks.documents()
        self.posts = list(self._transfers(before, changed))
        self._numbers: dict[int, list[Number]] = defaultdict(list)
        self._find_numbers(documents)
        self._see_values(setting)
        self._now = list(self.first)
        for checks in self.checks:
            checks.make(self._watching)
        self.arms.resolve(self._watching)
        rule = changed.workforce
        self._rule = (rule.tolerance, rule.unequal or "")

    def at(self, setting: Sequence[Any]) -> dict[str, Resolved]:
        """Return the arms in a setting.

        Raises
        ------
        Refused
            If the setting must be resolved the slow way, which may find a fault in it.
        """
        changed = self._put(setting)
        for checks in self.checks:
            checks.again(changed)
        arms = self.arms.at(changed)
        if check_workforce(arms, *self._rule).refused:
            raise Refused
        return arms

    def _marked(self, scenario: Scenario, setting: Sequence[Any]) -> tuple[Scenario, Scenario]:
        """Return the scenario until the rules change and from then on, each lever with its mark."""
        at_once: list[int] = []
        later: list[int] = []
        for number, lever in enumerate(self.levers):
            if lever.rest:
                raise NotPlanned(number)
            of_later = scenario.run.change is not None and not lever.uncertain
            (later if of_later else at_once).append(number)
        before = self._with(scenario, at_once, setting)
        return before, self._with(before, later, setting) if later else before

    def _with(self, scenario: Scenario, numbers: list[int], setting: Sequence[Any]) -> Scenario:
        tree = scenario.tree
        for number in numbers:
            _written(setting[number])
            puts = self.levers[number].puts(setting[number])
            tree = replaced(tree, scenario, puts, f"{MARK}{number}")
        return Scenario.from_tree(tree)

    def _checks(self, before: Scenario, changed: Scenario) -> Iterator[Rechecks]:
        """Iterate over the checks of both scenarios, as `arms_at` makes them."""
        if before.run.change is None:
            yield Rechecks(before.tree, self.names)
            return
        first = Rechecks(before.tree, list(dict.fromkeys([before.history, *self.names])))
        yield first
        if changed is not before:
            second = Rechecks(changed.tree, self.names)
            history = first.document_of(before.history)
            for arm in self.names:
                second.add(partial(_going_on, history, second.document_of(arm)))
            yield second

    def _transfers(self, before: Scenario, changed: Scenario) -> Iterator[_Posts]:
        """Iterate over the numbers of posts that arms move."""
        documents: dict[tuple[int, str], list[Any]] = defaultdict(list)
        for each in self.arms.arms:
            documents[id(changed), each.name] += self.arms.documents_of(each)
            if before.run.change is not None:
                begins = each.beginning
                for context in (begins.first, begins.common):
                    documents[id(before), before.history] += [context.document, *context.groups]
        for scenario, checks in zip((before, changed), self.checks, strict=False):
            for variant in checks.variants:
                if variant.arm:
                    documents[id(scenario), variant.arm].append(variant.shaped.document)
        for scenario in {id(each): each for each in (before, changed)}.values():
            for name, arm in scenario.arms.items():
                if arm.transfer is None:
                    continue
                ends = (arm.transfer.origin, arm.transfer.target)
                if scenario.people.areas or not all(end in scenario.services for end in ends):
                    raise NotPlanned
                tree = with_patches(scenario.tree, scenario, name)
                moved = scenario.tree["arms"][name]["transfer"]
                transfer = TransferAgain(tree, moved, _lever_of, documents[id(scenario), name])
                yield from (_Posts(transfer, path) for path in transfer.numbers)

    def _find_numbers(self, documents: list[Any]) -> None:
        """Find the numbers that each lever sets, and those that follow from a transfer."""
        self._lever: dict[int, int] = {}  # by `id` of a number
        for number, posts in enumerate(self.posts, len(self.levers)):
            self._numbers[number] = posts.transfer.numbers[posts.path]
            self._lever |= {id(each): number for each in self._numbers[number]}
        for part in parts_within(documents):
            if isinstance(part, Quantity) and id(part) not in self._lever:
                lever = _marked_by(part.source)
                if lever is not None:
                    self._numbers[lever].append(part)
                    self._lever[id(part)] = lever
        for number in range(len(self.levers)):
            if not self._numbers[number]:
                raise NotPlanned(number)

    def _see_values(self, setting: Sequence[Any]) -> None:
        """See that every number has just the value that the first setting gives its lever."""
        self._first_values: dict[int, list[Any]] = {}
        for at, numbers in self._numbers.items():
            if any(isinstance(number, Point) for number in numbers):
                raise NotPlanned(at)  # the order of what happens on dates depends on it
            self._first_values[at] = [number.value for number in numbers]
            if at < len(self.levers):
                values = self._valid(at, setting[at])
                if list(map(_known, values)) != list(map(_known, self._first_values[at])):
                    raise NotPlanned(at)

    def _watching(self, tell: Callable[[int], object]) -> AbstractContextManager[None]:
        numbers = [number for some in self._numbers.values() for number in some]
        return watched(numbers, lambda at: tell(self._lever[at]))

    def _put(self, setting: Sequence[Any]) -> set[int]:
        """Put the values of a setting into the documents; return what differs from the first."""
        changed = set()
        for at, value in enumerate(setting):
            known = _known(value)
            if known != self._now[at]:
                self._set(
                    at,
                    self._first_values[at] if known == self.first[at] else self._valid(at, value),
                )
                self._now[at] = known
            if known != self.first[at]:
                changed.add(at)
        return changed | self._moved(setting, changed)

    def _moved(self, setting: Sequence[Any], changed: set[int]) -> set[int]:
        """Put the numbers of posts that follow from the setting; return which have changed."""
        found = set()
        for number, (transfer, path) in enumerate(self.posts, len(self.levers)):
            if changed.isdisjoint(transfer.reads):
                self._set(number, self._first_values[number])
                continue
            values = {at: _written(setting[at], self.levers[at].name) for at in transfer.reads}
            written = transfer.again(values)[path]
            kinds = self._numbers[number]
            self._set(number, [_validated(type(each), written) for each in kinds])
            found.add(number)
        return found

    def _set(self, at: int, values: Sequence[Any]) -> None:
        for number, value in zip(self._numbers[at], values, strict=True):
            put_value(number, value)

    def _valid(self, at: int, value: Any) -> list[Any]:
        """Return the value of a lever, as each of its numbers holds it."""
        written = _written(value, self.levers[at].name)
        by_kind: dict[type[Number], Any] = {}
        for number in self._numbers[at]:
            kind = type(number)
            if kind not in by_kind:
                by_kind[kind] = _validated(kind, written)
        return [by_kind[type(number)] for number in self._numbers[at]]


def _validated(kind: type[Number], written: Tree) -> Any:
    try:
        return kind.model_validate(written).value
    except ValidationError:
        raise Refused from None


def _written(value: Any, path: str = "") -> Tree:
    """Return a value as it stands in a tree; raise NotPlanned unless it is a single one."""
    written = as_tree(value, Location(WHERE, 0, 0, path))
    if not isinstance(written, (WrittenText, WrittenInt, WrittenFloat)):
        raise NotPlanned
    source = WrittenText(WHERE)
    source.location = Location(WHERE, 0, 0)
    vouch(written, source)
    return written


def _known(value: Any) -> tuple[type, str]:
    """Return what tells two values apart, also a whole number from the same with a point."""
    return type(value), repr(value)


def _marked_by(source: str) -> int | None:
    number = source.removeprefix(MARK)
    return int(number) if source.startswith(MARK) and number.isdigit() else None


def _lever_of(tree: Tree) -> int | None:
    """Return the lever that set a value of a tree."""
    source = getattr(tree, "source", None)
    return None if source is None else _marked_by(str(source))


def _going_on(history: Any, arm: Any) -> list[Fault]:
    """Return faults if a service would not keep throughout what it must keep."""
    services = [(each, history.services.get(name)) for name, each in arm.services.items()]
    if any(known is not None and differing(service, known) for service, known in services):
        raise Refused
    return []
