"""Combine the settings of a scenario file with the options of a command, for one study."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.errors import SimError, did_you_mean, listed
from sim.scenario import Scenario
from sim.studies.study import Settings
from sim.units import YEAR, Length

MOST_REPLICATIONS = 1_000_000
LARGEST_SEED = 2**53  # whole numbers beyond this are not exact in every file format
MOST_YEARS = 1_000


class Choices(NamedTuple):
    """The values that a command sets instead of the scenario file; None keeps the file's value."""

    arms: Sequence[str] | None = None
    replications: int | None = None
    seed: int | None = None
    years: float | None = None


class ChoiceError(SimError):
    """An option of a command cannot be used with this scenario."""

    def __init__(self, option: str, problem: str, allowed: str, remedy: str = "") -> None:
        super().__init__(f"{option}: {problem}\n  {' '.join(filter(None, (allowed, remedy)))}")
        self.option, self.problem, self.allowed, self.remedy = option, problem, allowed, remedy


def settle(scenario: Scenario, choices: Choices) -> Settings:
    """Return the settings of a study: the values of the file, replaced by those of the command.

    Arms are always in the order of the file. The baseline is `compare.baseline`. If that arm is
    not chosen, the baseline is the first chosen arm.

    Raises
    ------
    ChoiceError
        If a choice is not possible. The message is about the first such choice.
    """
    arms = _arms(scenario.arm_names, choices.arms)
    replications = _whole(
        "--replications", choices.replications, scenario.run.replications, 1, MOST_REPLICATIONS
    )
    seed = _whole("--seed", choices.seed, scenario.run.seed, 0, LARGEST_SEED)
    length = _length(scenario.run.length, choices.years)
    warm_up = scenario.run.warm_up
    if length.minutes <= warm_up.minutes:
        raise ChoiceError(
            "--years",
            f"a run of {length} ends before the warm-up of {warm_up} is over.",
            f"Choose more than {warm_up.minutes / YEAR:g} years, or {_earlier(scenario)}.",
        )
    baseline = scenario.compare.baseline
    return Settings(
        arms=arms,
        baseline=baseline if baseline in arms else arms[0],
        replications=replications,
        seed=seed,
        length=str(length),
        minutes=length.minutes,
    )


def settled(scenario: Scenario, settings: Settings) -> Scenario:
    """Return the scenario with the given settings written into its `run` block."""
    tree = scenario.tree.copied()
    run = tree["run"].copied()
    for key in ("length", "replications", "seed"):
        run.put(key, getattr(settings, key), run.location, run.location)
    tree.put("run", run, run.location, run.location)
    return Scenario.from_tree(tree)


def _earlier(scenario: Scenario) -> str:
    """Return in words what would end the warm-up earlier."""
    if scenario.run.change is None:
        return "shorten `run.warm_up`"
    return "let the change of rules come earlier, `run.change`"


def _arms(known: Sequence[str], chosen: Sequence[str] | None) -> tuple[str, ...]:
    if chosen is None:
        return tuple(known)
    for name in chosen:
        if name not in known:
            raise ChoiceError(
                "--arms",
                f"`{name}` is not an arm of this scenario.",
                f"Arms: {listed(f'`{arm}`' for arm in known)}.",
                did_you_mean(name, known),
            )
    if not chosen:
        raise ChoiceError("--arms", "no arm is named.", "Name one or more, with commas between.")
    return tuple(arm for arm in known if arm in chosen)


def _whole(option: str, chosen: int | None, default: int, low: int, high: int) -> int:
    value = default if chosen is None else chosen
    if not low <= value <= high:
        raise ChoiceError(
            option, f"{value} is out of range.", f"Choose a whole number from {low} to {high}."
        )
    return value


def _length(default: Length, years: float | None) -> Length:
    if years is None:
        return default
    if not math.isfinite(years) or not 0 < years <= MOST_YEARS:
        raise ChoiceError(
            "--years",
            f"{years:g} is not a length of run.",
            f"Choose a number above 0, and at most {MOST_YEARS}.",
        )
    return Length(years, "year")
