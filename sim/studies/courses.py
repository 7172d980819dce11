"""Compute time series of a run whose log was kept. They are used to judge the warm-up."""

from __future__ import annotations

from typing import NamedTuple

from sim.events import Run
from sim.measures.series import FOUR_WEEKS, series
from sim.resolved import Resolved
from sim.studies.statistics.warm_up import BATCH, FEWEST_BATCHES, WarmUp, mser5
from sim.units import WEEK


class Course(NamedTuple):
    """One quantity of a run over time, and the length of its warm-up by MSER-5."""

    unmet: bool  # days in need without help; else waits going on, where there are no needs
    weeks: int  # that one value stands for
    warm_up: WarmUp


def course(run: Run, resolved: Resolved) -> Course:
    """Return the time series of a run.

    The periods are four weeks, or one week if four weeks would give too few values.
    """
    enough = run.closes >= BATCH * FEWEST_BATCHES * FOUR_WEEKS
    period = FOUR_WEEKS if enough else WEEK
    seen = series(run, resolved, period)
    unmet = bool(resolved.names.needs)
    opens = -(-resolved.measuring.window.opens // period)
    found = mser5(seen.unmet_days if unmet else seen.on_lists, opens)
    return Course(unmet, period // WEEK, found)
