"""A third reading of the queue of a worker, from the sentences of the specification alone.

It reads a log, takes as given what happens to people (needs, spells, workers who come and go), and
works out for itself what waits for whom, what each worker chooses and when. Every contact, every
piece of advice and every handover of the log must be what it would have chosen, and nothing may be
left that a free worker could have begun. It shares no code with the engines but the keyed draws.
"""

from __future__ import annotations

from sim.draws import Purpose
from sim.events import ContactFlag, EventKind as E
from sim.units import FOREVER
from tests.theory.queue_notice import Notice
from tests.theory.queue_state import ADVICE, DAY, HANDOVER, Item, Person, Spell

KINDS = {E.CONTACT, E.CONTACT_MISSED, E.ADVISED, E.HANDOVER}


class Reading(Notice):
    """The log of one run, read row by row."""

    def read(self) -> None:
        """Read the whole log; AssertionError where it is not what the sentences say."""
        rows = self.run.log.tolist()
        names = self.run.log.dtype.names or ()
        at = 0
        next_due = 0
        for now in range(self.run.closes):
            no_row = at == len(rows) or rows[at][0] > now
            if no_row and now < next_due:
                continue
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
            next_due = self.next_due(now)

    def next_due(self, now: int) -> int:
        """The first minute after this one in which anything can happen without a row."""
        if any(self.waits(worker) for worker in self.staff):
            return now + 1
        clocks = [spell.clock for spell in self.spells.values() if spell.clock is not None]
        return min(clocks, default=FOREVER)

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
