"""The readable engine: a person's way through services, told on SimPy.

Read `story.py` first (the parts of the story and its clock), then the parts in the order of
a person's way: `life`, `seeking`, `referral`, `waiting`, `care`, `contacts`, `handoff`,
`workforce`. Each builds on the one before; `Reference` is the last of them with a beginning.
"""

from __future__ import annotations

from sim.engines.reference.run import Reference, run

__all__ = ["Reference", "run"]
