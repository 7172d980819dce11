"""Faults in a script name the argument they are in, not files or options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.errors import Fault, Location, ScenarioFaults
from sim.scripting.arguments import ArgumentError
from sim.studies.analyses.base import AnalysisFault
from sim.studies.planning import ChoiceError


@contextmanager
def in_words_of_python() -> Iterator[None]:
    """Name arguments instead of options of the command line."""
    try:
        yield
    except ArgumentError:
        raise
    except ChoiceError as error:
        option = error.option.removeprefix("--").replace("-", "_")
        raise ArgumentError(option, error.problem, error.allowed, error.remedy) from None


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Say of faults without a file where in a script they come from."""
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
    """Say of what cannot be asked where in a script it stands."""
    try:
        yield
    except AnalysisFault as fault:
        location = Location(name, 0, 0, ".".join(map(str, fault.step)))
        raise ScenarioFaults([Fault(location, fault.problem, remedy=fault.remedy)]) from None
