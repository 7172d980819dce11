"""Say how far a fit can be trusted, what was left out, and how it was made."""

from __future__ import annotations

from sim.report.blocks import Block, Bullets, Paragraphs, Section, Table
from sim.report.fitting.answer import ONLY_SOME, trust_words
from sim.report.fitting.view import FitView
from sim.report.wording import counted, number, sentence_case

TITLE = "How far to trust it"
HIDDEN = (
    "For each hidden run we took what it gave as if it were your figures, fitted the other runs to "
    "it, and looked whether the numbers that it really had lie in the fitted ranges. That is a "
    "check of the method on this model, not of the model."
)
METHOD = (
    "One run of the model was made in each of many worlds, spread evenly over the ranges written, "
    "each with its own random numbers. Errors of the figures, and what the model may be off, were "
    "added to what the runs gave. The worlds nearest to the figures were kept and moved to where "
    "the figures lie (approximate Bayesian computation with regression adjustment)."
)


def trust_section(view: FitView) -> Section:
    """Return the section on coverage, misfit, and what was left out."""
    found, misfit = view.fitted.coverage, view.fitted.misfit
    blocks: list[Block] = []
    if found is not None:
        blocks += [Paragraphs([trust_words(view), HIDDEN]), _by_number(view)]
    seen = "more" if misfit.seen else "less"
    blocks.append(
        Paragraphs(
            [
                f"Do the figures look like runs of this model? They lie {number(misfit.distance)} "
                f"from what it can give; 95 of 100 of its own runs lie less than "
                f"{number(misfit.usual)} away, so that is {seen} than usual. {ONLY_SOME}"
            ]
        )
    )
    if said := _left_out(view):
        blocks.append(Bullets(said))
    blocks.append(Paragraphs([METHOD, _runs(view)], "quiet"))
    return Section("trust", TITLE, blocks)


def _by_number(view: FitView) -> Table:
    found = view.fitted.coverage
    inside = {} if found is None else found.by_number
    rows = [
        [sentence_case(view.name(one)), f"{inside[one.name]:.0f} of 100"]
        for one in view.result.uncertain
        if one.name in inside
    ]
    columns = ["Number", "Inside its 90 % range"]
    return Table("Hidden runs that were found again", columns, rows, folded=True)


def _left_out(view: FitView) -> list[str]:
    """Return what was not used, each with its reason."""
    said = [
        f"{view.what(each)} was not used: {each.left_out}."
        for each in view.fitted.targets
        if each.left_out
    ]
    said += [
        f"{sentence_case(view.name(each.name))} keeps its value: {each.reason}."
        for each in view.result.left_out
    ]
    if refused := view.result.refused:
        were = "world was" if len(refused) == 1 else "worlds were"
        said.append(f"{len(refused)} {were} not run. The first: {refused[0]}")
    return said


def _runs(view: FitView) -> str:
    rows = 0 if view.fitted.rows is None else len(view.fitted.rows.weights)
    return (
        f"{counted(view.fitted.runs, 'run')} were made, {view.fitted.used:,} of them have a value "
        f"for every figure that was used, and {rows:,} are the fitted worlds."
    )
