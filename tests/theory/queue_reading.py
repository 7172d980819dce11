"""A third reading of the queue of a worker, from the sentences of the specification alone.

It reads a log, takes as given what happens to people (needs, spells, workers who come and go), and
works out for itself what waits for whom, what each worker chooses and when. Every contact, every
piece of advice and every handover of the log must be what it would have chosen, and nothing may be
left that a free worker could have begun. It shares no code with the engines but the keyed draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from sim.draws import Purpose, tie_break, uniform
from sim.events import ContactFlag, EventKind as E, Run
from sim.resolved import Resolved
from sim.units import FOREVER

DAY, WEEK = 1_440, 10_080
CONTACT, FOLLOWED, TOGETHER, ADVICE, HANDOVER = range(5)
KINDS = {E.CONTACT, E.CONTACT_MISSED, E.ADVISED, E.HANDOVER}


@dataclass(eq=False)
class Item:
    """Something that waits."""

    kind: int
    spell: Spell
    due: int
    minutes: int
    ordinal: int = 0
    urgent: bool = False
    length: int = 0
    workers: tuple[int, ...] = ()


@dataclass(eq=False)
class Spell:
    """An open spell."""

    number: int
    person: int
    service: int
    worker: int
    last: int
    clock: int | None = None
    starts: bool = True
    contact: Item | None = None
    joint: Item | None = None
    advice: Item | None = None
    handover: Item | None = None
    hands_to: int | None = None
    earlier: Spell | None = None
    stopped: bool = False


@dataclass
class Person:
    """A worker, as a queue."""

    service: int
    key: int
    counts_from: int
    week: int
    busy: int = 0
    used: int = 0
    over: int = 0
    shut: int = -1
    there: bool = True
    leaving: bool = False


@dataclass
class Reading:
    """The log of one run, read row by row."""

    run: Run
    resolved: Resolved
    seed: int
    replication: int
    level: dict[int, int] = field(default_factory=dict)
    ordinals: dict[tuple[int, int], int] = field(default_factory=dict)
    spells: dict[int, Spell] = field(default_factory=dict)
    staff: dict[int, Person] = field(default_factory=dict)
    cancelled: list[tuple[int, int, int]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    teams: dict[int, Any] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    absences: dict[int, list[int]] = field(default_factory=dict)
    """By worker: when they start, then from when to when they are away."""

    # The calendar and the week.

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

    # What waits, and who chooses what.

    def queue(self, worker: int) -> list[Item]:
        items = [
            item
            for spell in self.spells.values()
            for item in (spell.contact, spell.joint, spell.advice, spell.handover)
            if item is not None and worker in item.workers
        ]
        return sorted(items, key=self.place)

    def waits(self, worker: int) -> bool:
        """Whether anything waits for a worker."""
        return any(
            item is not None and worker in item.workers
            for spell in self.spells.values()
            for item in (spell.contact, spell.joint, spell.advice, spell.handover)
        )

    def place(self, item: Item) -> tuple[int, ...]:
        name = int(self.resolved.numbers.services.name[item.spell.service])
        key = self.run.people[item.spell.person].key
        draw = int(tie_break(self.seed, self.replication, name, key, item.due))
        return (-item.urgent, item.due, draw, item.spell.person, item.kind, item.spell.number)

    def alone(self, item: Item, now: int) -> bool:
        """Whether one worker is enough: the new one, once a joint contact has waited too long."""
        if len(item.workers) == 1:
            return True
        if item.kind != TOGETHER or item.spell.earlier is None:
            return False
        limit = self.resolved.numbers.services.joint_limit[item.spell.earlier.service]
        return bool(now - item.due >= limit)

    def choice(self, worker: int, now: int) -> Item | None:
        """What a free worker takes now; a first item that does not fit ends the ordinary day."""
        one, today = self.staff[worker], now // DAY
        for item in self.queue(worker):
            if not self.alone(item, now):
                (other,) = (each for each in item.workers if each != worker)
                if self.together(item, worker, other, now):
                    return item
            elif item.workers[0] == worker and (item.urgent or one.shut != today):
                if self.fits(worker, item, now):
                    return item
                one.shut = today
        return None

    def together(self, item: Item, worker: int, other: int, now: int) -> bool:
        ahead = self.queue(other)
        ahead = ahead[: ahead.index(item)]
        return (
            self.at_work(other, now)
            and self.staff[other].busy <= now
            and now // DAY not in (self.staff[worker].shut, self.staff[other].shut)
            and all(not self.alone(each, now) or each.workers[0] != other for each in ahead)
            and self.fits(worker, item, now)
            and self.fits(other, item, now)
        )

    # Falling due.

    def draw(self, purpose: Purpose, spell: Spell, ordinal: int) -> float:
        name = int(self.resolved.numbers.services.name[spell.service])
        key = self.run.people[spell.person].key
        return float(uniform(self.seed, self.replication, int(purpose), name, key, ordinal))

    def of(self, spell: Spell, column: str) -> Any:
        return getattr(self.resolved.numbers.services, column)[spell.service]

    def set_clock(self, spell: Spell, now: int) -> None:
        waits = spell.contact is not None or spell.joint is not None or spell.clock is not None
        interval = int(self.of(spell, "contact_interval")[self.level[spell.person]])
        if not waits and not spell.stopped and interval < FOREVER:
            spell.clock = max(spell.last + interval, now)

    def fall_due(self, spell: Spell, due: int, now: int, *, urgent: bool) -> None:
        if spell.stopped:
            return
        spell.clock = None
        if spell.contact is not None:
            item = spell.contact
            if urgent and item.workers and not item.urgent:
                item.urgent, item.due = True, due
            return
        ordinal = self.ordinals.get((spell.person, spell.service), 0)
        self.ordinals[spell.person, spell.service] = ordinal + 1
        share = self.of(spell, "cancelled_person") + self.of(spell, "cancelled_provider")
        if not urgent and self.draw(Purpose.CANCELLED, spell, ordinal) < share:
            self.cancelled.append((spell.person, spell.number, due))
            spell.last = due
            self.set_clock(spell, now)
            return
        length = self.length(spell, ordinal)
        minutes = length + int(self.of(spell, "contact_overhead"))
        spell.contact = Item(CONTACT, spell, due, minutes, ordinal, urgent, length)
        self.stand(spell)

    def length(self, spell: Spell, ordinal: int) -> int:
        """Minutes between a low and a high number, which are all the same."""
        row, table = int(self.of(spell, "contact_length")), self.resolved.numbers.distributions
        low, high, unit = (float(part[row]) for part in (table.a, table.b, table.minutes_per_unit))
        u = self.draw(Purpose.CONTACT_LENGTH, spell, ordinal)
        return round((low + (high - low) * u) * unit)

    def stand(self, spell: Spell) -> None:
        """Put what waits where it belongs now."""
        if spell.joint is not None and (spell.earlier is None or spell.earlier.worker < 0):
            spell.contact, spell.joint = spell.contact or spell.joint, None
        item = spell.contact
        if item is None:
            return
        item.kind, item.workers = CONTACT, (spell.worker,) if spell.worker >= 0 else ()
        item.urgent = item.urgent and spell.worker >= 0
        earlier = spell.earlier.worker if spell.earlier is not None else -1
        if item.workers and not item.urgent and earlier >= 0 and spell.joint is None:
            item.kind, item.workers = TOGETHER, (spell.worker, earlier)
            spell.contact, spell.joint = None, item
        self.joined.update(item.workers)

    def ring(self, now: int) -> None:
        """All that falls due by now."""
        for spell in list(self.spells.values()):
            if spell.starts:
                spell.starts = False
                self.fall_due(spell, now, now, urgent=False)
            elif spell.clock is not None and spell.clock <= now:
                self.fall_due(spell, spell.clock, now, urgent=False)

    # Rows.

    def read(self) -> None:
        """Read the whole log; AssertionError where it is not what the sentences say."""
        rows = self.run.log.tolist()
        names = self.run.log.dtype.names or ()
        at = 0
        for now in range(self.run.closes):
            self.joined.clear()
            while at < len(rows) and rows[at][0] == now:
                self.row(dict(zip(names, rows[at], strict=True)), now)
                at += 1
            self.ring(now)
            assert not self.cancelled, "a contact should have been cancelled"
            self.all_are_named(now)
            for worker, one in self.staff.items():
                idle = one.there and one.busy <= now and self.waits(worker)
                if idle and self.at_work(worker, now):
                    left = self.choice(worker, now)
                    if left is not None and not self.looks_up(worker, left, now):
                        continue
                    assert left is None, f"{now}: worker {worker} could have begun {left}"

    def looks_up(self, worker: int, left: Item, now: int) -> bool:
        """That a joint contact may be held alone is seen when a worker chooses, not in between.

        They choose when a day opens, when work ends, and when work joins.
        """
        if len(left.workers) == 1 or not self.alone(left, now):
            return True
        opens, busy = self.team(worker).day_opens, self.staff[worker].busy
        return now % DAY == opens or now == busy or worker in self.joined

    def row(self, row: dict[str, int], now: int) -> None:
        kind = E(row["event"])
        self.seen[kind.name] = self.seen.get(kind.name, 0) + 1
        if kind in KINDS:
            self.ring(now)
            self.held(row, kind, now)
        elif kind is E.CONTACT_CANCELLED:
            self.ring(now)
            found = (row["person"], row["spell"], row["due"])
            assert found in self.cancelled, f"{now}: nothing of {found} is cancelled"
            self.cancelled.remove(found)
        else:
            getattr(self, kind.name.lower(), lambda *_: None)(row, now)

    def need_is(self, row: dict[str, int], _: int) -> None:
        self.level[row["person"]] = row["level"]

    def need_changed(self, row: dict[str, int], now: int) -> None:
        before, level = self.level[row["person"]], row["level"]
        self.level[row["person"]] = level
        if level == before:
            return
        for spell in [each for each in self.spells.values() if each.person == row["person"]]:
            if level == 3 and self.of(spell, "urgent_within") >= 0:
                self.fall_due(spell, now, now, urgent=True)
            else:
                self.set_clock(spell, now)

    def worker_started(self, row: dict[str, int], now: int) -> None:
        worker = self.run.workers[row["worker"]]
        day = self.day(now)
        self.staff[row["worker"]] = Person(worker.service, worker.key, day, day // 7)
        if now % DAY >= self.team(row["worker"]).day_closes:
            self.staff[row["worker"]].counts_from += 1

    def worker_left(self, row: dict[str, int], _: int) -> None:
        self.staff[row["worker"]].there = False
        self.receives_no_more(row["worker"])

    # Notice, and who is to take over.

    def notice_given(self, row: dict[str, int], _: int) -> None:
        self.staff[row["worker"]].leaving = True
        self.receives_no_more(row["worker"])

    def receives_no_more(self, worker: int) -> None:
        for spell in self.spells.values():
            if spell.handover is not None and spell.handover.workers[:-1] == (worker,):
                spell.handover = None

    def load(self, worker: int) -> int:
        """People of a worker, and those they are to take over."""
        named = (spell.handover for spell in self.spells.values() if spell.handover is not None)
        receives = sum(item.workers[:-1] == (worker,) for item in named)
        return receives + sum(spell.worker == worker for spell in self.spells.values())

    def with_room(self, service: int) -> list[int]:
        """Those who take people on, the least loaded first; ties by draw are left open."""
        there = [
            worker
            for worker, one in self.staff.items()
            if one.service == service and one.there and not one.leaving
        ]
        loads = {worker: self.load(worker) for worker in there}
        room = [worker for worker in there if loads[worker] < self.team(worker).caseload]
        return sorted(room, key=loads.__getitem__)

    def without_receiver(self, service: int) -> list[Spell]:
        """Whose worker will leave, without anyone named to take over."""
        return [
            spell
            for spell in self.spells.values()
            if spell.service == service
            and spell.worker >= 0
            and self.staff[spell.worker].leaving
            and spell.handover is None
        ]

    def all_are_named(self, now: int) -> None:
        """Nobody lacks a receiver while a colleague has room."""
        for service in {one.service for one in self.staff.values() if one.leaving and one.there}:
            if self.without_receiver(service):
                assert not self.with_room(service), f"{now}: someone could have been named"

    def named(self, row: dict[str, int], now: int) -> None:
        spell, receiver = self.spells[row["spell"]], row["other_worker"]
        name = int(self.resolved.numbers.services.name[spell.service])

        def draw(each: Spell) -> tuple[int, int]:
            key = self.run.people[each.person].key
            return int(tie_break(self.seed, self.replication, name, key, now)), each.person

        assert spell.worker == row["worker"]
        assert min(self.without_receiver(spell.service), key=draw) is spell
        able = self.with_room(spell.service)
        assert self.load(receiver) == self.load(able[0])
        assert receiver in able
        minutes = int(self.team(receiver).handover_minutes)
        if minutes:
            both = (receiver, spell.worker)
            spell.handover = Item(HANDOVER, spell, now, minutes, workers=both)
            self.joined.update(both)

    def spell_started(self, row: dict[str, int], now: int) -> None:
        assert row["worker"] < 0 or not self.staff[row["worker"]].leaving or now == 0
        spell = Spell(row["spell"], row["person"], row["service"], row["worker"], now)
        self.spells[spell.number] = spell
        for other in self.spells.values():
            hands_over = other.person == spell.person and other.hands_to == spell.service
            if hands_over and other.worker >= 0 and spell.worker >= 0:
                other.stopped, spell.earlier = True, other
                other.clock = other.contact = other.joint = None

    def handed_off_warm(self, row: dict[str, int], _: int) -> None:
        self.spells[row["spell"]].hands_to = row["detail"]

    def ended_planned(self, row: dict[str, int], now: int) -> None:
        gone = self.spells.pop(row["spell"])
        for other in self.spells.values():
            if other.earlier is gone:
                other.earlier = None
                self.stand(other)
        if gone.earlier is not None:  # nobody takes over: contacts go on there
            gone.earlier.stopped, gone.earlier.hands_to = False, None
            self.set_clock(gone.earlier, now)

    ended_unplanned = ended_planned

    def unallocated(self, row: dict[str, int], now: int) -> None:
        spell = self.spells[row["spell"]]
        spell.worker, spell.clock, spell.handover = -1, None, None
        if spell.joint is not None:
            spell.contact, spell.joint = spell.joint, None
        self.set_clock(spell, now)
        self.all_stand(spell)

    def allocated(self, row: dict[str, int], now: int) -> None:
        spell = self.spells[row["spell"]]
        spell.worker = row["worker"]
        minutes = int(self.team(spell.worker).handover_minutes)
        assert not self.staff[spell.worker].leaving
        if row["detail"] == 1 and minutes and not self.team(spell.worker).handover_notice:
            spell.handover = Item(HANDOVER, spell, now, minutes, workers=(spell.worker,))
            self.joined.add(spell.worker)
        self.set_clock(spell, now)
        self.all_stand(spell)

    def all_stand(self, spell: Spell) -> None:
        """A worker has gone or come: what waits for the spell, or for one it hands on to."""
        self.stand(spell)
        for other in self.spells.values():
            if other.earlier is spell:
                self.stand(other)
        item = spell.advice
        if item is not None:
            item.workers = (*((spell.worker,) if spell.worker >= 0 else ()), item.workers[-1])

    def consulted(self, row: dict[str, int], now: int) -> None:
        spell, other = self.spells[row["spell"]], row["other_worker"]
        minutes = int(self.resolved.numbers.services.advice_minutes[row["detail"]])
        if spell.advice is None and other >= 0:
            both = (spell.worker, other) if spell.worker >= 0 else (other,)
            spell.advice = Item(ADVICE, spell, now, minutes, workers=both)
            self.joined.update(both)

    def held(self, row: dict[str, int], kind: E, now: int) -> None:
        """What the log says is begun now must be what the worker, or one of two, would choose."""
        holders = [w for w in (row["worker"], row["other_worker"]) if w >= 0]
        if kind is E.HANDOVER and row["detail"] != 1:
            holders = holders[:1]
        found = [self.choice(worker, now) for worker in holders]
        item = next((each for each in found if each and each.spell.number == row["spell"]), None)
        assert item is not None, f"{now}: {kind.name} of {row['spell']}, but chosen was {found}"
        wanted = item.workers if not self.alone(item, now) else item.workers[:1]
        assert sorted(wanted) == sorted(holders)
        for worker in holders:
            assert self.staff[worker].busy <= now, f"{now}: worker {worker} is busy"
            assert self.at_work(worker, now), f"{now}: worker {worker} is not at work"
        spell, minutes = item.spell, item.minutes
        if kind in (E.CONTACT, E.CONTACT_MISSED):
            minutes = self.met(row, kind, item)
            spell.last = now
        for slot in ("contact", "joint", "advice", "handover"):
            if getattr(spell, slot) is item:
                setattr(spell, slot, None)
        assert (row["due"], row["minutes"]) == (item.due, minutes), f"{now}: {kind.name}"
        for worker in holders:
            self.staff[worker].busy = now + minutes
            self.staff[worker].used += minutes
        if kind in (E.CONTACT, E.CONTACT_MISSED):
            self.set_clock(spell, now)

    def met(self, row: dict[str, int], kind: E, item: Item) -> int:
        """Whether they come, what it is called, and how long the worker is busy."""
        spell = item.spell
        comes = self.draw(Purpose.ATTENDANCE, spell, item.ordinal) < self.of(spell, "attendance")
        assert (kind is E.CONTACT) == comes
        assert bool(row["detail"] & ContactFlag.URGENT) == item.urgent
        assert bool(row["detail"] & ContactFlag.JOINT) == (row["other_worker"] >= 0)
        assert row["length"] == (item.length if comes else 0)
        if comes:
            return item.minutes
        overhead = int(self.of(spell, "contact_overhead"))
        share = float(self.team(spell.worker).missed_share)
        return round((item.minutes - overhead) * share) + overhead
