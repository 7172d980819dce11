"""Which worlds are judged, how long, and how strictly.

The margin and the error were fixed before anything was run. Lengths were chosen so that a right
engine passes almost surely: with a standard error of about an eighth of the margin. A figure
whose interval is too wide fails; the remedy is a longer run, never a wider margin.
"""

from __future__ import annotations

from tests.theory.judging import Rule, shared_by
from tests.theory.networks import fluctuating_need, infinite_server, network, tandem, turnover
from tests.theory.worlds import World, general, impatient, loss, many_servers, priority, turns

ERLANG = {"erlang": {"stages": 2, "mean": turns(1)}}
SKEWED = {"lognormal": {"mean": turns(1), "sd": turns(0.8)}}

QUICK: tuple[World, ...] = (
    many_servers(1, 0.7, length=10_000, replications=40),
    many_servers(3, 2.0, length=2_000, replications=40),
    loss(5, 3.5, length=1_300, replications=40),
    impatient(3, 2.1, patience=1, length=4_000, replications=40),
    general(ERLANG, 0.5, 0.5, length=16_000, replications=40),
    priority(0.25, 0.25, length=23_000, replications=40),
    infinite_server(SKEWED, 8, length=600, replications=40),
    network(1.2, length=2_500, replications=40),
    tandem(0.4, 0.8, length=7_000, replications=40),
    fluctuating_need(200, length=600, replications=40),
    turnover(20, tenure=30, vacancy=6, length=1_200, replications=40),
)

SLOW: tuple[World, ...] = (
    many_servers(1, 0.9, length=90_000, replications=160),
    many_servers(10, 9, length=5_000, replications=160),
    loss(15, 13.5, length=1_000, replications=160),
    impatient(10, 11, patience=2, length=1_200, replications=160),
    general(SKEWED, 0.64, 0.8, length=60_000, replications=160),
    priority(0.35, 0.35, length=60_000, replications=160),
    network(1.8, length=20_000, replications=160),
    tandem(0.55, 0.8, length=60_000, replications=160),
)


def rule(suite: tuple[World, ...], margin: float) -> Rule:
    """The rule of a suite: its figures share the family error."""
    return shared_by(sum(len(world.theory) for world in suite), margin)
