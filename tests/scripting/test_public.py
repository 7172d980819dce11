"""The names that scripts use: all there, each with an example that runs, and quick to import."""

import dataclasses
import doctest
import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import FunctionType

import pytest

import sim
import sim.scripting.questions
import sim.scripting.running
import sim.scripting.sweeping
import sim.scripting.tables

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
HOUSE = Path(__file__).resolve().parents[2]
MOST_ARGUMENTS = 12
METHODS = (FunctionType, classmethod, staticmethod)
RUNNING = [
    "break_even",
    "compare",
    "explain",
    "find",
    "fit",
    "lives",
    "run",
    "select",
    "sensitivity",
    "sweep",
]
"""The functions that make runs."""
FUNCTIONS = [*RUNNING, "fit_distribution", "log_of", "measure", "name_number", "read_log"]


def test_every_promised_name_is_there_and_no_other() -> None:
    assert all(getattr(sim, name) is not None for name in sim.__all__)
    assert sim.__all__ == sorted(sim.__all__)
    assert dir(sim) == sim.__all__
    with pytest.raises(AttributeError, match="No sim attribute swep"):
        sim.swep  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_the_one_that_is_installed() -> None:
    assert sim.__version__ == version("throughline")


@pytest.mark.parametrize(
    "thing",
    [
        *(getattr(sim, name) for name in FUNCTIONS),
        *(sim.Execution, sim.Log, sim.Rules, sim.Table, sim.Worlds),
        *(sim.FittedDistribution.at, sim.compare_studies),
        *(sim.Scenario.load, sim.Scenario.of, sim.Scenario.with_values),
    ],
    ids=lambda thing: thing.__qualname__,
)
def test_the_example_of_every_public_function_runs(
    thing: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HOUSE)
    globs = {"Scenario": sim.Scenario}
    (found,) = doctest.DocTestFinder(recurse=False).find(thing, "example", globs=globs)
    assert found.examples
    assert doctest.DocTestRunner(optionflags=FLAGS).run(found).failed == 0


def parameters_of(thing: Callable[..., object]) -> list[inspect.Parameter]:
    """What the signature shows; typed settings count as one."""
    return [
        parameter
        for parameter in inspect.signature(thing).parameters.values()
        if parameter.name != "self"
    ]


def public_callables() -> dict[str, Callable[..., object]]:
    """Every function and class that is promised, and what such a class does.

    A scenario is loaded, and errors are raised by `sim` itself: nobody calls these classes.
    """
    found = {name: getattr(sim, name) for name in sim.__all__}
    for name, kind in [each for each in found.items() if inspect.isclass(each[1])]:
        for method in vars(kind):
            member = inspect.getattr_static(kind, method)
            if not method.startswith("_") and isinstance(member, METHODS):
                found[f"{name}.{method}"] = getattr(kind, method)
        if issubclass(kind, (sim.Scenario, Exception)):
            del found[name]
    del found["__version__"]
    return found


@pytest.mark.parametrize("name", list(public_callables()))
def test_nothing_public_takes_more_than_twelve_arguments(name: str) -> None:
    assert len(parameters_of(public_callables()[name])) <= MOST_ARGUMENTS


@pytest.mark.parametrize("name", RUNNING)
def test_every_function_that_runs_takes_an_execution_by_name_alone(name: str) -> None:
    execution = inspect.signature(getattr(sim, name)).parameters["execution"]
    assert execution.kind is inspect.Parameter.KEYWORD_ONLY
    assert execution.default is None
    own = {field.name for field in dataclasses.fields(sim.Execution)}
    assert not own & {parameter.name for parameter in parameters_of(getattr(sim, name))}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_and_result_has_a_type(name: str) -> None:
    signature = inspect.signature(getattr(sim, name))
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter


def test_importing_sim_loads_nothing_heavy() -> None:
    script = (
        "import sys, sim; print([m for m in ('numba', 'numpy', 'duckdb', 'pydantic', "
        "'matplotlib', 'importlib.metadata') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"
