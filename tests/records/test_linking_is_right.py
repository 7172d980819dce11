"""Linking finds where people really went on to, as the log of a run says, for most endings."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.recorded.tables import UNKNOWN, Recorded, Source
from sim.records.exporting.from_run import by_days
from sim.records.linking import LINK_DAYS, OTHER_DAYS, linked
from tests.records.runs import run_of, truly_next

WITH_SOURCES, WITHOUT = 0.90, 0.75
"""The least share of endings of which the next referral is the right one.

They keep it from getting worse, and were chosen after the first figures were seen.
"""


def without_sources(recorded: Recorded) -> Recorded:
    """The same tables where nobody wrote down who referred people."""
    nobody = np.full_like(recorded.referrals.source, Source.NOT_RECORDED)
    return recorded._replace(referrals=recorded.referrals._replace(source=nobody))


@pytest.mark.parametrize("name", ["everything", "areas"])
def test_most_endings_are_linked_to_the_right_referral(name: str) -> None:
    run, resolved = run_of(name)
    recorded = by_days(run, resolved)
    truth = truly_next(run, recorded)
    for tables, least in ((recorded, WITH_SOURCES), (without_sources(recorded), WITHOUT)):
        links = linked(tables, LINK_DAYS)
        asked = links.to != UNKNOWN
        assert asked.sum() > 500
        right = links.to == truth
        right |= (links.to < 0) & (truth < 0)
        assert right[asked].mean() >= least


def test_sources_that_are_written_down_make_it_right_more_often() -> None:
    run, resolved = run_of("everything")
    recorded = by_days(run, resolved)
    truth = truly_next(run, recorded)
    for days in (LINK_DAYS, *OTHER_DAYS):
        shares = []
        for tables in (recorded, without_sources(recorded)):
            links = linked(tables, days)
            found = links.to >= 0
            shares.append((links.to == truth)[found].mean())
        assert shares[0] > shares[1]
