"""Enough help worked out a second time: minute by minute, from the words of the page alone."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sim.events import ContactFlag, EventKind as Kind, Run
from sim.measures.observed import in_area
from sim.resolved import Resolved
from sim.units import DAY

NO_HELP = ContactFlag.RETELLING | ContactFlag.STIGMATISING
ENDINGS = (Kind.ENDED_PLANNED, Kind.ENDED_UNPLANNED)


class Helped(NamedTuple):
    """Minutes of one person in the window, by need or in all."""

    in_need: Counter[int]
    short: Counter[int]
    any_need: int
    known: int


def naive_help(run: Run, resolved: Resolved) -> list[Helped]:
    """What everybody's needs had of help."""
    return [Life(run, resolved, number).live() for number in range(len(run.people))]


class Life:
    """One person, minute by minute."""

    def __init__(self, run: Run, resolved: Resolved, number: int) -> None:
        self.services, self.measuring = resolved.numbers.services, resolved.measuring
        self.window = resolved.measuring.window
        self.until = min(self.window.closes, run.closes)
        names = run.log.dtype.names or ()
        mine = run.log[run.log["person"] == number]
        self.rows = [dict(zip(names, row, strict=True)) for row in mine.tolist()]
        group = in_area(run.people[number], len(resolved.names.areas) or 1)
        self.seek = resolved.numbers.needs.seek_level[group].tolist()
        kinds = range(len(resolved.names.needs))
        self.over = resolved.numbers.needs.presenting_over[group].tolist()
        self.level = dict.fromkeys(kinds, 0)
        self.first: dict[int, int] = {}
        self.past: dict[int, list[int]] = {need: [] for need in kinds}  # minute by minute
        self.credit = dict.fromkeys(kinds, 0)
        self.helped_at = dict.fromkeys(kinds, -(2**60))
        self.open: dict[int, int] = {}
        self.worker: dict[int, int] = {}
        self.met: Counter[int] = Counter()
        self.seen: dict[int, int] = {}
        self.crisis_since = -1
        self.found = Helped(Counter(), Counter(), 0, 0)

    def live(self) -> Helped:
        """Go through every minute of the run."""
        if not self.rows:
            return self.found
        gone = [row["time"] for row in self.rows if row["event"] == Kind.EXITED]
        ends = min([self.until, *gone])
        at = 0
        for now in range(self.rows[0]["time"], ends):
            while at < len(self.rows) and self.rows[at]["time"] == now:
                self.read(self.rows[at])
                at += 1
            self.pass_minute(now)
        return self.found

    def read(self, row: dict[str, int]) -> None:
        """One thing happens."""
        kind, spell = row["event"], row["spell"]
        if kind in (Kind.NEED_IS, Kind.NEED_CHANGED):
            self.level[row["need"]] = row["level"]
            self.first.setdefault(row["need"], row["level"])
            if max(self.level.values()) < 3:
                self.crisis_since = -1
            elif self.crisis_since < 0:
                self.crisis_since = row["time"]
        elif kind == Kind.SPELL_STARTED:
            self.open[spell], self.worker[spell] = row["service"], row["worker"]
        elif kind in ENDINGS:
            self.open.pop(spell, None)
        elif kind in (Kind.ALLOCATED, Kind.CHANGED_WORKER):
            self.worker[spell] = row["worker"]
        elif kind == Kind.UNALLOCATED:
            self.worker[spell] = -1
        elif kind == Kind.CONTACT:
            felt = row["detail"] & ContactFlag.STIGMATISING
            is_seen = not felt or self.services.stigma_helps[row["service"]]
            if row["worker"] >= 0 and is_seen:
                self.met[row["worker"]] += 1
                self.seen[row["worker"]] = row["time"]
            if not row["detail"] & NO_HELP:
                self.be_helped(row)

    def be_helped(self, row: dict[str, int]) -> None:
        """A helping contact goes to the worst need that it covers."""
        service, now = row["service"], row["time"]
        covered = [need for need in self.level if self.services.covers[service, need]]
        if not (covered and self.measuring.helps[service]):
            return
        worst = max(covered, key=lambda need: (self.presents(need), -need))
        wanted, lasts = self.measuring.wanted, self.measuring.covered_for
        if now >= self.helped_at[worst] + lasts:
            self.credit[worst] = 0
        cap = lasts * max(wanted[self.presents(worst)], wanted[2])
        more = min(self.credit[worst] + row["length"] * 10_080, cap)
        self.credit[worst] = max(self.credit[worst], more)
        self.helped_at[worst] = now

    def presents(self, need: int) -> int:
        """The highest level of the last minutes; a crisis that is over counts as severe."""
        if self.over[need] == 0:
            return self.level[need]
        earlier = [self.first.get(need, 0)] * self.over[need] + self.past[need]
        seen = earlier[len(earlier) - self.over[need] + 1 :]
        return max([self.level[need], *(min(level, 2) for level in seen)])

    def pass_minute(self, now: int) -> None:
        """Every need in need uses what it wants in this minute."""
        counts = now >= self.window.opens
        needy = [need for need in self.level if self.level[need] >= self.seek[need]]
        for need in needy:
            self.found.in_need[need] += counts
            inside = any(
                self.services.continuous[service] and self.services.covers[service, need]
                for service in self.open.values()
            )
            if now >= self.helped_at[need] + self.measuring.covered_for:
                self.credit[need] = 0
            wants = int(self.measuring.wanted[self.level[need]])
            if inside:
                continue
            if self.credit[need] < wants:
                self.found.short[need] += counts
            self.credit[need] -= min(wants, self.credit[need])
        for need, level in self.level.items():
            self.past[need].append(level)
        if needy and counts:
            known = any(self.knows(self.worker[spell], now) for spell in self.open)
            self.found = self.found._replace(
                any_need=self.found.any_need + 1, known=self.found.known + known
            )

    def knows(self, worker: int, now: int) -> bool:
        """Whether a worker knows the person in this minute."""
        if worker < 0 or self.met[worker] < 3 or now >= self.seen[worker] + 28 * DAY:
            return False
        long_in_crisis = 0 <= self.crisis_since <= now - 2 * DAY
        return not (long_in_crisis and self.seen[worker] < self.crisis_since)
