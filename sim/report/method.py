"""Write the part of the appendix on how the result was made and what verdicts mean."""

from __future__ import annotations

from sim.report.answer import common_history, how_sure, how_sure_of_one
from sim.report.blocks import Block, Bullets, Paragraphs, Section
from sim.report.first.basis import worlds_words
from sim.report.view import View, quoted
from sim.report.warming import warm_up_blocks

VERDICTS = (
    "Better or worse: chance alone could hardly have made this difference.",
    "Higher or lower: the same, where neither more nor less is better.",
    "Too small to matter: there may be a difference, and it is smaller than the one the scenario "
    "calls important.",
    "Identical: the same to the last digit in every repeat.",
    "Higher or lower, not certain: clear by itself, but so many numbers are judged together that "
    "chance could still have done it.",
    "Higher or lower, not among the measures judged: clear by itself, and not a main number of "
    "the scenario. Over all such numbers chance could have done it, so take it as a hint.",
    "Cannot tell: the repeats allow more than one answer.",
    "No range: too few repeats differ to say how uncertain a number is. Skewed: a few repeats "
    "lie far out, so the range is made wider on their side and may still be too narrow.",
)
WORLDS = (
    "In each world every number with a range has a value drawn from it; the range is read as the "
    "middle 90 of 100 values. Each way of care was run there on the same random numbers. What few "
    "runs leave to chance was taken out by comparing each world with what worlds like it show, so "
    "that counts of worlds and ranges of differences are about the numbers that are not known.",
    "A rule was found in some of the worlds and tried in the others; only what it held there is "
    "printed. The share of a number is the share of the variance between worlds that it explains "
    "alone. What knowing it is worth is the gain if it were known before the choice. All ranges of "
    "counts of worlds are at 90 %.",
)


def method_section(view: View) -> Section:
    """Return the section on repeats, worlds, verdicts and the warm-up."""
    study = view.study
    told = how_sure if view.others else how_sure_of_one
    blocks: list[Block] = [Paragraphs([" ".join(told(study.settings.replications))])]
    if study.worlds is not None and view.others:
        blocks.append(Paragraphs([" ".join(worlds_words(view, study.worlds)), *WORLDS]))
        left_out = _not_run(view)
        blocks += [Bullets(left_out)] if left_out else []
    blocks += history_blocks(view)
    if view.others:
        blocks.append(Bullets(VERDICTS))
    blocks += warm_up_blocks(study.first_runs, study.resolved, view.baseline, view.label)
    return Section("method", "Appendix: how this was worked out", blocks, new_page=True)


def history_blocks(view: View) -> list[Paragraphs]:
    """Return a paragraph on what all arms share until the rules change; otherwise nothing."""
    scenario = view.study.scenario
    if scenario.run.change is None:
        return []
    first = quoted(view.label(scenario.history))
    return [Paragraphs([common_history(str(scenario.run.change), first)])]


def _not_run(view: View) -> list[str]:
    """Return what was left out of the worlds, with the reason, each reason once."""
    result = view.study.worlds
    if result is None:
        return []
    kept = [f"{each.name} is not varied: {each.reason}." for each in result.left_out]
    refused = [f"Not run: {each}" for each in dict.fromkeys(result.refused)]
    return [*kept, *refused]
