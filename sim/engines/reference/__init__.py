"""The reference engine: a person's pathway through services, on SimPy.

Read `world.py` first (the people, the clock, the log). Then read the parts in the order of a
person's pathway: `life`, `inner`, `seeking`, `referral`, `waiting`, `care`, `contacts`, `handoff`,
`workforce`. `run` combines them.
"""

from __future__ import annotations

from sim.engines.reference.run import Reference, run

__all__ = ["Reference", "run"]
