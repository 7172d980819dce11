"""The fast engine: the same model in compiled code, with its own tables and calendar.

It writes the reference engine's log, row for row (`tests/agreement`). Its files mirror that
engine's, cut so that each calls only earlier ones: `layout`, `settings`, `registry`, `memory`
(tables), `presenting`, `drawing`, `shared`, `heap`, `calendar`, `seeking`, `inner`, `absence`,
`caseloads`, `getting_on`, `room`, `queues`, `budget`, `marking`, `planning`, `booking`,
`staff_time`, `ending`, `handoff`, `starting`, `allocating`, `notice`, `choice`, `referral`,
`waiting`, `finishing`, `contacts`, `follow_ups`, `serving`, `life`, `arriving`, `workforce`,
`change`, `loop`.
"""

from __future__ import annotations

from sim.engines.fast.run import Fast, run

__all__ = ["Fast", "run"]
