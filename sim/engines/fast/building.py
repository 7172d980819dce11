"""Make the tables of one run from the resolved scenario; enlarge those that are nearly full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiling import lengthened, zeros
from sim.engines.fast import layout
from sim.engines.fast.codes import Noted
from sim.engines.fast.layout import CHUNK_WORDS, HERE, NONE, SPELL_TIMERS, TIMER, WORKER_TIMERS
from sim.engines.fast.own_tables import addresses, own_tables
from sim.engines.fast.registry import SIZE, At
from sim.engines.fast.rule_tables import (
    AS_IT_STANDS,
    last_class,
    leave_settled,
    rule_tables,
    ways_tables,
)
from sim.engines.fast.traits import traits
from sim.engines.fast.windows import window_shift
from sim.engines.initial_population import InitialPopulation
from sim.engines.initial_posts import first_starts
from sim.engines.start import RunSeed
from sim.laws import Ints
from sim.resolved import LEVELS, MISSING, Changes, Numbers, Resolved
from sim.rules.ways import ways_from
from sim.units import FOREVER

Table = NDArray[Any]
CHUNK = 1 << 14
"""The number of rows of the log that a reader gets at a time: few enough to fit the cache."""
HEADS = (
    *(At.FREE_SPELL, At.FREE_PERSON, At.FREE_LOSS, At.FREE_WORK, At.FREE_USE),
    *(At.FREE_CHUNK, At.FREE_NODE),
    *(At.JOINED_FIRST, At.JOINED_LAST, At.BLOCKED_FIRST, At.ENDED_FIRST, At.ENDED_LAST),
)
BEGINNING = (
    *(At.STARTER_KEY, At.STARTER_GROUP, At.STARTER_ATTRIBUTES),
    *(At.STARTER_TRUST, At.STARTER_AWAY, At.STARTER_STATES),
)


class Memory:
    """All tables of a run, and the map by which compiled code finds them.

    Parameters
    ----------
    resolved, initial_population
        The arm, and the people who are present at minute 0.
    seed, replication
        The seed and the replication of the draws.
    noted
        Whether events are written to the log, and how they name people and spells.
    others
        Other arms that this memory may go on with when the rules change; see `branches.py`.
    """

    def __init__(
        self,
        resolved: Resolved,
        initial_population: InitialPopulation,
        seed: int,
        replication: int,
        *,
        noted: Noted,
        others: Sequence[Resolved] = (),
    ) -> None:
        self.resolved, self.numbers = resolved, resolved.first_numbers
        self.map = np.zeros(SIZE, np.int64)
        self.tables: dict[int, Table] = {}
        every = (resolved.numbers,) if resolved.change is None else (self.numbers, resolved.numbers)
        together = (*every, *(other.numbers for other in others))
        needs, services = self.numbers.needs, self.numbers.services
        self.kinds, self.services = len(needs.name), len(services.name)
        self.groups = needs.seek_level.shape[0]
        self._set(
            {
                At.SEED: seed,
                At.REPLICATION: replication,
                At.CLOSES: resolved.numbers.closes,
                At.SINCE_MONDAY: resolved.calendar.since_monday,
                At.NOTED: int(noted),
                At.SERVICES: self.services,
                At.NEEDS: self.kinds,
                At.GROUPS: self.groups,
                At.AREAS: self.numbers.persons.areas,
                At.HAS_AREAS: bool(resolved.names.areas),
                At.STATES: needs.level.shape[1] if self.kinds else 0,
                At.TRANSITIONS: needs.share.shape[1],
                At.CHANGES: sum(len(numbers.changes.time) for numbers in every),
                At.DATES: sum(len(numbers.dated.time) for numbers in every),
                At.CHANGES_AT: FOREVER if resolved.change is None else resolved.change.time,
                At.CLASSES: max(LEVELS, 1 + max(map(last_class, together))),
                At.CLOSED_DAYS: self.numbers.workforce.closed.shape[1],
                At.STREAMS: len(self.numbers.arrivals.name),
                At.CLOCK_BITS: (2 * self.kinds + 1 + leave_settled(together)).bit_length(),
                At.PIECES: self.numbers.arrivals.piece_from.shape[1],
                At.MOST_LISTED: self.numbers.arrivals.listed.shape[1],
                **addresses(resolved),
                **traits(resolved, together),
            }
        )
        self.map[list(HEADS)] = NONE
        self._rules(self.numbers)
        self._dates(every)
        self._posts(every, together)
        for entry, table in own_tables(resolved, self.tables[At.TEAM]["most_posts"]).items():
            self.put(entry, table)
        self._arrivals()
        self._initial_population(initial_population)
        self._growing(len(initial_population.key), len(initial_population.places))
        self._calendar(len(initial_population.key))

    def _set(self, values: dict[At, int]) -> None:
        for entry, value in values.items():
            self.map[entry] = value

    def put(self, entry: At, table: Table) -> None:
        """Store a table, and write its address and size into the map."""
        table = np.ascontiguousarray(table, entry.dtype)
        size = table.size
        if not size:
            table = np.zeros(1, table.dtype)
        self.tables[entry] = table
        self.map[entry], self.map[entry.rows] = table.ctypes.data, size

    def _rules(self, first: Numbers) -> None:
        """Store the rules that hold at minute 0, and the state of services and teams then."""
        for entry, table in rule_tables(first).items():
            self.put(entry, table)
        self._differ_by()
        rows = self.tables[At.SERVICE]
        rows["places_now"] = first.services.places
        rows["last_share_now"] = first.services.last_share
        rows["first_unallocated"] = rows["last_unallocated"] = NONE
        rows["first_asking"] = rows["last_asking"] = NONE
        self.put(At.MARKED, np.zeros(self.services, np.int8))
        lines = np.full(self.services * int(self.map[At.CLASSES]), NONE, np.int32)
        self.put(At.LINE, np.stack([lines, lines], axis=1).ravel().view(layout.LINE))
        limits = first.effects.over_contact_limit[first.effects.over_contact_ratio != 1.0]
        finite = limits[np.isfinite(limits)]
        if finite.size:
            self.map[At.OVER_CONTACT] = int(finite.max()) + 1

    def _dates(self, every: tuple[Numbers, ...]) -> None:
        """Store the dates on which routes, stays or entry change, and what changes.

        See `change_ways`.
        """
        self.put(At.DATE_TIME, np.concatenate([numbers.dated.time for numbers in every]))
        first, found = 0, []
        for numbers in every:
            found.append(numbers.dated.what + np.array([first, 0, 0]))
            first += len(numbers.dated.time)
        self.put(At.DATED, np.concatenate(found).ravel())
        self.ways = [
            ways_from(numbers.dated, date)
            for numbers in every
            for date in range(len(numbers.dated.time))
        ]

    def change_ways(self, date: int) -> None:
        """Replace the routes, stays and entry tables by those of a date, from now on."""
        for entry, table in ways_tables(self.ways[date]).items():
            self.put(entry, table)
        self._differ_by()

    def _differ_by(self) -> None:
        """Note how many rows each service has in the tables of stays and of routes.

        A service has one row, or one for each group and area.
        """
        services = max(self.services, 1)
        self.map[At.STAYS_BY] = self.map[At.STAY.rows] // services
        self.map[At.ROUTED_BY] = self.map[At.CRISIS_ROUTE.rows] // services

    def _posts(self, every: tuple[Numbers, ...], together: tuple[Numbers, ...]) -> None:
        """Store the scheduled changes of capacity, and a row for every post.

        These are all posts that exist at any time of the run.
        """
        changes = np.concatenate([np.stack(numbers.changes, axis=1) for numbers in every])
        rows = np.zeros(len(changes), At.CHANGE.dtype)
        for name, column in zip(Changes._fields, changes.T, strict=True):
            rows[name] = column
        self.put(At.CHANGE, rows)
        teams = self.tables[At.TEAM]
        most = np.zeros(self.services, np.int64)
        for numbers in together:
            np.maximum(most, numbers.services.places, out=most)
        np.maximum.at(most, rows["service"], rows["places"])
        most = most[teams["service"]]
        teams["most_posts"], teams["first_post"] = most, np.cumsum(most) - most
        posts = np.zeros(int(most.sum()), layout.POST)
        posts["minute"] = NONE
        posts["team"], posts["worker"] = np.repeat(np.arange(len(most)), most), NONE
        run_seed = RunSeed(int(self.map[At.SEED]), int(self.map[At.REPLICATION]))
        starts = first_starts(self.numbers, run_seed)
        first_posts = teams["first_post"][: len(starts)].tolist()  # without teams there is a row
        for first, minutes in zip(first_posts, starts, strict=True):
            posts["starts"][first : first + len(minutes)] = minutes
        self.put(At.POST, posts)
        self.put(At.TIMERS_POST, np.zeros(len(posts), TIMER))

    def change_rules(self) -> None:
        """Replace the rules by the arm's own; the state of services and teams is kept."""
        for entry, table in rule_tables(self.resolved.numbers).items():
            for name in AS_IT_STANDS.get(entry, ()):
                table[name] = self.tables[entry][name]
            if entry is At.SERVICE:  # places may be held since before
                table["has_exit_delay"] |= self.tables[entry]["has_exit_delay"]
            self.put(entry, table)
        self._differ_by()
        self._weigh_all()
        if (change := self.resolved.change) is not None:
            self._set({At.PHASE_OVER: change.phase_over, At.PHASE_SHARE: change.phase_share})
        people = self.tables[At.PERSON][: self.map[At.PEOPLE_TOUCHED]]
        present = np.flatnonzero(people["gone"] == HERE)
        self.put(At.PRESENT, present[np.argsort(people["number"][present])])

    def _weigh_all(self) -> None:
        """Set the weight of everyone who counts in a caseload by the rules that hold now."""
        spells = self.tables[At.SPELL][: self.map[At.SPELLS_TOUCHED]]
        workers = self.tables[At.WORKER][: self.map[At.WORKERS_MADE]]
        counted = np.flatnonzero(spells["weight"])
        spells["weight"][counted] = self.weights_set(counted)
        workers["load"] = 0
        np.add.at(workers["load"], spells["worker"][counted], spells["weight"][counted])
        named = np.flatnonzero(spells["reserved"])
        spells["reserved"][named] = self.weights_set(named)
        receiver = self.tables[At.WORK]["worker"][spells["handover"][named]]
        np.add.at(workers["load"], receiver, spells["reserved"][named])

    def weights_set(self, rows: Ints) -> Ints:
        """Return the caseload weights of the spells in these rows.

        Each follows from the level at which the spell's weight was set last; without weights it is
        1.
        """
        spells = self.tables[At.SPELL][rows]
        team = self.tables[At.SERVICE]["team"][spells["service"]]
        weight = self.tables[At.TEAM]["weights"][team, spells["weight_level"]]
        return np.where(weight == MISSING, 1, weight)

    def _arrivals(self) -> None:
        arrivals = self.numbers.arrivals
        streams = np.zeros(len(arrivals.name), layout.STREAM)
        streams["name"], streams["group"] = arrivals.name, arrivals.group
        streams["area"] = arrivals.area
        self.put(At.STREAM, streams)
        self.put(At.STREAM_TO, arrivals.to.ravel())
        self.put(At.PIECE_FROM, arrivals.piece_from.ravel())
        self.put(At.PIECE_RATE, arrivals.piece_rate.ravel())
        self.put(At.LISTED, arrivals.listed.ravel())

    def _initial_population(self, initial_population: InitialPopulation) -> None:
        self.put(At.STARTER_KEY, initial_population.key)
        self.put(At.STARTER_GROUP, initial_population.group)
        self.put(At.STARTER_ATTRIBUTES, initial_population.attributes)
        self.put(At.STARTER_TRUST, initial_population.trust)
        self.put(At.STARTER_AWAY, initial_population.away)
        self.put(At.STARTER_STATES, initial_population.states.ravel())
        self.put(At.PLACE, initial_population.places)
        self.put_moves()

    def put_moves(self) -> None:
        """Store where places go when the rules change."""
        if self.resolved.change is not None:
            self.put(At.MOVED_TO, self.resolved.change.moved_to.ravel())

    def forget_initial_population(self) -> None:
        """Free the memory of the initial population, once everyone has begun."""
        for entry in (*BEGINNING, At.PLACE):
            self.put(entry, self.tables[entry][:0])

    def _growing(self, people: int, places: int) -> None:
        posts = int(self.map[At.POST.rows])
        noted = Noted(int(self.map[At.NOTED]))
        self._resize_people(people + 1_024)
        self._resize_spells(places + 8_192)
        self._resize(At.USE, places + 8_192)
        self._resize_workers(2 * posts + 4_096)
        self._resize(At.LOSS, 8_192)
        self._resize(At.WORK, places + 8_192)
        self._resize(At.HEAP, 8_192 + 8 * (people + places + posts))
        self._resize(At.ORDER, self.services**2 + 4 * self.services + 256)
        rows = 131_072 + (8 + 4 * self.kinds) * people + 32 * (places + posts)
        self._resize(At.LOG, rows if noted else 1)
        self._resize(At.ARRIVED, people + 1_024 if noted is Noted.BY_NUMBER else 1)
        self.map[At.CHUNK] = CHUNK if noted is Noted.BY_PLACE else rows

    def _resize(self, entry: At, size: int, used: int | None = None) -> None:
        """Make a table of this size; if it exists already, keep its first `used` rows.

        With `used` None, all of its rows are kept.
        """
        before = self.tables.get(entry)
        if before is None:
            self.put(entry, zeros(size, entry.dtype))
        else:
            self.put(entry, lengthened(before, size, before.size if used is None else used))

    def _resize_people(self, size: int) -> None:
        used = int(self.map[At.PEOPLE_TOUCHED])
        self._resize(At.PERSON, size, used)
        self._resize(At.PAST, size, used)
        self._resize(At.NEED, size * self.kinds, used * self.kinds)
        seen = self.kinds if self.numbers.needs.presenting_over.any() else 0
        self._resize(At.LEVELS_HELD, size * seen, used * seen)
        each = self.kinds * int(self.map[At.OVER_CONTACT])
        self._resize(At.RECENT, size * each, used * each)
        clocks = 1 << int(self.map[At.CLOCK_BITS])
        self._resize(At.TIMERS_PERSON, size * clocks, used * clocks)

    def _resize_spells(self, size: int) -> None:
        used = int(self.map[At.SPELLS_TOUCHED])
        self._resize(At.SPELL, size, used)
        self._resize(At.TIMERS_SPELL, size * SPELL_TIMERS, used * SPELL_TIMERS)

    def _resize_workers(self, size: int) -> None:
        used = int(self.map[At.WORKERS_MADE])
        self._resize(At.WORKER, size, used)
        self._resize(At.TIMERS_WORKER, size * WORKER_TIMERS, used * WORKER_TIMERS)

    def make_room(self) -> None:
        """Enlarge every growing table that is nearly full.

        The rows of the log must have been read before, because they are not kept.
        """
        used, size = self.map, self.map
        if used[At.PEOPLE_TOUCHED] + 512 >= size[At.PERSON.rows]:
            self._resize_people(_more(size[At.PERSON.rows]))
        if used[At.SPELLS_TOUCHED] + 4_096 >= size[At.SPELL.rows]:
            self._resize_spells(_more(size[At.SPELL.rows]))
        if used[At.WORKERS_MADE] + 2_048 + size[At.POST.rows] >= size[At.WORKER.rows]:
            self._resize_workers(_more(size[At.WORKER.rows]))
        uses, losses = int(used[At.USES_TOUCHED]), int(used[At.LOSSES_TOUCHED])
        moved = 1_024 + int(used[At.PEOPLE_WAITING] + 2 * used[At.LARGEST_CASELOAD])
        moved += int(used[At.LONGEST_QUEUE] + used[At.PEOPLE_ASKING])
        moved += int(used[At.SPELLS_IN_USE]) if used[At.CHANGES] or used[At.CHANGING] else 0
        self._enlarge(At.USE, uses + 4_096, uses)
        self._enlarge(At.LOSS, losses + 8 * moved, losses)
        works = int(used[At.WORKS_TOUCHED])
        self._enlarge(At.WORK, works + 8 * moved, works)
        pending = int(used[At.HEAP_SIZE])
        self._enlarge(At.HEAP, pending + 8 * moved, pending)
        nodes = int(used[At.NODES_TOUCHED])
        wanted = int(used[At.NODES_IN_USE] + used[At.NODES_WANTED]) + 8 * moved
        self._enlarge(At.NODES, wanted, nodes)
        self._enlarge(At.HEAP, pending + int(used[At.NODES_IN_USE]), pending)
        chunks = int(used[At.CHUNKS_IN_USE] + size[At.WINDOWS.rows]) + moved
        touched = int(used[At.CHUNKS_TOUCHED]) * CHUNK_WORDS
        self._enlarge(At.CHUNKS, chunks * CHUNK_WORDS, touched)
        scratch = 4 * int(used[At.LARGEST_CASELOAD]) + 8
        self._enlarge(At.ORDER, scratch, 0)
        if used[At.NOTED]:
            self._enlarge(At.LOG, int(used[At.CHUNK]) + 64 * moved, 0)
        if used[At.NOTED] == Noted.BY_NUMBER:
            people = int(used[At.PEOPLE_MADE])
            self._enlarge(At.ARRIVED, people + 1, people)

    def _enlarge(self, entry: At, wanted: int, used: int) -> None:
        if wanted >= self.map[entry.rows]:
            self._resize(entry, _more(wanted), used)

    def _calendar(self, people: int) -> None:
        """Choose the width of the calendar's windows, and make its tables."""
        self.put(At.TIMERS_STREAM, np.zeros(int(self.map[At.STREAMS]), TIMER))
        changes = int(self.map[At.CHANGES] + self.map[At.DATES]) + 1
        self.put(At.TIMERS_CHANGE, np.zeros(changes, TIMER))
        shift = window_shift(self.numbers, people)
        self.map[At.WINDOW_SHIFT] = shift
        size = (self.resolved.numbers.closes >> shift) + 2
        self.put(At.WINDOWS, np.full(size, NONE, np.int32))
        self.put(At.MINUTES, np.full(1 << shift, NONE, np.int32))
        self.put(At.BITS, np.zeros((1 << shift >> 6) + 1, np.int64))
        # Posts and scheduled changes are set before room is looked for.
        unasked = int(self.map[At.POST.rows] + self.map[At.CHANGES] + self.map[At.DATES]) + 1
        self._resize(At.NODES, 16_384 + unasked)
        self._resize(At.CHUNKS, (size + 4_096 + unasked) * CHUNK_WORDS)


def _more(size: Any) -> int:
    """Return half as many rows again. Growing is then rare, and little memory is unused."""
    return int(size) * 3 // 2
