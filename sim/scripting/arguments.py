"""Check the arguments that a script gives to a function.

Other types with a clear meaning are accepted, such as 2.0 for 2. Everything else is refused with a
message that names the argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from sim.engines.choosing import Engine
from sim.errors import did_you_mean, listed
from sim.scenario import Scenario
from sim.scenario.from_python import NotPlain, plain_value
from sim.studies.planning import LARGEST_SEED, MOST_REPLICATIONS, ChoiceError, Choices

EngineName = Literal["fast", "reference"]
Folder = str | PathLike[str]

MOST_SHOWN = 40


class ArgumentError(ChoiceError):
    """An argument of a function cannot be used."""


def is_flag(argument: str, value: object) -> None:
    """Check that an argument is True or False."""
    if not isinstance(value, bool):
        raise ArgumentError(argument, f"{named(value)} is neither.", "Give True or False.")


def is_scenario(value: object) -> Scenario:
    """Return the value if it is a scenario; otherwise raise ArgumentError."""
    if isinstance(value, Scenario):
        return value
    raise ArgumentError(
        "scenario",
        f"{named(value)} is not a scenario.",
        'Load one with sim.Scenario.load("scenarios/queue.yaml").',
    )


def whole(argument: str, value: object, low: int, high: int) -> int | None:
    """Return an argument as a whole number within bounds. None stays None.

    Values such as 2.0 and whole numbers of NumPy are accepted.
    """
    if value is None:
        return None
    allowed = f"Give a whole number from {low} to {high:,}."
    number = _plain(argument, value, allowed)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int):
        raise ArgumentError(argument, f"{named(value)} is not a whole number.", allowed)
    if not low <= number <= high:
        raise ArgumentError(argument, f"{number} is out of range.", allowed)
    return number


def names(argument: str, value: object, known: Sequence[str] | None = None) -> list[str] | None:
    """Return an argument with one name or several as a list of names. None stays None.

    A name may occur only once. If `known` is given, every name must be in it.
    """
    if value is None:
        return None
    allowed = f"Give {'one or more of ' if known else 'a list of names'}{_known(known)}"
    if isinstance(value, str):
        found: list[Any] = [str(value)]
    elif isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise ArgumentError(argument, f"{named(value)} is not a list of names.", allowed)
    else:
        found = _plain(argument, value, allowed)
    if not found:
        raise ArgumentError(argument, "nothing is named.", allowed)
    for name in found:
        if not isinstance(name, str):
            raise ArgumentError(argument, f"{named(name)} is not a name.", allowed)
        if known is not None and name not in known:
            raise ArgumentError(
                argument, f"`{name}` is not one of them.", allowed, did_you_mean(name, known)
            )
        if found.count(name) > 1:
            raise ArgumentError(argument, f"`{name}` is named twice.", "Name it once.")
    return found


def _known(known: Sequence[str] | None) -> str:
    return f"{listed(f'`{name}`' for name in known)}." if known else "."


def choices(scenario: Scenario, arms: object, replications: object, seed: object) -> Choices:
    """Collect the arguments that replace values of the scenario."""
    return Choices(
        names("arms", arms, scenario.arm_names),
        whole("replications", replications, 1, MOST_REPLICATIONS),
        whole("seed", seed, 0, LARGEST_SEED),
    )


def engine_named(name: object) -> Engine:
    """Return the engine with this name."""
    if not isinstance(name, str) or name not in (Engine.FAST, Engine.REFERENCE):
        raise ArgumentError(
            "engine", f"{named(name)} is not an engine.", 'Write "fast" or "reference".'
        )
    return Engine(name)


def folder_path(argument: str, value: object) -> Path:
    """Return the path of a folder, which need not exist."""
    if not isinstance(value, (str, PathLike)) or isinstance(value, bytes) or not str(value):
        raise ArgumentError(argument, f"{named(value)} is not the path of a folder.", _A_FOLDER)
    return Path(value)


def folder(argument: str, value: object) -> Path:
    """Return the path of a folder, and make the folder if it does not exist."""
    path = folder_path(argument, value)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ArgumentError(
            argument, f"the folder {named(str(path))} cannot be used ({reason}).", _A_FOLDER
        ) from None
    return path


_A_FOLDER = "Give a folder, or the place of a new one."


def see_callbacks(executor: object, progress: object) -> None:
    """Refuse an executor without a `submit` method and a `progress` that cannot be called."""
    is_able = callable(getattr(executor, "submit", None)) and not isinstance(executor, type)
    if executor is not None and not is_able:
        raise ArgumentError(
            "executor",
            f"{named(executor)} cannot make runs.",
            "Give anything with `submit`, as those of concurrent.futures or Dask.",
        )
    if progress is not None and not callable(progress):
        raise ArgumentError(
            "progress", f"{named(progress)} cannot be called.", "Give a function of (done, total)."
        )


def worker_count(workers: object) -> int:
    """Return how many runs are made at the same time: 1 or more."""
    number = _plain("workers", workers, "Give a whole number of 1 or more.")
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int):
        raise ArgumentError(
            "workers", f"{named(workers)} is not a whole number.", "Give a number of 1 or more."
        )
    if number < 1:
        raise ArgumentError("workers", f"{number} is too few.", "Choose 1 or more.")
    return number


def mapping(argument: str, value: object, example: str) -> Mapping[Any, Any]:
    """Return the value if it is a mapping, and an empty mapping for None."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ArgumentError(argument, f"{named(value)} has no names.", f"Write it as {example}.")
    return value


def named(value: object) -> str:
    """Return a value in the form that messages show: the value if it is short, else its type."""
    if isinstance(value, str):
        text = value if len(value) <= MOST_SHOWN else f"{value[: MOST_SHOWN - 1]}…"
        return f'"{text}"'
    if value is None or isinstance(value, (bool, int, float)):
        return str(value)[:MOST_SHOWN]
    return f"a value of the type {type(value).__name__}"


def _plain(argument: str, value: object, allowed: str) -> Any:
    try:
        return plain_value(value)
    except NotPlain as fault:
        problem = f"{fault.problem[:1].lower()}{fault.problem[1:]}"
        raise ArgumentError(argument, problem, allowed) from None
