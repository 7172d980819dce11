"""All measures of records: those of the simulator's definitions, and those named ``records.…``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.measures.catalogue import describe
from sim.measures.measuring import AREA, EVERYONE, Row
from sim.measures.recorded import continuity, defined, endings, gaps, hospital, lists, waits
from sim.measures.recorded.bare import bare
from sim.measures.recorded.facts import facts
from sim.measures.recorded.lacking import lacking
from sim.measures.recorded.tables import Links, Recorded
from sim.measures.tallies import of_everyone, of_part
from sim.resolved import Resolved
from sim.units import DAY


class Tallies(NamedTuple):
    """All counts of records; the first axis of each array is the group in an area."""

    defined: defined.DefinedTally
    continuity: continuity.ContinuityTally
    waits: waits.WaitTally
    gaps: gaps.GapTally
    endings: endings.EndingTally
    lists: lists.ListTally
    hospital: hospital.HospitalTally


class Length(NamedTuple):
    """How long the window is."""

    days: int
    months: int  # ends of months in it


def measure_recorded(
    recorded: Recorded, resolved: Resolved | None = None, links: Links | None = None
) -> list[Row]:
    """Return every measure of records in their window.

    Parameters
    ----------
    recorded
        Records of an area, or those that a run would leave.
    resolved
        The arm of the run. Records of an area have none. It says which lengths of gaps and waits
        are measured, and what the run has that records cannot tell apart.
    links
        Where people went on to after each referral. Without it, handoffs are not measured.

    Returns
    -------
    list of Row
        First the measures for `everyone`, then those for each group if there is more than one, then
        those for each area (`area:NAME`) if there is more than one. Measures that these records do
        not have are absent; `unmeasured` says why. Measures without anything to count are NaN.
    """
    arm = bare(recorded) if resolved is None else resolved
    tallies, staff, length = gather(recorded, arm, links)
    values = of_population(of_everyone(tallies), recorded, arm, length)
    values |= lists.summarise_staff(
        staff, of_everyone(tallies.lists), recorded.services, length.days
    )
    absent = lacking(recorded, resolved, links)
    found = _rows(EVERYONE, values, absent)
    for name, part in _parts(recorded).items():
        of_them = of_population(of_part(tallies, part), recorded, arm, length)
        found += _rows(name, of_them, absent)
    return found


def gather(
    recorded: Recorded, resolved: Resolved, links: Links | None
) -> tuple[Tallies, lists.StaffTally, Length]:
    """Count everything that the measures need."""
    by_minute = facts(recorded)
    made = defined.gather(recorded, by_minute)
    met = continuity.gather(recorded, by_minute, resolved)
    stays = hospital.gather(recorded, by_minute.met, by_minute.cells)
    del by_minute  # contacts are many
    by_day = facts(recorded, DAY)
    ends = lists.month_ends(recorded.begins, by_day)
    opens, closes = by_day.window
    tallies = Tallies(
        defined=made,
        continuity=met,
        waits=waits.gather(by_day, resolved.measuring.wait_weeks),
        gaps=gaps.gather(recorded, by_day, resolved.measuring.gap_days),
        endings=endings.gather(recorded, by_day, links),
        lists=lists.gather(recorded, by_day, ends),
        hospital=stays,
    )
    return tallies, lists.of_staff(recorded, by_day, ends), Length(closes - opens, ends.size)


def of_population(
    tallies: Tallies, recorded: Recorded, resolved: Resolved, length: Length
) -> dict[str, float]:
    """Return the measures of the people to whom these counts belong."""
    services, settings = recorded.services, resolved.measuring
    open_days = np.asarray(tallies.endings.open_days)
    return {
        **defined.summarise(tallies.defined, recorded, settings.wait_weeks),
        **continuity.summarise(tallies.continuity),
        **hospital.summarise(tallies.hospital, recorded),
        **waits.summarise(tallies.waits, services, settings.wait_weeks),
        **gaps.summarise(tallies.gaps, services, settings.gap_days, open_days, length.days),
        **endings.summarise(tallies.endings, services, length.days),
        **lists.summarise(tallies.lists, services, length.months, open_days),
    }


def _parts(recorded: Recorded) -> dict[str, slice]:
    """Return the slices of groups and areas in tallies, by name; see `facts.cells`."""
    groups, areas = recorded.groups, recorded.areas
    every = len(areas) + 1
    of_group = {name: slice(at * every, (at + 1) * every) for at, name in enumerate(groups)}
    of_area = {f"{AREA}{name}": slice(at, None, every) for at, name in enumerate(areas)}
    return (of_group if len(groups) > 1 else {}) | (of_area if len(areas) > 1 else {})


def _rows(group: str, values: dict[str, float], absent: tuple[str, ...]) -> list[Row]:
    beginnings = tuple(f"{name}." for name in absent)
    return [
        Row(group, name, describe(name).unit, float(value))
        for name, value in values.items()
        if name not in absent and not name.startswith(beginnings)
    ]
