"""Find the days on which a worker does not work: bank holidays, leave, sickness, training."""

from __future__ import annotations

from bisect import bisect_right

from sim.draws import Purpose
from sim.engines.reference.state import Worker
from sim.engines.reference.world import Part
from sim.resolved import MISSING
from sim.rules.absence import minutes_at_work
from sim.units import DAY


class Absence(Part):
    """The absences of workers: on which working days each of them is away."""

    def is_away(self, worker: Worker, day: int) -> bool:
        """Return whether a worker is away at the minute at which a day of the run opens."""
        team = worker.service.team
        if day < len(team.closed) and team.closed[day]:
            return True
        if team.away_spells == MISSING:
            return False
        opening = day * DAY + team.day_opens
        absences = worker.absences
        while not absences or absences[-1][1] <= opening:
            absences.append(self._next(worker))
        latest = bisect_right(absences, opening, key=lambda absence: absence[0]) - 1
        return latest >= 0 and opening < absences[latest][1]

    def _next(self, worker: Worker) -> tuple[int, int]:
        """Return the minutes at which a worker's next absence begins and ends."""
        team, number = worker.service.team, len(worker.absences)
        name = worker.service.name
        since = worker.absences[-1][1] if worker.absences else worker.started
        u = self.world.uniform(Purpose.AT_WORK, name, worker.key, number)
        begins = since + int(minutes_at_work(u, team.at_work))
        lasts = self.world.lasts(team.away_spells, Purpose.AWAY, name, worker.key, number)
        return begins, begins + lasts
