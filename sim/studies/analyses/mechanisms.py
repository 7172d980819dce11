"""Divide the difference between an arm and the baseline among the arm's mechanisms.

A setting is the set of mechanisms that are switched on. An arm can also set values directly, under
`set`. All these values together count as one more change, so that the shares add up to the whole
difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.errors import ScenarioFaults, SimError, did_you_mean, listed
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
from sim.studies.analyses.written import EVERY, FRACTION, ORDERS, MechanismsBlock
from sim.studies.running import UnequalArmsError
from sim.studies.statistics.estimates import Outcome
from sim.studies.statistics.mechanisms import MOST_FOR_EVERY, How, Mechanisms, explain
from sim.studies.statistics.subsets import GENERATORS, fraction

OWN = "what the arm itself sets"
"""The name of the change that is not a mechanism. Names of mechanisms have no spaces."""
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

    @property
    def from_on(self) -> frozenset[str]:
        """The mechanisms that are on in the baseline."""
        return frozenset(self.base.scenario.arms[self.base.baseline].mechanisms)

    @property
    def to_on(self) -> frozenset[str]:
        """The mechanisms that are on when all changes are made."""
        return self.from_on ^ frozenset(self.changes)

    @property
    def left(self) -> tuple[str, ...]:
        """Mechanisms in which the arms differ but that are not analysed."""
        known = changes_between(self.base, self.arm)
        return tuple(name for name in known if name not in self.changes)

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
        }

    def see(self) -> None:
        """Refuse a change that alone makes the arm invalid, or gives it other staff or places."""
        baseline = self.resolved(self.from_on)[0]
        rule = self.base.scenario.workforce
        for change in self.changes:
            try:
                (arm,) = self.resolved(self.from_on ^ {change})
                check = check_workforce(
                    {self.base.baseline: baseline, self.arm: arm},
                    rule.tolerance,
                    rule.unequal or "",
                )
                if check.refused:
                    raise UnequalArmsError(check)
            except (ScenarioFaults, UnequalArmsError) as error:
                raise SimError(
                    f"mechanisms: with `{change}` changed and all else as in "
                    f"`{self.base.baseline}`:\n{error}\n"
                    "  Leave it out under `which`, or change it together with another mechanism."
                ) from None

    def resolved(self, setting: frozenset[str]) -> list[Resolved]:
        """Return the one arm in which exactly the mechanisms of the setting are on."""
        # The arm whose own changes hold stands for the new one; only its switches differ.
        host = self.arm if OWN in setting else self.base.baseline
        on = [name for name in self.base.scenario.mechanisms if name in setting]
        changed = self.base.scenario.with_values({f"arms.{host}.mechanisms": on}, arms=[host])
        return [resolve(changed, host, history=self.base.scenario)]

    def words(self, setting: frozenset[str]) -> str:
        """Return in words which changes are made in a setting."""
        made = [name for name in self.changes if (name in setting) != (name in self.from_on)]
        return f"changes made: {listed(made) if made else 'none'}"

    def carry_out(self, evaluation: Evaluation) -> Mechanisms:
        """Estimate main effects, pairs and shares for each outcome."""
        return explain(
            evaluation(Arms(self.resolved, self.words, self.outcomes)),
            self.from_on,
            self.to_on,
            [Outcome(position) for position in range(len(self.outcomes))],
            self.replications,
            self.how,
            self.base.seed,
        )


OWN_KEYS = ("changes", "transfer", "start_map")
"""The fields of an arm that hold values it sets directly, not through mechanisms."""


def changes_between(base: Base, arm: str) -> tuple[str, ...]:
    """Return the mechanisms in which an arm differs from the baseline, in the scenario's order.

    If the two arms also differ in the values that they set directly, that is one more change.
    """
    one, other = base.scenario.arms[base.baseline], base.scenario.arms[arm]
    differ = set(one.mechanisms) ^ set(other.mechanisms)
    found = tuple(name for name in base.scenario.mechanisms if name in differ)
    own = any(getattr(one, key) != getattr(other, key) for key in OWN_KEYS)
    return (*found, OWN) if own else found


def read_mechanisms(block: MechanismsBlock, base: Base) -> MechanismsAsked:
    """Read a block; raise AnalysisFault if it asks for something impossible."""
    arm = one_arm(base, block.arm)
    changes = changes_between(base, arm)
    if not changes or changes == (OWN,):
        what = "in nothing" if not changes else "only in what it sets itself, under `set`"
        at = ("arm",) if block.arm is not None else ()
        raise AnalysisFault(
            at,
            f"`{arm}` differs from `{base.baseline}` {what}, so there are no mechanisms to tell "
            "apart.",
            "Name an arm that switches other mechanisms, or write what it sets as mechanisms.",
        )
    if block.which is not None:
        changes = _chosen(block.which, changes, base, arm)
    how = HOW[block.how] if block.how else None
    how = how or (How.EVERY if len(changes) <= MOST_FOR_EVERY else How.ORDERS)
    _see_how(how, len(changes))
    return MechanismsAsked(
        base,
        arm,
        changes,
        how,
        measures_or_those_of(base, block.outcomes),
        block.replications or max(2, base.replications),
    )


def _chosen(which: Sequence[str], changes: Sequence[str], base: Base, arm: str) -> tuple[str, ...]:
    switched = [name for name in changes if name != OWN]
    if not which:
        raise AnalysisFault(
            ("which",), "No mechanism is named.", f"Choose from {listed(switched)}."
        )
    for at, name in enumerate(which):
        if name not in switched:
            raise AnalysisFault(
                ("which", at),
                f"`{arm}` and `{base.baseline}` do not differ in a mechanism `{name}`.",
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
