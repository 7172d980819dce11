"""Make error messages in scripts name the function's argument, not files or options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.errors import Fault, Location, ScenarioFaults
from sim.scripting.arguments import ArgumentError
from sim.studies.analyses.base import AnalysisFault
from sim.studies.planning import ChoiceError


@contextmanager
def in_words_of_python() -> Iterator[None]:
    """Replace the command line's options by names of arguments in messages."""
    try:
        yield
    except ArgumentError:
        raise
    except ChoiceError as error:
        option = error.option.removeprefix("--").replace("-", "_")
        raise ArgumentError(option, error.problem, error.allowed, error.remedy) from None


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Add the argument's name to faults that have no file."""
    try:
        yield
    except ScenarioFaults as faults:
        raise ScenarioFaults(
            fault
            if fault.location.line
            else fault._replace(location=fault.location._replace(file=what))
            for fault in faults.faults
        ) from None


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turn a refused choice into an error that names the argument."""
    try:
        yield
    except AnalysisFault as fault:
        location = Location(name, 0, 0, ".".join(map(str, fault.step)))
        raise ScenarioFaults([Fault(location, fault.problem, remedy=fault.remedy)]) from None
