"""Facts that hold in every run of the program, whatever the scenario."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engines.order import StepKind
from sim.report.describing.markdown import bullets, plain
from sim.report.describing.subject import Subject
from sim.studies.manifest import this_platform

SPECIFICATION = "docs/reference/model.md"
VALIDATION = "docs/background/validation.md"


def events(_subject: Subject) -> Iterator[str]:
    """Say what kind of model it is."""
    yield (
        "The model is a stochastic discrete-event simulation of single people. Times are whole "
        "minutes. Everything that happens is a row of an event log, and every measure is computed "
        "from the log alone."
    )


def rules(_subject: Subject) -> Iterator[str]:
    """Say where the rules are written down."""
    yield (
        f"The rules and their formulas are in the specification of the model ({SPECIFICATION} of "
        "the program, version above), with the module and the test of each."
    )


def random_numbers(subject: Subject) -> Iterator[str]:
    """Say how random numbers are made."""
    yield (
        "Each random number is a function of the seed, the replication, its purpose, the name of "
        "the service or need, the person, and a counter. It is a word of the counter-based "
        "generator Philox4x64-10. No random number depends on how many were drawn before it. A "
        "person has the same random numbers in every arm (common random numbers), and one more "
        "person, service or arm changes nobody else's. Distributions are drawn by inversion. The "
        f"seed of the file is {subject.scenario.run.seed}."
    )


def order(_subject: Subject) -> Iterator[str]:
    """Say how the clock advances and in which order simultaneous steps are taken."""
    yield (
        "Time advances from event to event. Steps of the same minute are taken in a fixed order of "
        "their kinds. Steps of the same kind are ordered by a random number that is drawn anew for "
        "each person, service and minute. The kinds, in their order:"
    )
    yield bullets(plain(kind.name.lower().replace("_", " ")) for kind in StepKind)


def engines(_subject: Subject) -> Iterator[str]:
    """Say how the implementation is checked."""
    yield (
        "Two engines implement the rules independently: a readable one on SimPy and a compiled one "
        "on Numba. The tests of the program hold their event logs against each other, row by row, "
        "in random scenarios with many edge cases and in the shipped scenarios. `sim run --engine "
        "both` does the same with this scenario."
    )
    yield (
        "The tests also hold runs against queueing and renewal theory, and measures against values "
        f"that were worked out by hand ({VALIDATION})."
    )


def software(subject: Subject) -> Iterator[str]:
    """Say which versions wrote the draft."""
    found = ", ".join(f"{name} {version}" for name, version in subject.versions.items())
    yield f"Versions with which this draft was written: {plain(found)}, on {this_platform()}."


def sharing(subject: Subject) -> Iterator[str]:
    """Say how the program and the scenario can be had."""
    yield (
        f"The program is Throughline {subject.versions['throughline']}, with the MIT licence. The "
        f"scenario has the digest `{subject.scenario.digest}`: files with the same content have "
        "the same digest. `sim reproduce` makes a finished study again and compares every output."
    )
