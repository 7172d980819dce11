"""Hand a fit on: a scenario with the fitted ranges, and the rows from which it takes its worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.scenario.merging import is_whole
from sim.scenario.putting import WHERE
from sim.scenario.replacing import replaced
from sim.studies.design.levers import said
from sim.studies.fitting.fitted import Band, FitResult, FittedNumber, Told
from sim.studies.worlds.uncertain import Uncertain

SOURCE = "fitted"
FITTED, ROWS, EXTENDED = "fitted.yaml", "fitted.csv", "resolved.yaml"
WEIGHT = "weight"
FIGURES, TOLD_FIGURES = 6, 3
MOST_NAMED = 6


class Table(NamedTuple):
    """The rows of fitted worlds, as a scenario reads them."""

    columns: tuple[str, ...]  # the last has the weights
    rows: tuple[tuple[str, ...], ...]


def rows_of(scenario: Scenario, result: FitResult) -> Table:
    """Return the fitted worlds as a table; without rows if there are none."""
    columns = [each for one in result.uncertain for each in _columns(scenario, one)]
    rows = result.fitted.rows
    if rows is None:
        return Table((*(name for name, *_ in columns), WEIGHT), ())
    found = []
    for values, shares, weight in zip(
        result.values, rows.inputs.values.tolist(), rows.weights.tolist(), strict=True
    ):
        of_inputs = dict(zip(rows.inputs.names, shares, strict=True))
        cells = [_cell(values, path, one, of_inputs[name]) for _, path, one, name in columns]
        found.append((*cells, f"{weight:.{FIGURES}g}"))
    return Table((*(name for name, *_ in columns), WEIGHT), tuple(found))


def _columns(
    scenario: Scenario, each: Uncertain
) -> Iterator[tuple[str, str | None, Uncertain, str]]:
    """Iterate over the columns of an entry: name, path of the value, number, and input."""
    if each.choices:
        yield each.name, None, each, each.name
        return
    for moved in (each, *each.also):
        covered = scenario.in_areas({moved.name: None})
        yield moved.name, moved.lever.paths[0], moved, each.name
        for path in moved.lever.paths:
            if path not in covered:
                yield path, path, moved, each.name


def _cell(values: Mapping[str, Any], path: str | None, one: Uncertain, share: float) -> str:
    """Return what stands in a cell; of a share of a row, what its row left it."""
    if path is None:
        return one.choices[int(share)].name
    return said(values[path] if one.rows and path in values else one.at(share))


def fitted_scenario(scenario: Scenario, result: FitResult) -> dict[str, Any]:
    """Return what `fitted.yaml` says, over the scenario that was fitted.

    Numbers that the targets narrow have the median of the fitted worlds and their central 90 %,
    and all worlds are taken from the rows. Everything else stays as written.
    """
    name = _free_name(scenario)
    about = {"kind": "fitted", "reference": reference(result)}
    told = [
        (number, one)
        for number, one in zip(result.fitted.numbers, result.uncertain, strict=True)
        if number.after is not None and number.told is not Told.NOTHING
    ]
    changed = _changed(scenario, name, about, told)
    written = scenario.to_dict()
    own = _differences(written, changed, ())
    sources = {**own.pop("sources", {}), name: about}
    sources.pop(WHERE, None)
    return {
        "throughline": written["throughline"],
        "extends": EXTENDED,
        "sources": sources,
        **own,
        "worlds": {"source": name, "from_table": ROWS},
    }


def with_rows(scenario: Scenario, result: FitResult, contents: str) -> Scenario:
    """Return the fitted scenario as a whole, with the content of its table of worlds."""
    form = _laid_over(scenario.to_dict(), fitted_scenario(scenario, result))
    form["worlds"]["from_table"] = {"file": ROWS, "contents": contents}
    return Scenario.of({key: value for key, value in form.items() if key != "extends"})


def reference(result: FitResult) -> str:
    """Return to what a scenario was fitted: the reference of the source of fitted numbers."""
    used = [t for t in result.fitted.targets if t.role == "fit" and not t.left_out]
    names = [each.label or each.name for each in used[:MOST_NAMED]]
    more = len(used) - len(names)
    named = ", ".join([*names, *([f"{more} more"] if more else [])])
    figures = "figure" if len(used) == 1 else "figures"
    return (
        f"fitted to {len(used)} {figures} of services today ({named}), by {result.asked:,} runs; "
        f"the model may be off by {100 * result.fitted.discrepancy:g} % of each"
    )


def _free_name(scenario: Scenario) -> str:
    name, number = SOURCE, 1
    while name in scenario.sources:
        number += 1
        name = f"{SOURCE}_{number}"
    return name


def _changed(
    scenario: Scenario,
    name: str,
    about: Mapping[str, str],
    told: Sequence[tuple[FittedNumber, Uncertain]],
) -> dict[str, Any]:
    """Return the scenario with the fitted ranges, as plain data."""
    for with_rows in (True, False):
        values: dict[str, Any] = {f"sources.{name}": dict(about)}
        for number, one in told:
            if one.rows and not with_rows:
                continue  # of a row whose shares do not add up to 1 at their medians
            if number.after is not None:
                values |= _ranges(one, number.after)
        try:
            tree = replaced(scenario.tree, scenario, scenario.in_areas(values), name)
            return Scenario.sound(tree, arms=()).to_dict()
        except ScenarioFaults:
            if not with_rows:
                raise
    raise AssertionError("unreachable")


def _ranges(one: Uncertain, after: Band) -> dict[str, Any]:
    """Return the fitted value and range of everything that one draw moves, by path."""
    puts: dict[str, Any] = {}
    for moved in (one, *one.also):
        if any(row.together for row in moved.rows):
            continue  # its row has one law for all shares; the rows of the table have their own
        low, value, high = (rounded_at(moved, share) for share in after)
        puts |= moved.lever.puts({"value": value, "low": low, "high": high})
    return puts


def rounded_at(one: Uncertain, share: float) -> Any:
    """Return the value of a number at a share with as many figures as a fit can tell."""
    value = one.at(share)
    return one.span.exactly(
        one.span.amount(value)
        if one.span.kind == "whole"
        else float(f"{one.span.amount(value):.{TOLD_FIGURES}g}")
    )


def _laid_over(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain data with the parts in which `_differences` found others."""
    return {**old} | {
        key: _laid_over(old[key], value)
        if isinstance(value, dict) and isinstance(old.get(key), dict) and "value" not in value
        else value
        for key, value in new.items()
    }


def _differences(
    old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...]
) -> dict[str, Any]:
    """Return the parts of new plain data that differ; what belongs together is whole."""
    found: dict[str, Any] = {}
    for key, value in new.items():
        here = (*path, key)
        if key in old and old[key] == value:
            continue
        both = isinstance(value, dict) and isinstance(old.get(key), dict)
        if both and not is_whole(value, here):
            found[key] = _differences(old[key], value, here)
        else:
            found[key] = value
    return found
