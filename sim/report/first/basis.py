"""Say what the first page rests on: worlds within the ranges written, or chance alone."""

from __future__ import annotations

from collections.abc import Iterator

from sim.report.view import View
from sim.report.wording import counted
from sim.studies.worlds_result import FromRows, WorldsResult

CHANCE = (
    "So what follows allows for chance alone, at the numbers as written. It does not say how sure "
    "these numbers are. If one of them is wrong, the answer may be wrong too."
)


def basis_words(view: View) -> list[str]:
    """Return sentences on what the answer rests on; none for a single arm."""
    if not view.others:
        return []
    result = view.study.worlds
    if result is not None:
        return worlds_words(view, result)
    repeats = view.study.settings.replications
    ran = f"We ran each way of care {'once' if repeats == 1 else f'{repeats} times'}."
    return [ran, f"{_why_none(view)} {CHANCE}"]


def worlds_words(view: View, result: WorldsResult) -> list[str]:
    """Return what the worlds are, and which were left out."""
    said = [*_from_rows(view, result, result.from_rows)] if result.from_rows else _drawn(result)
    if result.refused:
        were = "world was" if len(result.refused) == 1 else "worlds were"
        said.append(
            f"{len(result.refused)} more {were} not run: the file does not allow these values."
        )
    if result.left_out:
        many = counted(len(result.left_out), "number")
        keep = "keeps its value" if len(result.left_out) == 1 else "keep their values"
        said.append(f"{many} with a range {keep}; the report says why.")
    return said


def _drawn(result: WorldsResult) -> list[str]:
    numbers, worlds = len(result.uncertain), result.worlds
    return [
        f"We ran each way of care in {worlds} worlds within the ranges written ({result.assumed} "
        f"of {counted(numbers, 'range')} assumed), {counted(result.size.each, 'time')} each.",
        "In each world the uncertain numbers have other values.",
    ]


def _from_rows(view: View, result: WorldsResult, taken: FromRows) -> Iterator[str]:
    """Iterate over sentences on worlds that are rows of a table: which table, and how many."""
    scenario, worlds = view.study.scenario, result.worlds
    assert scenario.worlds is not None  # it names the table
    source = scenario.sources[scenario.worlds.source]
    kind = " that fit what is known" if source.kind == "fitted" else ""
    yield (
        f"We ran each way of care in {worlds} worlds{kind}, "
        f"{counted(result.size.each, 'time')} each."
    )
    table, rows = scenario.worlds.from_table.file, counted(taken.rows, "row")
    yield (
        f"In each world {counted(taken.numbers, 'uncertain number')} "
        f"{'has its value' if taken.numbers == 1 else 'have their values'} from one row of "
        f"{table}, {source.reference.strip().rstrip('.')}."
    )
    others = len(result.uncertain) - taken.numbers
    if others:
        yield f"{counted(others, 'other')} differ{'s' * (others == 1)} within the ranges written."
    if taken.used < worlds:
        yield (
            f"The table has {rows}, so that some worlds have the same numbers and differ by chance."
        )
    elif taken.used < taken.rows:
        yield f"The table has {rows}, of which {taken.used} were run."


def _why_none(view: View) -> str:
    scenario = view.study.scenario
    ranged = any(
        getattr(quantity, "has_range", False)
        for _, quantity in (
            *scenario.quantities(),
            *(each for arm in view.arms for each in scenario.changed_quantities(arm)),
        )
    )
    if ranged:
        return "We did not try other values within the ranges that the file gives."
    return "The file gives no range for any number."
