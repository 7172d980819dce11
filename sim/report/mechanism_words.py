"""Say in plain sentences how much of a difference each change of an arm causes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.report.study_words import likely
from sim.report.wording import counted, listed, number, sentence_case
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.mechanisms import Effect, Explained

BOTH_WAYS = 0.25  # of what works one way: from so much the other way on, both are summed up
MOST_NAMED = 6  # changes that are each given a number, however sure it is


def mechanism_words(explained: Explained, label: str, labels: Mapping[str, str]) -> list[str]:
    """Return sentences that say how much of the difference each change causes.

    The printed shares add up to the printed difference.

    Parameters
    ----------
    explained
        The result of `explain` for one outcome: arm minus baseline.
    label
        Words for the outcome that can follow a number and "fewer" or "more", such as "days in need
        without help".
    labels
        A description of each change, such as "no cold handoffs", by the mechanism's name.
    """
    whole = explained.whole
    if not math.isfinite(whole.mean):
        return [f"The difference in {label} could not be worked out."]
    if whole.mean == 0:
        return [f"All changes together make no difference to {label}."]
    said = _by_fraction(explained, label, labels)
    if explained.shares:
        said = [*_by_shares(explained, label, labels), *_unsure(explained, labels)]
    if whole.left_out:
        said.append(f"{counted(whole.left_out, 'repeat')} without a value had to be left out.")
    return said


def _by_shares(explained: Explained, label: str, labels: Mapping[str, str]) -> list[str]:
    whole = explained.whole
    way = math.copysign(1.0, whole.mean)
    decimals = _decimals(whole.mean)
    ordered = sorted(explained.shares, key=lambda effect: -effect.estimate.mean * way)
    printed = rounded_parts([e.estimate.mean * way for e in ordered], abs(whole.mean), decimals)
    parts: list[str] = []
    against: list[str] = []
    pro = contra = 0.0
    idle: list[str] = []
    rest: list[tuple[str, float]] = []
    for effect, amount in zip(ordered, printed, strict=True):
        if _does_nothing(effect):
            idle.append(_name(effect, labels))
        elif len(ordered) > MOST_NAMED and (amount == 0 or not effect.estimate.tells):
            rest.append((_name(effect, labels), amount))
        elif effect.estimate.mean * way > 0:
            come = "" if parts else "come "
            named = f"{come}from {_name(effect, labels)} ({_towards(effect.estimate, way)})"
            parts.append(f"{amount:,.{decimals}f} {named}")
            pro += amount
        else:
            size = f"{abs(amount):,.{decimals}f}"
            against.append(
                f"{_name(effect, labels)}, by {size} ({_towards(effect.estimate, -way)})"
            )
            contra -= amount
    total = _total(explained, label)
    said = [f"Of the {total}, {listed(parts)}." if parts else f"There were {total}."]
    if parts and contra > BOTH_WAYS * pro:
        # "Of the 1.4 fewer, 7.5 come from ..." would puzzle; so both sums are told first.
        one, other = ("fewer", "more") if way < 0 else ("more", "fewer")
        said = [
            f"There were {total}: {pro:,.{decimals}f} {one} through some changes, and "
            f"{contra:,.{decimals}f} {other} through others.",
            f"Of the {pro:,.{decimals}f} {one}, {listed(parts)}.",
        ]
    if against:
        said.append(f"The other way worked {listed(against)}.")
    if rest:
        names, together = [name for name, _ in rest], sum(amount for _, amount in rest)
        size, which = f"{abs(together):,.{decimals}f}", "this" if together >= 0 else "the other"
        sum_of_it = f"{size} {which} way" if float(size.replace(",", "")) else "nothing that shows"
        said.append(
            f"Each of these is too little to be told from nothing: {listed(names)}. Together they "
            f"come to {sum_of_it}."
        )
    if idle:
        said.append(f"{sentence_case(listed(idle))} changed nothing.")
    return said


def _unsure(explained: Explained, labels: Mapping[str, str]) -> list[str]:
    unsure = [e for e in explained.shares if not (e.estimate.tells or _does_nothing(e))]
    if not unsure or len(explained.shares) > MOST_NAMED:
        return []  # of many, those are listed together
    return [f"Whether {listed([_name(e, labels) for e in unsure])} mattered at all cannot be told."]


def _by_fraction(explained: Explained, label: str, labels: Mapping[str, str]) -> list[str]:
    if not explained.main:
        return []
    best = max(explained.main, key=lambda effect: abs(effect.estimate.mean))
    size, way = number(abs(best.estimate.mean)), math.copysign(1.0, best.estimate.mean)
    named = f"{_name(best, labels)}, by {size} ({_towards(best.estimate, way)})"
    said = [f"There were {_total(explained, label)}; most is due to {named}."]
    rest = explained.remainder
    if rest is not None and rest.tells:
        said.append(
            "Three or more changes act together here, so single effects do not add up to the "
            f"whole (what is left: {likely(rest)}). Run every subset to share it out."
        )
    return said


def rounded_parts(parts: Sequence[float], whole: float, decimals: int) -> list[float]:
    """Round parts so that, as printed, they add up to the whole (largest remainder method)."""
    unit = 10.0**-decimals
    floors = [math.floor(part / unit) for part in parts]
    printed = float(f"{whole:.{decimals}f}")
    missing = round(printed / unit) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda i: floors[i] - parts[i] / unit)
    for i in by_remainder[: max(missing, 0)]:
        floors[i] += 1
    return [floor * unit for floor in floors]


def _total(explained: Explained, label: str) -> str:
    whole = explained.whole
    decimals = _decimals(whole.mean)
    direction, way = ("fewer", -1.0) if whole.mean < 0 else ("more", 1.0)
    return f"{abs(whole.mean):,.{decimals}f} {direction} {label} ({_towards(whole, way)})"


def _does_nothing(effect: Effect) -> bool:
    return effect.estimate.mean == 0 and effect.estimate.half_width == 0


def _name(effect: Effect, labels: Mapping[str, str]) -> str:
    return " with ".join(labels.get(change, change) for change in effect.changes)


def _towards(found: Estimate, way: float) -> str:
    """Return the likely range; its sign is reversed where the sentence says "lower"."""
    low, high = sorted((found.low * way, found.high * way))
    return likely(found._replace(mean=found.mean * way, low=low, high=high))


def _decimals(value: float) -> int:
    """Return how many decimals a number of this size is printed with."""
    size = abs(value)
    if size >= 20:
        return 0
    return 1 if size >= 1 else 1 - math.floor(math.log10(size))
