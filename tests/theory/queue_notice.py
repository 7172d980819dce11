"""Workers who have given notice, and who is named to take over from them."""

from __future__ import annotations

from sim.draws import tie_break
from tests.theory.queue_dues import Dues
from tests.theory.queue_state import HANDOVER, Item, Spell


class Notice(Dues):
    """Rows of notice and of naming."""

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
