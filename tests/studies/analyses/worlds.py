"""A small study whose questions are answered from results as they come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.engines.choosing import Engine
from sim.resolved import Resolved
from sim.studies.analyses.base import Answered
from sim.studies.engines import ENGINES
from sim.studies.execution import here
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.running import answers, make_runs, open_store, outcomes
from sim.studies.sweeps.study_file import read_study

SCENARIOS = Path(__file__).parents[2] / "broken_studies" / "scenario"
HEAD = """\
throughline_study: 1
title: Switches
question: Which of them does the work?
scenario: switches.yaml
set: {run.length: 20 weeks}
replications: 3
outcomes: [list_length, wait_to_start.talk.mean]
"""
BOTH_SIDES = (
    "sets: [mechanisms.small_group.on.services.group.capacity.places, "
    "mechanisms.small_group.off.services.group.capacity.places]"
)
"""A lever on the places of the group, which a mechanism sets whether it is on or off."""


class Done(NamedTuple):
    """A study that was carried out."""

    plan: SweepPlan
    outcomes: Outcomes
    answers: Sequence[Answered]


class Counted:
    """The fast engine, counting what it runs; stops at a run if told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.inner = ENGINES[Engine.FAST].measure
        self.runs: list[tuple[bytes, int]] = []
        self.stop_after: int | None = None
        monkeypatch.setattr(ENGINES[Engine.FAST], "measure", self)

    def __call__(self, resolved: Resolved, seed: int, replication: int):  # type: ignore[no-untyped-def]
        if self.stop_after is not None and len(self.runs) >= self.stop_after:
            raise KeyboardInterrupt
        from sim.studies.keys import resolved_digest  # noqa: PLC0415 -- only where counted

        self.runs.append((resolved_digest(resolved), replication))
        return self.inner(resolved, seed, replication)


def written(folder: Path, text: str) -> Path:
    """The study as a file, its scenarios beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("cafes.yaml", "switches.yaml"):
        (folder / name).write_text((SCENARIOS / name).read_text(encoding="utf-8"))
    path = folder / "study.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def done(folder: Path, text: str, store: str = "store") -> Done:
    """Carry a study out, in a store that may hold runs already."""
    plan = plan_sweep(read_study(written(folder, text)))
    with open_store(plan, folder / store) as opened:
        make_runs(plan, opened, here)
        found = outcomes(plan, opened, here)
        return Done(plan, found, answers(plan.asked, opened, here))
