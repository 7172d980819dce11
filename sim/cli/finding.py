"""Carry out `sim find`: from options in words to the question of a study file, and its answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from sim.cli.sweeping import Request as Sweeping, carry_out
from sim.engines.choosing import Engine
from sim.errors import Fault, Location, ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.scenario.replacing import as_tree
from sim.scenario.shaping import read_as
from sim.scenario.written import Block
from sim.studies.analyses.base import AnalysisFault, Base
from sim.studies.analyses.find import FindAsked, read_find
from sim.studies.analyses.written import FindBlock
from sim.studies.design.designs import GRID, design
from sim.studies.planning import ChoiceError
from sim.studies.sweeps.specification import Asked, usual_outcomes

ENDS = re.compile(r"(?P<low>.+?)\s*(?:\.\.+|…|\s+to\s+|\s+and\s+)\s*(?P<high>.+)")
WHOLE, NUMBER = re.compile(r"[-+]?\d+"), re.compile(r"[-+]?\d*\.\d+")
OPTIONS = {"low": "between", "high": "between", "so_that": "so-that"}
"""The option that stands for a key of the block, where it is called otherwise."""


class Request(NamedTuple):
    """The arguments of `sim find`; None stands for the default of the question."""

    file: Path
    least: str | None
    most: str | None
    between: str | None
    so_that: str
    by: str | None
    months: int | None
    sure: str | None
    arm: str | None
    step: str | None
    rest: str | None
    futures: int | None
    chance: bool  # whether chance alone differs
    seed: int | None
    workers: int | None
    cluster: str | None
    out: Path | None
    quiet: bool
    allow_outside: bool


def find(request: Request) -> None:
    """Carry out the whole command `sim find`, and print the answer and the path of the report."""
    asked = read(request)
    carry_out(
        asked,
        Sweeping(
            request.file,
            None,
            request.workers,
            None,
            request.cluster,
            None,
            request.out,
            (),
            request.quiet,
        ),
        answers_alone=True,
    )


def read(request: Request) -> Asked:
    """Return the study that the options ask for; raise ScenarioFaults with every fault of them."""
    scenario = load(request.file, request.allow_outside)
    block = _block(request)
    base = _base(scenario, block.arm, request.seed)
    try:
        analysis: FindAsked = read_find(block, base)
    except AnalysisFault as fault:
        key = str(fault.step[0]) if fault.step else "least"
        raise ChoiceError(_option(key), fault.problem, fault.remedy) from None
    return Asked(
        title=scenario.title,
        question=scenario.question,
        about="",
        base=base._replace(arms=(analysis.arm,), baseline=analysis.arm),
        design=design(GRID),
        engine=Engine.FAST,
        analyses=(analysis,),
    )


def _base(scenario: Scenario, arm: str | None, seed: int | None) -> Base:
    """Return what the question shares with a study: one run is made of the scenario as it is."""
    known = scenario.arm_names
    first = arm if arm in known else scenario.baseline
    return Base(
        scenario=scenario,
        arms=known,
        baseline=scenario.baseline,
        outcomes=usual_outcomes(scenario),
        replications=1,
        seed=scenario.run.seed if seed is None else seed,
        names=resolve(scenario, first).names,
        levers=(),
        uncertainties=(),
    )


def _block(request: Request) -> FindBlock:
    """Return the question as it would stand in a study file."""
    low, high = _ends(request.between)
    written: dict[str, Any] = {
        "least": _paths(request.least),
        "most": _paths(request.most),
        "low": low,
        "high": high,
        "so_that": request.so_that,
        "by": request.by,
        "months": request.months,
        "sure": _plain(request.sure),
        "arm": request.arm,
        "step": _plain(request.step),
        "rest": request.rest,
        "futures": request.futures,
        "vary": "chance" if request.chance else None,
    }
    tree = Block(Location("", 0, 0))
    for key, value in written.items():
        if value is not None:
            here = Location(_option(key), 0, 0)
            tree.put(key, as_tree(value, here), here, here)
    block, reading = read_as(FindBlock, tree, {})
    if reading.faults or block is None:
        raise ScenarioFaults(map(_of_option, reading.faults))
    return block


def _of_option(fault: Fault) -> Fault:
    """Return a fault without the path in the block, which the name of the option says already."""
    return fault._replace(location=fault.location._replace(path=""))


def _option(key: str) -> str:
    return f"--{OPTIONS.get(key, key)}"


def _paths(text: str | None) -> list[str] | None:
    return None if text is None else [each.strip() for each in text.split(",")]


def _ends(text: str | None) -> tuple[Any, Any]:
    """Return the two ends of a range such as ``4..12`` or ``4 weeks..12 weeks``."""
    if text is None:
        return None, None
    found = ENDS.fullmatch(text.strip())
    if found is None:
        raise ChoiceError("--between", f'"{text}" is no range.', "Write two ends: `4..12`.")
    return _plain(found["low"]), _plain(found["high"])


def _plain(text: str | None) -> Any:
    """Return a number as a number, and anything else as it is written."""
    if text is None:
        return None
    text = text.strip()
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
