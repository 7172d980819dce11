"""The fast engine: the same model in compiled code, with its own tables and calendar.

It writes the same log as the reference engine, row for row (`tests/agreement`). Its files
correspond to that engine's, but are divided so that each file calls only earlier ones: `map`,
`layout`, `settings`, `memory` (tables), `heap`, `calendar`, `story`, `seeking`, `inner`, `diaries`,
`booking`, `ending`, `handing`, `starting`, `referral`, `waiting`, `finishing`, `contacts`, `life`,
`workforce`, `loop`.
"""

from __future__ import annotations

from sim.engines.fast.run import Fast, run

__all__ = ["Fast", "run"]
