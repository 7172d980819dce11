"""Read what is to hold: ``wait_to_start.mean <= 14 days``, in the window or in a month."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.errors import did_you_mean
from sim.laws import Flags, Floats
from sim.loose import read_length
from sim.measures.words.access import WAIT_TO_START
from sim.measures.words.form import SHARE
from sim.measures.words.service import LIST_LENGTH
from sim.resolved import Resolved
from sim.studies.analyses.base import AnalysisFault, Base
from sim.studies.analyses.by_month import Months, Series, months_of, series_of
from sim.studies.family import REMEDY
from sim.units import DAY, NotUnderstood

KEY = "so_that"
WORDS = re.compile(
    r"\s*(?P<measure>\S+)\s*(?P<sign><=|>=|≤|≥|at most|at least)\s*(?P<bound>.+?)\s*"
)
AT_MOST = ("<=", "≤", "at most")
NUMBER = re.compile(r"(?P<number>[-+]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?P<unit>.*)")
EXAMPLE = f"`{LIST_LENGTH} <= 20`, or `{WAIT_TO_START}.over_12_weeks at most 5 %`"
LONG_WAIT = re.compile(r"(?:over|waiting_over)_(\d+)_weeks")
PART_WAITING = re.compile(r"share_(?P<waiting>waiting_over_\d+_weeks)(?P<service>\..+)?")


class Target(NamedTuple):
    """What is to hold in a run."""

    text: str  # as it was written
    measure: str
    label: str  # for people
    unit: str  # "share" is from 0 to 1
    at_most: bool  # otherwise at least
    bound: float
    of_window: tuple[str, ...] = ()  # a measure, and what it is divided by, if anything
    series: Series | None = None  # what is looked at by months instead
    months: Months | None = None  # the months looked at

    def holds(self, values: Floats) -> Flags:
        """Return in which runs the target holds; in a run without a value it does not."""
        found: Flags = values <= self.bound if self.at_most else values >= self.bound
        return found

    def by_month(self) -> Callable[[Floats], Floats] | None:
        """Return the function of a run's flat series by months; None if they are not needed."""
        if self.series is None or self.months is None:
            return None
        return self.series.reader(self.months)


def read_target(
    base: Base, text: str, by: str | None, over: int, arms: Sequence[Resolved]
) -> Target:
    """Read a target; raise AnalysisFault if it is not understood or not counted here.

    Parameters
    ----------
    by, over
        The month or date by which it is to hold, and how many months up to it are looked at
        together. When `by` is None, the measured window is looked at.
    arms
        An arm, resolved, whose services and series are those of all settings.
    """
    found = WORDS.fullmatch(text)
    if found is None:
        raise AnalysisFault(
            (KEY,),
            f'"{text}" is not understood.',
            f"Write a measure, `<=` or `>=`, and a number: {EXAMPLE}.",
        )
    measure, at_most = found["measure"], found["sign"] in AT_MOST
    if by is None:
        of_window = _of_window(base, measure)
        see_that_waits_are_counted(measure, arms[0])
        described = base.described(of_window[0])
        label, unit = described.label, described.unit
        if len(of_window) > 1:
            label, unit = _part(label), SHARE
        target = Target(text, measure, label, unit, at_most, 0.0, of_window)
    else:
        series, known = series_of(measure, arms[0])
        if series is None:
            see_that_waits_are_counted(measure, arms[0])
            raise AnalysisFault(
                (KEY,),
                f'"{measure}" is not counted by months.',
                did_you_mean(measure, known, "The column `measure` of monthly.csv has the names."),
            )
        label, unit = series.label(base.names), series.unit
        months = months_of(by, over, arms[0])
        target = Target(text, measure, label, unit, at_most, 0.0, (), series, months)
    return target._replace(bound=read_bound(found["bound"], target.unit))


def see_that_waits_are_counted(measure: str, resolved: Resolved) -> None:
    """Raise AnalysisFault for a length of a wait that this scenario does not count."""
    found = LONG_WAIT.search(measure)
    if found is None:
        return
    counted = resolved.measuring.wait_weeks
    is_list = measure.startswith(("waiting_over", "share_waiting_over"))
    if int(found[1]) not in counted or (is_list and not resolved.measuring.long_waits):
        weeks = sorted({*counted, int(found[1])})
        raise AnalysisFault(
            (KEY,),
            f"This scenario does not count waits of {found[1]} weeks and more"
            f"{' on lists' if is_list else ''}.",
            f"Write `wait_weeks: {weeks}` under `measures` of the scenario.",
        )


def read_bound(text: str, unit: str) -> float:
    """Return a bound as a number of a unit; raise AnalysisFault if it is none.

    A share may be written in per cent, and a number of days as any length of time.
    """
    found = NUMBER.fullmatch(text.strip())
    remedy = f"Write a number in {unit}." if unit != SHARE else "Write `5 %`, or 0.05."
    if found is None:
        raise AnalysisFault((KEY,), f'"{text}" is not a number.', remedy)
    number, written = float(found["number"]), found["unit"].strip()
    if unit == SHARE:
        share = number / 100 if written == "%" else number
        if written not in ("", "%") or not 0 <= share <= 1:
            raise AnalysisFault((KEY,), f'"{text}" is not a share from 0 to 1.', remedy)
        return share
    if written in ("", unit):
        return number
    if unit == "days":
        try:
            return float(read_length(text).minutes) / DAY
        except NotUnderstood:
            pass  # which is told below
    raise AnalysisFault((KEY,), f'"{text}" is not in {unit}.', remedy)


def _of_window(base: Base, measure: str) -> tuple[str, ...]:
    """Return the measure of the window, or the two whose ratio is looked at."""
    part = PART_WAITING.fullmatch(measure)
    names: tuple[str, ...] = (measure,)
    if part is not None:
        service = part["service"] or ""
        names = (f"{part['waiting']}{service}", f"{LIST_LENGTH}{service}")
    if all(base.catalogue.is_measure(name, base.names) for name in names):
        return names
    raise AnalysisFault(
        (KEY,),
        f'"{measure}" is not a measure of this scenario.',
        did_you_mean(measure, base.catalogue.whole_names, REMEDY),
    )


def _part(label: str) -> str:
    """Return the label of the share of people on a list who are counted by a measure."""
    return f"Share of the waiting list: {label[:1].lower()}{label[1:]}"
