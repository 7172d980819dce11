"""Define the inputs that all analyses share, and the methods that each analysis has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from sim.errors import did_you_mean, listed
from sim.laws import Floats
from sim.measures.catalogue import Catalogue, Described
from sim.measures.own import NONE, OwnMeasures
from sim.own_rules import NO_RULES, OwnRules
from sim.resolved import Names, Resolved
from sim.scenario import Scenario
from sim.studies.design import Lever
from sim.studies.family import REMEDY
from sim.studies.statistics.estimates import EvaluateMany
from sim.studies.study import other_arms

LOWER, HIGHER = "lower", "higher"
Better = Literal["lower", "higher"]


class Arms(NamedTuple):
    """Turns a setting of a statistic into arms that can be run."""

    resolved: Callable[[Any], Sequence[Resolved]]  # always as many, in the same order
    words: Callable[[Any], str]  # a setting in words, for messages
    measures: tuple[str, ...]  # that are looked at, in the order of the last axis of values
    months: Callable[[Floats], Floats] | None = None
    """What is looked at besides, from the flat series by months of a run; if given, it is last."""
    alike: Callable[[Any], int] | None = None
    """A number that settings share if their runs may have a history in common."""


Evaluation = Callable[[Arms], EvaluateMany]
"""A function that makes the runs of the given arms, or takes them from the store."""


class Base(NamedTuple):
    """The inputs that a sweep and every analysis share."""

    scenario: Scenario  # with what is set for all settings
    arms: tuple[str, ...]  # in the order of the scenario
    baseline: str
    outcomes: tuple[str, ...]  # measures, for everyone
    replications: int  # where nothing else decides how many
    seed: int
    names: Names
    levers: tuple[Lever, ...]
    uncertainties: tuple[Lever, ...]
    numbers_in: str = "uncertainties"  # where uncertain numbers are named
    own: OwnMeasures = NONE  # measures that a user adds
    rules: OwnRules = NO_RULES  # rules that a user gives

    @property
    def catalogue(self) -> Catalogue:
        """The names and descriptions of every measure that the runs have."""
        return self.own.catalogue

    def described(self, measure: str) -> Described:
        """Return the description of a measure, with the scenario's currency in its unit."""
        words = self.catalogue.describe(measure, self.names)
        money = f"{self.scenario.currency} {self.scenario.price_year}"
        return words._replace(unit=words.unit.replace("{money}", money))

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return other_arms(self.arms, self.baseline)

    def label(self, arm: str) -> str:
        """Return the label of an arm, which is its name for people."""
        return str(self.scenario.arms[arm].label or arm)


class Analysis(Protocol):
    """A question that is answered by further runs; it is checked before the first of them."""

    @property
    def key(self) -> str:
        """The name of the analysis: of its block in a study file, and of its table."""
        ...

    @property
    def base(self) -> Base:
        """The inputs that the analysis shares with other analyses."""
        ...

    @property
    def most_runs(self) -> int:
        """The largest number of runs that the analysis may need."""
        ...

    def plain(self) -> dict[str, Any]:
        """Return everything that decides the answer, apart from `base`."""
        ...

    def see(self) -> None:
        """Raise a SimError for a fault that shows only when arms are resolved."""
        ...

    def carry_out(self, evaluation: Evaluation) -> Any:
        """Make the runs and return the statistic's answer."""
        ...


class Answered(NamedTuple):
    """An analysis and its answer."""

    asked: Analysis
    found: Any


class AnalysisFault(Exception):  # noqa: N818 - becomes a fault, with its location, where that is known
    """A block asks for something impossible; `step` is the path of the faulty key in the block."""

    def __init__(self, step: tuple[str | int, ...], problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.step, self.problem, self.remedy = step, problem, remedy


def one_arm(base: Base, written: str | None) -> str:
    """Return the arm to compare with the baseline; raise AnalysisFault if that is not clear."""
    others = listed(base.others)
    if not base.others:
        raise AnalysisFault(
            (), "There is nothing to compare: the study has one arm.", "Name two as `arms`."
        )
    if written is None:
        if len(base.others) > 1:
            raise AnalysisFault(
                (), "Which arm is meant is not said.", f"Add `arm:` with one of {others}."
            )
        return base.others[0]
    if written == base.baseline:
        raise AnalysisFault(
            ("arm",), f"`{written}` is what arms are compared with.", f"Choose from {others}."
        )
    if written not in base.others:
        raise AnalysisFault(
            ("arm",),
            f"`{written}` is not an arm of this study.",
            did_you_mean(written, base.others, f"Arms: {others}."),
        )
    return written


def see_measure(base: Base, name: str, step: tuple[str | int, ...]) -> None:
    """Raise AnalysisFault for a measure that the scenario does not have."""
    if not base.catalogue.is_measure(name, base.names):
        raise AnalysisFault(
            step,
            f'"{name}" is not a measure of this scenario.',
            did_you_mean(name, base.catalogue.whole_names, REMEDY),
        )


def measures_or_those_of(base: Base, written: Sequence[str]) -> tuple[str, ...]:
    """Return the measures that a block names; if it names none, those of the study."""
    for at, name in enumerate(written):
        see_measure(base, name, ("outcomes", at))
    return tuple(written) or base.outcomes


def better_of(base: Base, measure: str, written: str | None) -> Better:
    """Return which direction is better: as the block says, or else as the catalogue says."""
    if written is not None:
        return "lower" if written == LOWER else "higher"
    direction = base.described(measure).direction
    if direction is None:
        raise AnalysisFault(
            (),
            f"Of `{measure}` neither more nor less is better.",
            "Say it with `better`: `lower` or `higher`.",
        )
    return direction
