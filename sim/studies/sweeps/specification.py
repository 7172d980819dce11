"""Describe a sweep completely, after all checks that can be made before the first run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.measures.uses import flow_outcomes, sweep_outcomes
from sim.scenario import Scenario
from sim.studies.analyses.base import Analysis, Base
from sim.studies.analyses.precision import PrecisionAsked
from sim.studies.design import Design, Lever
from sim.studies.design.levers import said
from sim.studies.family import family_of, with_help
from sim.studies.marks import SWEEP, Question


class Asked(NamedTuple):
    """The complete description of a sweep.

    Equal studies give equal objects, from a file or a script, on any machine.
    """

    title: str
    question: str
    about: str
    base: Base
    design: Design
    engine: Engine = Engine.FAST
    precision: PrecisionAsked | None = None  # else every setting has the replications of the base
    analyses: tuple[Analysis, ...] = ()
    warm_up: bool = False  # whether one run of each arm is looked at over time
    varies_uncertainties: bool = True  # from setting to setting; else only an analysis does

    @property
    def uncertainties(self) -> tuple[Lever, ...]:
        """The uncertain numbers that differ from setting to setting."""
        return self.base.uncertainties if self.varies_uncertainties else ()

    @property
    def varied(self) -> tuple[Lever, ...]:
        """Everything that differs from setting to setting: levers, then uncertain numbers."""
        return (*self.base.levers, *self.uncertainties)

    @property
    def replications(self) -> int:
        """The number of replications that every setting gets at least."""
        return self.base.replications if self.precision is None else self.precision.first

    @property
    def goes_on(self) -> bool:
        """Whether the results of the first runs decide if more runs follow."""
        return self.precision is not None or bool(self.analyses)

    @property
    def questions(self) -> tuple[str, ...]:
        """The names of the blocks for which runs are chosen from results during the study."""
        precise = ("precision",) if self.precision is not None else ()
        return (*precise, *(each.key for each in self.analyses))

    @property
    def most_beside(self) -> int:
        """The largest number of runs for analyses, in addition to the runs of the settings."""
        return sum(each.most_runs for each in self.analyses)

    @property
    def most_replications(self) -> int:
        """The largest number of replications that a setting may get."""
        return self.replications if self.precision is None else self.precision.rule.ceiling

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the results, as plain data."""
        return self._sweep() | {
            **({"precision": self.precision.plain()} if self.precision else {}),
            **({"analyses": {a.key: a.plain() for a in self.analyses}} if self.analyses else {}),
        }

    def _sweep(self) -> dict[str, Any]:
        return {
            "scenario": self.base.scenario.digest,
            "arms": list(self.base.arms),
            "baseline": self.base.baseline,
            "levers": [_plain_lever(each) for each in self.base.levers],
            "uncertainties": [_plain_lever(each) for each in self.uncertainties],
            "design": {"kind": self.design.kind, "size": self.design.size},
            "table": [[said(row[each.name]) for each in self.varied] for row in self.design.rows],
            "outcomes": list(self.base.outcomes),
            "replications": self.replications,
            "seed": self.base.seed,
            **({"measures": self.base.own.digest.hex()} if self.base.own.measures else {}),
            **({"own_rules": self.base.rules.digest} if self.base.rules.given else {}),
        }

    @property
    def digest(self) -> str:
        """A digest of everything that decides the results: sixty-four hex digits."""
        return _digest(self.plain())

    @property
    def family(self) -> str:
        """A digest of everything that decides the results except the replications.

        It has sixty-four hex digits.
        """
        return _digest({"of": self.plain() | {"replications": None}})

    @property
    def as_question(self) -> Question:
        """The question that a folder with its results answers."""
        return Question(SWEEP, self.digest, self.family, self.replications)


class TooManyRunsError(SimError):
    """A study would need more runs than allowed."""

    def __init__(
        self,
        settings: int,
        arms: int,
        replications: int,
        most: int,
        beside: int,
        option: str = "--max-runs",
    ) -> None:
        self.numbers = (settings, arms, replications, most, beside)
        runs = settings * arms * replications + beside
        more = f", and up to {beside:,} for its analyses" if beside else ""
        super().__init__(
            f"{option}: the study takes {runs:,} runs ({settings:,} settings, {arms} arms, "
            f"{replications:,} replications{more}), more than {most:,}.\n"
            f"  Allow more with {option}, or ask for fewer settings or replications."
        )


def usual_outcomes(scenario: Scenario) -> tuple[str, ...]:
    """Return the measures that the scenario judges together; if there are none, the usual ones."""
    usual = (*sweep_outcomes(), *with_help(scenario)) if scenario.needs else flow_outcomes()
    return family_of(scenario) or tuple(dict.fromkeys(usual))


def arm_order(scenario: Scenario, chosen: Sequence[str] | None) -> tuple[str, ...]:
    """Return the chosen arms in the order of the scenario; all arms when None."""
    return tuple(a for a in scenario.arm_names if chosen is None or a in chosen)


def _digest(plain: dict[str, Any]) -> str:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_lever(lever: Lever) -> dict[str, Any]:
    found: dict[str, Any] = {"name": lever.name, "sets": list(lever.paths)}
    if lever.rest:
        found["rest"] = lever.rest
    if lever.span is None:
        return found | {"values": [said(value) for value in lever.values]}
    low, high = lever.span.at(0.0), lever.span.at(1.0 - 2.0**-53)
    return found | {"low": said(low), "high": said(high)}
