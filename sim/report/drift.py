"""Say in words whether people, needs and waiting lists keep changing over the measured years."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.measures.words.form import SHARE
from sim.report.wording import number, percent
from sim.studies.drift import Drift, Shift, level_of

MOST_SHIFTS = 6
LEVELS = {"settled": "settled", "mild": "mildly unwell", "severe": "severely unwell"}
IN_CRISIS = "in crisis"


def drift_words(
    drift: Drift,
    label: Callable[[str], str] = str,
    services: Mapping[str, str] | None = None,
    needs: Mapping[str, str] | None = None,
) -> list[str]:
    """Return sentences that say whether the numbers keep changing over the measured years.

    Parameters
    ----------
    label
        A function from an arm's name to the words for it inside a sentence.
    services, needs
        The labels of services and needs, by name. A name without a label is used as it is.
    """
    if drift.unknown:
        return [f"We cannot tell whether numbers drift by themselves: {drift.unknown}."]
    arm = label(drift.arm)
    if not drift.found:
        return [
            f"No drift was found with {arm}: from the first to the last year measured, people, "
            "the share of them at each level of need, and waiting lists stay about as they are."
        ]
    shifts = [_shift(each, services or {}, needs or {}) for each in drift.found[:MOST_SHIFTS]]
    more = len(drift.found) - len(shifts)
    if more:
        shifts.append(f"{more} more in the table `drift.csv`")
    first = (
        f"Take care: with {arm}, numbers keep changing by themselves. From the first to the last "
        f"year measured: {'; '.join(shifts)}."
    )
    if drift.causes:
        return [f"{first} {' '.join(drift.causes)}"]
    return [f"{first} So the results depend on how long is measured."]


def _shift(shift: Shift, services: Mapping[str, str], needs: Mapping[str, str]) -> str:
    """Return the words for one shift: the quantity, its first value, and its last value."""
    if shift.unit == SHARE:
        ends = f"from {percent(shift.first)} to {percent(shift.last)} of people"
        need, level = level_of(shift.measure)
        how = LEVELS.get(level, IN_CRISIS)
        return f"{needs.get(need, need).lower()}, {how}: {ends}"
    ends = f"from {number(shift.first)} to {number(shift.last)}"
    if shift.measure == "list":
        return f"people waiting for {services.get(shift.service, shift.service)}: {ends}"
    return f"people: {ends}"


def drift_notes(found: Mapping[str, Drift]) -> list[str]:
    """Return the sentences on drift in several studies, each with the name of its study."""
    return [
        f"{name}: {words}"
        for name, drift in found.items()
        if drift.found or drift.unknown
        for words in drift_words(drift)
    ]
