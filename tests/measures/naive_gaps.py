"""Gaps and their causes worked out a second time: slowly, step by step, from the words alone.

Nothing is shared with `sim.measures`. At each step the whole past of a person is read again and
the definitions are applied as they are written in `docs/reference/measures.md`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from sim.events import ContactFlag, EventKind as Kind, Reason, Run
from sim.measures.observed import in_area
from sim.resolved import Resolved

STIGMATISING = ContactFlag.STIGMATISING
ENDINGS = (Kind.ENDED_PLANNED, Kind.ENDED_UNPLANNED)
CAUSES = (
    "worker_lost",
    "missed_contact",
    "contact_overdue",
    "between_services",
    "waiting_list",
    "awaiting_decision",
    "turned_away",
    "disengaged",
    "not_yet_sought",
)


class Past:
    """Everything that had happened to one person by some minute."""

    def __init__(self, rows: list[dict[str, int]], resolved: Resolved, seek: list[int]) -> None:
        self.rows, self.seek = rows, seek
        self.covers = resolved.numbers.services.covers
        self.continuous = resolved.numbers.services.continuous
        self.helps = resolved.measuring.helps
        self.covered_for = resolved.measuring.covered_for
        self.stigma_helps = resolved.numbers.services.stigma_helps

    def last(self, kinds: tuple[Kind, ...], **where: int) -> dict[str, int] | None:
        for each in reversed(self.rows):
            if each["event"] in kinds and all(each[name] == value for name, value in where.items()):
                return each
        return None

    def level(self, need: int) -> int:
        latest = self.last((Kind.NEED_IS, Kind.NEED_CHANGED), need=need)
        return 0 if latest is None else latest["level"]

    def in_need(self, need: int) -> bool:
        return self.level(need) >= self.seek[need]

    def in_episode(self, need: int) -> bool:
        latest = self.last((Kind.EPISODE_BEGAN, Kind.EPISODE_ENDED), need=need)
        return latest is not None and latest["event"] == Kind.EPISODE_BEGAN

    def referrals(self, need: int) -> dict[int, int]:
        """Numbers and services of the referrals that cover the need and have come to no end."""
        over = (*ENDINGS, Kind.TURNED_AWAY, Kind.LEFT_WAITING)
        made = {r["spell"]: r["service"] for r in self.rows if r["event"] == Kind.REFERRED}
        made |= {r["spell"]: r["service"] for r in self.rows if r["event"] == Kind.SPELL_STARTED}
        gone = {r["spell"] for r in self.rows if r["event"] in over}
        return {n: s for n, s in made.items() if n not in gone and self.covers[s, need]}

    def opened(self, spell: int) -> bool:
        return self.last((Kind.SPELL_STARTED,), spell=spell) is not None

    def inside(self, need: int) -> bool:
        return any(
            self.continuous[service] and self.opened(spell)
            for spell, service in self.referrals(need).items()
        )

    def covered(self, need: int, now: int) -> bool:
        return self.inside(need) or any(
            r["event"] == Kind.CONTACT
            and self.covers[r["service"], need]
            and self.helps[r["service"]]
            and (self.stigma_helps[r["service"]] or not r["detail"] & STIGMATISING)
            and now < r["time"] + self.covered_for
            for r in self.rows
        )

    def worker_lost(self, spell: int) -> bool:
        changes = (Kind.UNALLOCATED, Kind.ALLOCATED, Kind.CONTACT)
        story = [r for r in self.rows if r["spell"] == spell and r["event"] in changes]
        lost = False
        for each in story:
            if each["event"] == Kind.CONTACT:
                lost = False
            elif each["worker" if each["event"] == Kind.UNALLOCATED else "other_worker"] >= 0:
                lost = True
        shifts = [r["event"] for r in story if r["event"] != Kind.CONTACT]
        return lost or shifts[-1:] == [Kind.UNALLOCATED]

    def missed(self, spell: int) -> bool:
        latest = self.last((Kind.CONTACT, Kind.CONTACT_MISSED), spell=spell)
        return latest is not None and latest["event"] == Kind.CONTACT_MISSED

    def way(self, need: int) -> str:
        """How the latest way for this need led nowhere; "" when it did not."""
        way = ""
        for number, each in enumerate(self.rows):
            kind = each["event"]
            met = kind in (Kind.CONTACT, Kind.SPELL_STARTED) and self.covers[each["service"], need]
            about = each["need"] == need
            if met or (about and kind in (Kind.SOUGHT, Kind.EPISODE_ENDED)):
                way = ""
            if about and kind == Kind.SOUGHT and each["service"] < 0:
                way = "turned_away"
            if kind == Kind.NOWHERE_TO_GO:
                reason = each["detail"]
                earlier = Past.__new__(Past)
                earlier.__dict__ = {**self.__dict__, "rows": self.rows[:number]}
                if about and reason in (Reason.TURNED_AWAY, Reason.SEEKING):
                    way = "turned_away"
                elif (
                    reason
                    in (Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED)
                    and self.covers[each["service"], need]
                    and earlier.in_need(need)
                ):
                    way = "ending"
        return way

    def by_another(self, spell: int) -> bool:
        """Whether another service passed the person on, and not this one back to itself."""
        made = self.last((Kind.REFERRED,), spell=spell)
        return made is not None and made["detail"] not in (-1, made["service"])

    def cause(self, need: int) -> str:
        ways = self.referrals(need)
        active = [
            spell
            for spell in ways
            if self.opened(spell) and self.last((Kind.HANDED_OFF_BLOCKED,), spell=spell) is None
        ]
        pending = [spell for spell in ways if not self.opened(spell)]
        listed = [s for s in pending if self.last((Kind.ACCEPTED, Kind.WAITING), spell=s)]
        passed_on = [s for s in pending if self.by_another(s)]
        latest = self.last((Kind.DISENGAGED, Kind.REENGAGED))
        holds = (
            any(self.worker_lost(spell) for spell in active),
            any(self.missed(spell) for spell in active),
            bool(active),
            bool(passed_on),
            bool(listed),
            bool(pending),
            self.way(need) == "turned_away",
            latest is not None and latest["event"] == Kind.DISENGAGED,
            True,
        )
        return CAUSES[holds.index(True)]


class Answer:
    """Minutes by (group, need or None for the person, cause); `covered` is a cause here."""

    def __init__(self) -> None:
        self.minutes: Counter[tuple[int, int | None, str]] = Counter()
        self.after_ending: Counter[tuple[int, int | None]] = Counter()
        self.longest: dict[int, int] = {}  # by person in an episode: minutes without cover in a row
        self.needy: set[tuple[int, int]] = set()  # person and need


def rows_by_person(run: Run) -> dict[int, list[dict[str, int]]]:
    names: Any = run.log.dtype.names
    rows: dict[int, list[dict[str, int]]] = {number: [] for number in range(len(run.people))}
    for line in run.log.tolist():
        each = dict(zip(names, line, strict=True))
        if each["person"] >= 0:
            rows[each["person"]].append(each)
    return rows


def naive_minutes(run: Run, resolved: Resolved, tick: int) -> Answer:
    """Step through the window, `tick` minutes at a time."""
    answer = Answer()
    window, needs = resolved.measuring.window, range(len(resolved.names.needs))
    for number, rows in rows_by_person(run).items():
        group = in_area(run.people[number], len(resolved.names.areas) or 1)
        seek = resolved.numbers.needs.seek_level[group].tolist()
        streak = [0 for _ in needs]
        for now in range(window.opens, min(window.closes, run.closes), tick):
            past = Past([each for each in rows if each["time"] <= now], resolved, seek)
            if past.last((Kind.ARRIVED,)) is None or past.last((Kind.EXITED,)) is not None:
                continue
            worst: int | None = None
            for need in needs:
                if past.in_need(need) and (worst is None or past.level(need) > past.level(worst)):
                    worst = need
            for need in needs:
                without = past.in_episode(need) and not past.covered(need, now)
                streak[need] = streak[need] + tick if without else 0
                if past.in_episode(need):
                    answer.longest[number] = max(answer.longest.get(number, 0), streak[need])
                if not past.in_need(need):
                    continue
                answer.needy.add((number, need))
                cause = "covered" if past.covered(need, now) else past.cause(need)
                let_go = cause == "not_yet_sought" and past.way(need) == "ending"
                for about in (need, None) if need == worst else (need,):
                    answer.minutes[group, about, cause] += tick
                    answer.after_ending[group, about] += tick * let_go
    return answer


class ContactGap(NamedTuple):
    """Time without contact between two marks of one need episode, or after the last."""

    person: int
    need: int
    opens: int
    closes: int
    complete: bool
    planned: bool


def naive_contact_gaps(run: Run, resolved: Resolved) -> list[ContactGap]:
    """Every gap of every episode, by laying contacts and hospital stays side by side."""
    until = min(resolved.measuring.window.closes, run.closes)
    gaps = []
    for number, every in rows_by_person(run).items():
        rows = [each for each in every if each["time"] < until]
        exits = [each["time"] for each in rows if each["event"] == Kind.EXITED]
        for need in range(len(resolved.names.needs)):
            story = Story(rows, need, exits[0] if exits else until, resolved)
            gaps += [ContactGap(number, need, *gap) for gap in story.gaps()]
    return gaps


class Story:
    """One need of one person as places in the list of their rows."""

    def __init__(self, rows: list[dict[str, int]], need: int, end: int, resolved: Resolved) -> None:
        self.rows, self.need, self.end = rows, need, end
        self.services = resolved.numbers.services
        self.helps = resolved.measuring.helps
        self.lost_after = resolved.measuring.lost_after

    def places(self, *kinds: Kind) -> list[int]:
        return [place for place, each in enumerate(self.rows) if each["event"] in kinds]

    def time(self, place: int) -> int:
        return self.rows[place]["time"] if place < len(self.rows) else self.end

    def covering(self, place: int) -> bool:
        return bool(self.services.covers[self.rows[place]["service"], self.need])

    def is_help(self, place: int) -> bool:
        service = self.rows[place]["service"]
        return bool(self.helps[service] or self.services.continuous[service])

    def only_felt(self, place: int) -> bool:
        """Whether a contact was stigmatising, at a service where that is no help."""
        row = self.rows[place]
        return bool(row["detail"] & STIGMATISING and not self.services.stigma_helps[row["service"]])

    def episodes(self) -> list[tuple[int, int]]:
        mine = [
            place
            for place in self.places(Kind.EPISODE_BEGAN, Kind.EPISODE_ENDED)
            if self.rows[place]["need"] == self.need
        ]
        return list(zip(mine[0::2], [*mine[1::2], len(self.rows)], strict=False))

    def stays(self) -> list[tuple[int, int]]:
        found = []
        for start in self.places(Kind.SPELL_STARTED):
            if self.covering(start) and self.services.continuous[self.rows[start]["service"]]:
                spell = self.rows[start]["spell"]
                ends = [e for e in self.places(*ENDINGS) if self.rows[e]["spell"] == spell]
                found.append((start, ends[0] if ends else len(self.rows)))
        return found

    def marks(self, begin: int, end: int) -> list[tuple[int, int]]:
        """When the person was seen in an episode: contacts and stays, joined where they overlap."""
        contacts = [
            (place, place)
            for place in self.places(Kind.CONTACT)
            if self.covering(place)
            and self.helps[self.rows[place]["service"]]
            and not self.only_felt(place)
        ]
        inside = [
            (max(first, begin), min(last, end))
            for first, last in contacts + self.stays()
            if first < end and last > begin
        ]
        joined: list[tuple[int, int]] = []
        for first, last in sorted(inside):
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined

    def gaps(self) -> list[tuple[int, int, bool, bool]]:
        found = []
        for begin, end in self.episodes():
            marks = self.marks(begin, end)
            following = [*marks[1:], (end, end)] if marks else []
            for (_, last), (first, _) in zip(marks, following, strict=True):
                if last >= end:
                    continue
                opens = self.time(last)
                planned = any(
                    last <= place < first
                    and self.covering(place)
                    and self.is_help(place)
                    and self.time(place) - opens < self.lost_after
                    for place in self.places(Kind.ENDED_PLANNED)
                )
                found.append((opens, self.time(first), first != end, planned))
        return found
