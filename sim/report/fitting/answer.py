"""The answer of a fit in words: what is narrowed, what cannot be told, how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from sim.report.blocks import Block, Bullets, Commands, Heading, Paragraphs, Section
from sim.report.fitting.view import FitView
from sim.report.wording import counted, listed, number, sentence_case
from sim.studies.fitting.bank import RUNS
from sim.studies.fitting.fitted import FittedTarget, Told
from sim.studies.sizes import Sure
from sim.studies.targets import Agreement

TITLE = "What your figures tell"
AS_THEY_SHOULD = (84.0, 95.0)  # ranges of 100 that hold the truth, where 90 should
MANY_REFUSED = 0.05  # of all worlds
FEWEST_OF_ONE = 78.0  # the same of a single number
MOST_NAMED = 6
WRONG, WRONG_SEEN, RIGHT = 50, 20, 60
"""Worlds of a trial (docs/background/validation.md): wrong on purpose, those of them in which a
misfit was seen, and worlds of the model itself, in none of which one was seen."""
ONLY_SOME = (
    f"This check finds only some wrong models: of {WRONG} that we made wrong on purpose, it found "
    f"{WRONG_SEEN}, with no false alarm in {RIGHT} others. So to see nothing is no proof."
)
NONE_NEAR = (
    "No world within your ranges comes near your figures, so nothing was fitted. Either a range is "
    "too narrow, or a figure is about something else than the model counts, or the model lacks "
    "something that matters here."
)


def answer_section(view: FitView) -> Section:
    """Return the first section of the page."""
    if not view.fitted.near:
        return Section("answer", TITLE, [*_far(view)])
    blocks: list[Block] = [Paragraphs([lead_words(view)], "lead")]
    blocks.append(Bullets([*narrowed_words(view)]))
    blocks.append(Paragraphs([agreement_words(view), misfit_words(view)]))
    blocks.append(Paragraphs([trust_words(view), discrepancy_words(view)]))
    if refused := refused_words(view):
        blocks.append(Paragraphs([refused]))
    if view.handed_on:
        blocks += [Heading("Next"), Paragraphs([HAND_ON])]
        blocks.append(Commands([f"sim run {view.handed_on}"]))
    return Section("answer", TITLE, blocks)


HAND_ON = (
    "In the folder of this page, fitted.yaml takes its worlds from those that agree with your "
    "figures, each whole as it was found. What your figures cannot tell stays as unsure as you "
    "wrote it."
)


def answer_lines(view: FitView) -> Iterator[str]:
    """Iterate over the sentences of the answer, for a terminal."""
    if not view.fitted.near:
        yield NONE_NEAR
        yield from _out_of_reach(view)
        return
    yield lead_words(view)
    yield from (f"- {each}" for each in narrowed_words(view))
    yield from (agreement_words(view), misfit_words(view), trust_words(view))
    yield discrepancy_words(view)
    if refused := refused_words(view):
        yield refused


def lead_words(view: FitView) -> str:
    """Return in one sentence how many numbers the figures narrow."""
    every = len(view.fitted.numbers)
    clearly, little = (len(view.told(how)) for how in (Told.NARROWED, Told.A_LITTLE))
    used = _used(view)
    figures = "Your figure" if len(used) == 1 else f"Your {len(used)} figures"
    verb = "s" * (len(used) == 1)
    if not clearly + little:
        return (
            f"{figures} say{verb} nothing about any of the {counted(every, 'number')} that nobody "
            "can see."
        )
    some = f"{clearly} of the {counted(every, 'number')} that nobody can see"
    if not clearly:
        seen = f"{counted(every, 'number')} that nobody can see"
        return f"{figures} narrow{verb} {little} of the {seen} a little."
    more = f", and {little} more a little" if little else ""
    return f"{figures} narrow{verb} {some}{more}."


def narrowed_words(view: FitView) -> Iterator[str]:
    """Iterate over a sentence on each number that is narrowed, and one on all others."""
    for number_, one in view.told(Told.NARROWED, Told.A_LITTLE):
        little = " A little narrower." if number_.told is Told.A_LITTLE else ""
        name = sentence_case(view.name(one))
        if one.choices:
            weights = zip(number_.options, number_.weights_after, strict=True)
            said = listed([f"“{option}” in {100 * share:.0f} of 100" for option, share in weights])
            yield f"{name}: {said}.{little}"
        else:
            after, before = (view.range(one, band) for band in (number_.after, number_.before))
            yield f"{name}: {after}. You wrote {before}.{little}"
    if nothing := view.told(Told.NOTHING):
        names = [view.name(one) for _, one in nothing]
        shown = [*names[:MOST_NAMED], *([f"{len(names) - MOST_NAMED} more"] * (len(names) > 6))]
        stay = "Its range stays" if len(names) == 1 else "Their ranges stay"
        yield f"The data cannot tell: {listed(shown)}. {stay} as you wrote {_them(names)}."


def agreement_words(view: FitView) -> str:
    """Return whether the fitted model agrees with the figures that were held out."""
    held = [each for each in view.fitted.held_out if each.agreement is not Agreement.UNKNOWN]
    if not held:
        return (
            "No figure was held out, so nothing here shows whether the model is right. Keep some "
            "of your figures as `check`."
        )
    met = [each for each in held if each.agreement is Agreement.INSIDE]
    missed = [e for e in held if e.agreement in (Agreement.BELOW, Agreement.ABOVE)]
    open_ = len(held) - len(met) - len(missed)
    said = f"The fit did not see {counted(len(held), 'figure')}; the fitted model meets {len(met)}"
    said += f", misses {len(missed)}" if missed else ""
    said += f", and of {open_} we cannot tell" if open_ else ""
    names = [f"{view.what(each)} ({each.agreement.value})" for each in missed]
    return f"{said}.{f' Missed: {listed(names)}.' if names else ''}"


def misfit_words(view: FitView) -> str:
    """Return whether the figures look like no run of the model."""
    if view.fitted.misfit.seen:
        return (
            "Your figures look like no run of this model: together they lie further from what it "
            "can give than 95 of 100 of its own runs do. Something is wrong with a figure or with "
            "the model, so be careful with all that follows."
        )
    return f"We looked for signs that the model is wrong, and saw none. {ONLY_SOME}"


def trust_words(view: FitView) -> str:
    """Return how often own runs were found again within their ranges."""
    found = view.fitted.coverage
    if found is None:
        return ""
    inside = number(round(found.inside))
    said = (
        f"How far to trust the ranges: we hid {found.hidden} of our own runs and found them again: "
        f"{inside} of 100 inside, where 90 should be."
    )
    told = [
        one for _, one in view.told(Told.NARROWED, Told.A_LITTLE) if one.name in found.by_number
    ]
    narrowed = [found.by_number[one.name] for one in told]
    if narrowed and len(narrowed) < len(found.by_number):
        of = counted(len(told), "number")
        said += f" Of the {of} that your figures narrow: {number(round(mean(narrowed)))} of 100."
    low, high = AS_THEY_SHOULD
    if found.inside < low or (len(narrowed) > 1 and mean(narrowed) < low):
        return f"{said} So the ranges are too narrow; ask for more runs, {_more(view)}."
    if few := [one for one in told if found.by_number[one.name] < FEWEST_OF_ONE]:
        named = [f"{view.name(one)} ({found.by_number[one.name]:.0f} of 100)" for one in few]
        return f"{said} Too narrow: {listed(named)}. Ask for more runs, {_more(view)}."
    return f"{said} So the ranges are wider than need be." if found.inside > high else said


def _more(view: FitView) -> str:
    """Return the option that asks for more runs than were made."""
    asked = view.result.asked
    return "with --sure thorough" if asked < RUNS[Sure.THOROUGH] else f"with --runs {2 * asked}"


def discrepancy_words(view: FitView) -> str:
    """Return what was allowed for beside the errors of the figures."""
    share = view.fitted.discrepancy
    if not share:
        return "Nothing was allowed for what the model leaves out, so the ranges are too narrow."
    return (
        f"Beside the error of each figure, the model may be off by {100 * share:g} % of it, "
        "because no model has everything. Below it is shown what more or less would change."
    )


def refused_words(view: FitView) -> str:
    """Return how many worlds could not be run, with the first reason; "" if they are few."""
    refused, asked = view.result.refused, view.result.asked
    if len(refused) <= MANY_REFUSED * asked:
        return ""
    return (
        f"{number(len(refused))} of {number(asked)} worlds within your ranges cannot be run, so "
        f"the fit is of the others. Why, in the first of them: {refused[0]}"
    )


def _used(view: FitView) -> list[FittedTarget]:
    return [each for each in view.fitted.targets if each.role == "fit" and not each.left_out]


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _far(view: FitView) -> Iterator[Block]:
    yield Paragraphs([NONE_NEAR], "lead")
    if said := list(_out_of_reach(view)):
        yield Bullets(said)
    yield Paragraphs([misfit_words(view)] if view.fitted.misfit.seen else [])


def _out_of_reach(view: FitView) -> Iterator[str]:
    """Iterate over the figures to which no world comes near, with what the model can give."""
    for each in view.fitted.targets:
        if not each.within_reach:
            can = view.band(each, each.before)
            gives = f"the model gives {can}" if can else "no run has a value"
            yield f"{view.what(each)}: yours is {view.known(each)}, {gives}."
