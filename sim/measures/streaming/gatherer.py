"""Measure a run while it happens: rows are read in chunks, and no log is kept."""

from __future__ import annotations

import numpy as np

from sim.events import EVENT, FORGOTTEN, NOBODY, EventLog, Window
from sim.laws import Ints
from sim.measures import monthly
from sim.measures.access import AccessTally
from sim.measures.activity import ActivityTally
from sim.measures.capacity import CapacityTally
from sim.measures.continuity import LEVELS, ContinuityTally
from sim.measures.crisis import CrisisTally
from sim.measures.gaps import GapTally
from sim.measures.helped import HelpTally
from sim.measures.indices import Indices, Sequences, indices
from sim.measures.measuring import Row, Tallies, summarise
from sim.measures.monthly import Monthly
from sim.measures.observed import cut
from sim.measures.occupancy import Occupancy
from sim.measures.plans import PlanTally
from sim.measures.streaming.layout import ENOUGH, FINISHED
from sim.measures.streaming.monthly import pass_last_cuts, tally_of
from sim.measures.streaming.reader import read_rows
from sim.measures.streaming.tables import limits_of, new_counts, new_memory, room_for, room_in
from sim.measures.tallies import Population, billionths, count
from sim.measures.terms import terms_of
from sim.measures.transitions import TransitionTally
from sim.measures.working import calendars, working_minutes_between
from sim.resolved import WHOLE_POST, Capacity, Resolved


class Gatherer:
    """A reader of the rows of one run, which counts what `measuring.gather` counts in a whole log.

    The columns `person` and `spell` may be running numbers, as in a log. They may also be rows of
    the engine's tables, which are reused. A person's row is reused when the person has exited, or
    when a row says that they are `FORGOTTEN`. A spell's row is reused when no more rows about it
    will come. Rows are read up to the close of the scenario's window, or to the end of the run if
    that is earlier.
    """

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.limits = limits_of(resolved)
        self.memory = new_memory(resolved)
        self.counts = new_counts(resolved, self.window.opens)
        self.room = room_in(self.memory, self.counts)
        self.terms, self.times = terms_of(resolved), calendars(resolved)
        self.gap_days = np.array(resolved.measuring.gap_days, np.int64)
        shape = (len(resolved.names.groups_in_areas), len(LEVELS))
        self.people, self.contacts = np.zeros((2, *shape), np.int64)
        self.indices = np.zeros((*shape, len(Indices._fields)), np.int64)
        self.finished: tuple[Tallies, CapacityTally] | None = None

    @property
    def window(self) -> Window:
        """The measured window, cut at the end of the run."""
        return Window(int(self.limits["opens"][0]), int(self.limits["closes"][0]))

    @property
    def bytes(self) -> int:
        """The bytes of memory for people and their referrals.

        They grow with the largest number of people present at the same time.
        """
        m = self.memory
        return sum(
            table.nbytes
            for table in (
                *(m.people, m.needs, m.open_now, m.helps, m.known, m.plans),
                *(m.visits, m.spells, m.endings),
            )
        )

    @property
    def pair_bytes(self) -> int:
        """The bytes of memory for pairs of a present person and a worker whom they have met."""
        return self.memory.pairs.nbytes

    def read(self, rows: EventLog) -> None:
        """Read the next rows, in order of time; shape (rows,), dtype `EVENT`.

        Raises
        ------
        RuntimeError
            If `finish` was called before.
        """
        if self.finished is not None:
            raise RuntimeError("This run has been measured; nothing more of it can be read.")
        rows = np.ascontiguousarray(rows, EVENT)
        position = 0
        while position < rows.size:
            position, what = read_rows(
                rows,
                position,
                self.memory,
                self.counts,
                self.terms,
                self.times,
                self.gap_days,
                self.limits,
                self.room,
            )
            if what == FINISHED:
                self._work_out_indices()
            elif what != ENOUGH:
                self.memory, self.counts = room_for(self.memory, self.counts, what, rows[position])
                self.room = room_in(self.memory, self.counts)

    def finish(self, closes: int) -> tuple[Tallies, CapacityTally]:
        """Return all counts of a run that ended at this minute; a second call returns the same.

        Raises
        ------
        ValueError
            If a run that ends at this minute has another window than one that ends at
            `resolved.numbers.closes`, because the counts so far are for the latter window.
        """
        window = cut(self.resolved.measuring.window, closes)
        if window != self.window:
            raise ValueError(
                f"The run was to close so that {self.window} is measured, not {window}."
            )
        if self.finished is None:
            self._forget_everybody()
            self._work_out_indices()
            self.finished = self._tallies(), self._capacity()
        return self.finished

    def rows(self, closes: int) -> list[Row]:
        """Return every measure of the run, like `measuring.measure`, which reads a log."""
        tallies, of_services = self.finish(closes)
        return summarise(tallies, of_services, self.window, self.resolved)

    def monthly(self, closes: int) -> Monthly:
        """Return the monthly series of the run, like `monthly_log.monthly`, which reads a log."""
        self.finish(closes)
        services = len(self.resolved.names.services)
        return monthly.summarise(tally_of(self.counts.months, services), self.resolved)

    def _forget_everybody(self) -> None:
        """Finish the counts of every person who is present when the window closes."""
        there = np.flatnonzero(self.memory.people["there"])
        rows = np.zeros(there.size, EVENT)
        rows["time"], rows["event"], rows["person"] = self.window.closes - 1, FORGOTTEN, there
        for column in ("spell", "worker", "other_worker"):
            rows[column] = NOBODY
        self.read(rows)
        needs, services = len(self.resolved.names.needs), len(self.resolved.names.services)
        pass_last_cuts(self.counts.months, self.times, needs, services, self.window.closes)

    def _work_out_indices(self) -> None:
        """Add up the indices of the people whose contacts have been stored."""
        used = int(self.counts.set_down[0])
        group, level, *numbers = self.counts.sequences[:used].T
        found = indices(Sequences(group, *numbers))
        shape = self.people.shape
        self.people += count(shape, group, level)
        self.contacts += count(shape, group, level, weights=numbers[0])
        for column, index in enumerate(found):
            np.add.at(self.indices[:, :, column], (group, level), billionths(index))
        self.counts.set_down[0] = 0

    def _tallies(self) -> Tallies:
        c, closes = self.counts, self.window.closes
        of, there = c.groups, closes > self.window.opens
        return Tallies(
            population=Population(
                people=of["people"] + of["present"] * there,
                minutes=of["present_minutes"] + of["present"] * closes,
                left=of["left"],
            ),
            gaps=GapTally(
                need_minutes=c.need_minutes[:, :-1],
                worst_minutes=c.need_minutes[:, -1],
                contact_gaps=c.contact_gaps,
                longest=trimmed(c.longest),
                in_need=of["in_need"],
                never_served=of["never_served"],
                lost=of["lost"],
            ),
            access=AccessTally(
                days=trimmed(c.wait_days),
                minutes=c.wait_minutes,
                waiting=c.at["waiting"],
                waiting_minutes=c.at["waiting"] * closes - c.at["waiting_clocks"],
                over_minutes=c.over_minutes,
            ),
            continuity=ContinuityTally(
                people=self.people,
                contacts=self.contacts,
                indices=self.indices,
                met=of["met"],
                workers=of["workers"],
                changes=of["changes"],
                relationships=trimmed(c.relationships),
            ),
            transitions=TransitionTally(*(of[name] for name in TransitionTally._fields)),
            crisis=self._crisis(),
            activity=self._activity(),
            help=HelpTally(
                short=c.help_minutes[..., 0],
                in_need=c.help_minutes[..., 1],
                **{name: of[name] for name in ("bands", "enough", "known", "silences")},
                crises_seen=of["crises_seen"],
            ),
            plans=PlanTally(current=of["with_plan"]),
            care=c.care,
        )

    def _crisis(self) -> CrisisTally:
        of, closes = self.counts.groups, self.window.closes
        counted = CrisisTally(*(of[name] for name in CrisisTally._fields))
        return counted._replace(
            crisis_minutes=of["crisis_minutes"] + of["in_crisis"] * closes,
            bed_minutes=of["bed_minutes"] + of["in_bed"] * closes,
        )

    def _activity(self) -> ActivityTally:
        at, closes = self.counts.at, self.window.closes
        counted = ActivityTally(*(at[name] for name in ActivityTally._fields))
        return counted._replace(
            referral_minutes=at["referral_minutes"] + at["waiting"] * closes,
            list_minutes=at["list_minutes"] + at["on_list"] * closes,
            open_minutes=at["open_minutes"] + at["open"] * closes,
            unallocated_minutes=at["unallocated_minutes"] + at["alone"] * closes,
        )

    def _capacity(self) -> CapacityTally:
        services, closes = self.counts.services, self.window.closes
        numbers = self.resolved.numbers.services
        every = np.arange(services.size)
        end = np.full_like(every, closes)
        held = np.maximum(services["places"] - 1, 0) * WHOLE_POST + np.where(
            services["places"] > 0, services["last_share"], 0
        )
        offered = services["offered"] + working_minutes_between(
            self.times, every, services["since"], end, self.window, held
        )
        worked = working_minutes_between(
            self.times, every, np.zeros_like(every), end, Window(0, closes), services["in_post"]
        )
        activity = self._activity()
        assigned = activity.open_minutes - activity.unallocated_minutes
        return CapacityTally(
            place_minutes=np.where(numbers.capacity == Capacity.PLACES, offered // WHOLE_POST, 0),
            taken_minutes=services["taken_minutes"] + services["taken"] * closes,
            post_minutes=np.where(numbers.capacity == Capacity.WORKERS, offered, 0),
            filled_minutes=services["filled_minutes"] + worked,
            worker_minutes=services["worker_minutes"] + services["in_post"] * closes,
            assigned_minutes=np.where(services["has_team"], assigned.sum(axis=0), 0),
            weight_minutes=services["weight_minutes"] + services["weight"] * closes,
            charged_minutes=services["charged"],
            **self._occupancy()._asdict(),
        )

    def _occupancy(self) -> Occupancy:
        services, minutes = self.counts.services, self.counts.occupied.copy()
        has_places = self.resolved.numbers.services.capacity == Capacity.PLACES
        since = self.window.closes - services["counted_to"]
        minutes[np.arange(services.size), services["taken"]] += since
        placed = services["placed"] + since * (services["places"] > 0)
        is_full = (services["places"] > 0) & (services["taken"] >= services["places"])
        full = services["full"] + since * is_full
        return Occupancy(
            trimmed(minutes), np.where(has_places, placed, 0), np.where(has_places, full, 0)
        )


def trimmed(days: Ints) -> Ints:
    """Remove from counts by completed days the days after the last one that occurred."""
    last = np.flatnonzero(days.reshape(-1, days.shape[-1]).any(axis=0)).max(initial=0)
    return days[..., : last + 1]
