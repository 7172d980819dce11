"""Say what the first page rests on: worlds within the ranges written, or chance alone."""

from __future__ import annotations

from sim.report.view import View
from sim.report.wording import counted
from sim.studies.worlds_result import WorldsResult

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
    numbers, worlds = len(result.uncertain), result.worlds
    said = [
        f"We ran each way of care in {worlds} worlds within the ranges written ({result.assumed} "
        f"of {counted(numbers, 'range')} assumed), {counted(result.size.each, 'time')} each.",
        "In each world the uncertain numbers have other values.",
    ]
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
