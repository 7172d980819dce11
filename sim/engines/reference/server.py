"""Keep workers' queues and weekly minutes, and let them choose one piece of work at a time.

Work that has fallen due waits for its worker. A free worker chooses the first piece that fits into
what the week allows by this day. Work for two is taken when both workers can begin it.
"""

from __future__ import annotations

from bisect import insort

import simpy

from sim.draws import tie_break
from sim.engines.order import StepKind, WorkKind
from sim.engines.reference.state import Service, Spell, Work, Worker
from sim.engines.reference.world import Part
from sim.errors import BrokenConservation
from sim.rules.budget import days_worked, fits, minutes_of_week, next_opening
from sim.rules.posts import part_of
from sim.units import DAY, WEEK


class Server(Part):
    """The queues and weeks of all workers, and what they choose."""

    # What waits.

    def work(
        self,
        kind: WorkKind,
        spell: Spell,
        service: Service,
        *,
        due: int,
        cost: int,
        length: int = 0,
        ordinal: int = 0,
        urgent: bool = False,
    ) -> Work:
        """Return a new piece of work about a spell. It is in no queue yet."""
        return Work(kind, spell, service, due, cost, length, ordinal, urgent)

    def add(self, work: Work, *workers: Worker) -> None:
        """Put work into the queue of its worker, or of its two workers."""
        key, name = work.spell.person.key, work.service.name
        tie = tie_break(self.world.seed, self.world.replication, name, key, work.due)
        work.place = (
            not work.urgent,
            work.due,
            int(tie),
            work.spell.person.number,
            int(work.kind),
            work.spell.number,
        )
        work.workers = list(workers)
        for worker in workers:
            insort(worker.queue, work, key=lambda each: each.place)
            self._wake(worker, self._earliest(worker, urgent=work.urgent))

    def remove(self, work: Work) -> None:
        """Take work out of every queue."""
        for worker in work.workers:
            worker.queue.remove(work)
        work.workers = []
        if work.step is not None:
            work.step.cancel()
            work.step = None

    def for_two(self, work: Work) -> bool:
        """Return whether two workers must be there for a piece of work.

        A joint contact waits for both only until a time limit; then the first worker may hold it
        alone.
        """
        return len(work.workers) == 2 and self.world.now < work.alone_from

    # When a worker chooses.

    def _opening(self, worker: Worker, time: int) -> int:
        team = worker.service.team
        works_on = self.world.numbers.workforce.works_on[worker.service.row.team]
        offset = self.world.since_monday
        hours = (works_on, team.day_opens, team.day_closes)
        opening = int(next_opening(time + offset, *hours)) - offset
        while opening < self.world.closes and self.world.absence.is_away(worker, opening // DAY):
            tomorrow = (opening // DAY + 1) * DAY
            opening = int(next_opening(tomorrow + offset, *hours)) - offset
        return opening

    def _earliest(self, worker: Worker, *, urgent: bool) -> int:
        """Return the first minute at which a worker may choose work, urgent or not."""
        time = max(self.world.now, worker.busy_until)
        if not urgent and worker.closed_on == time // DAY:
            time = (time // DAY + 1) * DAY
        return self._opening(worker, time)

    def _wake(self, worker: Worker, time: int) -> None:
        """Let a worker choose work at a minute, unless they will choose earlier anyway."""
        if worker.step is not None and worker.step.time <= time:
            return
        self._stop(worker)
        step = self.world.step(
            time, StepKind.WORKER_CHOOSES, worker.key, worker.number, worker.service.team.name
        )

        def choose(_: simpy.Event) -> None:
            worker.step = None
            self.world.steps += 1
            self._choose(worker)

        step.callbacks.append(choose)
        worker.step = step

    def _stop(self, worker: Worker) -> None:
        if worker.step is not None:
            worker.step.cancel()
            worker.step = None

    def _plan(self, worker: Worker) -> None:
        """Let a worker who has taken work choose again after it, if more work waits."""
        self._stop(worker)
        if worker.queue:
            self._wake(worker, self._earliest(worker, urgent=worker.queue[0].urgent))

    # The week.

    def _days(self, worker: Worker, first: int, last: int) -> int:
        """Return the number of days, from `first` to `last`, on which a worker is at work.

        Days before they started do not count.
        """
        works_on = self.world.numbers.workforce.works_on[worker.service.row.team]
        first = max(first, worker.first_day)
        offset = self.world.since_monday // DAY
        away = sum(
            works_on[day % 7] and self.world.absence.is_away(worker, day - offset)
            for day in range(first, last + 1)
        )
        return int(days_worked(first, last, works_on)) - int(away)

    def _weekly_minutes(self, worker: Worker) -> int:
        """Return the contact minutes that a worker has in the week that their account covers."""
        whole, monday = worker.service.team.weekly_minutes, worker.week * WEEK
        weekly = part_of(whole, self.world.workforce.share_of(worker))
        return int(minutes_of_week(weekly, monday, *self.world.phase_in))

    def _allowed(self, worker: Worker, days: int) -> int:
        """Return the minutes of a week that a worker may use in its first `days` working days."""
        works_on = self.world.numbers.workforce.works_on[worker.service.row.team]
        return int(self._weekly_minutes(worker) * days // days_worked(0, 6, works_on))

    def allowed_before_today(self, worker: Worker) -> int:
        """Return the minutes of this week that a worker could use by the end of yesterday."""
        self.turn_to_week(worker)
        return self._allowed(worker, self._days(worker, worker.week * 7, self.world.day - 1))

    def turn_to_week(self, worker: Worker) -> None:
        """Bring a worker's account of minutes up to the present week.

        Overrun is carried over; unused time lapses.
        """
        now = self.world.week
        while worker.week < now:
            monday = worker.week * 7
            allowed = self._allowed(worker, self._days(worker, monday, monday + 6))
            worker.overrun = max(0, worker.overrun + worker.used - allowed)
            worker.used = worker.last_cost = 0
            worker.week += 1

    def _fits(self, worker: Worker, work: Work) -> bool:
        """Return whether work fits into the minutes that the worker's week allows by now.

        Urgent work may use the whole week; other work, the days up to today.
        """
        self.turn_to_week(worker)
        monday = worker.week * 7
        until = monday + 6 if work.urgent else self.world.day
        allowed = self._allowed(worker, self._days(worker, monday, until))
        remaining = allowed - worker.used - worker.overrun
        return bool(fits(work.cost, remaining, self._allowed(worker, 1)))

    # Choosing.

    def _choose(self, worker: Worker) -> None:
        """Let a free worker take the first work that fits, or wait until the next day."""
        work = self._first_that_fits(worker)
        if work is None:
            if worker.queue:
                tomorrow = (self.world.now // DAY + 1) * DAY
                self._wake(worker, self._opening(worker, tomorrow))
            return
        holders = list(work.workers) if self.for_two(work) else work.workers[:1]
        self.world.count_for(work.spell.person, StepKind.WORKER_CHOOSES)
        self._hold(work, holders)
        for each in holders:
            self._plan(each)
        self.world.waiting.settle()

    def _first_that_fits(self, worker: Worker) -> Work | None:
        today = self.world.now // DAY
        for work in worker.queue:
            if self.for_two(work):
                if self._both_can(work, worker):
                    return work
                continue
            if work.workers[0] is not worker:
                continue  # the other worker holds it alone by now
            if worker.closed_on == today and not work.urgent:
                break
            if self._fits(worker, work):
                return work
            worker.closed_on = today
        return None

    def _both_can(self, work: Work, worker: Worker) -> bool:
        """Return whether both workers of work for two can begin it now."""
        today = self.world.now // DAY
        (other,) = (each for each in work.workers if each is not worker)
        return (
            today not in (worker.closed_on, other.closed_on)
            and other.busy_until <= self.world.now
            and self._opening(other, self.world.now) == self.world.now
            and not any(self._alone(other, each) for each in self._before(other, work))
            and self._fits(worker, work)
            and self._fits(other, work)
        )

    @staticmethod
    def _before(worker: Worker, work: Work) -> list[Work]:
        return worker.queue[: worker.queue.index(work)]

    def _alone(self, worker: Worker, work: Work) -> bool:
        """Return whether this worker does the work without a second worker."""
        return not self.for_two(work) and work.workers[0] is worker

    def _hold(self, work: Work, holders: list[Worker]) -> None:
        self.remove(work)
        if work.kind in (WorkKind.CONTACT, WorkKind.JOINT):
            self.world.contacts.hold(work, holders)
        elif work.kind is WorkKind.FOLLOW_UP:
            self.world.follow_ups.hold(work, holders)
        elif work.kind is WorkKind.ADVICE:
            self.world.handoff.hold_advice(work, holders)
        else:
            self.world.notice.hold(work, holders)

    def occupy(self, workers: list[Worker], minutes: int) -> None:
        """Make workers busy from now on, and count the minutes in their weeks.

        Raises
        ------
        BrokenConservation
            If one of them is busy with other work, or is not at work at this time.
        """
        for worker in workers:
            self.turn_to_week(worker)
            if worker.busy_until > self.world.now:
                raise BrokenConservation(
                    self.world.now, [f"worker {worker.number} is with two people at once"]
                )
            if self._opening(worker, self.world.now) != self.world.now:
                raise BrokenConservation(
                    self.world.now, [f"worker {worker.number} works outside working hours"]
                )
            worker.busy_until = self.world.now + minutes
            worker.used += minutes
            worker.last_cost = minutes

    def overdrawn(self, worker: Worker) -> bool:
        """Return whether a worker in post has overdrawn their week.

        It is overdrawn if the minutes used exceed the week's minutes even without the last work.
        """
        if not worker.in_post:  # their post may have another share by now
            return False
        monday = worker.week * 7
        allowed = self._allowed(worker, self._days(worker, monday, monday + 6))
        before = worker.used - worker.last_cost
        return before > 0 and before + worker.overrun > allowed

    # What becomes of a leaving worker's queue.

    def reassign(self, worker: Worker) -> None:
        """Give the advice and follow-ups that wait for a leaving worker to another worker."""
        for work in list(worker.queue):
            self.remove(work)
            if work.kind is WorkKind.ADVICE:
                self.world.handoff.queue_advice(work.spell)
            else:
                self.world.follow_ups.await_worker(work)
        self._stop(worker)
