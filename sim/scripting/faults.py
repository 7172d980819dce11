"""Make the errors of a script name a function's argument, not a file or an option."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.errors import Fault, Location, ScenarioFaults
from sim.scripting.arguments import ArgumentError
from sim.studies.analyses.base import AnalysisFault
from sim.studies.planning import ChoiceError


@contextmanager
def in_words_of_python() -> Iterator[None]:
    """In messages, replace the options of a command by the names of arguments."""
    try:
        yield
    except ArgumentError:
        raise
    except ChoiceError as error:
        option = error.option.removeprefix("--").replace("-", "_")
        raise ArgumentError(option, error.problem, error.allowed, error.remedy) from None


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Add the name of the argument to faults that are in no file."""
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
    """Turn the refusal of a block's value into an error that names the argument."""
    try:
        yield
    except AnalysisFault as fault:
        location = Location(name, 0, 0, ".".join(map(str, fault.step)))
        raise ScenarioFaults([Fault(location, fault.problem, remedy=fault.remedy)]) from None
