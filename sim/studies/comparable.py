"""Check that the numbers of two finished studies have the same meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.errors import SimError, listed
from sim.measures.measuring import is_group
from sim.resolved import Measuring
from sim.scenario.stigma import has_stigma
from sim.studies.apart import asked_apart
from sim.studies.family import family_of
from sim.studies.finished import Finished
from sim.studies.keys import NUMBERS_STAND_ON
from sim.studies.study import EVERYONE, Series
from sim.units import DAY

MOST_NAMED = 6
WORDS = frozenset({"title", "question", "about", "label", "source", "sources", "notes"})
"""Keys of a scenario that describe it and change no number."""
NO_SETTINGS = ("compare", "run.replications", "run.seed")
"""Paths of a scenario that other checks cover, or that change no run."""


class NotComparableError(SimError):
    """The numbers of two studies do not have the same meaning."""

    def __init__(self, reasons: list[str]) -> None:
        faults = "\n".join(f"  {reason}" for reason in reasons)
        super().__init__(
            f"The two studies cannot be compared: their numbers do not mean the same.\n{faults}\n"
            "  Run one of them again so that they agree in this: its `resolved.yaml` is a scenario."
        )


class Alike(NamedTuple):
    """What two studies have in common."""

    series: tuple[Series, ...]  # with the same unit in both, of groups as well
    family: tuple[str, ...]  # measures judged together: those of either study
    smallest_difference: Mapping[str, float]  # that matters: the smaller of the two
    notes: tuple[str, ...]


def see_that_they_compare(one: Finished, other: Finished) -> None:
    """Raise NotComparableError with every reason why the numbers do not have the same meaning."""
    reasons = [
        *_programs(one, other),
        *_windows(one, other),
        *_definitions(one, other),
        *_own_measures(one, other),
    ]
    if reasons:
        raise NotComparableError(reasons)


def alike_in(one: Finished, other: Finished) -> Alike:
    """Return what two studies share: common measures, the rules for judging them, and notes."""
    first, second = one.measures.series, other.measures.series
    shared = [series for series in first if series in set(second)]
    groups = [
        {series.group for series in each if is_group(series.group)} for each in (first, second)
    ]
    apart = [
        series
        for series in shared
        if series.group == EVERYONE and asked_apart(series.measure) and groups[0] != groups[1]
    ]
    family, smallest, judging = _judging(one, other)
    return Alike(
        series=tuple(series for series in shared if series not in apart),
        family=family,
        smallest_difference=smallest,
        notes=(
            *_settings(one, other),
            *_people(one, other),
            *_circumstances(one, other),
            *judging,
            *_left_out(first, second, apart),
        ),
    )


def _programs(one: Finished, other: Finished) -> Iterator[str]:
    versions = [each.versions.get("throughline", "unknown") for each in (one, other)]
    if versions[0] != versions[1]:
        yield (
            f"Programs: one was made by version {versions[0]}, the other by {versions[1]}; "
            "measures and model may differ between them."
        )
    elif one.numbers and other.numbers and one.numbers.sources != other.numbers.sources:
        yield (
            f"Programs: both were made by version {versions[0]}, but from different sources; "
            "measures and model may differ between them."
        )


def _windows(one: Finished, other: Finished) -> Iterator[str]:
    lengths = [_measured_days(each) for each in (one, other)]
    if lengths[0] != lengths[1]:
        yield (
            f"Measured time: {lengths[0]:,g} days in one, {lengths[1]:,g} in the other "
            "(`run.length` less `run.warm_up`), and many measures add up over it."
        )


def _definitions(one: Finished, other: Finished) -> Iterator[str]:
    first, second = _measuring(one), _measuring(other)
    for key in ("covered_for", "lost_after"):
        minutes = getattr(first, key), getattr(second, key)
        if minutes[0] != minutes[1]:
            days = [f"{each / DAY:,g}" for each in minutes]
            yield f"`measures.{key}`: {days[0]} days in one, {days[1]} in the other."
    covers = [each.planned.scenario.stigma_covers for each in (one, other)]
    stigma = [has_stigma(each.planned.scenario.to_dict()) for each in (one, other)]
    if covers[0] != covers[1] and any(stigma):
        said = ["true" if each else "false" for each in covers]
        yield f"`measures.stigma_covers`: {said[0]} in one, {said[1]} in the other."
    if first.counts_help and second.counts_help:
        for key, values in _help_wanted(one, other):
            yield f"`measures.{key}`: {values[0]} in one, {values[1]} in the other."


def _help_wanted(one: Finished, other: Finished) -> Iterator[tuple[str, tuple[str, str]]]:
    """Iterate over the settings of wanted or sufficient help that differ, with both values."""
    first, second = (each.planned.scenario.measures.plain() for each in (one, other))
    wanted = first["wanted"], second["wanted"]
    for key in dict.fromkeys([*wanted[0], *wanted[1]]):
        said = tuple(_said(each.get(key)) for each in wanted)
        if said[0] != said[1]:
            yield f"wanted.{key}", (said[0], said[1])
    enough = _measuring(one).enough, _measuring(other).enough
    if enough[0] != enough[1]:
        yield "enough", (f"{enough[0]:g}", f"{enough[1]:g}")


def _said(value: Any) -> str:
    """Return a value as text; a distribution without a single value is "one distribution"."""
    if isinstance(value, dict):
        return str(value.get("value", "one distribution"))
    return "none" if value is None else str(value)


def _own_measures(one: Finished, other: Finished) -> Iterator[str]:
    first, second = (each.planned.own for each in (one, other))
    known = dict(zip(first.names, first.digests, strict=True))
    for name, digest in zip(second.names, second.digests, strict=True):
        if known.get(name, digest) != digest:
            yield f"Measure `{name}`: it does not do the same in both studies."


def _measuring(study: Finished) -> Measuring:
    return next(iter(study.planned.resolved.values())).measuring


def _measured_days(study: Finished) -> float:
    window = _measuring(study).window
    return (window.closes - window.opens) / DAY


def _settings(one: Finished, other: Finished) -> Iterator[str]:
    trees = [dict(_leaves(each.planned.scenario.to_dict())) for each in (one, other)]
    paths = list(dict.fromkeys([*trees[0], *trees[1]]))
    missing = object()
    names = [
        f"`{path}`" for path in paths if trees[0].get(path, missing) != trees[1].get(path, missing)
    ]
    if not names:
        yield "The scenarios have the same settings."
    else:
        yield f"The scenarios differ in {listed(names, MOST_NAMED)}."


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Iterate over everything in a scenario that can change a run, as pairs of path and value."""
    if path in NO_SETTINGS:
        return
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            if key not in WORDS:
                yield from _leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path.removesuffix(".value"), tree  # a number with its source


def _people(one: Finished, other: Finished) -> Iterator[str]:
    both = [next(iter(each.planned.resolved.values())) for each in (one, other)]
    cohorts = [each.numbers.cohort + len(each.start.table) for each in both]
    if cohorts[0] != cohorts[1]:
        yield (
            f"At the start there are {cohorts[0]:,} people in one and {cohorts[1]:,} in the other: "
            "measures that add up over people differ for that alone."
        )


def _circumstances(one: Finished, other: Finished) -> Iterator[str]:
    opens = [_measuring(each).window.opens / DAY for each in (one, other)]
    if opens[0] != opens[1]:
        yield (
            f"The warm-up is {opens[0]:,g} days in one and {opens[1]:,g} in the other; the "
            "measured time is as long in both."
        )
    names = [
        name for name in NUMBERS_STAND_ON if one.versions.get(name) != other.versions.get(name)
    ]
    if one.platform != other.platform:
        names.append("the platform")
    if names:
        yield (
            "The studies were not made in the same surroundings "
            f"({listed(names, MOST_NAMED)}); last digits, and in rare cases more, may differ."
        )
    if one.numbers is None or other.numbers is None:
        yield "One of the studies does not say from which sources it was made."


def _judging(one: Finished, other: Finished) -> tuple[tuple[str, ...], dict[str, float], list[str]]:
    """Return the measures judged together, the smallest differences that matter, and notes.

    If the two studies differ in these, both families are joined, and the smaller difference
    counts.
    """
    first, second = (each.planned.scenario.smallest_difference for each in (one, other))
    notes = [*_plans(one, other)]
    families = [family_of(each.planned.scenario) for each in (one, other)]
    if set(families[0]) != set(families[1]):
        notes.append("`compare.family` differs; measures of either are judged together.")
    named = dict.fromkeys([*first, *second])
    pairs = {name: (first.get(name, 0.0), second.get(name, 0.0)) for name in named}
    differ = [f"`{name}`" for name, (a, b) in pairs.items() if a != b]
    if differ:
        notes.append(
            f"`compare.smallest_difference` differs for {listed(differ, MOST_NAMED)}; the smaller "
            "one counts, 0 where a study has none."
        )
    family = tuple(dict.fromkeys([*families[0], *families[1]]))
    return family, {name: min(both) for name, both in pairs.items()}, notes


def _plans(one: Finished, other: Finished) -> Iterator[str]:
    plans = {
        which: each.planned.scenario.analysis_plan
        for which, each in (("one", one), ("other", other))
    }
    digests = {which: plan.digest for which, plan in plans.items() if plan is not None}
    if digests:
        of = listed([f"of the {which} ({digest})" for which, digest in digests.items()])
        yield f"This comparison is not part of the analysis plan {of}."


def _left_out(
    first: tuple[Series, ...], second: tuple[Series, ...], apart: list[Series]
) -> Iterator[str]:
    units = [
        {series.measure: series.unit for series in each if series.group == EVERYONE}
        for each in (first, second)
    ]
    other_units = [
        f"`{name}` ({unit}, {units[1][name]})"
        for name, unit in units[0].items()
        if units[1].get(name, unit) != unit
    ]
    if other_units:
        yield f"Left out, as the units differ: {listed(other_units, MOST_NAMED)}."
    if apart:
        names = [f"`{series.measure}`" for series in apart]
        yield f"Left out, as the groups differ: {listed(names, MOST_NAMED)}."
    for which, mine, theirs in (("one", *units), ("other", *reversed(units))):
        alone = [f"`{name}`" for name in mine if name not in theirs]
        if alone:
            yield f"Left out, as only the {which} has them: {listed(alone, MOST_NAMED)}."
