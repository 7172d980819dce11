"""When workers are at work, and how much of their week is left."""

from __future__ import annotations

import math
from typing import Any

from sim.draws import Purpose, uniform
from tests.theory.queue_state import DAY, Item, Known


class Weeks(Known):
    """The calendar and the week."""

    def team(self, worker: int) -> Any:
        service = self.staff[worker].service
        if service not in self.teams:
            teams, row = self.resolved.numbers.workforce, self.resolved.numbers.services.team
            columns = (column[int(row[service])].tolist() for column in teams)
            self.teams[service] = type(teams)(*columns)
        return self.teams[service]

    def day(self, now: int) -> int:
        """Days since the Monday of the week in which the run begins."""
        begins = self.resolved.calendar.begins
        return now // DAY + (0 if begins is None else begins.isoweekday() - 1)

    def at_work(self, worker: int, now: int) -> bool:
        team = self.team(worker)
        return (
            bool(team.works_on[self.day(now) % 7])
            and team.day_opens <= now % DAY < team.day_closes
            and not self.away(worker, self.day(now))
        )

    def away(self, worker: int, day: int) -> bool:
        """Whether a worker is not there when a day opens: a bank holiday, or an absence.

        They are at work for an exponential time, then away for a time that is always the same.
        """
        team, row = self.team(worker), self.run.workers[worker]
        day -= self.day(0)
        if day < len(team.closed) and team.closed[day]:
            return True
        if team.away_spells < 0:
            return False
        table = self.resolved.numbers.distributions
        lasts = round(float(table.a[team.away_spells] * table.minutes_per_unit[team.away_spells]))
        known = self.absences.setdefault(worker, [row.started])
        name = int(self.resolved.numbers.services.name[row.service])
        while known[-1] <= day * DAY + team.day_opens:
            number, purpose = len(known) // 2, int(Purpose.AT_WORK)
            u = uniform(self.seed, self.replication, purpose, name, row.key, number)
            begins = known[-1] + max(round(-math.log(u) * team.at_work), 1)
            known += [begins, begins + lasts]
        before = [edge for edge in known if edge <= day * DAY + team.day_opens]
        return len(before) % 2 == 0 and len(before) > 0

    def allowance(self, worker: int, week: int, last_day: int) -> int:
        """What the days present so far give of a week."""
        team, one = self.team(worker), self.staff[worker]
        days = [d for d in range(7 * week, last_day + 1) if team.works_on[d % 7]]
        present = [d for d in days if d >= one.counts_from and not self.away(worker, d)]
        return int(team.weekly_minutes) * len(present) // int(sum(team.works_on))

    def fits(self, worker: int, item: Item, now: int) -> bool:
        one, team = self.staff[worker], self.team(worker)
        while one.week < self.day(now) // 7:
            one.over = max(
                0, one.over + one.used - self.allowance(worker, one.week, 7 * one.week + 6)
            )
            one.used, one.week = 0, one.week + 1
        last = 7 * one.week + 6 if item.urgent else self.day(now)
        remaining = self.allowance(worker, one.week, last) - one.used - one.over
        return remaining >= min(item.minutes, int(team.weekly_minutes) // int(sum(team.works_on)))
