"""Which worlds are judged, how long, and how strictly. Fixed before any of them was run."""

from __future__ import annotations

from tests.theory.judging import Rule, shared_by
from tests.theory.networks import crowd, fluctuating_need, network, tandem, turnover
from tests.theory.worlds import World, general, impatient, loss, many_servers, priority, turns

ERLANG = {"erlang": {"stages": 2, "mean": turns(1)}}
SKEWED = {"lognormal": {"mean": turns(1), "sd": turns(1.2)}}

QUICK: tuple[World, ...] = (
    many_servers(1, 0.7, length=20_000, replications=40),
    many_servers(3, 1.8, length=8_000, replications=40),
    loss(5, 3.5, length=1_500, replications=40),
    impatient(3, 2.1, patience=2, length=3_000, replications=40),
    general(ERLANG, 0.5, 0.6, length=12_000, replications=40),
    general(SKEWED, 1.44, 0.5, length=20_000, replications=40),
    priority(0.3, 0.3, length=16_000, replications=40),
    crowd(SKEWED, 8, length=1_000, replications=40),
    network(0.6, length=6_000, replications=40),
    tandem(0.45, 0.8, length=10_000, replications=40),
    fluctuating_need(100, length=500, replications=40),
    turnover(20, tenure=30, vacancy=6, length=1_000, replications=40),
)

SLOW: tuple[World, ...] = (
    many_servers(1, 0.9, length=400_000, replications=40),
    many_servers(10, 8, length=40_000, replications=40),
    loss(15, 11, length=4_000, replications=40),
    impatient(10, 11, patience=2, length=8_000, replications=40),
    general(SKEWED, 1.44, 0.8, length=150_000, replications=40),
    priority(0.4, 0.4, length=100_000, replications=40),
    network(0.8, length=60_000, replications=40),
    tandem(0.5, 0.8, length=60_000, replications=40),
)


def rule(suite: tuple[World, ...], margin: float) -> Rule:
    """The rule of a suite: its figures share the family error."""
    return shared_by(sum(len(world.theory) for world in suite), margin)
