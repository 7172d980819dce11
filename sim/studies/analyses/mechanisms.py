"""Divide the difference between an arm and the baseline among the arm's mechanisms.

A setting is the set of changes that are made. A change is one mechanism, or a family of mechanisms
that are switched together. An arm can also set values directly, under `set`. All these values
together count as one more change, so that the shares add up to the whole difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from sim.errors import ScenarioFaults, SimError, did_you_mean, listed
from sim.measures.words.gaps import UNMET_NEED
from sim.measures.words.service import COST
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.studies.analyses.base import (
    AnalysisFault,
    Arms,
    Base,
    Evaluation,
    measures_or_those_of,
    one_arm,
)
from sim.studies.analyses.changes import OWN, Change, changes_between
from sim.studies.analyses.written import EVERY, FAMILY, FRACTION, ORDERS, MechanismsBlock
from sim.studies.running import UnequalArmsError
from sim.studies.statistics.estimates import Outcome
from sim.studies.statistics.mechanisms import MOST_FOR_EVERY, How, Mechanisms, explain
from sim.studies.statistics.subsets import GENERATORS, fraction

HOW = {EVERY: How.EVERY, ORDERS: How.ORDERS, FRACTION: How.FRACTION}
MOST_EVER_FOR_EVERY = 12


@dataclass(frozen=True)
class MechanismsAsked:
    """Asks how the difference between two arms is divided among mechanisms."""

    key: ClassVar[str] = "mechanisms"
    base: Base
    arm: str
    changes: tuple[str, ...]  # in the order of the scenario, what the arm itself sets last
    how: How
    outcomes: tuple[str, ...]
    replications: int
    by_family: bool = False  # whether the switches of a family are one change

    @cached_property
    def known(self) -> dict[str, Change]:
        """Every change between the two arms, by name, including those that are not analysed."""
        return {each.name: each for each in changes_between(self.base, self.arm, self.by_family)}

    @property
    def left(self) -> tuple[str, ...]:
        """Changes between the two arms that are not analysed."""
        return tuple(name for name in self.known if name not in self.changes)

    @property
    def most_runs(self) -> int:
        """The number of runs that all subsets of the changes need."""
        count = len(self.changes)
        if self.how is How.ORDERS:
            return 2 * count * self.replications
        rows = 2**count if self.how is How.EVERY else len(fraction(count)) + 2
        return rows * self.replications

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer."""
        return {
            "arm": self.arm,
            "changes": list(self.changes),
            "how": self.how.value,
            "outcomes": list(self.outcomes),
            "replications": self.replications,
            **({"by": FAMILY} if self.by_family else {}),
        }

    def see(self) -> None:
        """Refuse a change that alone makes the arm invalid, or gives it other staff or places."""
        baseline = self.resolved(frozenset())[0]
        rule = self.base.scenario.workforce
        for change in self.changes:
            try:
                (arm,) = self.resolved(frozenset({change}))
                check = check_workforce(
                    {self.base.baseline: baseline, self.arm: arm},
                    rule.tolerance,
                    rule.unequal or "",
                )
                if check.refused:
                    raise UnequalArmsError(check)
            except (ScenarioFaults, UnequalArmsError) as error:
                raise SimError(
                    f"mechanisms: with {self._named(change)} changed and all else as in "
                    f"`{self.base.baseline}`:\n{error}\n"
                    "  Leave it out under `which`, or change it together with another mechanism."
                ) from None

    def resolved(self, setting: frozenset[str]) -> list[Resolved]:
        """Return the one arm in which exactly the changes of the setting are made."""
        # The arm whose own changes hold stands for the new one; only its switches differ.
        scenario = self.base.scenario
        host = self.arm if OWN in setting else self.base.baseline
        switched = {switch for change in setting for switch in self.known[change].switches}
        on = set(scenario.arms[self.base.baseline].mechanisms) ^ switched
        values = {f"arms.{host}.mechanisms": [name for name in scenario.mechanisms if name in on]}
        return [resolve(scenario.with_values(values, arms=[host]), host, history=scenario)]

    def words(self, setting: frozenset[str]) -> str:
        """Return in words which changes are made in a setting."""
        made = [name for name in self.changes if name in setting]
        return f"changes made: {listed(made) if made else 'none'}"

    def _named(self, change: str) -> str:
        """Return a change as it is named in a message; of a family, its switches too."""
        found = self.known[change]
        if not found.is_family:
            return f"`{change}`"
        return f"the family `{change}` ({listed(f'`{each}`' for each in found.switches)})"

    def carry_out(self, evaluation: Evaluation) -> Mechanisms:
        """Estimate main effects, pairs and shares for each outcome."""
        return explain(
            evaluation(Arms(self.resolved, self.words, self.outcomes)),
            frozenset(),
            frozenset(self.changes),
            [Outcome(position) for position in range(len(self.outcomes))],
            self.replications,
            self.how,
            self.base.seed,
        )


def read_mechanisms(block: MechanismsBlock, base: Base) -> MechanismsAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    arm = one_arm(base, block.arm)
    by_family = block.by == FAMILY
    known = changes_between(base, arm, by_family)
    changes = tuple(each.name for each in known)
    if not changes or changes == (OWN,):
        what = "in nothing" if not changes else "only in what it sets itself, under `set`"
        at = ("arm",) if block.arm is not None else ()
        raise AnalysisFault(
            at,
            f"`{arm}` differs from `{base.baseline}` {what}, so there are no mechanisms to tell "
            "apart.",
            "Name an arm that switches other mechanisms, or write what it sets as mechanisms.",
        )
    if by_family and not any(each.is_family for each in known):
        raise AnalysisFault(
            ("by",),
            f"No mechanism in which `{arm}` and `{base.baseline}` differ has a family.",
            "Write `family:` beside the mechanisms of the scenario, or leave `by` out.",
        )
    if block.which is not None:
        changes = _chosen(block.which, known, base, arm)
    how = HOW[block.how] if block.how else None
    how = how or (How.EVERY if len(changes) <= MOST_FOR_EVERY else How.ORDERS)
    _see_how(how, len(changes))
    return MechanismsAsked(
        base,
        arm,
        changes,
        how,
        _with_cost(measures_or_those_of(base, block.outcomes), base),
        block.replications or max(2, base.replications),
        by_family,
    )


def _with_cost(outcomes: tuple[str, ...], base: Base) -> tuple[str, ...]:
    """Return the outcomes, with the cost beside days without help if every service has a price."""
    services = base.scenario.services.values()
    if UNMET_NEED not in outcomes or COST in outcomes:
        return outcomes
    return (*outcomes, COST) if all(each.costs.given for each in services) else outcomes


def _chosen(which: Sequence[str], known: Sequence[Change], base: Base, arm: str) -> tuple[str, ...]:
    switched = [each.name for each in known if each.name != OWN]
    family_of = {name: each.name for each in known if each.is_family for name in each.switches}
    if not which:
        raise AnalysisFault(
            ("which",), "No mechanism is named.", f"Choose from {listed(switched)}."
        )
    for at, name in enumerate(which):
        if name in family_of:
            raise AnalysisFault(
                ("which", at),
                f"With `by: {FAMILY}`, `{name}` is switched together with its family.",
                f"Name the family: `{family_of[name]}`.",
            )
        if name not in switched:
            raise AnalysisFault(
                ("which", at),
                f"`{arm}` and `{base.baseline}` do not differ in a mechanism"
                f"{' or family' if family_of else ''} `{name}`.",
                did_you_mean(name, switched, f"They differ in {listed(switched)}."),
            )
    return tuple(name for name in switched if name in which)


def _see_how(how: How, count: int) -> None:
    few, many = min(GENERATORS), max(GENERATORS)
    if how is How.FRACTION and count not in GENERATORS:
        raise AnalysisFault(
            ("how",),
            f"There are fractions for {few} to {many} changes, and here are {count}.",
            "Write `every subset`." if count < few else "Write `orders`, or fewer under `which`.",
        )
    if how is How.EVERY and count > MOST_EVER_FOR_EVERY:
        raise AnalysisFault(
            ("how",),
            f"{count} changes have {2**count:,} subsets.",
            "Write `orders`, or fewer under `which`.",
        )
