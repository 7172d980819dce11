"""Say in words whether people, needs and lists keep changing, and whether they begin as today."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.measures.words.form import SHARE
from sim.report.wording import listed, number, percent
from sim.studies.drift import Drift, Shift, level_of
from sim.studies.from_today import ALL

MOST_SHIFTS = 6
LEVELS = {"settled": "settled", "mild": "mildly unwell", "severe": "severely unwell"}
IN_CRISIS = "in crisis"
AT_FIRST = (
    "At first a run gives all free room to people on lists, and nobody is between a referral and "
    "its decision."
)


def drift_words(
    drift: Drift,
    label: Callable[[str], str] = str,
    services: Mapping[str, str] | None = None,
    needs: Mapping[str, str] | None = None,
) -> list[str]:
    """Return sentences that say whether lists begin as today's, and whether numbers keep changing.

    Parameters
    ----------
    label
        A function from an arm's name to the words for it inside a sentence.
    services, needs
        The labels of services and needs, by name. A name without a label is used as it is.
    """
    arm = label(drift.arm)
    begins = today_words(drift, arm, services or {})
    if drift.unknown:
        unknown = f"We cannot tell whether numbers drift by themselves: {drift.unknown}."
        return [*begins, unknown]
    years = "year of the run" if drift.from_today else "year measured"
    if not drift.found:
        steady = (
            f"from the first to the last {years}, people, the share of them at each level of "
            "need, and waiting lists stay about as they are."
        )
        if drift.begins_elsewhere:
            return [*begins, f"After that, {steady}"]
        return [*begins, f"No drift was found with {arm}: {steady}"]
    shifts = [_shift(each, services or {}, needs or {}) for each in drift.found[:MOST_SHIFTS]]
    more = len(drift.found) - len(shifts)
    if more:
        shifts.append(f"{more} more in the table `drift.csv`")
    first = (
        f"Take care: with {arm}, numbers keep changing by themselves. From the first to the last "
        f"{years}: {'; '.join(shifts)}."
    )
    if drift.causes:
        return [*begins, f"{first} {' '.join(drift.causes)}"]
    return [*begins, f"{first} So the results depend on how long is measured."]


def today_words(drift: Drift, arm: str, services: Mapping[str, str]) -> list[str]:
    """Return today's lists beside the first and the last month, in a sentence or two.

    Without a table of people at the start there are none.
    """
    if not drift.from_today:
        return []
    whole = drift.from_today[0]
    which = "all lists" if whole.service == ALL else _list_of(whole.service, services)
    said = (
        f"People on {which}: {whole.today} today; with {arm}, {number(whole.first)} in the first "
        f"month and {number(whole.last)} in the last."
    )
    if not drift.begins_elsewhere:
        return [said]
    if whole.differs:
        if whole.difference < 0:
            return [f"Take care: the model starts lower than today. {said} {AT_FIRST}"]
        return [f"Take care: the model starts higher than today. {said}"]
    others = [
        f"{_list_of(each.service, services)} ({each.today} today, {number(each.first)} in the "
        "first month)"
        for each in drift.begins_elsewhere
    ]
    more = len(others) - MOST_SHIFTS
    named = [
        *others[:MOST_SHIFTS],
        *([f"{more} more in the table `drift.csv`"] if more > 0 else []),
    ]
    return [f"Take care: the model starts elsewhere than today with {listed(named)}. {said}"]


def _list_of(service: str, services: Mapping[str, str]) -> str:
    return f"the list of {services.get(service, service)}"


def _shift(shift: Shift, services: Mapping[str, str], needs: Mapping[str, str]) -> str:
    """Return the words for one shift: the quantity, its first value, and its last value."""
    if shift.unit == SHARE:
        ends = f"from {percent(shift.first)} to {percent(shift.last)} of people"
        need, level = level_of(shift.measure)
        how = LEVELS.get(level, IN_CRISIS)
        return f"{needs.get(need, need).lower()}, {how}: {ends}"
    ends = f"from {number(shift.first)} to {number(shift.last)}"
    if shift.measure == "list" and shift.service == ALL:
        return f"people on all lists: {ends}"
    if shift.measure == "list":
        return f"people waiting for {services.get(shift.service, shift.service)}: {ends}"
    return f"people: {ends}"


def drift_notes(found: Mapping[str, Drift]) -> list[str]:
    """Return the sentences on drift in several studies, each with the name of its study."""
    return [
        f"{name}: {words}"
        for name, drift in found.items()
        if drift.moves or drift.unknown
        for words in drift_words(drift)
    ]
