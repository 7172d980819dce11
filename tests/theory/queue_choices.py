"""What waits for a worker, and what a free worker chooses."""

from __future__ import annotations

from sim.draws import tie_break
from tests.theory.queue_state import DAY, TOGETHER, Item
from tests.theory.queue_weeks import Weeks


class Choices(Weeks):
    """What waits, and who chooses what."""

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
