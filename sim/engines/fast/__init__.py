"""The fast engine: the same model in compiled code, with its own tables and calendar.

It writes the same log as the reference engine, row for row (`tests/agreement`). Its files
correspond to those of the reference engine, divided so that each calls only earlier ones in this
list: `layout`, `own_records`, `settings`, `registry`, `memory` (tables), `presenting`, `drawing`,
`own_code`, `own_asking`, `own_routes`, `shared`, `heap`, `calendar`, `seeking`, `inner`, `absence`,
`queues`, `own_workers`, `caseloads`, `own_people`, `assigning`, `getting_on`, `room`, `budget`,
`marking`, `planning`, `booking`, `staff_time`, `ending`, `handoff`, `starting`,
`allocating`, `notice`, `choice`, `referral`, `waiting`, `finishing`, `contacts`, `follow_ups`,
`serving`, `life`, `arriving`, `workforce`, `change`, `loop`.
"""

from __future__ import annotations

from sim.engines.fast.histories import by_history
from sim.engines.fast.run import Fast, run

__all__ = ["Fast", "by_history", "run"]
