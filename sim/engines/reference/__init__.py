"""The reference engine: a person's pathway through services, on SimPy.

Read `world.py` first (who is there, the clock, the log), then the parts around it in the order of
a person's way: `life`, `inner`, `seeking`, `referral`, `waiting`, `care`, `contacts`, `handoff`,
`workforce`. `run` puts them together and begins.
"""

from __future__ import annotations

from sim.engines.reference.run import Reference, run

__all__ = ["Reference", "run"]
